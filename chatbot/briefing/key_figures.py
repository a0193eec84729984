"""The numbers of a sentence that count or measure something, each with the words that say what.

Dates, years, clock times, ages, ranks and the numbers of names ("Flight 270", "Category 5") count nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from chatbot.verification.claim_numbers import Number, numbers_of

MOST_WORDS = 7
"""Of what a figure counts."""
MOST_READ = 1_000
"""Characters of a sentence."""
MOST_CHARACTERS = 24
"""The same where no spaces part words."""

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_MONTH_BEFORE = re.compile(rf"\b{_MONTH}\s+$")
_MONTH_BEHIND = re.compile(rf"(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b|[年月日时時点點]")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d(?:s|['’]s)?")
_ORDINAL = re.compile(
    r"\d(?:st|nd|rd|th)$|^(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|one)$", re.I
)
_SPELLED = re.compile(
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety)\b",
    re.IGNORECASE,
)
_CLOCK_BEHIND = re.compile(r":\d\d|\s?[ap]\.?\s?m\b|\s?(?:o['’]clock|Uhr)\b", re.IGNORECASE)
_AGE_BEHIND = re.compile(r"[- ]year[- ]old|[- ]jährige|,")
_AGED_BEFORE = re.compile(r"\b(?:aged?|ages)(?: of)?(?: \d+(?:,| and| or| to)*)* $", re.IGNORECASE)
_STANDS_FOR = re.compile(r"\b(?:of|is|was|at)\s*$", re.IGNORECASE)
_THINGS = re.compile(r"\s?(?!(?:and|or|on|in|at|to|for|of|who|with|from)\b)[^\W\d_]", re.IGNORECASE)
"""Behind a number: what it counts. A woman "of 61", a father who "is 78": nothing is counted."""
_GLUED_BEFORE = re.compile(r"(?:[^\W\d]|\d[/:.]|[^\W\d][-–’']|#|\b(?:19|20)\d\d[-–])$")
_NAMED_BEFORE = re.compile(
    r"(?<=\w[\s-])[A-Z][\w’'-]*\s+$|(?<!\w)(?:Category|Flight|Route|Title|Section|Article|Highway) (?:\d+,? (?:or )?)*$"
)
_RANGE = re.compile(r"(?:\s?[-–]\s?| to | or | and )(?:[$£€¥])?$")
"""Between the numbers of one range."""
_QUALIFIED = re.compile(
    r"(?:(?:more|fewer|less) than|at (?:least|most)|up to|as many as|about|around|nearly|almost|roughly|approximately"
    r"|over|under|some|an estimated|over|only|just)?\s*(?:US|A|C)?[$£€¥]?$",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    r"\s?(?:%|°\s?[CF]?|percentage points?\b|per ?cent\b)|[\s-](?:(?:square|cubic) )?(?:mph|km/h|kph|kmh|degrees|miles?"
    r"|kilomet(?:er|re)s?|km|acres?|hectares?|feet|foot|inch(?:es)?|met(?:er|re)s?|seconds?|minutes?|hours?|days?"
    r"|weeks?|months?|years?|decades?|dollars?|euros?|pounds?|cents?|tons?|tonnes?|lit(?:er|re)s?|gallons?|kg|kilograms?"
    r"|megawatts?|gigawatts?|barrels?)\b(?!-old)",
    re.IGNORECASE,
)
_HYPHENED = re.compile(r"-[^\W\d_]+(?:-[^\W\d_]+)*")
_CLAUSE_END = re.compile(r"[,:](?!\d)|[;()“”\"!?…—–。！？，、；：]|\.$|\s[-‒−]\s")
_STOPS = frozenset(
    "that which who whose when where while after before because since if as but than according until though".split()
)
_GOES_ON = re.compile(r"\d|(?:is|are|was|were|has|have|had|remain\w*|will|would|can|could)$", re.IGNORECASE)
_LOOSE = frozenset(
    "of in on at to for from with by and or the a an are is was were be been has have had will would could may might "
    "said says its their his her this these those it they he she there also more than least about around nearly almost "
    "up some only just over under below above nearly".split()
)
_EMPTY = frozenset("ago down worth higher lower later earlier first last next in-a-row long away".split())
"""Words that say nothing of what is counted."""
_LEADS_ON = frozenset("to for from with by through over at on during after under".split())
"""Words behind a sum after which what it is for stands before it."""
_DENIED = re.compile(r"\b(?:not|never|nicht|kein\w*)\b|n['’]t\b", re.IGNORECASE)
_DURATION = re.compile(r"(?:second|minute|hour|day|week|month|year|decade)s?$", re.IGNORECASE)
SMALL = 12
"""Up to here a bare number matters less than what surrounds it."""
_SPACELESS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


class KeyFigure(NamedTuple):
    """A number with what it counts, in the words of a sentence."""

    figure: str
    """With its unit and what bounds it: "more than $95 million"."""
    counts: str
    """What it counts; the sentence's own words."""
    value: float
    strong: bool
    """Whether it tells something by itself: no mere duration, and no small number of things."""


def figures_in(sentence: str) -> list[KeyFigure]:
    """The figures of a sentence, in order; of a very long one those of its beginning."""
    return list(_figures(sentence[:MOST_READ]))


def leading_figure(text: str) -> tuple[str, str]:
    """A text parted behind the figure with which it begins; the figure is empty where it begins with none."""
    first = next(iter(numbers_of(text[:MOST_READ])), None)
    if first is None or not _QUALIFIED.fullmatch(text[: first.start].strip()):
        return "", text
    measured = _MEASURE.match(text, _end(first)) or _HYPHENED.match(text, _end(first))
    end = measured.end() if measured else _end(first)
    return text[:end].strip(), text[end:].strip(" :–—-")


def _figures(sentence: str) -> Iterator[KeyFigure]:
    numbers = [number for number in numbers_of(sentence) if _counts(sentence, number, _end(number))]
    at = told = 0
    while at < len(numbers):
        first = last = numbers[at]
        if at + 1 < len(numbers) and _is_range(sentence, first, numbers[at + 1]):
            last = numbers[at + 1]
            at += 1
        at += 1
        if figure := _figure(sentence, first, last, told):
            yield figure
        measured = _MEASURE.match(sentence, _end(last))
        told = measured.end() if measured else _end(last)


def _end(number: Number) -> int:
    return number.start + len(number.text)


def _is_range(sentence: str, first: Number, second: Number) -> bool:
    between = sentence[_end(first) : second.start]
    if not _RANGE.fullmatch(between):
        return False
    before = sentence[: first.start].rstrip("$£€¥ ")
    return between.strip("$£€¥ ") != "and" or before.casefold().endswith("between")


def _figure(sentence: str, first: Number, last: Number, told: int) -> KeyFigure | None:
    """The figure from one number to the last of its range; `told`: where the figure before it ends."""
    start, end = first.start, _end(last)
    if found := _QUALIFIED.search(sentence[:start].rstrip()):
        start = min(start, found.start())
    measured = _MEASURE.match(sentence, end) or _HYPHENED.match(sentence, end)
    end = measured.end() if measured else end
    figure, is_range = " ".join(sentence[start:end].split()), first != last
    behind, before = _behind(sentence[end:]), _before(sentence[min(told, start) : start])
    is_sum = any(sign in figure for sign in "$£€¥")
    leads_on = (is_sum or bool(measured)) and behind.split(" ")[0] in _LEADS_ON
    if not (measured or is_sum) and _STANDS_FOR.search(sentence[:start]) and not _THINGS.match(sentence[end:]):
        return None
    is_measure = bool(measured) and not sentence[end:].startswith(" of ")
    wanted = (before, behind) if leads_on or (is_measure and len(before.split()) > 1) else (behind, before)
    counts = next((words for words in wanted if _says(words)), "")
    small = not (measured or is_sum or is_range) and last.value <= SMALL
    return KeyFigure(figure, counts, last.value, not (small or _DURATION.search(figure))) if counts else None


def _says(words: str) -> bool:
    """Whether words tell what is counted; what is denied counts nothing."""
    if _DENIED.search(words):
        return False
    return any(len(word) > 2 and word.casefold() not in _EMPTY | _LOOSE for word in words.split()) or bool(
        _SPACELESS.search(words)
    )


def _counts(sentence: str, number: Number, end: int) -> bool:
    before, behind = sentence[: number.start], sentence[end:]
    if not (number.in_digits or _SPELLED.match(number.text)):
        return False
    if _AGED_BEFORE.search(before):
        return False
    if _ORDINAL.search(number.text) or _CLOCK_BEHIND.match(behind) or _MONTH_BEFORE.search(before):
        return False
    if _MONTH_BEHIND.match(behind) or _GLUED_BEFORE.search(before) or _NAMED_BEFORE.search(before):
        return False
    if before.endswith(", ") and _AGE_BEHIND.match(behind):
        return False
    return not (
        behind.startswith(("s ", "s,"))
        or _YEAR.fullmatch(number.text)
        or (_AGE_BEHIND.match(behind) and "old" in behind[:12])
    )


def _behind(text: str) -> str:
    clause = _CLAUSE_END.split(text, maxsplit=1)[0]
    if _SPACELESS.search(clause):
        return clause.strip()[:MOST_CHARACTERS]
    words = clause.split()
    stop = next((at for at in range(len(words)) if _stops(words, at)), len(words))
    return " ".join(_tight(words[: min(stop, MOST_WORDS)], behind=True))


def _stops(words: list[str], at: int) -> bool:
    """Whether what is counted ends before a word: at a new clause, and at an "and" behind which another one begins."""
    word, following = words[at].casefold(), "".join(words[at + 1 : at + 2])
    return word in _STOPS or (word in ("and", "or") and bool(_GOES_ON.match(following)))


def _before(text: str) -> str:
    clause = _CLAUSE_END.split(text)[-1]
    if _SPACELESS.search(clause):
        return clause.strip()[-MOST_CHARACTERS:]
    words = clause.split()
    stops = [at for at, word in enumerate(words) if word.casefold() in _STOPS]
    return " ".join(_tight(words[stops[-1] + 1 if stops else 0 :][-MOST_WORDS:], behind=False))


def _tight(words: list[str], *, behind: bool) -> list[str]:
    """Without words at either end that only link; what stands behind a number keeps the "of" that begins it."""
    kept = list(words)
    while kept and kept[-1].casefold().strip(".") in _LOOSE | {""}:
        kept.pop()
    while kept and kept[0].casefold() in _LOOSE and not behind:
        kept.pop(0)
    return kept
