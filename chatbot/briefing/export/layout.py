"""What stands at the head, at the foot and in the days of a saved briefing, in every format alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from chatbot.answering.wording import cited_metadata, opinion_of, quoted, verdict_line
from chatbot.answering.wording import day as written_day
from chatbot.briefing import wording
from chatbot.briefing.records import Briefing, Entry, Section, SectionKind
from chatbot.briefing.references import Source

SOURCES = "Sources"
FURTHER = "Further sources"
"""Above what statements count as "more" and show nowhere."""
MOST_OF_A_QUOTE = 400
"""Characters of one in the list of sources; in JSON and in the library it stands whole."""


def dateline(briefing: Briefing) -> str:
    """`16 July 2025 · articles of 5 to 15 July 2025 · for the night desk`."""
    covered = wording.period(briefing)
    covered = covered if briefing.first_day is None else f"articles of {covered}"
    audience = f"for {briefing.audience}" if briefing.audience else ""
    return " · ".join(part for part in (wording.day_name(briefing.written_at.date()), covered, audience) if part)


def colophon(briefing: Briefing) -> str:
    """How the briefing was made and what its statements rest on."""
    articles = f"{briefing.articles} article" + ("s" if briefing.articles != 1 else "")
    stories = f" ({briefing.stories} stories)" if briefing.stories != briefing.articles else ""
    author = (
        f"written by {briefing.model} and checked sentence by sentence" if briefing.model else "quoted word for word"
    )
    return f"Made from {articles}{stories}, {author}. {_promise(briefing)}"


def _promise(briefing: Briefing) -> str:
    told = [entry.sentence for section in briefing.sections for entry in section.entries]
    if not any(sentence.verdict.is_doubtful for sentence in told):
        return wording.PROMISE
    return f"{verdict_line(told)}; what your articles do not surely back is marked."


def days(section: Section) -> list[tuple[date, list[tuple[Entry, ...]]]]:
    """The days of a timeline with what happened on each, the statements of one bullet together; empty for any other
    section."""
    if section.kind is not SectionKind.TIMELINE or not all(entry.day for entry in section.entries):
        return []
    return [(day, list(run)) for day, run in groupby(wording.groups(section), lambda group: group[0].day) if day]


def source_parts(source: Source) -> tuple[str, ...]:
    """Title in quotation marks, publisher, day and whose opinion it is; parts that are not known are left out.

    Apart from each other, since each may run in a direction of its own.
    """
    article = source.article
    title = quoted(article.title) if article.title else "untitled"
    parts = (title, article.publisher, written_day(article.published), opinion_of(cited_metadata(article)))
    return tuple(part for part in parts if part)


def quotes(source: Source) -> Iterable[tuple[int, str]]:
    """The cited words of an article in the list of sources, each with the number of its citation."""
    return ((citation.id, quoted(_shortened(citation.quote))) for citation in source.quotes)


def texts(briefing: Briefing) -> Iterable[str]:
    """All that a saved briefing shows."""
    yield from (briefing.title, dateline(briefing), colophon(briefing), *wording.notes(briefing))
    for section in briefing.sections:
        yield section.title
        for entry in section.entries:
            yield from (entry.label, entry.sentence.text, entry.sentence.reason)
    for citation in briefing.citations:
        yield from (citation.quote, wording.named(citation), citation.url)


def _shortened(quote: str) -> str:
    """The quote, or its beginning up to the end of a word."""
    if len(quote) <= MOST_OF_A_QUOTE:
        return quote
    kept = quote[:MOST_OF_A_QUOTE]
    return f"{kept.rpartition(' ')[0] or kept} …"
