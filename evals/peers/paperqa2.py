"""PaperQA2 with its own settings but for the models; runs in an environment with paper-qa.

Reads JSON lines from standard input, the first of which says where the models are; writes one JSON line for each
question. Imports nothing of this project.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import resource
import sys
import time
from typing import Any

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # or it asks the internet for prices

from paperqa import Doc, Docs, Settings, Text

CHUNK_CHARACTERS = 3000
OVERLAP = 250
"""Chunks of PaperQA2's own shape, somewhat shorter than its default of 5,000 characters: ten of them must fit a context
of 8,192 tokens one by one."""
_KEY = re.compile(r"Article\d+ chunk \d+|pqac-\w{8}")
"""How an answer names what it rests on."""


def main() -> None:
    """Answer until standard input ends."""
    settings = _settings(json.loads(sys.stdin.readline()))
    for line in sys.stdin:
        print(json.dumps(asyncio.run(answer(json.loads(line), settings))), flush=True)


def _settings(places: dict[str, str]) -> Settings:
    chat = f"openai/{places['model']}"
    where = {"api_base": places["base_url"], "api_key": "none"}
    models = {"model_list": [{"model_name": chat, "litellm_params": {"model": chat, "temperature": 0.0, **where}}]}
    return Settings(
        llm=chat,
        llm_config=models,
        summary_llm=chat,
        summary_llm_config=models,
        embedding="openai/embedding",
        embedding_config={"kwargs": {"encoding_format": "float", **where}},
        parsing={"use_doc_details": False, "multimodal": False},
    )


async def answer(asked: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """Add the documents, ask, and say what came of it."""
    docs = Docs()
    for number, item in enumerate(asked["documents"], start=1):
        doc = Doc(docname=f"Article{number}", dockey=f"article{number}", citation=item["title"] or f"Article {number}")
        texts = [Text(text=text, name=f"Article{number} chunk {at}", doc=doc) for at, text in _chunks(item["text"])]
        await docs.aadd_texts(texts, doc, settings=settings)
    started = time.perf_counter()
    session = await docs.aquery(asked["question"], settings=settings)
    whole = time.perf_counter() - started
    text, sources = _numbered(session)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"answer": text, "sources": sources, "first_s": whole, "answer_s": whole, "memory_mb": memory}


def _chunks(text: str) -> list[tuple[int, str]]:
    starts = range(0, max(len(text) - OVERLAP, 1), CHUNK_CHARACTERS - OVERLAP)
    return [(at, text[start : start + CHUNK_CHARACTERS]) for at, start in enumerate(starts, start=1)]


def _numbered(session: Any) -> tuple[str, list[str]]:
    """The answer as PaperQA2 shows it, with its citations as "[n]", and the cited chunks in order.

    It cites by a key of its own, and replaces those in parentheses by names: "(Article1 chunk 2)".
    """
    chunks = {key: found.text.text for found in session.contexts for key in (found.id, found.text.name)}
    sources: list[str] = []

    def number(found: re.Match[str]) -> str:
        cited = [chunks[key] for key in dict.fromkeys(_KEY.findall(found.group())) if key in chunks]
        sources.extend(chunk for chunk in dict.fromkeys(cited) if chunk not in sources)
        return "".join(f" [{sources.index(chunk) + 1}]" for chunk in dict.fromkeys(cited)) or found.group()

    return re.sub(rf"\s*\([^()]*(?:{_KEY.pattern})[^()]*\)|{_KEY.pattern}", number, session.answer), sources


if __name__ == "__main__":
    main()
