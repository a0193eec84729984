"""Chat models as judges: an honest one that reads what it is shown, and one that replies whatever a test says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from chatbot.llm.chat import Message
from chatbot.llm.structured import StructuredReply
from chatbot.prompts import load_prompt
from chatbot.records import Usage
from chatbot.verification.endpoint import EndpointVerifier

USAGE = Usage(100, 20)
_SOURCE = re.compile(r"^\[\d+\] (.+)$", re.MULTILINE)
_CLAIM = re.compile(r"^(\d+): (.*)$", re.MULTILINE)


@dataclass
class HonestJudge:
    """Calls a sentence supported when one source holds all its words, and else quotes the source that is nearest."""

    asked: list[str] = field(default_factory=list)

    def structured(
        self, messages: Sequence[Message], schema: dict[str, Any], *, name: str, max_tokens: int
    ) -> StructuredReply:
        user = messages[-1].text
        self.asked.append(user)
        sources = _SOURCE.findall(user)
        return StructuredReply({"sentences": [_judged(*claim, sources) for claim in _CLAIM.findall(user)]}, USAGE)


@dataclass
class ScriptedJudge:
    """Replies with the same object whatever it is shown."""

    value: dict[str, Any]

    def structured(
        self, messages: Sequence[Message], schema: dict[str, Any], *, name: str, max_tokens: int
    ) -> StructuredReply:
        return StructuredReply(self.value, USAGE)


def judged_by(model: HonestJudge | ScriptedJudge) -> EndpointVerifier:
    """A verifier with this judge."""
    return EndpointVerifier(model, load_prompt("judge"))


def judging(verdict: Any, *quotes: Any) -> Callable[[int], dict[str, Any]]:
    """What makes the entry of a reply for the sentence with an id."""
    return lambda number: {"id": number, "verdict": verdict, "quotes": list(quotes)}


def _judged(number: str, claim: str, sources: Sequence[str]) -> dict[str, Any]:
    wanted = _words(claim)
    nearest = max(sources, key=lambda source: len(wanted & _words(source)))
    verdict = "supported" if wanted and wanted <= _words(nearest) else "not_found"
    return {"id": int(number), "verdict": verdict, "quotes": [nearest]}


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
