"""How the parts of a briefing read, in every format alike."""

from __future__ import annotations

from datetime import date

from chatbot.answering.wording import cited_metadata, source_name
from chatbot.briefing.records import Briefing, Entry, SourceUse
from chatbot.records import Citation

PROMISE = "Every statement rests on the quoted words of the articles named at its numbers."


def day_name(day: date) -> str:
    """`18 March 2025`."""
    return f"{day.day} {day:%B %Y}"


def period(briefing: Briefing) -> str:
    """`18 to 28 March 2025`, or what is known of it."""
    first, last = briefing.first_day, briefing.last_day
    if first is None or last is None:
        return "undated articles"
    if first == last:
        return day_name(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day_name(last)}"
    return f"{day_name(first)} to {day_name(last)}"


def origin(briefing: Briefing) -> str:
    """What the briefing was made of and by whom, in one line."""
    articles = f"{briefing.articles} article" + ("s" if briefing.articles != 1 else "")
    stories = f" ({briefing.stories} stories)" if briefing.stories != briefing.articles else ""
    author = f"phrased by {briefing.model}, checked sentence by sentence" if briefing.model else "quoted word for word"
    audience = f" · for {briefing.audience}" if briefing.audience else ""
    return f"{period(briefing)} · {articles}{stories}, {author} · {briefing.written_at:%Y-%m-%d %H:%M}{audience}"


def lead(entry: Entry) -> str:
    """What stands before a statement: a date, a speaker, its sources; empty when nothing does."""
    return " · ".join(part for part in (day_name(entry.day) if entry.day else "", entry.label) if part)


def named(citation: Citation | SourceUse) -> str:
    """`“Title”, Publisher, 18 March 2025`."""
    source = source_name(cited_metadata(citation))
    title = f"“{citation.title}”" if citation.title else "untitled"
    return ", ".join(part for part in (title, source) if part)
