"""What kind of thing a question asks for, and whether a sentence holds one that the question does not name itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from chatbot.letters import folded

_SMALL_NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\w+teen|twenty|thirty|forty|fifty|sixty|seventy|"
    "eighty|ninety|dozens?|hundreds?|thousands?|half"
)
_NUMBER = rf"[1-9]\d{{0,2}}(?:[ \u00a0\u202f\u2009’']\d{{3}}(?!\d))+(?:[.,]\d+)?|\d[\d.,]*|\b(?:{_SMALL_NUMBERS})\b"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NAME = re.compile(r"(?<=[\w,;:”\"\u0300-\u036f] )[“\"(]?[A-ZÀ-ÞĀ-Ž][\w’'\u0300-\u036f-]+")
_MONEY = "dollars?|euros?|pounds?|francs?|crowns?|kronor|rubles?|yen|yuan|rupees?|cents?|USD|EUR|GBP|CHF|dólares|libras"


class Kind(Enum):
    """What questions ask for."""

    MONEY = "money"
    DURATION = "duration"
    NUMBER = "number"
    TIME = "time"
    NAME = "name"


_ASKED_BY = (
    (
        Kind.MONEY,
        re.compile(  # "Which company cut costs?" asks for no amount.
            r"\A(?!when\b|.*\b(?:which|who(?:se|m)?|where|why|how (?!much))\b).*\b(?:costs?|prices?)\b|"
            r"\bhow much\b.*\b(?:costs?|prices?)\b|\bhow much (?:money|did .+ pay|does .+ pay|will .+ pay)\b|"
            r"\bkoste[nt]\b|\bteuer\b|\bco[uû]te\b|\bcuesta\b|\bcosta\b",
            re.I,
        ),
    ),
    (Kind.DURATION, re.compile(r"\bhow long\b|\bwie lange\b", re.I)),
    (
        Kind.NUMBER,
        re.compile(
            r"\bhow (?:many|much|old|far|often|high|large|big|tall|fast)\b|\bwie ?viele?\b|"
            r"\bwhat (?:is|was|are|were) the (?:\w+ )?(?:population|number|length|height)\b",
            re.I,
        ),
    ),
    (
        Kind.TIME,
        re.compile(  # "What did she say when she won?" asks for no time.
            r"\A\W*(?:\w+\W+)?when\b|\A(?!.*\b(?:which|who(?:se|m)?|what|where|why|how)\b).*\bwhen\b|"
            r"\b(?:what|which) (?:year|day|date|time|month)\b|\bwann\b|"
            r"\bwhat (?:is|was) (?:the|his|her|its|their) (?:\w+ )?(?:birth)?date\b",
            re.I,
        ),
    ),
    (Kind.NAME, re.compile(r"\bwho(?:se|m)?\b|\bwhere\b|\bwer\b|\bwo\b", re.I)),
)
_SHAPES = {
    Kind.MONEY: re.compile(
        rf"[$€£¥₹]\s?\d[\d.,]*|(?:{_NUMBER})\s?[€£¥₹]|(?:{_NUMBER})\s(?:\w+\.?\s)?(?:{_MONEY})\b", re.I
    ),
    Kind.DURATION: re.compile(
        rf"(?:{_NUMBER})[\s-](?:\w+\s)?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b", re.I
    ),
    Kind.NUMBER: re.compile(_NUMBER, re.I),
    Kind.TIME: re.compile(rf"\b(?:\d{{4}}|\d{{1,2}}(?::\d\d)?\s[ap]\.?m|{_MONTHS}|\w+day|today|tonight)\b"),
    Kind.NAME: _NAME,
}
_NO_DURATION = re.compile(r"[\s-](?:earlier|later|ago|before|after(?:wards?)?|prior|old|olds|hence|from now)\b", re.I)
"""What follows where something happened or how old somebody is: "two hours earlier", "12-year-old"."""
_AGES_AND_AGO = re.compile(r"\b(?:ago|before|after|until|old)\b", re.I)


@dataclass(frozen=True, slots=True)
class ExpectedAnswer:
    """The kind of thing that a question asks for."""

    question: str
    kind: Kind | None

    def found_in(self, sentence: str) -> list[re.Match[str]]:
        """Such things in the sentence, other than those that the question names; none for no kind."""
        if self.kind is None:
            return []
        asked = folded(self.question).casefold()
        found = _SHAPES[self.kind].finditer(sentence)
        others = (match for match in found if folded(match.group()).strip('“"(').casefold() not in asked)
        return [match for match in others if not self._only_places(match)]

    def _only_places(self, match: re.Match[str]) -> bool:
        """Whether a length of time says when, and the question does not ask how long before or after."""
        if self.kind is not Kind.DURATION or _AGES_AND_AGO.search(self.question):
            return False
        return bool(_NO_DURATION.match(match.string, match.end()))

    def stands_in(self, sentence: str) -> bool:
        """Whether the sentence holds such a thing, other than those that the question names; False for no kind."""
        return bool(self.found_in(sentence))

    def fits(self, answer: str) -> bool:
        """Whether a short answer may be what is asked for: it holds a number, a duration or a time where one is.

        Names are not looked for: at the beginning of an answer any word has a capital.
        """
        return self.kind in (None, Kind.NAME) or bool(self.kind and _SHAPES[self.kind].search(answer))


def expected_answer(question: str) -> ExpectedAnswer:
    """Read the kind off the question words."""
    return ExpectedAnswer(question, next((kind for kind, asks in _ASKED_BY if asks.search(question)), None))
