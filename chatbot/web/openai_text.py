"""The text of an answer as a client of the OpenAI protocol receives it, with its citations as annotations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from chatbot.answering.events import Noted, Shown
from chatbot.answering.markdown_answer import MarkdownAnswer, Piece, for_chat_clients
from chatbot.records import Block, Citation


@dataclass
class Written:
    """The answer's text so far."""

    annotations: list[dict[str, Any]] = field(default_factory=list)
    _answer: MarkdownAnswer = field(default_factory=for_chat_clients)
    _block: int = -1

    @property
    def text(self) -> str:
        return self._answer.text

    def add(self, event: Shown | Noted) -> dict[str, Any]:
        """Append a sentence or note and return it as a delta."""
        if isinstance(event, Noted):
            return self._delta(self._answer.add_note(event.note), event.note.citations, event.citations)
        block = Block(event.kind, (event.sentence,), event.level, event.head)
        known = {citation.id: citation for citation in event.citations}
        piece = self._answer.add(block, known, begins=event.block != self._block)
        self._block = event.block
        return self._delta(piece, event.sentence.citations, event.citations)

    def _delta(self, piece: Piece, backing: Sequence[int], citations: Sequence[Citation]) -> dict[str, Any]:
        """Only what backs a sentence annotates it: what is merely nearest would look like support."""
        end = len(self.text)
        begin = end - len(piece.text) + piece.words
        added = [_annotation(citation, begin, end) for citation in citations if citation.id in backing]
        self.annotations += added
        return {"content": piece.text} | ({"annotations": added} if added else {})


def _annotation(citation: Citation, begin: int, end: int) -> dict[str, Any]:
    return {
        "type": "url_citation",
        "url_citation": {
            "start_index": begin,
            "end_index": end,
            "url": citation.url,
            "title": citation.title,
            "number": citation.id,
            "article_id": citation.article_id,
            "version": citation.version,
            "publisher": citation.publisher,
            "published": citation.published.isoformat() if citation.published else None,
            "start": citation.start,
            "end": citation.end,
            "quote": citation.quote,
        },
    }
