"""Bridges between our `TextEncoder` and LlamaIndex's `BaseEmbedding`, in both directions.

Importing this module imports LlamaIndex, which takes seconds; nothing on the way of a question needs it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from chatbot.embedding.encoder import SentenceEncoder, TextEncoder, Vectors


class EncoderEmbedding(BaseEmbedding):
    """Any `TextEncoder` as a LlamaIndex embedding."""

    _encoder: TextEncoder = PrivateAttr()

    def __init__(self, encoder: TextEncoder) -> None:
        super().__init__(model_name=encoder.fingerprint, embed_batch_size=256)
        self._encoder = encoder

    @classmethod
    def class_name(cls) -> str:
        return cls.__name__

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._encoder.encode(texts).tolist()
        return rows

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        from asyncio import to_thread

        return await to_thread(self._get_query_embedding, query)


class MiniLMEmbedding(EncoderEmbedding):
    """The embedded all-MiniLM-L6-v2 as a LlamaIndex embedding."""

    def __init__(self, threads: int = 0) -> None:
        super().__init__(SentenceEncoder(threads))


class EmbeddingEncoder:
    """Any LlamaIndex embedding as a `TextEncoder`."""

    def __init__(self, embedding: BaseEmbedding) -> None:
        self._embedding = embedding
        self._ruler = SentenceEncoder()

    @property
    def fingerprint(self) -> str:
        """See `TextEncoder`."""
        return f"{self._embedding.class_name()}:{self._embedding.model_name}"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `TextEncoder`; raises what the embedding raises."""
        if not texts:
            return np.empty((0, 0), np.float32)
        rows = np.array(self._embedding.get_text_embedding_batch(list(texts)), np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Length of each text in MiniLM's tokens, an estimate of the embedding's own."""
        return self._ruler.count_tokens(texts)

    def reads(self, text: str) -> bool:  # noqa: ARG002 -- of the protocol
        """Whatever the text: who chose the embedding knows its languages."""
        return True
