"""A chat model on loopback that says to each of the product's prompts what a test scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from chatbot.prompts import load_prompt
from evals.scripted_model import NumberedText
from tests.loopback import Call, Reply, running_loopback, speaks

_PROMPTS = {load_prompt(name).system: name for name in ("understand", "answer", "brief", "judge", "repair")}
_CITED = re.compile(r"\[\[(.+?)\]\]")
Saying = str | dict[str, Any] | Reply


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the model got it."""

    prompt: str
    """Which prompt of the product it was."""
    messages: list[dict[str, str]]

    @property
    def text(self) -> str:
        """The last message."""
        return self.messages[-1]["content"]


@dataclass
class Author:
    """What the model says: a text, the fields of a JSON object, or a whole reply. To all else it says `{}`.

    In texts, `[[quote]]` stands for the number of the sentence that holds the quote.
    """

    base_url: str = ""
    says: dict[str, Saying] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def writes(self, text: Saying, **others: Saying) -> None:
        """Script answers and briefings, and what is said to other prompts."""
        self.says = {"answer": text, "brief": text, **others}
        self.asked = []

    def times(self, prompt: str) -> int:
        """How often it got a prompt."""
        return len(self.texts(prompt))

    def texts(self, prompt: str) -> list[str]:
        """What it got with a prompt."""
        return [asked.text for asked in self.asked if asked.prompt == prompt]

    def reply(self, call: Call) -> None:
        messages = call.body["messages"]
        asked = Asked(_PROMPTS[messages[0]["content"]], messages)
        self.asked.append(asked)
        saying = self.says.get(asked.prompt, {})
        if callable(saying):
            saying(call)
        else:
            text = saying if isinstance(saying, str) else json.dumps(saying)
            speaks(*_pieces(text, asked.text), usage=(100, 10))(call)


def verdicts(*given: tuple[str, list[str]]) -> dict[str, Any]:
    """A judge's reply: verdict and quotes for each claim in order."""
    return {"sentences": [{"id": at, "verdict": said, "quotes": quotes} for at, (said, quotes) in enumerate(given, 1)]}


def corrections(*given: tuple[str, list[int]]) -> dict[str, Any]:
    """A reply with corrected sentences: text and sources for each claim in order."""
    return {"sentences": [{"id": at, "text": text, "sources": numbers} for at, (text, numbers) in enumerate(given, 1)]}


@contextmanager
def author_on_loopback() -> Iterator[Author]:
    author = Author()
    with running_loopback(author.reply) as server:
        author.base_url = server.base_url
        yield author


def _pieces(text: str, prompt: str) -> list[str]:
    """The text with numbers for quotes, as it arrives: word by word."""
    numbered = NumberedText(prompt)

    def marker(found: re.Match[str]) -> str:
        numbers = numbered.numbers_of(found[1])
        assert numbers, f"the prompt lacks {found[1]!r}"
        return "".join(f"[{number}]" for number in numbers)

    return re.findall(r"\S*\s*", _CITED.sub(marker, text))
