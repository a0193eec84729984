"""Who said what: sentences that quote a named speaker word for word; and what is still open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from chatbot.briefing.facts import Fact

LEAST_QUOTED_WORDS = 4
MOST_BY_ONE = 2

_QUOTED = re.compile(r"[“\"]([^”\"]{12,})[”\"]")
_OPEN_ENDED = re.compile(r"“[^”]*$")
"""A quotation that goes on in the next sentence."""
_PARTICLES = r"(?:al|bin|da|de|del|der|di|du|la|le|van|von|of|the)"
_WORD = r"[A-Z][\w’'-]*\w"
_HONORIFIC = r"(?:Mr|Mrs|Ms|Dr|Prof|Sen|Gov|Rep|Gen|Judge|President|Minister|Mayor)\.?"
_NAME = rf"(?:{_HONORIFIC}\s)?{_WORD}(?:\s(?:{_PARTICLES}\s){{0,2}}(?:{_WORD}|[A-Z]\.))+|{_HONORIFIC}\s{_WORD}"
_SAID = r"(?:said|says|added|wrote|posted|insisted|argued|warned|explained|replied|declared)"
_VERB = (
    r"(?:said|says|told|added|wrote|posted|called|asked|insisted|argued|warned|announced|explained|replied|declared)"
)
_TITLE = r"(?:(?:the\s)?(?:[\w’'.-]+\s){0,6}?)"
_SPEAKERS = (
    re.compile(rf"\b{_SAID}\s{_TITLE}(?P<name>{_NAME})"),
    re.compile(rf"(?P<name>{_NAME})(?:,[^,“”\"]{{2,80}},)?\s(?:also\s|later\s)?{_VERB}\b"),
)
_OPEN = re.compile(
    r"\b(?:(?:remain(?:s|ed)?|is|was|are|were)\s(?:still\s|as yet\s)?"
    r"(?:unclear|unknown|undecided|unresolved|uncertain|open)"
    r"|not\s(?:immediately\s|yet\s|been\s)*(?:clear|known|decided|determined|established|disclosed|announced|agreed)"
    r"|(?:has|have|had)\s(?:not|yet)\s(?:yet\s|to\s)?(?:say|said|decided?|comment(?:ed)?|respon(?:d|ded)|explain(?:ed)?|"
    r"publish(?:ed)?|confirm(?:ed)?|set|named?)"
    r"|no\s(?:date|decision|timetable|cause|reason|explanation)\b.{0,30}\b(?:has|have|had|was|been|yet)"
    r"|declined\sto\s(?:say|comment|answer)|did\snot\s(?:say|explain|respond|answer)|under\sinvestigation"
    r"|nobody\sknows|no\sone\sknows|open\squestion|question\s(?:remains|is\swhether))\b",
    re.IGNORECASE,
)


class QuotedFact(NamedTuple):
    speaker: str
    fact: Fact


def quoted_facts(facts: Iterable[Fact], limit: int) -> list[QuotedFact]:
    """The best facts in which a named person is quoted, at most two of one speaker.

    Args:
        facts: best first.
        limit: how many at most.
    """
    found: list[QuotedFact] = []
    heard: Counter[str] = Counter()
    for quoted in _quoted(facts):
        if len(found) == limit:
            break
        heard[quoted.speaker] += 1
        if heard[quoted.speaker] <= MOST_BY_ONE:
            found.append(quoted)
    return found


def open_facts(facts: Iterable[Fact], limit: int) -> list[Fact]:
    """The best facts that say what is not known or decided yet."""
    return [fact for fact in facts if _OPEN.search(fact.evidence.quote)][:limit]


def _quoted(facts: Iterable[Fact]) -> Iterator[QuotedFact]:
    for fact in facts:
        if speaker := speaker_of(fact.evidence.quote):
            yield QuotedFact(speaker, fact)


def is_unattributed(sentence: str) -> bool:
    """Whether a sentence is a quotation and nothing else, so that nobody can tell from it who says so."""
    outside = _QUOTED.sub("", _OPEN_ENDED.sub("", sentence) if sentence.count("“") > sentence.count("”") else sentence)
    return outside != sentence and not re.search(r"\w", outside)


def speaker_of(sentence: str) -> str:
    """The named person whose words the sentence quotes; empty when it quotes nobody, or nobody by name."""
    quotes = [match[1] for match in _QUOTED.finditer(sentence)]
    if not any(len(quote.split()) >= LEAST_QUOTED_WORDS for quote in quotes):
        return ""
    outside = _QUOTED.sub("“”", sentence)
    names = [match["name"] for pattern in _SPEAKERS for match in pattern.finditer(outside)]
    return names[0] if len(set(names)) == 1 else ""
