"""Several queries for one question, the articles that a follow-up is about, and filters over all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library.library import Library
from chatbot.question.understanding import plain_question
from chatbot.records import Filters, ParsedQuestion, Period, Question, RankedPassage
from chatbot.retrieval.retriever import RankingWeights, Retriever
from tests.conftest import document

NOW = datetime(2025, 5, 20, 18, tzinfo=UTC)
FERRY = "Which ferry ran aground near Harwick?"
BREAD = "What do bakers in Norwick bake?"
FEW = RankingWeights(dense_candidates=2, lexical_candidates=2)


def asked(*queries: str, **facts: object) -> ParsedQuestion:
    """A question with these queries."""
    plain = plain_question(Question(queries[0], NOW))
    return replace(plain, queries=queries, **facts)  # type: ignore[arg-type]


@pytest.fixture
def ids(library: Library, ingest: Callable[..., object]) -> dict[str, str]:
    """Article ids by title."""
    others = [
        document(
            f"/n{number}.txt", f"The ferry number {number} ran aground near Harwick again.", title=f"Ferry {number}"
        )
        for number in range(12)
    ]
    ingest(
        document(
            "/solveig.txt",
            "The Solveig, a ferry with 90 people aboard, ran aground near Harwick.",
            title="Solveig",
            publisher="Post",
            published="2025-05-19",
        ),
        document(
            "/bread.txt",
            "Bakers in Norwick bake rye bread with caraway.",
            title="Bread",
            publisher="Courier",
            published="2025-04-02",
        ),
        document("/tax.txt", "The parliament in Calder lowered the tax on hedgehogs.", title="Tax", publisher="Post"),
        *others,
    )
    return {summary.metadata.title: summary.id for summary in library.summaries()}


@pytest.fixture
def retriever(ids: dict[str, str], library: Library, encoder: SentenceEncoder) -> Retriever:
    return Retriever(library, encoder, FEW, None)


def by_title(found: list[RankedPassage]) -> dict[str, RankedPassage]:
    return {item.stored.metadata.title: item for item in found}


def test_a_passage_counts_as_for_its_best_query(retriever: Retriever) -> None:
    alone = [by_title(retriever.rank(asked(query))) for query in (FERRY, BREAD)]
    together = by_title(retriever.rank(asked(FERRY, BREAD)))
    assert together.keys() == alone[0].keys() | alone[1].keys()
    for title, item in together.items():
        found = [run[title] for run in alone if title in run]
        assert item.score == pytest.approx(max(one.score for one in found))
        assert item.similarity == pytest.approx(max(one.similarity for one in found))
    assert "Bread" in together
    scores = [item.score for item in retriever.rank(asked(FERRY, BREAD))]
    assert scores == sorted(scores, reverse=True)


def test_the_order_of_the_queries_changes_nothing(retriever: Retriever) -> None:
    one, other = (by_title(retriever.rank(asked(*queries))) for queries in ((FERRY, BREAD), (BREAD, FERRY)))
    assert one.keys() == other.keys()
    assert [one[title].score for title in one] == pytest.approx([other[title].score for title in one])


def test_the_articles_of_a_follow_up_take_part(retriever: Retriever, ids: dict[str, str]) -> None:
    assert "Tax" not in by_title(retriever.rank(asked(FERRY)))
    followed = by_title(retriever.rank(asked(FERRY, article_ids=(ids["Tax"],))))
    assert "Tax" in followed
    assert by_title(retriever.rank(asked(FERRY))).keys() <= followed.keys()


def test_they_count_for_more(retriever: Retriever, ids: dict[str, str]) -> None:
    before = by_title(retriever.rank(asked(BREAD)))["Bread"]
    after = by_title(retriever.rank(asked(BREAD, article_ids=(ids["Bread"],))))["Bread"]
    assert after.score - before.score == pytest.approx(FEW.cited)


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(publishers=("Post",)), {"Solveig", "Tax"}),
        (Filters(period=Period(since=datetime(2025, 5, 1, tzinfo=UTC))), {"Solveig"}),
        (Filters(publishers=("Courier",), period=Period(until=datetime(2025, 4, 3, tzinfo=UTC))), {"Bread"}),
        (Filters(publishers=("Nobody",)), set()),
    ],
)
def test_filters_hold_for_all_queries_and_for_what_is_followed_up(
    retriever: Retriever, ids: dict[str, str], filters: Filters, left: set[str]
) -> None:
    question = asked(FERRY, BREAD, "hedgehogs", filters=filters, article_ids=tuple(ids.values()))
    assert by_title(retriever.rank(question)).keys() == left


def test_a_reader_who_asks_about_one_article_reads_no_other(retriever: Retriever, ids: dict[str, str]) -> None:
    only = Filters(article_ids=(ids["Bread"],))
    followed = asked(FERRY, BREAD, filters=only, article_ids=(ids["Solveig"],))
    assert by_title(retriever.rank(followed)).keys() == {"Bread"}
    both = asked(FERRY, filters=only, article_ids=(ids["Solveig"], ids["Bread"]))
    assert by_title(retriever.rank(both)).keys() == {"Bread"}


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("hegdehogs", "Tax"),
        ("What about hedgehgos in parlament?", "Tax"),
        ("Did the Solvieg run aground?", "Solveig"),
        ("carraway", "Bread"),
    ],
)
def test_misspelt_words_find_their_article(retriever: Retriever, query: str, title: str) -> None:
    found = retriever.retrieve(asked(query), 3)
    assert found[0].stored.metadata.title == title


def test_a_misspelt_second_query_finds_its_article(retriever: Retriever) -> None:
    assert "Tax" in by_title(retriever.rank(asked(FERRY, "the tax on hegdehogs")))


@pytest.mark.parametrize("query", ["", " ", "?", "the of and", "[7]", "a" * 5_000])
def test_any_query_can_be_searched_for(retriever: Retriever, query: str) -> None:
    together = by_title(retriever.rank(asked(FERRY, query)))
    assert by_title(retriever.rank(asked(FERRY))).keys() <= together.keys()
