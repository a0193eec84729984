"""Our reranking as a LlamaIndex postprocessor, for pipelines of others over our library or over nodes of their own.

Importing this module imports LlamaIndex, which takes seconds; nothing on the way of a question needs it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle

from chatbot.question.understanding import plain_question
from chatbot.records import Question
from chatbot.retrieval.reranking import Place, Reranker, RerankingWeights


class NewsReranker(BaseNodePostprocessor):
    """Raises the articles that are about what is asked, as `Reranker` does in the product's own retrieval.

    Reads what the library's nodes say in their metadata. Of other nodes: `ref_doc_id` for the article,
    `start_char_idx` for the place in it, and `published` in the metadata, ISO 8601 or seconds since 1970; what a node
    does not say does not count.
    """

    asked_at: datetime | None = None
    """When the question is asked, timezone-aware; None: now."""
    weights: RerankingWeights = RerankingWeights()
    """In units of the nodes' scores: these are for the product's fused ones, of which cosines are the largest part."""
    top_n: int | None = None
    """How many nodes to keep; None: all."""

    @classmethod
    def class_name(cls) -> str:
        return cls.__name__

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        if query_bundle is None:
            raise ValueError("NewsReranker needs the question: pass query_str or query_bundle")
        asked = Question(query_bundle.query_str, self.asked_at or datetime.now(UTC).astimezone())
        question = plain_question(asked)
        scores = Reranker(self.weights).scores(question, [_place(found) for found in nodes])
        rescored = [NodeWithScore(node=found.node, score=score) for found, score in zip(nodes, scores, strict=True)]
        return sorted(rescored, key=lambda found: -found.get_score())[: self.top_n]


def _place(found: NodeWithScore) -> Place:
    node, metadata = found.node, found.node.metadata
    start = metadata.get("start", getattr(node, "start_char_idx", None))
    return Place(
        article=metadata.get("article_key") or node.ref_doc_id or node.node_id,
        start=math.inf if start is None else start,
        published=_published(metadata),
        score=found.get_score(),
    )


def _published(metadata: Mapping[str, Any]) -> datetime | None:
    told = metadata.get("published")
    if told is None:
        return None
    moment = datetime.fromisoformat(told) if isinstance(told, str) else datetime.fromtimestamp(told, UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
