"""Lets the chat model phrase what the sources say, and keeps only what they support."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.answering.attribution import Attributor
from chatbot.answering.claims import is_claim, says_nothing_found
from chatbot.answering.wording import source_name
from chatbot.library.sentences import split_sentences
from chatbot.models.chat import ChatModel, Message
from chatbot.prompts import Prompt
from chatbot.records import Evidence, Usage

MOST_TOKENS = 140
MOST_SOURCES = 6
"""Sentences that the model reads for one statement: so the cost does not grow with the number of articles."""
MOST_CHARACTERS = 400
ANYBODY = "a well-read person in a hurry"
ONE = "one sentence that says what these sentences have in common"
TWO = "two sentences that tell the most important of it"


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence of the model, checked."""

    text: str
    evidence: tuple[Evidence, ...]
    """Each supports the sentence, alone or as the only pair that does."""
    score: float
    """Probability of support."""


class BriefingWriter:
    """Writes statements with a chat model.

    Args:
        model: any.
        prompt: `brief.md`.
        attributor: finds what supports a sentence.
    """

    def __init__(self, model: ChatModel, prompt: Prompt, attributor: Attributor) -> None:
        self._model = model
        self._prompt = prompt
        self._attributor = attributor
        self.usage = Usage()

    @property
    def model_name(self) -> str:
        return self._model.name

    def write(self, sources: Sequence[Evidence], task: str, audience: str) -> list[Written]:
        """The sentences that the model makes of these sources, without those that they do not support.

        Args:
            sources: best first.
            task: how many sentences of what kind.
            audience: for whom; empty for anybody.

        Raises:
            ModelError: the model failed.
        """
        user = self._prompt.render(
            sources="\n".join(_numbered(number, item) for number, item in enumerate(sources[:MOST_SOURCES], 1)),
            audience=" ".join(audience.split()) or ANYBODY,
            task=task,
        )
        reply = self._model.complete(
            [Message("system", self._prompt.system), Message("user", user)], max_tokens=MOST_TOKENS
        )
        self.usage = Usage(
            self.usage.prompt_tokens + reply.usage.prompt_tokens,
            self.usage.completion_tokens + reply.usage.completion_tokens,
        )
        texts = [" ".join(span.of(reply.text).split()) for span in split_sentences(reply.text)]
        return [found for text in texts if (found := self._checked(text, sources))]

    def _checked(self, text: str, sources: Sequence[Evidence]) -> Written | None:
        if not is_claim(text) or says_nothing_found(text) or not text.endswith((".", "!", "”")):
            return None
        single = [(item, self._attributor.attribute(text, (), [item])) for item in sources]
        supporting = [(item, found.score) for item, found in single if found.supported]
        if supporting:
            return Written(text, tuple(item for item, _ in supporting), max(score for _, score in supporting))
        found = self._attributor.attribute(text, (), sources)
        return Written(text, found.evidence, found.score) if found.supported else None


def _numbered(number: int, evidence: Evidence) -> str:
    text = " ".join(evidence.quote.split())[:MOST_CHARACTERS]
    return f"[{number}] {text} ({source_name(evidence.metadata)})"
