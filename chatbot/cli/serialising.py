"""Records as JSON, in the documented shape."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from chatbot.control_characters import terminal_json
from chatbot.records import Answer, Article, ArticleSummary, Citation, Sentence


def answer_object(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "answer": answer.text,
        "refused": answer.refused,
        "sentences": [sentence_object(sentence) for sentence in answer.sentences],
        "citations": [asdict(citation) for citation in answer.citations],
        "model": answer.model,
        "usage": asdict(answer.usage),
        "timings": {name: round(seconds, 4) for name, seconds in answer.timings.items()},
        "answerability": round(answer.answerability, 4),
    }


def sentence_object(sentence: Sentence) -> dict[str, Any]:
    shown = {
        "text": sentence.text,
        "verdict": str(sentence.verdict),
        "score": round(sentence.score, 4),
        "citations": list(sentence.citations),
    }
    told = {"reason": sentence.reason, "claim": sentence.claim}
    spans = {"unbacked": [list(span) for span in sentence.unbacked]} if sentence.unbacked else {}
    return shown | {name: text for name, text in told.items() if text} | spans


def article_object(article: Article) -> dict[str, Any]:
    return asdict(article)


def summary_object(summary: ArticleSummary) -> dict[str, Any]:
    facts = asdict(summary)
    return {"id": facts.pop("id"), **facts.pop("metadata"), **facts}


def citation_object(citation: Citation) -> dict[str, Any]:
    return asdict(citation)


def to_json(value: Any) -> str:
    """Indented JSON for a terminal; times as ISO 8601."""
    return terminal_json(json.dumps(value, default=_plain, ensure_ascii=False, indent=2))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no JSON form")
