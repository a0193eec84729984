"""A model that knows its sentences beforehand, and writes those that its prompt backs.

For each question it has a script: sentences, each with the quotes that it rests on. It writes those whose quotes all
stand in the prompt, cited by the numbers in front of them, and says that the sources do not say where there are none.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from evals.scoring.letters import letters, pieces

SENTINEL = "The sources do not say."
_NUMBER = re.compile(r"\[(\d{1,3})\]")
_ASKING_FIELDS = frozenset(("question", "text", "query", "queries"))
"""Fields of a JSON object that a question fits into; what belongs into others it does not know."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a script."""

    text: str
    quotes: tuple[str, ...]
    """What must stand in a prompt for the sentence to be written."""
    twin: str = ""
    """The same with an error in it."""


Script = Mapping[str, Sequence[Line]]
"""Questions, each with the sentences of its answer in order; none where there is no answer."""


class NumberedText:
    """A prompt as pieces of text, each behind the number that cites it."""

    def __init__(self, prompt: str) -> None:
        _, *parts = _NUMBER.split(prompt)
        texts = list(map(letters, parts[1::2]))
        self._numbers = list(map(int, parts[::2]))
        self._ends = list(accumulate(map(len, texts)))
        self._letters = "".join(texts)

    def __bool__(self) -> bool:
        return bool(self._numbers)

    def numbers_of(self, quote: str) -> list[int]:
        """The numbers of the pieces that a quote stands in, whole or sentence by sentence; none where it does not."""
        if found := self._at(letters(quote)):
            return found
        parts = [self._at(piece) for piece in pieces(quote)]
        return [number for part in parts for number in part] if len(parts) > 1 and all(parts) else []

    def _at(self, wanted: str) -> list[int]:
        at = self._letters.find(wanted) if wanted else -1
        if at < 0:
            return []
        first, last = bisect_right(self._ends, at), bisect_left(self._ends, at + len(wanted))
        return self._numbers[first : last + 1]


class ScriptedModel:
    """Knows what to reply.

    Args:
        script: what it answers.
        errs: whether it writes the twins, cited like the sentences.
    """

    def __init__(self, script: Script, *, errs: bool = False) -> None:
        self._script = script
        self._flat = {question: letters(question) for question in script}
        self._errs = errs

    def reply(self, prompt: str, schema: Mapping[str, Any] | None) -> str:
        """What to say to a prompt, as JSON where a schema is given."""
        question = self._asked(prompt)
        if schema is not None:
            return json.dumps(_filled(schema, question, ""), ensure_ascii=False)
        evidence = NumberedText(prompt)
        if not evidence:
            return question or SENTINEL
        return " ".join(self._written(self._script.get(question, ()), evidence)) or SENTINEL

    def _asked(self, prompt: str) -> str:
        """The question that stands last in a prompt: those of earlier turns stand before it. Of two the longer one."""
        whole = letters(prompt)
        ends = {question: whole.rfind(flat) + len(flat) for question, flat in self._flat.items() if flat in whole}
        return max(ends, key=lambda question: (ends[question], len(question)), default="")

    def _written(self, lines: Sequence[Line], evidence: NumberedText) -> Iterator[str]:
        for line in lines:
            found = [evidence.numbers_of(quote) for quote in line.quotes]
            if found and all(found):
                numbers = dict.fromkeys(number for part in found for number in part)
                text = line.twin if self._errs and line.twin else line.text
                yield f"{text} {''.join(f'[{number}]' for number in numbers)}"


def _filled(schema: Mapping[str, Any], question: str, name: str) -> Any:
    """A value that a schema allows and that says no more than is known: what was asked."""
    kinds = schema.get("type", "null")
    kind = "null" if "null" in kinds else kinds if isinstance(kinds, str) else kinds[0]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return _filled(min(schema["anyOf"], key=lambda part: part.get("type") != "null"), question, name)
    if kind == "object":
        return {field: _filled(part, question, field) for field, part in schema.get("properties", {}).items()}
    if kind == "array":
        return [_filled(schema.get("items", {}), question, name)] if name in _ASKING_FIELDS else []
    if kind == "string":
        return question if name in _ASKING_FIELDS else ""
    return {"boolean": False, "integer": 0, "number": 0}.get(kind)
