"""How articles may write a time of day: words to search for, and a quick look whether a text may name it."""

from __future__ import annotations

import re

from chatbot.records import ClockReading
from chatbot.text.time_clock import DAY

_SPOKEN = (
    r"\b(?:half|quarter|five|ten|twenty|minutes) (?:past|to)\b|o['’]clock|\bnoon\b|midday|midnight|mittag|mitternacht"
    r"|\bhalb \w|\bviertel (?:vor|nach)\b|\b(?:fünf|zehn|zwanzig) (?:vor|nach) \w|[a-zäöü] uhr\b|mediod|medianoche"
    r"|\bmidi\b|minuit|[a-z] heures?\b|\blas [a-z]"
)
_WHOLE_HOUR = (
    r"\s?(?:[ap]\.?\s?m\b|uhr\b|h\b|heures?\b|hours\b|hrs\b|o['’]clock|GMT|UTC|in the (?:morning|afternoon|evening))"
)


def notations(clock: ClockReading) -> list[str]:
    """How articles may write the times at both ends of a reading, as words for a search."""
    written: list[str] = []
    for minute in dict.fromkeys((clock.first, clock.last)):
        hour, rest = divmod(minute, 60)
        half, of_half = hour % 12 or 12, "pm" if hour >= 12 else "am"
        names = {0: ["midnight"], 12: ["noon"]}.get(hour, []) if not rest else []
        minutes = [f"{rest:02}", f"{rest:02}{of_half}", f"{hour}h{rest:02}"] if rest else []
        written += [f"{hour:02}", str(hour), str(half), f"{half}{of_half}", *minutes, *names]
    return list(dict.fromkeys(written))


def screen_for(clock: ClockReading) -> re.Pattern[str]:
    """A pattern that every text matches in which a time of the reading stands; few others do.

    Reading all times of a text takes thirty times as long.
    """
    last = clock.first if clock.kind == "at" else clock.last
    span = (last - clock.first) % DAY // 60
    hours = [(clock.first // 60 + ahead) % 24 for ahead in range(25 if clock.zone else span + 2)]
    numbers = {number for hour in hours for number in (hour, hour % 12 or 12, hour % 12 + 12)} | (
        {24} if 0 in hours else set()
    )
    either = "|".join(
        sorted({form for number in numbers for form in (str(number), f"{number:02}")}, key=len, reverse=True)
    )
    minutes = r"\d\d"
    if clock.kind == "at" and clock.first % 60 and not clock.zone:
        minutes = f"{clock.first % 60:02}"
        digits = rf"(?<!\d)(?:{either})(?:[:.h]|\s?uhr\s|\sh\s)?{minutes}(?!\d)"
    else:
        digits = rf"(?<!\d)(?:{either})(?:[:.h]{minutes}|{minutes} ?h|{_WHOLE_HOUR}|(?= (?:and|to|bis|und|y|et|à) \d))"
    return re.compile(f"{digits}|{_SPOKEN}", re.IGNORECASE)
