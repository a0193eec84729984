"""Passages opened into sentences, and which of them tell something."""

from __future__ import annotations

import pytest

from chatbot.records import Metadata, Passage, RankedPassage, Span, StoredPassage
from chatbot.retrieval.sentences import sentences_of
from chatbot.text.sentence_kinds import asks, heads, tells

BEFORE = "What stands before the passage.\n\n"
HEADING = "The ferry on Monday morning"
TOLD = (HEADING, "The ferry struck the pier.", "Nobody was hurt in it.", "Who steered it?", "It was dark then.")
TEXT = "{}\n\n{} {}\n\n{} [No evidence.] {}".format(*TOLD)


@pytest.mark.parametrize(
    ("quote", "heading", "asking", "telling"),
    [
        ("The ferry struck the pier.", False, False, True),
        ("# The ferry struck the pier.", True, False, False),
        ("The ferry", True, False, False),
        ("By Ada Moor", True, False, False),
        ("It sank.", False, False, False),
        ("“It sank,”", True, False, False),
        ("Who steered the ferry?", False, True, True),
        ("“Who steered the ferry?”", False, True, True),
        ("渡轮撞上了码头", False, False, True),
        ("谁驾驶了渡轮？", False, True, True),
        ("Northgate County: 9", False, False, True),
        ("- Calder: 103 dead", False, False, True),
        ("Calder | 103", False, False, True),
        ("Capital: Calder", False, False, False),
        ("• Calder", False, False, False),
        ("A: Never", False, False, False),
        ("# Toll | Dead: 103 | Missing: 4", True, False, False),
    ],
)
def test_headings_and_questions_are_told_from_sentences(
    quote: str, *, heading: bool, asking: bool, telling: bool
) -> None:
    assert (heads(quote), asks(quote), tells(quote)) == (heading, asking, telling)


def test_every_sentence_keeps_its_place_and_what_stands_directly_before_it() -> None:
    article = BEFORE + TEXT
    passage = Passage("a@3", len(BEFORE), len(article), TEXT)
    spans = tuple(Span(article.index(quote), article.index(quote) + len(quote)) for quote in TOLD)
    stored = StoredPassage(passage, spans, Metadata(title="T"), "story", frozenset(spans[:1]))
    found = list(sentences_of(RankedPassage(stored, 0.7, 0.4, ("copy",))))
    assert [item.span for item in found] == list(spans)
    for item in found:
        assert (item.article_id, item.version, item.context) == ("a", 3, TEXT)
        assert item.quote == item.span.of(article)
        assert item.heading is (item.quote == HEADING)
        joined = item.with_sentence_before()
        assert joined.quote == joined.span.of(article)
    before = {item.quote: item.before.strip() for item in found}
    assert before["The ferry struck the pier."] == "", "a heading is no sentence before"
    assert before["Nobody was hurt in it."] == "The ferry struck the pier."
    assert before["It was dark then."] == "", "what is no evidence stands between"
