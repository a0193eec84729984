"""Lets the chat model phrase what the sources say, and keeps only what they support."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.answering.claims import is_claim, says_nothing_found
from chatbot.answering.wording import source_name
from chatbot.library.sentences import split_sentences
from chatbot.llm.chat import ChatModel, Message
from chatbot.prompts import Prompt
from chatbot.records import Evidence, Usage
from chatbot.verification.local import LocalVerifier
from chatbot.verification.verifier import Claim

MOST_TOKENS = 260
MOST_SOURCES = 6
"""Sentences that the model reads for one statement: so the cost does not grow with the number of articles."""
MOST_CHARACTERS = 400
ANYBODY = "a well-read person in a hurry"
ONE = "one sentence that says what these sentences have in common"
TWO = "two sentences that tell the most important of it"

_ENDS = (".", "!", "”")
_ABOUT_ITSELF = re.compile(
    r"\b(?:the author|(?:these|source|the) sentences?|the (?:text|sources?|passage))\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence of the model, checked."""

    text: str
    evidence: tuple[Evidence, ...]
    """Each supports the sentence alone; or both together, when none does."""
    score: float
    """Probability of support."""


class CheckedWriter:
    """Asks a chat model and checks what it writes.

    Args:
        model: any.
        prompt: what is asked.
        verifier: finds what supports a sentence.
    """

    def __init__(self, model: ChatModel, prompt: Prompt, verifier: LocalVerifier) -> None:
        self._model = model
        self._prompt = prompt
        self._verifier = verifier
        self.usage = Usage()
        """Of all replies so far."""

    @property
    def model_name(self) -> str:
        return self._model.name

    def _written(self, evidence: Sequence[Evidence], **values: str) -> list[Written]:
        """The sentences that the model makes of the sources, without those that they do not support."""
        messages = [Message("system", self._prompt.system), Message("user", self._prompt.render(**values))]
        reply = self._model.complete(messages, max_tokens=MOST_TOKENS)
        self.usage += reply.usage
        texts = [" ".join(span.of(reply.text).split()) for span in split_sentences(reply.text)]
        return [found for text in texts if (found := self._checked(text, evidence))]

    def _checked(self, text: str, sources: Sequence[Evidence]) -> Written | None:
        """A sentence with what supports it; None for one that is not surely supported: a quotation serves better."""
        if not is_claim(text) or says_nothing_found(text) or _ABOUT_ITSELF.search(text) or not text.endswith(_ENDS):
            return None
        verifier, claim = self._verifier, Claim(text)
        single = (verifier.check(claim, [item]) for item in sources)
        supporting = sorted((found for found in single if found.supported), key=lambda found: -found.score)
        if supporting and verifier.vouches_for(text, supporting[0]):
            held = [item.span for found in supporting for item in found.evidence]
            return Written(text, tuple(item for item in sources if item.span in held), supporting[0].score)
        found = verifier.check(claim, sources)
        return Written(text, found.evidence, found.score) if verifier.vouches_for(text, found) else None


class BriefingWriter(CheckedWriter):
    """Writes statements of a briefing, with the prompt `brief.md`."""

    def write(self, sources: Sequence[Evidence], task: str, audience: str) -> list[Written]:
        """Checked sentences.

        Args:
            sources: best first.
            task: how many sentences of what kind.
            audience: for whom; empty for anybody.

        Raises:
            ModelError: the model failed.
        """
        numbered = "\n".join(_numbered(number, item) for number, item in enumerate(sources[:MOST_SOURCES], 1))
        return self._written(sources, sources=numbered, audience=" ".join(audience.split()) or ANYBODY, task=task)


class SummaryWriter(CheckedWriter):
    """Writes the summary of an article, with the prompt `summarize.md`."""

    def summarize(self, title: str, sentences: Sequence[Evidence], count: int) -> list[Written]:
        """Checked sentences, as many as asked for or fewer.

        Args:
            title: of the article.
            sentences: of the article, in their order.
            count: how many sentences to write.

        Raises:
            ModelError: the model failed.
        """
        numbered = "\n".join(f"[{number}] {_bounded(item)}" for number, item in enumerate(sentences, 1))
        task = f"{count} sentences that together tell what the article reports"
        return self._written(sentences, title=title, sentences=numbered, task=task)[:count]


def _numbered(number: int, evidence: Evidence) -> str:
    return f"[{number}] {_bounded(evidence)} ({source_name(evidence.metadata)})"


def _bounded(evidence: Evidence) -> str:
    return " ".join(evidence.quote.split())[:MOST_CHARACTERS]
