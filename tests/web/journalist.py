"""A chat model that answers as a good one does, from a script: plans of questions, Markdown with citations, verdicts.

Everything else is the product's: what it searches, the evidence that it shows the model, the check, the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from evals.scripted_model import SENTINEL, NumberedText
from tests.loopback import Call, Reply, chunk, counted

_QUOTE = re.compile(r"\s*\{([^{}]+)\}")
_ASKED = re.compile(r"^Question(?:, asked on [\d-]+)?: (.+)$", re.M)
_CLAIM = re.compile(r"^(\d+): (.+)$", re.M)


@dataclass(frozen=True, slots=True)
class Part:
    """What the model does with one question."""

    draft: str = SENTINEL
    """The answer in Markdown. Behind a sentence stands in braces how the words begin that it rests on."""
    plan: Mapping[str, Any] = field(default_factory=dict)
    """What it says that the question means, where that is more than its words."""


@dataclass(slots=True)
class Journalist:
    """Replies to the calls of one server.

    Args:
        parts: by the questions as they are typed.
        verdicts: by words of sentences: what it says of them when it is asked to judge, and the words that decide.
        corrections: by words of sentences: what it puts in their place, and what that rests on.
    """

    parts: Mapping[str, Part]
    verdicts: Mapping[str, tuple[str, *tuple[str, ...]]] = field(default_factory=dict)
    corrections: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    may_judge: Event = field(default_factory=Event)
    """Until it is set, a judgement waits."""

    def __post_init__(self) -> None:
        self.may_judge.set()

    @property
    def reply(self) -> Reply:
        return self._reply

    def _reply(self, call: Call) -> None:
        messages = call.body["messages"]
        form = (call.body.get("response_format") or {}).get("json_schema", {}).get("name", "")
        structured: dict[str, Callable[[str], object]] = {
            "understood_question": self._plan,
            "verdicts": self._judge,
            "corrections": self._correct,
        }
        prompt = messages[-1]["content"]
        if form:
            _say(call, json.dumps(structured[form](prompt)))
        else:
            _say(call, self._write(prompt))

    def _plan(self, prompt: str) -> object:
        asked = _ASKED.findall(prompt)[-1]
        said = {"question": asked, "queries": [asked], "kind": "fact", "since": "", "until": "", "language": "en"}
        return said | {"newest_first": False} | dict(self.parts[asked].plan)

    def _write(self, prompt: str) -> str:
        evidence = NumberedText(prompt[: prompt.rindex("Asked on")])

        def cited(quote: re.Match[str]) -> str:
            numbers = evidence.numbers_of(quote[1])
            assert numbers, f"not in the evidence: {quote[1]}"
            return f" [{numbers[0]}]"

        return _QUOTE.sub(cited, self.parts[_ASKED.findall(prompt)[-1]].draft)

    def _judge(self, prompt: str) -> object:
        self.may_judge.wait(30)
        return {"sentences": [self._verdict(int(number), claim) for number, claim in _claims(prompt)]}

    def _verdict(self, number: int, claim: str) -> object:
        verdict, *quotes = next((said for words, said in self.verdicts.items() if words in claim), ("not_found",))
        return {"id": number, "verdict": verdict, "quotes": quotes}

    def _correct(self, prompt: str) -> object:
        sources = NumberedText(prompt[: prompt.rindex("Sentences to correct:")])

        def corrected(number: int, claim: str) -> object:
            text, quote = next((said for words, said in self.corrections.items() if words in claim), ("", ""))
            return {"id": number, "text": text, "sources": sources.numbers_of(quote)[:1] if quote else []}

        return {"sentences": [corrected(int(number), claim) for number, claim in _claims(prompt)]}


def _claims(prompt: str) -> list[tuple[str, str]]:
    return _CLAIM.findall(prompt[prompt.rindex("Sentences") :])


def _say(call: Call, text: str) -> None:
    if call.body.get("stream"):
        call.begin_stream()
        for word in re.findall(r"\s*\S+", text):
            call.event(chunk(word))
        call.event(chunk(finish="stop"))
        call.event(counted(400, len(text.split())))
        call.event("[DONE]")
        call.end_stream()
        return
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    usage = {"prompt_tokens": 400, "completion_tokens": 20, "total_tokens": 420}
    reply = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
    call.send(200, reply)
