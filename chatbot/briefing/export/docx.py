"""A briefing as a Word document: the text on its first pages, and one list of sources at the end.

Marks in the text are links to bookmarks in that list. Endnotes would not do: Word numbers them by use, so that an
article which ten statements cite would stand there ten times.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date
from typing import Any

from docx import Document
from docx.shared import Length, Mm, Pt, RGBColor

from chatbot.answering.layout import pieces
from chatbot.answering.wording import NEAREST, doubt, origin, quoted
from chatbot.briefing import wording
from chatbot.briefing.export.docx_parts import (
    PLAIN,
    QUIET,
    Form,
    add_bookmark,
    add_link,
    add_page_number,
    add_run,
    add_separator,
    directed,
    keep_on_one_page,
    set_typefaces,
)
from chatbot.briefing.export.layout import FURTHER, SOURCES, colophon, dateline, days, quotes, source_parts, texts
from chatbot.briefing.records import Briefing, Entry, Section, SectionKind
from chatbot.briefing.references import Mark, References, Source
from chatbot.control_characters import printable_line
from chatbot.records import Sentence

_MOST_PROPERTY = 255
"""Characters that a property of a Word document may have."""
_SMALL = Pt(9)
_LEAD = Form(bold=True)
_QUIETLY = Form(colour=QUIET, size=_SMALL)
_NOTED = Form(size=_SMALL)
_NAME = Form(bold=True, size=_SMALL)
_DATE = Form(bold=True, colour=QUIET, size=_SMALL)
_LINKED = Form(colour=RGBColor(0x0B, 0x5C, 0xAD), size=_SMALL)
_DOUBTED = Form(bold=True, colour=RGBColor(0xA3, 0x26, 0x1A), size=_SMALL)
_DAY = Mm(32)
"""Width of a timeline's first column."""
_PAGE = (Mm(210), Mm(297))
_MARGIN = Mm(22)


def render(briefing: Briefing) -> bytes:
    """A .docx file on A4 paper."""
    return _Page(briefing).content()


class _Page:
    def __init__(self, briefing: Briefing) -> None:
        self._briefing = briefing
        self._references = References(briefing)
        self._listed = {citation.id for source in self._references.sources for citation in source.quotes}
        self._document = Document()
        self._bookmarks = 0
        self._set_up()

    def content(self) -> bytes:
        self._head()
        for section in self._briefing.sections:
            self._section(section)
        self._sources(SOURCES, self._references.sources)
        self._sources(FURTHER, self._references.further)
        self._small(colophon(self._briefing), before=12)
        file = io.BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _set_up(self) -> None:
        document, briefing = self._document, self._briefing
        properties = document.core_properties
        properties.title = printable_line(briefing.title)[:_MOST_PROPERTY]
        properties.author = properties.comments = ""
        properties.created = properties.modified = briefing.written_at.astimezone(UTC).replace(tzinfo=None)
        for page in document.sections:
            page.page_width, page.page_height = _PAGE
            page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = _MARGIN
            add_page_number(page.footer.paragraphs[0])
        set_typefaces(document, " ".join(texts(briefing)))

    def _head(self) -> None:
        self._heading(self._briefing.title, 0)
        self._small(dateline(self._briefing))
        for note in wording.notes(self._briefing):
            self._small(note)

    def _section(self, section: Section) -> None:
        self._heading(section.title, 1)
        if dated := days(section):
            self._timeline(dated)
            return
        for group in wording.groups(section):
            is_list = not (group[0].prose or section.kind is SectionKind.BOTTOM_LINE)
            self._group(self._document.add_paragraph(style="List Bullet" if is_list else "Normal"), group)

    def _timeline(self, dated: Iterable[tuple[date, Iterable[Sequence[Entry]]]]) -> None:
        table = self._document.add_table(0, 2)
        table.autofit = False
        widths = (_DAY, Length(_PAGE[0] - 2 * _MARGIN - _DAY))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for day, groups in dated:
            row = table.add_row()
            keep_on_one_page(row)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
            self._day(row.cells, wording.day_name(day), groups)

    def _day(self, cells: Any, day: str, groups: Iterable[Sequence[Entry]]) -> None:
        add_run(cells[0].paragraphs[0], day, _DATE)
        for number, group in enumerate(groups):
            self._group(cells[1].add_paragraph() if number else cells[1].paragraphs[0], group)

    def _group(self, paragraph: Any, group: Sequence[Entry]) -> None:
        """Statements in a paragraph, and below them what comes nearest to doubtful ones."""
        directed(paragraph, group[0].sentence.text)
        paragraph.paragraph_format.space_after = Pt(4)
        for number, entry in enumerate(group):
            if number:
                add_run(paragraph, " ")
            self._entry(paragraph, entry)
        for mark in (mark for entry in group for mark in self._references.nearest(entry.sentence)):
            self._nearest(paragraph, mark)

    def _entry(self, paragraph: Any, entry: Entry) -> None:
        sentence = entry.sentence
        if entry.label:
            add_run(paragraph, f"{entry.label}: ", _LEAD)
        for piece, is_unbacked in pieces(sentence.text, sentence.unbacked):
            add_run(paragraph, piece, Form(underline=True) if is_unbacked else PLAIN)
        self._marks(paragraph, sentence)

    def _marks(self, paragraph: Any, sentence: Sentence) -> None:
        backing = self._references.backing(sentence)
        for mark in backing.best:
            self._mark(paragraph, mark)
        if backing.rest:
            add_run(paragraph, f" {backing.rest}", _QUIETLY)
        if doubtful := doubt(sentence):
            reason = f": {sentence.reason}" if sentence.reason else ""
            add_run(paragraph, f" [{doubtful}{reason}]", _DOUBTED)

    def _mark(self, paragraph: Any, mark: Mark) -> None:
        place = f"quote_{mark.citation.id}" if mark.citation.id in self._listed else f"source_{mark.number}"
        add_run(paragraph, "\u00a0")  # Without it a mark could begin a line.
        add_link(paragraph, f"[{mark.number}]", place, _LINKED)

    def _nearest(self, paragraph: Any, mark: Mark) -> None:
        """On a line of its own in the same paragraph, so that no page break takes it from its statement."""
        paragraph.add_run().add_break()
        source = f" ({origin(mark.citation)})" if origin(mark.citation) else ""
        add_run(paragraph, f"{NEAREST.capitalize()}: {quoted(mark.citation.quote)}{source}", _QUIETLY)
        self._mark(paragraph, mark)

    def _sources(self, title: str, sources: Iterable[Source]) -> None:
        listed = list(sources)
        if listed:
            self._heading(title, 1)
        for source in listed:
            self._source(source)

    def _source(self, source: Source) -> None:
        paragraph = self._document.add_paragraph()
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent, form.space_after = Mm(8), Mm(-8), Pt(3)
        title, *others = source_parts(source)
        form.tab_stops.add_tab_stop(Mm(8))
        self._bookmark(paragraph, f"source_{source.number}", f"[{source.number}]", _NAME).add_tab()
        add_run(paragraph, title, _NAME)
        for part in others:
            add_separator(paragraph, ", ", _NOTED)
            add_run(paragraph, part, _NOTED)
        if source.article.url:
            add_separator(paragraph, " ", _NOTED)
            add_run(paragraph, source.article.url, _QUIETLY)
        for number, quote in quotes(source):
            paragraph.add_run().add_break()
            self._bookmark(paragraph, f"quote_{number}", quote, _QUIETLY)

    def _bookmark(self, paragraph: Any, name: str, text: str, form: Form) -> Any:
        self._bookmarks += 1
        return add_bookmark(paragraph, self._bookmarks, name, text, form)

    def _heading(self, text: str, level: int) -> None:
        heading = self._document.add_heading("", level)
        add_run(heading, text)
        directed(heading, text)

    def _small(self, text: str, before: int = 0) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(before)
        add_run(paragraph, text, _QUIETLY)
