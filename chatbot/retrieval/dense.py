"""Dense search: the nearest passages by embedding, from Chroma through LlamaIndex's vector store."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.library.library import Library
from chatbot.library.rows import passage_from, where_clause
from chatbot.records import Filters, Period, StoredPassage

if TYPE_CHECKING:
    from llama_index.vector_stores.chroma import ChromaVectorStore


class DenseHit(NamedTuple):
    stored: StoredPassage
    similarity: float
    """Cosine of the two embeddings."""


class DenseSearch:
    """Searches the library's passages by meaning."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def search(self, vector: NDArray[np.float32], limit: int, filters: Filters = Filters()) -> list[DenseHit]:
        """The passages nearest to a question's embedding, nearest first.

        Raises:
            LibraryError: the database cannot be read.
        """
        from llama_index.core.vector_stores.types import VectorStoreQuery

        query = VectorStoreQuery(query_embedding=vector.tolist(), similarity_top_k=limit)
        where = where_clause(filters, self._library.zone_offsets() if filters.period != Period() else ())
        with self._library.reading():
            found = self._store().query(query, **({"where": where} if where else {}))
        return [
            DenseHit(passage_from(node.metadata, node.get_content()), 1 + math.log(similarity))
            for node, similarity in zip(found.nodes or (), found.similarities or (), strict=True)
        ]

    def _store(self) -> ChromaVectorStore:
        from llama_index.vector_stores.chroma import ChromaVectorStore

        # ChromaVectorStore turns a cosine distance d into exp(-d); `search` turns it back into 1 - d.
        return ChromaVectorStore(chroma_collection=self._library.passages)
