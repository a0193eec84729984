"""A briefing as a PDF page that prints well, in a typeface that comes along."""

from __future__ import annotations

from datetime import UTC
from functools import cache

import font_source_sans_pro as source_sans
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from fpdf import FPDF

from chatbot.answering.wording import quoted
from chatbot.briefing import wording
from chatbot.briefing.export.typeface import check_letters, shown
from chatbot.briefing.records import Briefing, Entry
from chatbot.records import Citation

FONT = "Source Sans"
_QUIET = (90, 98, 108)
_ACCENT = (11, 92, 173)


def render(briefing: Briefing) -> bytes:
    """An A4 document. A symbol that the typeface lacks stands as its name in brackets.

    Raises:
        BriefingError: the typeface lacks letters; it has Latin, Greek and Cyrillic.
    """
    check_letters(briefing, _letters())
    pdf = _Page(format="A4")
    pdf.set_title(briefing.title)
    pdf.set_creation_date(briefing.written_at.astimezone(UTC))
    pdf.add_page()
    pdf.line_of(briefing.title, 20, style="B")
    pdf.line_of(wording.origin(briefing), 9, colour=_QUIET, below=2)
    for note in briefing.notes:
        pdf.line_of(note, 9, colour=_QUIET)
    for section in briefing.sections:
        pdf.head(section.title)
        for entry in section.entries:
            pdf.entry(entry)
    pdf.head("Sources")
    for use in briefing.sources:
        pdf.line_of(f"{wording.named(use)}: cited {use.citations}×", 10, below=0.8)
    pdf.head("The very words")
    for citation in briefing.citations:
        pdf.quotation(citation)
    pdf.line_of(wording.PROMISE, 9, colour=_QUIET)
    return bytes(pdf.output())


@cache
def _letters() -> frozenset[int]:
    """The code points that the typeface has."""
    with TTFont(source_sans.SourceSansPro) as font:
        return frozenset(font.getBestCmap())


class _Page(FPDF):
    def __init__(self, **options: str) -> None:
        super().__init__(**options)  # type: ignore[arg-type]
        self.add_font(FONT, "", source_sans.SourceSansPro)
        self.add_font(FONT, "B", source_sans.SourceSansProSemibold)
        self.alias_nb_pages(None)  # type: ignore[arg-type]  # else a quotation's {nb} becomes the number of pages
        self.set_margins(20, 18)
        self.set_auto_page_break(True, 18)
        self._places: dict[int, int] = {}

    def footer(self) -> None:
        self.set_y(-12)
        self.set_font(FONT, "", 8)
        self.set_text_color(*_QUIET)
        self.cell(0, 5, f"{self.page_no()}", align="C")

    def head(self, text: str) -> None:
        """A heading that stays with what follows."""
        if self.will_page_break(24):
            self.add_page()
        self.ln(3)
        self.line_of(text, 13, style="B", below=1)

    def line_of(
        self, text: str, size: float, *, style: str = "", colour: tuple[int, int, int] = (0, 0, 0), below: float = 1.5
    ) -> None:
        """A paragraph."""
        self.set_font(FONT, style, size)
        self.set_text_color(*colour)
        self.multi_cell(0, size * 0.46, self._shown(text), new_x="LMARGIN", new_y="NEXT", align="L")
        self.ln(below)

    def entry(self, entry: Entry) -> None:
        """A statement, with numbers that lead to its quotations."""
        if self.will_page_break(14):
            self.add_page()
        if lead := wording.lead(entry):
            self.line_of(lead, 9, style="B", colour=_QUIET, below=0)
        self.set_font(FONT, "", 11)
        self.set_text_color(0, 0, 0)
        self.write(5.2, self._shown(entry.sentence.text) + " ")
        self.set_font(FONT, "B", 8)
        self.set_text_color(*_ACCENT)
        for number in entry.sentence.citations:
            self.write(5.2, f"[{number}] ", self._place(number))
        self.ln(7)

    def quotation(self, citation: Citation) -> None:
        """A quotation with its source."""
        if self.will_page_break(12):
            self.add_page()
        self.set_link(self._place(citation.id), self.y, self.page)
        place = f"{citation.article_id}@{citation.version}, characters {citation.start}–{citation.end}"
        self.line_of(f"[{citation.id}] {quoted(citation.quote)}", 9, below=0)
        url = f" · {citation.url}" if citation.url else ""
        self.line_of(f"{wording.named(citation)} · {place}{url}", 8, colour=_QUIET)

    def _place(self, number: int) -> int:
        if number not in self._places:
            self._places[number] = self.add_link()
        return self._places[number]

    def _shown(self, text: str) -> str:
        return shown(text, _letters())
