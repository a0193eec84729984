"""Makes a follow-up question understandable without the conversation that it belongs to.

The model's rewriting is used only when every word of it comes from the conversation, so that it cannot smuggle in a
name that nobody mentioned. Otherwise the previous question is put in front, which is what retrieval needs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from chatbot.llm.chat import ChatModel, Message
from chatbot.prompts import Prompt
from chatbot.records import Turn

REMEMBERED_TURNS = 4
MOST_TOKENS = 60
_REFERENCE = re.compile(
    r"\b(?:he|him|his|she|her|hers|they|them|their|theirs|it|its|this|that|these|those|there|then|one|ones|"
    r"former|latter|same|else|another|others?)\b",
    re.IGNORECASE,
)
_CONTINUATION = re.compile(r"^(?:(?:and|but|so|or|also|what about|how about)\b|(?:why|when|who|where|how)\??$)", re.I)
_WORD = re.compile(r"\w+")
_FUNCTION_WORDS = frozenset(
    (
        "a an the of in on at to for from by with about as into and or but is are was were be been do does "
        "did has have had will would can could should may might what which who whom whose when where why how "
        "that this not no s"
    ).split()
)


def depends_on_conversation(question: str) -> bool:
    """Whether the question refers to something said before: by a pronoun, by continuing, or by saying too little."""
    content = [word for word in _WORD.findall(question.casefold()) if word not in _FUNCTION_WORDS]
    return bool(_CONTINUATION.match(question.strip()) or _REFERENCE.search(question) or len(content) < 2)


class Condenser:
    """Rewrites follow-up questions."""

    def __init__(self, model: ChatModel, prompt: Prompt) -> None:
        self._model = model
        self._prompt = prompt

    def condense(self, question: str, history: Sequence[Turn]) -> str:
        """The question on its own: unchanged when it needs nothing from the conversation.

        Args:
            question: as it was asked.
            history: earlier turns, oldest first; the last few count.
        """
        if not history or not depends_on_conversation(question):
            return question
        recent = history[-REMEMBERED_TURNS:]
        rewritten = self._rewrite(question, recent)
        if _uses_only_words_of(rewritten, question, recent):
            return rewritten
        return f"{recent[-1].question} {question}"

    def _rewrite(self, question: str, recent: Sequence[Turn]) -> str:
        conversation = "\n".join(f"Reader: {turn.question}\nAnswer: {turn.answer}" for turn in recent)
        messages = [
            Message("system", self._prompt.system),
            Message("user", self._prompt.render(conversation=conversation, question=question)),
        ]
        reply = self._model.complete(messages, max_tokens=MOST_TOKENS).text
        return " ".join(reply.strip().strip('"“”').split())


def _uses_only_words_of(rewritten: str, question: str, recent: Sequence[Turn]) -> bool:
    """Whether the rewriting is a question, adds something, and invents no word."""
    said = " ".join([question, *(f"{turn.question} {turn.answer}" for turn in recent)])
    known = set(_WORD.findall(said.casefold())) | _FUNCTION_WORDS
    words = set(_WORD.findall(rewritten.casefold()))
    asked = set(_WORD.findall(question.casefold())) - _FUNCTION_WORDS
    return rewritten.endswith("?") and words <= known and len(words & asked) * 2 >= len(asked) > 0
