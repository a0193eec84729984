"""Answers as JSON values in the shape that docs/api.md documents: one for the terminal, programs and exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from chatbot.records import Answer, ArticleLink, Block, Citation, Note, Sentence

Json = dict[str, Any]


def answer_object(answer: Answer) -> Json:
    """A whole answer: its blocks, and the same sentences in one list for clients that know no blocks."""
    return {
        "answer_id": answer.answer_id,
        "question": answer.question,
        "answer": answer.text,
        "refused": answer.refused,
        "blocks": [block_object(block) for block in answer.blocks],
        "sentences": [sentence_object(sentence) for sentence in answer.sentences],
        "notes": [note_object(note) for note in answer.notes],
        "citations": [citation_object(citation) for citation in answer.citations],
        "model": answer.model,
        "usage": asdict(answer.usage),
        "timings": {name: round(seconds, 4) for name, seconds in answer.timings.items()},
        "answerability": round(answer.answerability, 4),
        "withheld": answer.withheld,
        "complete": answer.complete,
    }


def checked_object(sentences: Sequence[Sentence], citations: Sequence[Citation]) -> Json:
    """The sentences of a text that was checked."""
    return {
        "sentences": [sentence_object(sentence) for sentence in sentences],
        "citations": [citation_object(citation) for citation in citations],
    }


def block_object(block: Block) -> Json:
    return {
        "kind": block.kind.value,
        "level": block.level,
        "head": block.head,
        "sentences": [sentence_object(sentence) for sentence in block.sentences],
    }


def sentence_object(sentence: Sentence) -> Json:
    return {
        "text": sentence.text,
        "verdict": sentence.verdict.value,
        "score": round(sentence.score, 4),
        "citations": list(sentence.citations),
        "nearest": list(sentence.nearest),
        "reason": sentence.reason,
        "claim": sentence.claim,
        "unbacked": [list(span) for span in sentence.unbacked],
        "answering": [list(span) for span in sentence.answering],
        "cells": list(sentence.cells),
        "original": sentence.original,
    }


def note_object(note: Note) -> Json:
    return {
        "kind": note.kind.value,
        "text": note.text,
        "citations": list(note.citations),
        "links": [_dated(link) for link in note.links],
    }


def citation_object(citation: Citation) -> Json:
    return _dated(citation)


def _dated(record: Citation | ArticleLink) -> Json:
    """The fields of a record, its day as ISO 8601 or null."""
    fields = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(record).items()}
    return fields | {"published": record.published.isoformat() if record.published else None}
