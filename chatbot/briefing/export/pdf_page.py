"""Paragraphs of a PDF page in all scripts: fpdf2 shapes letters and orders directions, lines are broken here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fpdf import FPDF

from chatbot.briefing.export.direction import is_right_to_left
from chatbot.briefing.export.fonts import BOLD, Face
from chatbot.briefing.export.line_breaking import Run, broken
from chatbot.briefing.export.typeface import shown

Colour = tuple[int, int, int]
INK: Colour = (26, 29, 33)
QUIET: Colour = (90, 98, 108)
_MILLIMETRES = 25.4 / 72
_LEADING = 1.36
"""Height of a line by the size of its letters."""
_SHORT = 6
"""Lines of a paragraph that no page break divides."""
_MARGIN, _FOOT = 20, 18


@dataclass(frozen=True, slots=True)
class Look:
    """How text looks and where it leads; two texts share one only where it is the same object."""

    size: float = 10.5
    style: str = ""
    """`B`, `U`, both or none, as fpdf2 has it."""
    colour: Colour = INK
    place: str = ""
    """To which it leads, within the document."""


class Page(FPDF):
    """An A4 document.

    Args:
        faces: typefaces that together have all letters; the main one first.
    """

    def __init__(self, faces: Sequence[Face]) -> None:
        super().__init__(format="A4")
        self._faces = faces
        self._names = [f"face{number}" for number in range(len(faces))]
        for name, face in zip(self._names, faces, strict=True):
            self.add_font(name, "", face.file, collection_font_number=face.index)
        self.add_font(self._names[0], "B", BOLD)
        self.set_fallback_fonts(self._names, exact_match=False)
        self.alias_nb_pages(None)  # type: ignore[arg-type]  # else a quotation's {nb} becomes the number of pages
        self.set_margins(_MARGIN, _FOOT)
        self.set_auto_page_break(True, _FOOT)
        self.c_margin = 0
        self._places: dict[str, int] = {}
        self._backwards = False
        """Whether the paragraph runs from right to left."""
        self._widths: dict[tuple[str, float, str], float] = {}

    def footer(self) -> None:
        self.set_y(-12)
        self._use(Look(8, colour=QUIET), "")
        self.cell(0, 5, f"{self.page_no()}", align="C")

    def paragraph(
        self,
        runs: Sequence[Run[Look]],
        *,
        lead: Run[Look] | None = None,
        indent: float = 0,
        below: float = 1.5,
        backwards: bool | None = None,
    ) -> None:
        """Text with an indent.

        Args:
            runs: the text; what typefaces lack of it is described.
            lead: stands in the indent of the first line, such as a bullet.
            indent: millimetres, where reading begins.
            below: millimetres.
            backwards: whether it runs from right to left; by default as most of it is read.
        """
        text = [Run(self._visible(run.text), run.style) for run in runs]
        if backwards is None:
            backwards = is_right_to_left("".join(run.text for run in text))
        self._backwards = backwards
        lines = list(broken(text, self.epw - indent, self._width))
        height = max((run.style.size for run in text), default=10.5) * _LEADING * _MILLIMETRES
        if self.will_page_break(height * (len(lines) if len(lines) <= _SHORT else 2)):
            self.add_page()
        for number, line in enumerate(lines):
            if self.will_page_break(height):
                self.add_page()
            if lead and not number:
                self._line([Run(self._visible(lead.text), lead.style)], height, 0, backwards=backwards)
            self._line(line, height, indent, backwards=backwards)
            self.set_xy(self.l_margin, self.y + height)
        self.ln(below)

    def heading(self, text: str) -> None:
        """A heading that stays with what follows."""
        if self.will_page_break(24):
            self.add_page()
        self.ln(3.5)
        self.paragraph([Run(text, Look(12, "B", QUIET))], below=1)

    def arrive(self, place: str) -> None:
        """Let links to a place lead to what is written next."""
        self.set_link(self._link(place), self.y, self.page)

    def _line(self, runs: Sequence[Run[Look]], height: float, indent: float, *, backwards: bool) -> None:
        top = self.y
        x = self.w - self.r_margin - indent if backwards else self.l_margin + indent
        for run in runs:
            width = self._width(run)
            x -= width if backwards else 0
            self._use(run.style, run.text)
            self.set_xy(x, top)
            link = self._link(run.style.place) if run.style.place else ""
            self.cell(width, height, run.text, link=link)
            x += 0 if backwards else width
        self.set_y(top)

    def _width(self, run: Run[Look]) -> float:
        key = (run.text, run.style.size, run.style.style)
        if key not in self._widths:
            self._use(run.style, run.text)
            self._widths[key] = float(self.get_string_width(run.text))
        return self._widths[key]

    def _use(self, look: Look, text: str) -> None:
        """Take a text's direction, and the typeface that has most of it: what joins letters must be of the same."""
        backwards = self._backwards or is_right_to_left(text)
        self.set_text_shaping(True, direction="rtl" if backwards else "ltr")
        name = self._names[self._main(text)]
        style = look.style if name == self._names[0] else look.style.replace("B", "")
        self.set_font(name, style, look.size)
        self.set_text_color(*look.colour)

    def _main(self, text: str) -> int:
        counts = Counter(self._of(char) for char in text if char.isalpha())
        return counts.most_common(1)[0][0] if counts else 0

    def _of(self, char: str) -> int:
        return next((number for number, face in enumerate(self._faces) if ord(char) in face.letters), 0)

    def _visible(self, text: str) -> str:
        """The text without what no typeface has; a space at its ends stays."""
        before, behind = text[:1] if text[:1] in " \u00a0" else "", " " if text[1:].endswith(" ") else ""
        return f"{before}{shown(text, self._faces)}{behind}"

    def _link(self, place: str) -> int:
        if place not in self._places:
            self._places[place] = self.add_link()
        return self._places[place]
