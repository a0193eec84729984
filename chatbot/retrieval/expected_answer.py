"""What kind of thing a question asks for, and whether a sentence holds one that the question does not name itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SMALL_NUMBERS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\w+teen|twenty|thirty|forty|fifty|sixty|seventy|"
    "eighty|ninety|dozens?|hundreds?|thousands?|half"
)
_NUMBER = rf"\d[\d.,]*|\b(?:{_SMALL_NUMBERS})\b"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NAME = re.compile(r"(?<=[\w,;:”\"] )[“\"(]?[A-ZÀ-ÞĀ-Ž][\w’'-]+")
_MONEY = "dollars?|euros?|pounds?|francs?|crowns?|kronor|rubles?|yen|yuan|rupees?|cents?|USD|EUR|GBP|CHF|dólares|libras"
_KINDS = (
    (
        re.compile(
            r"\bcosts?\b|\bprices?\b|\bhow much (?:money|did .+ pay|does .+ pay|will .+ pay)\b|\bkoste[nt]\b|\bteuer\b|"
            r"\bco[uû]te\b|\bcuesta\b|\bcosta\b",
            re.I,
        ),
        re.compile(rf"[$€£¥]\s?\d[\d.,]*|(?:{_NUMBER})\s(?:\w+\.?\s)?(?:{_MONEY})\b", re.I),
    ),
    (
        re.compile(r"\bhow long\b|\bwie lange\b", re.I),
        re.compile(rf"(?:{_NUMBER})[\s-](?:\w+\s)?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b", re.I),
    ),
    (
        re.compile(r"\bhow (?:many|much|old|far|often|high|large|big|tall|fast)\b|\bwie ?viele?\b", re.I),
        re.compile(_NUMBER, re.I),
    ),
    (
        re.compile(r"\bwhen\b|\b(?:what|which) (?:year|day|date|time|month)\b|\bwann\b", re.I),
        re.compile(rf"\b(?:\d{{4}}|\d{{1,2}}(?::\d\d)?\s[ap]\.?m|{_MONTHS}|\w+day|today|tonight)\b"),
    ),
    (re.compile(r"\bwho(?:se|m)?\b|\bwhere\b|\bwer\b|\bwo\b", re.I), _NAME),
)


@dataclass(frozen=True, slots=True)
class ExpectedAnswer:
    """The kind of thing that a question asks for."""

    question: str
    kind: re.Pattern[str] | None

    def stands_in(self, sentence: str) -> bool:
        """Whether the sentence holds such a thing, other than those that the question names; False for no kind."""
        if self.kind is None:
            return False
        asked = self.question.casefold()
        return any(match.group().strip('“"(').casefold() not in asked for match in self.kind.finditer(sentence))

    def fits(self, answer: str) -> bool:
        """Whether a short answer may be what is asked for: it holds a number, a duration or a time where one is.

        Names are not looked for: at the beginning of an answer any word has a capital.
        """
        return self.kind in (None, _NAME) or bool(self.kind and self.kind.search(answer))


def expected_answer(question: str) -> ExpectedAnswer:
    """Read the kind off the question words."""
    kind = next((kind for pattern, kind in _KINDS if pattern.search(question)), None)
    return ExpectedAnswer(question, kind)
