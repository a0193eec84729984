"""LlamaIndex's CitationQueryEngine as its documentation sets it up; runs in an environment with llama-index.

Reads JSON lines from standard input, the first of which says where the models are; writes one JSON line for each
question. Imports nothing of this project.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.llms.openai_like import OpenAILike
from openai import OpenAI

CHUNKS = 2
"""Retrieved chunks: the default."""
CONTEXT_TOKENS = 8192
MOST_TOKENS = 256


class EndpointEmbedding(BaseEmbedding):
    """The embeddings of an OpenAI-compatible endpoint."""

    base_url: str

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        client = OpenAI(base_url=self.base_url, api_key="none")
        data = client.embeddings.create(model="embedding", input=texts, encoding_format="float").data
        return [item.embedding for item in data]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


def main() -> None:
    """Answer until standard input ends."""
    places = json.loads(sys.stdin.readline())
    llm = OpenAILike(
        model=places["model"],
        api_base=places["base_url"],
        api_key="none",
        is_chat_model=True,
        temperature=0.0,
        max_tokens=MOST_TOKENS,
        context_window=CONTEXT_TOKENS,
        timeout=600.0,
    )
    embedding = EndpointEmbedding(base_url=places["base_url"], embed_batch_size=64)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line), llm, embedding)), flush=True)


def answer(asked: dict[str, Any], llm: OpenAILike, embedding: EndpointEmbedding) -> dict[str, Any]:
    """Index the documents, ask, and say what came of it."""
    documents = [Document(text=item["text"], metadata={"title": item["title"]}) for item in asked["documents"]]
    if not documents:
        return _reply("", [], 0.0, 0.0)
    index = VectorStoreIndex.from_documents(documents, embed_model=embedding)
    engine = CitationQueryEngine.from_args(index, llm=llm, similarity_top_k=CHUNKS, streaming=True)
    started = time.perf_counter()
    response: Any = engine.query(asked["question"])
    first, pieces = 0.0, []
    for piece in response.response_gen:
        first = first or time.perf_counter() - started
        pieces.append(piece)
    sources = [node.node.get_content().partition("\n")[2] for node in response.source_nodes]
    return _reply("".join(pieces), sources, first, time.perf_counter() - started)


def _reply(text: str, sources: list[str], first: float, whole: float) -> dict[str, Any]:
    """Source n of the answer's markers is the n-th of `sources`."""
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"answer": text, "sources": sources, "first_s": first, "answer_s": whole, "memory_mb": memory}


if __name__ == "__main__":
    main()
