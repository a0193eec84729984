"""A library with the samples, shared by tests that only read it, and answers made of events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime

import pytest

from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import AnswerSoFar, Event, Noted, Shown
from chatbot.app import Chatbot
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library.library import Library
from chatbot.records import Answer, AnswerKind, Filters, ParsedQuestion, Question
from chatbot.settings import load_settings
from chatbot.verification.cross_encoder import CrossEncoder
from tests.answering.author import Author, author_on_loopback
from tests.samples import sample_library

NOW = datetime(2025, 4, 12, 12, tzinfo=UTC)
Telling = Callable[[ParsedQuestion, AnswerDraft], Iterator[Event]]


@pytest.fixture(scope="package")
def samples(tmp_path_factory: pytest.TempPathFactory, encoder: SentenceEncoder) -> Iterator[Library]:
    with sample_library(tmp_path_factory.mktemp("samples"), encoder) as library:
        yield library


@pytest.fixture(scope="session")
def reader() -> CrossEncoder:
    return CrossEncoder()


@pytest.fixture(scope="package")
def author() -> Iterator[Author]:
    with author_on_loopback() as running:
        yield running


Open = Callable[..., Chatbot]


@pytest.fixture
def open_chatbot(samples: Library, encoder: SentenceEncoder, reader: CrossEncoder) -> Iterator[Open]:
    """Opens chatbots with other settings over the samples, which they share; asked by a test, closed behind it."""
    with ExitStack() as opened:

        def over_samples(**settings: object) -> Chatbot:
            chatbot = opened.enter_context(Chatbot(load_settings(library=samples.directory, **settings)))
            chatbot.__dict__ |= {"library": samples, "encoder": encoder, "reader": reader}
            return chatbot

        yield over_samples


def parsed(
    text: str, kind: AnswerKind, *queries: str, language: str = "en", filters: Filters = Filters()
) -> ParsedQuestion:
    """A question as it would be understood."""
    return ParsedQuestion(Question(text, NOW, filters), text, queries, kind, filters, language=language)


def told(telling: Telling, question: ParsedQuestion) -> Answer:
    """The answer that events tell; what a display shows of them is the same."""
    draft = AnswerDraft(question.text)
    shown = AnswerSoFar()
    for event in telling(question, draft):
        if isinstance(event, Shown | Noted):
            shown.add(event)
    answer = draft.finish("").answer
    assert shown.blocks == answer.blocks
    assert tuple(shown.notes) == answer.notes
    return answer


def assert_citations_resolve(library: Library, answer: Answer) -> None:
    """Every number that an answer uses leads to the exact characters of an article."""
    known = {citation.id: citation for citation in answer.citations}
    used = [*(item.citations for item in answer.sentences), *(note.citations for note in answer.notes)]
    assert known.keys() == {number for numbers in used for number in numbers}
    for citation in answer.citations:
        article = library.get(citation.article_id, citation.version)
        assert article.text[citation.start : citation.end] == citation.quote
