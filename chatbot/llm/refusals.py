"""Reads out of an endpoint's error which part of the request it does not take."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from enum import Enum, auto

_UNSUPPORTED = re.compile(
    r"unsupported|not support|unrecogni[sz]ed|unknown|unexpected|not (?:permitted|allowed|a valid)|instead", re.I
)
_STOP = re.compile(r"['\"`]stop['\"`]|\bstop (?:sequences?|words?|parameter)|parameter:? stop\b", re.I)
_STREAM = re.compile(r"['\"`]stream['\"`]|\bstreaming\b|\bto stream\b|parameter:? stream\b", re.I)
_ROLES = re.compile(
    r"\broles?\b[^.]{0,80}(?:system|developer|alternate)|(?:system|developer) (?:role|message|instruction|prompt)"
    r"|messages\W{1,3}\d+\W{1,4}role",
    re.I,
)
"""How endpoints and the chat templates of models say that a message about how to answer has no place."""
_WANTS_DEVELOPER = re.compile(
    r"developer\W{0,3} (?:role )?instead|(?:use|must be|one of|expected|supported)\b[^.]{0,80}developer", re.I
)


class Refusal(Enum):
    """What an endpoint may not take."""

    USAGE = auto()
    """To count the tokens of a stream."""
    STREAM = auto()
    """To send a reply piece by piece."""
    TEMPERATURE = auto()
    STOP = auto()
    """Texts that end a reply."""
    MAX_TOKENS = auto()
    """The older name of the limit."""
    MAX_COMPLETION_TOKENS = auto()
    """The newer name of the limit."""
    THINKING_ROOM = auto()
    """More tokens than the visible answer needs."""
    SYSTEM = auto()
    """A message that says how to answer, under its older name."""
    DEVELOPER = auto()
    """The same under its newer name."""
    JSON_SCHEMA = auto()
    JSON_OBJECT = auto()


def refused_in(said: str, sent: Mapping[str, object], roles: Collection[str]) -> set[Refusal]:
    """What of a request is refused by its name; empty where the error names nothing that was sent.

    Args:
        said: the endpoint's error.
        sent: the parameters, by name; `omit` stands for one that was left out.
        roles: of the messages.
    """
    from openai import Omit

    names = {name for name, value in sent.items() if not isinstance(value, Omit)}
    unsupported = bool(_UNSUPPORTED.search(said))
    named = {
        Refusal.USAGE: "stream_options" in names and "stream_options" in said,
        Refusal.MAX_TOKENS: "max_tokens" in names and "max_tokens" in said and unsupported,
        Refusal.MAX_COMPLETION_TOKENS: "max_completion_tokens" in names
        and "max_completion_tokens" in said
        and unsupported,
        Refusal.TEMPERATURE: "temperature" in names and "temperature" in said,
        Refusal.STOP: "stop" in names and bool(_STOP.search(said)),
        Refusal.STREAM: "extra_body" not in names and bool(_STREAM.search(said)),
    }
    found = next((refusal for refusal, is_named in named.items() if is_named), None)
    return {found} if found else _refused_roles(said, roles)


def _refused_roles(said: str, roles: Collection[str]) -> set[Refusal]:
    if not _ROLES.search(said):
        return set()
    if "system" in roles:
        return {Refusal.SYSTEM} if _WANTS_DEVELOPER.search(said) else {Refusal.SYSTEM, Refusal.DEVELOPER}
    return {Refusal.DEVELOPER} if "developer" in roles else set()
