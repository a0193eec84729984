"""Briefings made by hand, of statements and the articles that they cite."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from chatbot.briefing.records import Briefing, Entry, Section, SectionKind
from chatbot.records import Citation, Sentence, Span, Verdict

WRITTEN = datetime(2025, 5, 10, 7, 30, tzinfo=UTC)


def cited(
    number: int, article: str, quote: str, *, publisher: str = "", day: int = 1, opinion: bool = False
) -> Citation:
    """A citation of an article that was published in May 2025; the publisher has the article's name by default."""
    published = datetime(2025, 5, day, 8, tzinfo=UTC)
    address = f"https://{article.casefold()}.example/{article.casefold()}"
    return Citation(
        number, article, 1, f"Report {article}", publisher or f"The {article}", address, published, 0, len(quote),
        quote, opinion=opinion,
    )  # fmt: skip


def told(text: str, *numbers: int, label: str = "", day: date | None = None) -> Entry:
    """A supported statement."""
    return Entry(Sentence(text, Verdict.SUPPORTED, 0.9, numbers), label, day, len(numbers))


def doubted(text: str, verdict: Verdict, nearest: int, reason: str, unbacked: str) -> Entry:
    """A statement that is not surely backed."""
    start = text.index(unbacked)
    marked = (Span(start, start + len(unbacked)),)
    return Entry(Sentence(text, verdict, 0.2, nearest=(nearest,), reason=reason, unbacked=marked))


def page(
    entries: tuple[Entry, ...], citations: tuple[Citation, ...], kind: SectionKind = SectionKind.DEVELOPMENTS
) -> Briefing:
    """A briefing of one section."""
    title, sections = "Briefing: the harbour", (Section(kind, "Key developments", entries),)
    first, last = date(2025, 5, 1), date(2025, 5, 9)
    return Briefing(
        title, "the harbour", first, last, WRITTEN, "", 9, 8, sections, citations, (), "",
    )  # fmt: skip


def in_script(text: str) -> Briefing:
    """A briefing whose every article is in the script of a text."""
    citation = replace(cited(1, "a", text), title=text, publisher=text.split(maxsplit=1)[0])
    return replace(page((told(f"“{text}”", 1),), (citation,)), title=text, topic=text)
