"""How the parts of a briefing read, in every format alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby

from chatbot.answering import wording as answer_wording
from chatbot.answering.wording import NEAREST, cited_metadata, quoted, source_name
from chatbot.briefing.keeping.records import BriefingSummary
from chatbot.briefing.records import Briefing, Entry, Section, SourceUse
from chatbot.records import Citation, Metadata, Sentence

PROMISE = "Every statement rests on the quoted words of the articles named at its numbers; what does not is marked."


def day_name(day: date) -> str:
    """`18 March 2025`."""
    return f"{day.day} {day:%B %Y}"


def period(briefing: Briefing | BriefingSummary) -> str:
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
    author = f"written by {briefing.model}: {_checked(briefing)}" if briefing.model else "quoted word for word"
    audience = f" · for {briefing.audience}" if briefing.audience else ""
    return f"{period(briefing)} · {articles}{stories}, {author} · {briefing.written_at:%Y-%m-%d %H:%M}{audience}"


def notes(briefing: Briefing) -> tuple[str, ...]:
    """What a reader should know about how the briefing came about, and which articles it left out."""
    names = (source_name(Metadata(publisher=link.publisher, published=link.published)) for link in briefing.left_out)
    titles = (quoted(link.title) if link.title else "untitled" for link in briefing.left_out)
    listed = "; ".join(f"{title} ({name})" if name else title for title, name in zip(titles, names, strict=True))
    left_out = f"Not read, for they share words with the topic but stand apart from its other articles: {listed}."
    return (*briefing.notes, left_out) if listed else briefing.notes


def lead(entry: Entry) -> str:
    """What stands before a statement: a date, a speaker, its sources; empty when nothing does."""
    return " · ".join(part for part in (day_name(entry.day) if entry.day else "", entry.label) if part)


def groups(section: Section) -> Iterator[tuple[Entry, ...]]:
    """The statements of a section, those together that make one paragraph or bullet, under the day of the first one."""
    for _, run in groupby(enumerate(section.entries), lambda found: found[1].paragraph or -1 - found[0]):
        first, *others = (entry for _, entry in run)
        yield (first, *(replace(entry, day=None) for entry in others))


def doubt(sentence: Sentence, known: Mapping[int, Citation]) -> str:
    """What stands behind a doubtful sentence where only text can be shown, with the words that come nearest to it:
    `[not found in your articles: …; nearest “…” (The Harbor Ledger, 18 March 2025)]`. Empty for any other sentence.
    """
    if not (mark := answer_wording.doubt(sentence)):
        return ""
    found = (known[number] for number in sentence.nearest if number in known)
    near = [f"{quoted(citation.quote)} ({source_name(cited_metadata(citation))})" for citation in found]
    nearest = f"{NEAREST} {'; '.join(near)}" if near else ""
    return f"[{'; '.join(part for part in (_because(mark, sentence.reason), nearest) if part)}]"


def known_citations(briefing: Briefing) -> dict[int, Citation]:
    """The citations of a briefing by their numbers."""
    return {citation.id: citation for citation in briefing.citations}


def named(citation: Citation | SourceUse) -> str:
    """`“Title”, Publisher, 18 March 2025`."""
    source = source_name(cited_metadata(citation))
    title = f"“{citation.title}”" if citation.title else "untitled"
    return ", ".join(part for part in (title, source) if part)


def _because(mark: str, reason: str) -> str:
    return f"{mark}: {reason}" if reason else mark


def _checked(briefing: Briefing) -> str:
    """`17 of 19 sentences supported, 2 not found`: of those that the model wrote."""
    entries = (entry for section in briefing.sections for entry in section.entries)
    return answer_wording.verdict_line([entry.sentence for entry in entries if entry.paragraph]) or "nothing to check"
