"""How kept briefings and their comparisons are named, wherever they are shown."""

from __future__ import annotations

from chatbot.answering.wording import day
from chatbot.briefing.keeping.comparing import Comparison
from chatbot.briefing.keeping.records import BriefingSummary
from chatbot.briefing.wording import period

NEW = "New"
RECOUNTED = "Counted otherwise"
GONE = "No longer told"
THEN, NOW = "Then", "Now"
SAME = "Both tell the same."


def made_of(summary: BriefingSummary) -> str:
    """`18 to 28 March 2025 · 7 articles, quoted word for word`."""
    author = f"written by {summary.model}" if summary.model else "quoted word for word"
    return f"{period(summary)} · {_count(summary.articles, 'article')}, {author}"


def side(summary: BriefingSummary) -> str:
    """`“Briefing: the ferry”, written on 18 March 2025`."""
    return f"“{summary.title}”, written on {day(summary.written_at)}"


def listed(summary: BriefingSummary) -> str:
    """`Briefing: the ferry, 18 March 2025`."""
    return f"{summary.title}, {day(summary.written_at)}"


def counted(comparison: Comparison) -> str:
    """`Statements: 3 new, 1 counted otherwise, 2 no longer told. Read for the first time: 4 articles.`"""
    parts = (
        (len(comparison.new), "new"),
        (len(comparison.recounted), "counted otherwise"),
        (len(comparison.gone), "no longer told"),
    )
    told = ", ".join(f"{number} {what}" for number, what in parts)
    return f"Statements: {told}. Read for the first time: {_count(comparison.new_articles, 'article')}."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
