"""Which thing is meant by an id, or by the first characters of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from chatbot.control_characters import printable_line
from chatbot.errors import ChatbotError

LEAST_CHARACTERS = 4
"""Fewer name the right thing today and another one next week."""
MOST_CANDIDATES = 5
_LONGEST_TITLE = 80


class Things(NamedTuple):
    """What ids stand for, in the words of the errors."""

    error: type[ChatbotError]
    one: str
    """With its article: "an article"."""
    many: str
    missing: str
    """Before the id that nothing has: "The library has no article"."""
    listed: str
    """Where all ids are listed."""


def resolve_short(name: str, titles: Mapping[str, str], things: Things) -> str:
    """The id that is meant.

    Args:
        name: an id, or at least `LEAST_CHARACTERS` of its first characters, in small or capital letters.
        titles: of all things, by id.
        things: what they are.

    Raises:
        ChatbotError: of the things' kind: no id begins so, several do, or the characters are too few.
    """
    prefix = name.strip().casefold()
    if prefix in titles:
        return prefix
    if len(prefix) < LEAST_CHARACTERS:
        raise things.error(
            f"{name!r} is too short for the id of {things.one}",
            f"Give at least {LEAST_CHARACTERS} characters. {things.listed}",
        )
    found = [each for each in titles if each.startswith(prefix)]
    if not found:
        raise things.error(f"{things.missing} {name!r}", things.listed)
    if len(found) > 1:
        raise things.error(
            f"{len(found)} {things.many} have an id that begins with {name!r}", _candidates(prefix, found, titles)
        )
    return found[0]


def _candidates(prefix: str, found: list[str], titles: Mapping[str, str]) -> str:
    """What may be meant, each by as many characters as tell it from the others."""
    longest = max(map(len, found))
    length = next(
        length for length in range(len(prefix) + 1, longest + 1) if len({each[:length] for each in found}) == len(found)
    )
    named = "; ".join(f"{each[:length]} {_quoted(titles[each])}" for each in found[:MOST_CANDIDATES])
    more = len(found) - MOST_CANDIDATES
    return f"Give more of its characters: {named}{f'; and {more} more' if more > 0 else ''}."


def _quoted(title: str) -> str:
    shown = printable_line(title)
    return f"“{shown if len(shown) <= _LONGEST_TITLE else shown[:_LONGEST_TITLE].rstrip() + '…'}”"
