"""Takes the thinking out of a reply while it arrives: what stands in `<think>` and its like is no answer."""

from __future__ import annotations

import re

_OPENING = (
    "<think>", "<thinking>", "<thought>", "<reasoning>", "<seed:think>", "[THINK]", "◁think▷",
    "<|channel|>analysis<|message|>",
)  # fmt: skip
_CLOSING = (
    "</think>", "</thinking>", "</thought>", "</reasoning>", "</seed:think>", "[/THINK]", "◁/think▷",
    "<|channel|>final<|message|>",
)  # fmt: skip
"""What models write around it where their server leaves it to the client."""
_TAGS = tuple(tag.lower() for tag in _OPENING + _CLOSING)
_FIRST = tuple({tag[0] for tag in _TAGS})
_TAG = re.compile("|".join(map(re.escape, _OPENING + _CLOSING)), re.I)
_CLOSING_TAG = re.compile("|".join(map(re.escape, _CLOSING)), re.I)
_LONGEST_TAG = max(map(len, _TAGS))


class VisibleText:
    """The visible part of one reply, fed piece by piece; tags may be split between pieces.

    Args:
        begins_thinking: the endpoint opens `<think>` itself, so that replies begin inside it. A reply that then ends
            without closing it was an answer after all.
    """

    def __init__(self, *, begins_thinking: bool = False) -> None:
        self.is_thinking = begins_thinking
        """Whether what comes next is thinking."""
        self.has_thought = False
        """Whether there was any thinking."""
        self.closed_unopened = False
        """Whether thinking ended that never began: all text until then was thinking, too."""
        self._assumed = begins_thinking
        self._unclosed: list[str] = []
        self._held = ""
        self._blank = True

    def feed(self, text: str) -> str:
        """The visible text that is certain after this piece. The rest is held back."""
        self._held += text
        shown = ""
        while tag := (_CLOSING_TAG if self.is_thinking else _TAG).search(self._held):
            shown = self._pass(tag, shown)
        keep = _beginning_of_tag(self._held)
        return self._visible(shown + self._released(len(self._held) - keep))

    def rest(self, *, own_end: bool) -> str:
        """The visible text that was held back.

        Args:
            own_end: whether the model ended its reply itself.
        """
        text = self._released(len(self._held))
        if self._assumed and own_end:
            self.is_thinking = False
            text = "".join(self._unclosed)
        return self._visible(text)

    def _pass(self, tag: re.Match[str], shown: str) -> str:
        """Go on behind a tag; the text that is shown until there."""
        shown += self._released(tag.start())
        self._held = self._held[len(tag[0]) :]
        closes = bool(_CLOSING_TAG.fullmatch(tag[0]))
        if closes and not self.is_thinking:
            self.closed_unopened, shown = True, ""
            self._blank = True
        self.is_thinking, self.has_thought, self._assumed = not closes, True, False
        return shown

    def _released(self, end: int) -> str:
        """Take the first characters out of what is held; what of them may be shown."""
        text, self._held = self._held[:end], self._held[end:]
        if self._assumed:
            self._unclosed.append(text)
        return "" if self.is_thinking else text

    def _visible(self, text: str) -> str:
        """Without the empty lines between the thinking and the answer."""
        if self._blank and self.has_thought:
            text = text.lstrip()
        self._blank = self._blank and not text.strip()
        return text


def _beginning_of_tag(text: str) -> int:
    """How many characters at the end may be the beginning of a tag."""
    tail = text[-_LONGEST_TAG:].lower()
    starts = (place for place, char in enumerate(tail) if char in _FIRST)
    return next((len(tail) - place for place in starts if any(tag.startswith(tail[place:]) for tag in _TAGS)), 0)
