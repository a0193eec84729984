"""Exchanges as JSON and back, without loss; those that earlier versions kept are read as what they are today."""

from __future__ import annotations

import json
from typing import Any

from pydantic import TypeAdapter

from chatbot.conversations.records import Exchange

_EXCHANGE = TypeAdapter(Exchange)
_VERDICTS = {"unsupported": "not_found"}
"""What the verdicts of earlier versions are called today."""


def exchange_to_json(exchange: Exchange) -> str:
    return _EXCHANGE.dump_json(exchange).decode()


def exchange_from_json(text: str) -> Exchange:
    """The exchange that `exchange_to_json` wrote, now or in an earlier version.

    Raises:
        ValueError: the text is something else.
    """
    stored = json.loads(text)
    answer = stored.get("answer") if isinstance(stored, dict) else None
    if isinstance(answer, dict) and "blocks" not in answer:
        text = json.dumps(stored | {"answer": _with_blocks(answer)})
    return _EXCHANGE.validate_json(text)


def _with_blocks(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer that was kept as sentences alone, as one paragraph of them."""
    kept = {name: value for name, value in answer.items() if name != "sentences"}
    sentences = answer.get("sentences")
    told = [_named_anew(item) for item in sentences] if isinstance(sentences, list) else sentences
    return kept | {"blocks": [] if told == [] else [{"kind": "paragraph", "sentences": told}]}


def _named_anew(sentence: Any) -> Any:
    if not isinstance(sentence, dict):
        return sentence
    verdict = sentence.get("verdict")
    return sentence | {"verdict": _VERDICTS.get(verdict, verdict) if isinstance(verdict, str) else verdict}
