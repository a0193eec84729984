"""The port through which an answer becomes a digest or a timeline of many articles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event
from chatbot.records import ParsedQuestion


class Digester(Protocol):
    """Tells what many articles say on a topic."""

    def digest(self, parsed: ParsedQuestion, draft: AnswerDraft) -> Iterator[Event]:
        """Tell a digest or a timeline step by step; the caller finishes the draft.

        Args:
            parsed: of the kind DIGEST or TIMELINE.
            draft: of the answer, empty so far.

        Raises:
            LibraryError: the library cannot be read.
            ModelError: the embedding model failed.
        """
        ...
