"""Questions that search for nothing are about the newest articles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library.library import Library
from chatbot.records import AnswerKind, Filters, ParsedQuestion, Period, Question
from chatbot.retrieval.retriever import Retriever
from tests.conftest import document

NOW = datetime(2025, 4, 10, 20, tzinfo=UTC)


def asked(filters: Filters = Filters()) -> ParsedQuestion:
    return ParsedQuestion(Question("What happened?", NOW), "What happened?", (), AnswerKind.DIGEST, filters)


def test_the_beginnings_of_the_newest_articles_come_first(
    library: Library, encoder: SentenceEncoder, ingest: Callable[..., object]
) -> None:
    boats = "\n\n".join(f"The harbor office counted vessel number {number} in the outer basin." for number in range(60))
    trees = "\n\n".join(f"Gardeners planted elm number {number} along the northern avenue." for number in range(60))
    ingest(
        document("old", f"An old pier was closed in Calder. {boats}", title="Pier closed", published="2025-03-01"),
        document("new", f"A new pier was opened in Calder. {trees}", title="Pier opened", published="2025-04-09"),
    )
    found = Retriever(library, encoder).retrieve(asked(), 50)
    assert [item.stored.metadata.title for item in found[:2]] == ["Pier opened", "Pier closed"]
    assert [item.stored.passage.start for item in found[:2]] == [0, 0]
    assert len(found) > 2


def test_the_readers_limits_hold(library: Library, encoder: SentenceEncoder, ingest: Callable[..., object]) -> None:
    ingest(
        document("old", "An old pier was closed in Calder on Monday.", title="Closed", published="2025-03-01"),
        document("new", "A new pier was opened in Calder on Friday.", title="Opened", published="2025-04-09"),
    )
    march = Filters(Period(datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC)))
    found = Retriever(library, encoder).retrieve(asked(march), 50)
    assert [item.stored.metadata.title for item in found] == ["Closed"]
