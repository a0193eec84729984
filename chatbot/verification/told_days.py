"""The days that evidence names in words that only its article's day explains: "on Tuesday" is "18 March 2025".

Whoever writes for readers of another day writes the date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from chatbot.records import Evidence
from chatbot.text.time_words import mentioned_days


def days_told(claim: str, evidence: Sequence[Evidence]) -> list[str]:
    """The days, written out, that a claim names as a date and evidence in other words.

    Args:
        claim: one sentence.
        evidence: sentences of dated articles; those of undated ones tell no day.
    """
    if not re.search(r"\d", claim):
        return []
    days = {day for item in evidence for day in _mentioned(item)}
    return [f"{day.day} {day:%B %Y}" for day in sorted(days) if _names(claim, day)]


def _mentioned(item: Evidence) -> list[date]:
    published = item.metadata.published
    return [mention.day for mention in mentioned_days(item.quote, published)] if published else []


def _names(claim: str, day: date) -> bool:
    month, number = rf"(?:{day:%B}|{day:%b}\.?)", rf"{day.day}(?:st|nd|rd|th)?"
    no_other_year = rf"(?!\w)(?!,?\s(?!{day.year})\d{{4}}\b)"
    pattern = rf"\b(?:{number}\s{month}|{month}\s{number}){no_other_year}"
    return bool(re.search(pattern, claim)) or day.isoformat() in claim
