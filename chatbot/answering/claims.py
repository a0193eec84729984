"""Tells sentences that claim something about the world from those that only accompany an answer."""

from __future__ import annotations

import re

_ABOUT_SOURCES = re.compile(
    r"\b(?:not|n['’]t|no|nothing|none|neither|unable|cannot|insufficient|without)\b.{0,60}"
    r"\b(?:mention|state|say|said|specif|provid|contain|given|information|answer|detail|address|discuss|(?P<evidence>evidence)|know)",
    re.IGNORECASE,
)
_SOURCE_WORDS = re.compile(
    r"\b(?:sentences?|sources?|articles?|text|passages?|evidence|context|library|information)\b", re.IGNORECASE
)
_COURTESY = re.compile(
    r"^(?:(?:hello|hi|thanks?|thank you|sure|certainly|of course|i hope|i['’]m sorry|sorry|let me know|please|"
    r"great question|happy to help|here (?:is|are)|as an ai)\b|(?:the answer is|answer):?$)",
    re.IGNORECASE,
)


def says_nothing_found(sentence: str) -> bool:
    """Whether the sentence only says that the sources hold no answer, in whatever words."""
    missing = _ABOUT_SOURCES.search(sentence)
    if not missing:
        return False
    # "Police found no evidence of fraud" tells of the police: the sources are not spoken of beside it.
    return any(word.span() != missing.span("evidence") for word in _SOURCE_WORDS.finditer(sentence))


def is_claim(sentence: str) -> bool:
    """Whether the sentence asserts something that evidence could support: not a question, courtesy or lead-in.

    When in doubt it is a claim, because what is not a claim is shown without a check.
    """
    text = sentence.strip()
    if text.endswith("?") or (text.endswith(":") and len(text.split()) <= 12):
        return False
    return not (_COURTESY.match(text) and len(text.split()) <= 12 and not re.search(r"\d", text))
