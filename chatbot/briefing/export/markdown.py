"""A briefing as Markdown with a footnote for each source. What articles say cannot become markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from chatbot.answering.wording import NEAREST, doubt, origin, quoted
from chatbot.briefing import wording
from chatbot.briefing.export.layout import FURTHER, SOURCES, colophon, dateline, days, quotes, source_parts
from chatbot.briefing.records import Briefing, Entry, Section
from chatbot.briefing.references import Mark, References, Source
from chatbot.markdown import markdown_link, markdown_text
from chatbot.records import Sentence


def render(briefing: Briefing) -> bytes:
    """UTF-8; sources are footnotes as GitHub, Obsidian and Pandoc know them, one for each article."""
    references = References(briefing)
    parts = [f"# {markdown_text(briefing.title)}", f"_{markdown_text(dateline(briefing))}_"]
    parts += [f"> {markdown_text(note)}" for note in wording.notes(briefing)]
    parts += [_section(section, references) for section in briefing.sections]
    if references.further:
        parts.append(f"## {FURTHER}\n\n" + "\n".join(f"* {_named(source)}" for source in references.further))
    parts.append(f"_{markdown_text(colophon(briefing))}_")
    if references.sources:  # Viewers that know no footnotes show them where they stand.
        parts.append(f"## {SOURCES}\n\n" + "\n".join(map(_footnote, references.sources)))
    return ("\n\n".join(parts) + "\n").encode()


def _section(section: Section, references: References) -> str:
    head = f"## {markdown_text(section.title)}"
    if dated := days(section):
        told = (_day(day, [_entries(group, references) for group in groups]) for day, groups in dated)
        return f"{head}\n\n" + "\n".join(told)
    return "\n\n".join((head, *_parts(section, references)))


def _parts(section: Section, references: References) -> Iterator[str]:
    """Paragraphs, and lists of what stands in none."""
    for is_prose, groups in groupby(wording.groups(section), lambda group: group[0].prose):
        told = [_entries(group, references) for group in groups]
        yield "\n\n".join(told) if is_prose else "\n".join(f"* {each}" for each in told)


def _day(day: date, told: Sequence[str]) -> str:
    """A day of the timeline on one line, or with a line for each of several happenings."""
    lead = f"* **{wording.day_name(day)}:**"
    return f"{lead} {told[0]}" if len(told) == 1 else "\n".join((lead, *(f"  * {each}" for each in told)))


def _entries(group: Sequence[Entry], references: References) -> str:
    return " ".join(_entry(entry, references) for entry in group)


def _entry(entry: Entry, references: References) -> str:
    lead = f"**{markdown_text(entry.label)}:** " if entry.label else ""
    return f"{lead}{markdown_text(entry.sentence.text)}{_marks(entry.sentence, references)}"


def _marks(sentence: Sentence, references: References) -> str:
    """What stands behind a statement: its sources, or its doubt with what comes nearest to it."""
    backing = references.backing(sentence)
    marks = "".join(map(_mark, backing.best)) + (f" {backing.rest}" if backing.rest else "")
    if not (mark := doubt(sentence)):
        return marks
    why = f": {markdown_text(sentence.reason)}" if sentence.reason else ""
    nearest = "".join(f" ({NEAREST} {_nearest(item)})" for item in references.nearest(sentence))
    return f"{marks} [{mark}{why}]{nearest}"


def _nearest(mark: Mark) -> str:
    cited = mark.citation
    source = f", {markdown_text(origin(cited))}" if origin(cited) else ""
    return f"{markdown_text(quoted(cited.quote))}{source}{_mark(mark)}"


def _mark(mark: Mark) -> str:
    return f"[^{mark.number}]"


def _footnote(source: Source) -> str:
    said = " ".join(markdown_text(quote) for _, quote in quotes(source))
    return f"[^{source.number}]: {_named(source)}" + (f": {said}" if said else "")


def _named(source: Source) -> str:
    named = ", ".join(map(markdown_text, source_parts(source)))
    return f"{named} {markdown_link(source.article.url)}" if source.article.url else named
