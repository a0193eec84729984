"""A briefing as a PDF page that prints well, in typefaces that come along or that the machine has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC

from chatbot.answering.layout import pieces
from chatbot.answering.wording import NEAREST, doubt, origin, quoted
from chatbot.briefing import wording
from chatbot.briefing.export.fonts import faces_for
from chatbot.briefing.export.layout import FURTHER, SOURCES, colophon, dateline, days, quotes, source_parts, texts
from chatbot.briefing.export.line_breaking import Run
from chatbot.briefing.export.pdf_page import QUIET, Look, Page
from chatbot.briefing.export.typeface import check_letters, plain
from chatbot.briefing.records import Briefing, Entry, Section, SectionKind
from chatbot.briefing.references import Mark, References, Source
from chatbot.records import Sentence

_TITLE = Look(20, "B")
_TEXT = Look()
_LEAD = Look(style="B")
_UNBACKED = Look(style="U")
_BULLET = Look(colour=QUIET)
_DATE = Look(9, "B", QUIET)
_NOTED = Look(8.5)
_NAME = Look(8.5, "B")
_QUIETLY = Look(8.5, colour=QUIET)
_DOUBTED = Look(8.5, "B", (163, 38, 26))
_ACCENT = (11, 92, 173)
_DAY, _POINT, _NUMBER = 30, 5, 8
"""Millimetres for a day, a bullet, a number in front of a paragraph."""


def render(briefing: Briefing) -> bytes:
    """An A4 document. A symbol that the typefaces lack stands as its name in brackets.

    Raises:
        BriefingError: no typeface has some of its letters.
    """
    text = plain(" ".join(texts(briefing)))
    faces = faces_for(text)
    check_letters(text, faces)
    return _Writer(briefing, Page(faces)).content()


class _Writer:
    def __init__(self, briefing: Briefing, page: Page) -> None:
        self._briefing = briefing
        self._page = page
        self._references = References(briefing)
        self._listed = {citation.id for source in self._references.sources for citation in source.quotes}

    def content(self) -> bytes:
        page, briefing = self._page, self._briefing
        page.set_title(briefing.title)
        page.set_creation_date(briefing.written_at.astimezone(UTC))
        page.add_page()
        page.paragraph([Run(briefing.title, _TITLE)], below=0.5)
        for line in (dateline(briefing), *wording.notes(briefing)):
            page.paragraph([Run(line, _QUIETLY)])
        for section in briefing.sections:
            self._section(section)
        self._sources(SOURCES, self._references.sources)
        self._sources(FURTHER, self._references.further)
        page.ln(3)
        page.paragraph([Run(colophon(briefing), _QUIETLY)])
        return bytes(page.output())

    def _section(self, section: Section) -> None:
        self._page.heading(section.title)
        dated = days(section)
        for day, groups in dated:
            for number, group in enumerate(groups):
                self._group(group, Run("" if number else wording.day_name(day), _DATE), _DAY)
        for group in () if dated else wording.groups(section):
            is_list = not (group[0].prose or section.kind is SectionKind.BOTTOM_LINE)
            self._group(group, Run("•", _BULLET) if is_list else None, _POINT if is_list else 0)

    def _group(self, group: Sequence[Entry], lead: Run[Look] | None, indent: float) -> None:
        """Statements in a paragraph, and below them what comes nearest to doubtful ones."""
        told = [run for entry in group for run in (*self._entry(entry), Run(" ", _TEXT))][:-1]
        self._page.paragraph(told, lead=lead, indent=indent)
        for mark in (mark for entry in group for mark in self._references.nearest(entry.sentence)):
            self._page.paragraph(self._nearest(mark), indent=indent + _POINT)

    def _entry(self, entry: Entry) -> Iterator[Run[Look]]:
        sentence = entry.sentence
        if entry.label:
            yield Run(f"{entry.label}: ", _LEAD)
        for piece, is_unbacked in pieces(sentence.text, sentence.unbacked):
            yield Run(piece, _UNBACKED if is_unbacked else _TEXT)
        yield from self._marks(sentence)

    def _marks(self, sentence: Sentence) -> Iterable[Run[Look]]:
        backing = self._references.backing(sentence)
        yield from map(self._mark, backing.best)
        if backing.rest:
            yield Run(f" {backing.rest}", _QUIETLY)
        if mark := doubt(sentence):
            reason = f": {sentence.reason}" if sentence.reason else ""
            yield Run(f" [{mark}{reason}]", _DOUBTED)

    def _mark(self, mark: Mark) -> Run[Look]:
        place = f"quote {mark.citation.id}" if mark.citation.id in self._listed else f"source {mark.number}"
        return Run(f"\u00a0[{mark.number}]", Look(8, colour=_ACCENT, place=place))

    def _nearest(self, mark: Mark) -> list[Run[Look]]:
        source = f" ({origin(mark.citation)})" if origin(mark.citation) else ""
        said = f"{NEAREST.capitalize()}: {quoted(mark.citation.quote)}{source}"
        return [Run(said, _QUIETLY), self._mark(mark)]

    def _sources(self, title: str, sources: Iterable[Source]) -> None:
        listed = list(sources)
        if listed:
            self._page.heading(title)
        for source in listed:
            self._source(source)

    def _source(self, source: Source) -> None:
        page = self._page
        title, *others = source_parts(source)
        named = [Run(title, _NAME), *(run for part in others for run in (Run(", ", _NOTED), Run(part, Look(8.5))))]
        page.arrive(f"source {source.number}")
        page.paragraph(named, lead=Run(f"[{source.number}]", _NAME), indent=_NUMBER, below=0, backwards=False)
        if source.article.url:
            page.paragraph([Run(source.article.url, _QUIETLY)], indent=_NUMBER, below=0.5)
        for number, quote in quotes(source):
            page.arrive(f"quote {number}")
            page.paragraph([Run(quote, _QUIETLY)], indent=_NUMBER, below=0.5)
        page.ln(1)
