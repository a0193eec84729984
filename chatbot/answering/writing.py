"""Asks the chat model for an answer from an evidence pack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chatbot.answering.claims import says_nothing_found
from chatbot.answering.wording import day
from chatbot.llm.chat import ChatModel, Generation, Message
from chatbot.prompts import Prompt
from chatbot.records import AnswerKind, EvidencePack, ParsedQuestion, Turn
from chatbot.retrieval.pack_text import pack_text, plain_line

REMEMBERED_TURNS = 3
LONGEST_ANSWER = 1_500
"""Characters of an earlier answer that the model is shown."""
WANTED = {
    AnswerKind.FACT: "a fact",
    AnswerKind.EXPLANATION: "an explanation",
    AnswerKind.COMPARISON: "a comparison",
    AnswerKind.TIMELINE: "a timeline",
    AnswerKind.DIGEST: "a digest",
}
LITTLE_CHANCE = 0.1
"""Probability that the evidence answers below which the model is told. A high one only shows the right topic."""
_DOUBTFUL = (
    "A search judged that these articles hardly answer the question. Unless a numbered sentence clearly answers it, "
    "reply with exactly: The sources do not say."
)
_SENTINEL = re.compile(r"the (?:sources|articles) do(?:n['’]t| not) say\W*", re.IGNORECASE)


class Writer:
    """Writes drafts with a chat model.

    Args:
        model: the chat model.
        prompt: with the variables `evidence`, `asked_at`, `wanted`, `question` and `advice`.
        answer_tokens: longest answer, in the model's tokens.
    """

    def __init__(self, model: ChatModel, prompt: Prompt, answer_tokens: int) -> None:
        self._model = model
        self._prompt = prompt
        self._answer_tokens = answer_tokens

    @property
    def model_name(self) -> str:
        return self._model.name

    @property
    def prompt_hash(self) -> str:
        """Names the text of the prompt."""
        return self._prompt.hash

    def begin(self, question: ParsedQuestion, pack: EvidencePack, chance: float | None = None) -> Generation:
        """Start the model on an answer; the request goes out when the generation is read.

        Args:
            question: as it was understood.
            pack: what it reads.
            chance: probability that the pack answers; None where nothing is known.
        """
        user = self._prompt.render(
            evidence=pack_text(pack),
            asked_at=day(question.asked_at),
            wanted=WANTED.get(question.kind, WANTED[AnswerKind.FACT]),
            question=_question(question),
            advice=_advice(chance),
        ).rstrip()
        messages = [Message("system", self._prompt.system), *_conversation(question.history), Message("user", user)]
        return self._model.stream(messages, max_tokens=self._answer_tokens)


def is_sentinel(sentence: str) -> bool:
    """Whether a sentence is the model's word that the articles answer nothing, or another way to say so."""
    return bool(_SENTINEL.fullmatch(sentence.strip())) or says_nothing_found(sentence)


def _advice(chance: float | None) -> str:
    return "" if chance is None or chance >= LITTLE_CHANCE else _DOUBTFUL


def _question(question: ParsedQuestion) -> str:
    asked, meant = plain_line(question.asked.text), plain_line(question.text)
    return asked if asked.casefold() == meant.casefold() else f"{asked}\n(It means: {meant})"


def _conversation(history: Sequence[Turn]) -> Iterator[Message]:
    """The last turns, bounded, so that the model understands what "that" is."""
    for turn in history[-REMEMBERED_TURNS:]:
        yield Message("user", turn.question[:LONGEST_ANSWER])
        yield Message("assistant", turn.answer[:LONGEST_ANSWER])
