"""Reranking: articles whose own beginning tells what is asked, in its week, come first; and the same in LlamaIndex."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library.library import Library
from chatbot.parts import Parts
from chatbot.question.understanding import plain_question
from chatbot.records import Question
from chatbot.retrieval.recency import TOLERANCE
from chatbot.retrieval.reranking import WEEK, Place, Reranker, RerankingWeights
from chatbot.retrieval.retriever import RankingWeights, Retriever
from chatbot.settings import Settings
from tests.conftest import document

NOW = datetime(2025, 5, 20, 18, tzinfo=UTC)
QUESTION = plain_question(Question("Which ferry ran aground near Harwick?", NOW))
WEIGHTS = RerankingWeights()
ROUND_UP = (
    "\n\n".join(
        f"{number}. The {thing} was discussed for hours by the council, which put off its decision until the autumn. "
        f"Residents who had come to listen asked for more time, more paper and better chairs, and got none of them."
        for number, thing in enumerate("budget library school harbour market stadium museum theatre".split(), start=1)
    )
    + "\n\n9. Which ferry ran aground near Harwick? The ferry that ran aground near Harwick was the Solveig."
)
LEAD = (
    "The Solveig, a ferry with 90 people aboard, ran aground off Harwick at low water. Nobody was hurt, and a tug "
    "pulled the ship free.\n\nThe coast guard is looking into the cause."
)


@pytest.fixture
def ferries(library: Library, ingest: Callable[..., object]) -> Library:
    ingest(
        document("/round-up.txt", ROUND_UP, title="Nine things to know today", published="2025-05-20"),
        document("/solveig.txt", LEAD, title="Solveig pulled free", published="2025-05-20"),
        document("/bakery.txt", "A bakery in Harwick bakes rye bread.", title="Bread", published="2025-05-19"),
    )
    return library


def titles(retriever: Retriever) -> list[str]:
    return list(dict.fromkeys(found.stored.metadata.title for found in retriever.rank(QUESTION)))


def test_who_leads_with_it_goes_before_who_mentions_it_in_passing(ferries: Library, encoder: SentenceEncoder) -> None:
    assert titles(Retriever(ferries, encoder, reranker=None))[0] == "Nine things to know today"
    assert titles(Retriever(ferries, encoder))[0] == "Solveig pulled free"


def place(days: float = 0.0, *, article: str = "a", start: float = 0, score: float = 1.0) -> Place:
    return Place(article, start, NOW - timedelta(days=days), score)


@pytest.mark.parametrize(
    ("age", "question", "counts"),
    [
        (timedelta(0), "Who won?", True),
        (WEEK, "Who won?", True),
        (WEEK + timedelta(hours=1), "Who won?", False),
        (-TOLERANCE, "Who won?", True),
        (-TOLERANCE - timedelta(hours=1), "Who won?", False),
        (timedelta(days=1), "Who won this week?", True),
        (timedelta(days=1), "Who won in March 2024?", False),
    ],
)
def test_the_week_of_the_question_counts(age: timedelta, question: str, counts: bool) -> None:
    published = Place("a", 0, NOW - age, 1.0)
    undated = Place("b", 0, None, 1.0)
    dated_score, undated_score = Reranker().scores(plain_question(Question(question, NOW)), [published, undated])
    assert dated_score - undated_score == pytest.approx(WEIGHTS.week if counts else 0.0)


def test_the_best_passage_says_how_near_the_beginning_an_article_tells_it() -> None:
    half = WEIGHTS.half_length
    places = [
        place(article="lead"),
        place(article="second paragraph", start=half),
        place(article="unknown", start=float("inf")),
        place(article="deep", start=50 * half, score=1.0),
        place(article="deep", start=0, score=0.9),
    ]
    raised = [
        score - was.score - WEIGHTS.week for score, was in zip(Reranker().scores(QUESTION, places), places, strict=True)
    ]
    assert raised == pytest.approx([WEIGHTS.lead, WEIGHTS.lead / 2, 0.0, 0.0, 0.0], abs=1e-9)


@given(
    st.lists(
        st.builds(
            place,
            st.floats(-30, 3000),
            article=st.sampled_from("abc"),
            start=st.floats(0, 1e6),
            score=st.floats(-1, 3),
        )
    )
)
def test_passages_of_one_article_keep_their_distances(places: list[Place]) -> None:
    scores = Reranker().scores(QUESTION, places)
    raised = {(was.article, round(score - was.score, 9)) for score, was in zip(scores, places, strict=True)}
    assert len(raised) == len({was.article for was in places})
    assert all(0 <= share <= WEIGHTS.lead + WEIGHTS.week + 1e-9 for _, share in raised)


@pytest.mark.parametrize(
    ("setting", "recency", "week"), [(None, 0.4, WEIGHTS.week), (0.2, 0.2, WEIGHTS.week / 2), (0.0, 0.0, 0.0)]
)
def test_the_setting_for_recency_is_also_that_of_reranking(
    ferries: Library, encoder: SentenceEncoder, setting: float | None, recency: float, week: float
) -> None:
    parts = Parts(Settings(library=ferries.directory, recency_weight=setting))
    parts.__dict__ |= {"library": ferries, "encoder": encoder}  # instead of opening the same library again
    reranker = Reranker(RerankingWeights(week=week))
    expected = Retriever(ferries, encoder, RankingWeights(recency=recency), reranker).rank(QUESTION)
    assert parts.retriever.rank(QUESTION) == expected


def test_llamaindex_ranks_the_librarys_nodes_as_the_product_does(ferries: Library, encoder: SentenceEncoder) -> None:
    from llama_index.core import VectorStoreIndex
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from chatbot.embedding.llamaindex import EncoderEmbedding
    from chatbot.retrieval.llamaindex import NewsReranker

    index = VectorStoreIndex.from_vector_store(
        ChromaVectorStore(chroma_collection=ferries.passages), embed_model=EncoderEmbedding(encoder)
    )
    nodes = index.as_retriever(similarity_top_k=20).retrieve(QUESTION.text)
    reranked = NewsReranker(asked_at=NOW).postprocess_nodes(nodes, query_str=QUESTION.text)
    places = [
        Place(
            node.metadata["article_key"],
            node.metadata["start"],
            datetime.fromtimestamp(node.metadata["published"], UTC),
            node.get_score(),
        )
        for node in nodes
    ]
    expected = dict(zip((node.node_id for node in nodes), Reranker().scores(QUESTION, places), strict=True))
    assert {node.node_id: node.score for node in reranked} == expected
    assert [node.score for node in reranked] == sorted(expected.values(), reverse=True)
    raised = {node.metadata["title"]: expected[node.node_id] - node.get_score() for node in nodes}
    assert raised["Solveig pulled free"] > raised["Nine things to know today"] > 0
    first = NewsReranker(asked_at=NOW, top_n=1).postprocess_nodes(nodes, query_str=QUESTION.text)
    assert [node.node_id for node in first] == [reranked[0].node_id]


def test_llamaindex_nodes_of_others_count_by_what_they_say() -> None:
    from llama_index.core.schema import NodeWithScore, TextNode

    from chatbot.retrieval.llamaindex import NewsReranker

    nodes = [
        NodeWithScore(node=TextNode(id_="silent", text="A."), score=0.50),
        NodeWithScore(node=TextNode(id_="deep", text="B.", start_char_idx=9000), score=0.49),
        NodeWithScore(node=TextNode(id_="lead", text="C.", start_char_idx=0), score=0.48),
        NodeWithScore(node=TextNode(id_="week", text="D.", metadata={"published": "2025-05-19"}), score=0.47),
        NodeWithScore(node=TextNode(id_="old", text="E.", metadata={"published": "2019-05-19T08:00:00Z"})),
    ]
    reranker = NewsReranker(asked_at=NOW)
    assert reranker.class_name() == "NewsReranker"
    reranked = reranker.postprocess_nodes(nodes, query_str=QUESTION.text)
    assert [found.node_id for found in reranked] == ["lead", "week", "silent", "deep", "old"]
    assert [found.score for found in nodes] == [0.50, 0.49, 0.48, 0.47, None]
    with pytest.raises(ValueError, match="question"):
        reranker.postprocess_nodes(nodes)


def test_reranking_needs_nothing_of_llamaindex() -> None:
    told = "import sys, chatbot.retrieval.retriever; print([name for name in sys.modules if name.startswith('llama')])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
