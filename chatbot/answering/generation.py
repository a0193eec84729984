"""Asks the chat model for an answer from numbered evidence and hands on its sentences as they are finished."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from chatbot.answering.sentence_stream import DraftSentence, cut_sentences
from chatbot.answering.wording import day, source_name
from chatbot.llm.chat import ChatModel, Generation, Message
from chatbot.prompts import Prompt
from chatbot.records import Evidence

MOST_TOKENS = 160
MOST_SENTENCES = 5
MOST_CHARACTERS = 500
"""Of one evidence sentence in the prompt."""

MOST_OF_A_NAME = 100
"""Characters of a publisher's name with its day, which an article may claim to be anything."""

CUT_OFF = "length"
"""Why a generation ended whose last sentence is only half written."""

_NUMBERED = re.compile(r"\[\s*(\d[\d\s,;-]*)\]")
_SENTENCE_ENDS = (".", "!", "?", "”", "’", '"', ")", "…")
_LEAD_IN = re.compile(r"^(?:the )?(?:short(?:est)? )?answer(?: is:?|:) *(?=\S)", re.IGNORECASE)
_COPIED_LABEL = re.compile(
    r" ?\((?:(?:[^()]{1,60}, )?\d{1,2} [A-Z][a-z]+ \d{4}|(?:source )?sentences?[\s\d,]*)\)", re.I
)


class Writer:
    """Writes drafts with a chat model."""

    def __init__(self, model: ChatModel, prompt: Prompt) -> None:
        self._model = model
        self._prompt = prompt

    @property
    def model_name(self) -> str:
        return self._model.name

    @property
    def prompt_hash(self) -> str:
        """Names the text of the prompt."""
        return self._prompt.hash

    def begin(self, question: str, asked_at: datetime, evidence: Sequence[Evidence]) -> Generation:
        """Start the model on an answer. Evidence is numbered from 1 in the order given."""
        user = self._prompt.render(
            evidence="\n".join(_numbered(number, item) for number, item in enumerate(evidence, start=1)),
            question=question,
            asked_at=day(asked_at),
        )
        messages = [Message("system", self._prompt.system), Message("user", user)]
        return self._model.stream(messages, max_tokens=MOST_TOKENS)


def read_sentences(generation: Generation) -> Iterator[DraftSentence]:
    """The sentences of a draft, each once, without lead-ins and source labels that the model copied from its prompt.

    Ends when the model begins to repeat itself.
    """
    seen: set[str] = set()
    for written in cut_sentences(generation):
        if generation.finish_reason == CUT_OFF and not written.text.endswith(_SENTENCE_ENDS):
            return
        draft = DraftSentence(_LEAD_IN.sub("", _COPIED_LABEL.sub("", written.text).strip()), written.markers)
        words = " ".join(re.findall(r"\w+", draft.text.casefold()))
        if not words:
            continue
        if words in seen or len(seen) >= MOST_SENTENCES:
            return
        seen.add(words)
        yield draft


def _numbered(number: int, evidence: Evidence) -> str:
    source = _inline(source_name(evidence.metadata))[:MOST_OF_A_NAME]
    text = _inline(evidence.quote)[:MOST_CHARACTERS]
    return f"[{number}] {text} ({source})" if source else f"[{number}] {text}"


def _inline(text: str) -> str:
    """On one line, with no number in square brackets: an article must not look like further numbered sentences."""
    return _NUMBERED.sub(r"(\1)", " ".join(text.split()))
