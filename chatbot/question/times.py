"""The time that a question names, also in French, whose words are read as their English ones."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from chatbot.records import TimeReading
from chatbot.text.time_words import read_period

_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_ENGLISH_MONTHS = "January February March April May June July August September October November December".split()
_WORDS = {
    "aujourd'hui": "today",
    "aujourd’hui": "today",
    "hier": "yesterday",
    "cette semaine": "this week",
    "ce mois-ci": "this month",
    "cette année": "this year",
    "la semaine dernière": "last week",
    "le mois dernier": "last month",
    "l'année dernière": "last year",
    "l’année dernière": "last year",
    "récemment": "recently",
    "depuis": "since",
}
_MONTH = re.compile(rf"\b(?:(?:en|de|du mois de|depuis) |d['’])({'|'.join(_MONTHS)})\b", re.IGNORECASE)
_OTHER = re.compile(rf"\b(?:{'|'.join(map(re.escape, _WORDS))})(?!\w)", re.IGNORECASE)


def read_time(text: str, asked_at: datetime) -> TimeReading | None:
    """As `read_period`, whose words for time are those of the text."""
    found = read_period(text, asked_at)
    if found is not None:
        return found
    for words in (_OTHER.search(text), _MONTH.search(text)):
        if words and (read := read_period(_english(text[words.start() :][:40]), asked_at)):
            return replace(read, words=words[0])
    return None


def _english(text: str) -> str:
    """The French words for time that a text begins with, in English."""
    with_months = _MONTH.sub(lambda month: f"in {_ENGLISH_MONTHS[_MONTHS.index(month[1].lower())]}", text)
    return _OTHER.sub(lambda other: _WORDS[other[0].lower()], with_months)
