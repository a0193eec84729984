"""Articles that write letters their own way are found, quoted and checked, and shown as they are."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from chatbot.app import Chatbot, build_chatbot
from chatbot.records import Answer, Verdict

LIGATURES = """---
title: Eﬃe Graﬂow ﬁned for ﬁshing
publisher: The Tern
published: 2025-03-10
language: en
---
The oﬃce of ﬁsheries ﬁned Eﬃe Graﬂow $7,300 on Tuesday for ﬁshing oﬀ the pier.
"""
APART = """---
title: Dvořáková takes over the observatory
publisher: The Tern
published: 2025-03-11
language: en
---
The university named Žofie Dvořáková as head of the observatory at Göhren on Friday. She replaces Søren Łukasik.
"""


@pytest.fixture(scope="module")
def chatbot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chatbot]:
    folder = tmp_path_factory.mktemp("writings")
    (folder / "ligatures.md").write_text(LIGATURES, encoding="utf-8")
    (folder / "apart.md").write_text(unicodedata.normalize("NFD", APART), encoding="utf-8")
    with build_chatbot(library=folder / "library") as built:
        for _ in built.ingest([str(folder / "ligatures.md"), str(folder / "apart.md")]):
            pass
        yield built


def exact(chatbot: Chatbot, answer: Answer) -> bool:
    texts = [(chatbot.library.get(item.article_id, item.version).text, item) for item in answer.citations]
    return bool(texts) and all(text[item.start : item.end] == item.quote for text, item in texts)


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("How much was Effie Graflow fined?", "ﬁned Eﬃe Graﬂow $7,300"),
        ("Who is the head of the observatory at Gohren?", unicodedata.normalize("NFD", "Žofie Dvořáková")),
        ("Which articles mention Dvorakova?", unicodedata.normalize("NFD", "Dvořáková")),
        ("Which articles mention Dvořákova?", unicodedata.normalize("NFD", "Dvořáková")),
    ],
)
def test_a_question_in_other_letters_is_answered(chatbot: Chatbot, question: str, shown: str) -> None:
    answer = chatbot.ask(question)
    assert shown in answer.text
    assert exact(chatbot, answer)


@pytest.mark.parametrize(
    "draft",
    [
        "The office of fisheries fined Effie Graflow $7,300 on Tuesday.",
        "The university named Žofie Dvořáková as head of the observatory at Göhren on Friday.",
        "The university named Zofie Dvorakova as head of the observatory at Gohren on Friday.",
    ],
)
def test_a_draft_in_other_letters_is_backed(chatbot: Chatbot, draft: str) -> None:
    (sentence,) = chatbot.check(draft).sentences
    assert sentence.verdict is Verdict.SUPPORTED
    assert sentence.text == draft
