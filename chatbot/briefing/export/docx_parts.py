"""Parts of a Word document that python-docx does not make by itself: links within it, directions, typefaces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Pt, RGBColor

from chatbot.briefing.export.direction import is_right_to_left
from chatbot.briefing.export.scripts import east_asian_language
from chatbot.control_characters import printable

_SPACES = re.compile(r"[^\S\u00a0]+")
"""Those at which a line may break."""
_LEFT_TO_RIGHT = "\u200e"
_TEXT = "Calibri"
_COMPLEX = "Arial"
"""For scripts that are shaped, such as Arabic and Hebrew: every Word has it, and others take what is like it."""
_EAST_ASIAN = {
    "ja-JP": "Yu Gothic",
    "ko-KR": "Malgun Gothic",
    "zh-CN": "Microsoft YaHei",
    "zh-TW": "Microsoft JhengHei",
}
_DARK = RGBColor(0x1A, 0x1D, 0x21)
QUIET = RGBColor(0x5A, 0x62, 0x6C)
_STYLES = {"Normal": (10.5, _DARK), "List Bullet": (10.5, _DARK), "Title": (22, _DARK), "Heading 1": (12.5, QUIET)}
"""Size in points and colour."""
_AFTER_BIDI = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
    "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId",
    "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
"""What may only follow the direction of a paragraph (ECMA-376, part 1, 17.3.1.26)."""


@dataclass(frozen=True, slots=True)
class Form:
    """How text looks."""

    bold: bool = False
    underline: bool = False
    colour: RGBColor | None = None
    size: Length | None = None


PLAIN = Form()


def add_run(paragraph: Any, text: str, form: Form = PLAIN) -> Any:
    """Add text of any origin, on one line."""
    line = _SPACES.sub(" ", printable(text))
    run = paragraph.add_run()
    _write(run, line)
    font = run.font
    font.bold = font.cs_bold = form.bold or None
    font.underline = form.underline or None
    if form.colour is not None:
        font.color.rgb = form.colour
    if form.size is not None:
        _set_size(font, form.size)
    font.rtl = is_right_to_left(line) or None
    return run


def add_separator(paragraph: Any, text: str, form: Form) -> None:
    """Add text of ours between texts that may run in other directions: neither goes on across it."""
    _write(add_run(paragraph, "", form), f"{_LEFT_TO_RIGHT}{text}")


def add_link(paragraph: Any, text: str, bookmark: str, form: Form) -> None:
    """Add a link to a bookmark of the document."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    link.set(qn("w:history"), "1")
    link.append(add_run(paragraph, text, form)._r)
    paragraph._p.append(link)


def add_bookmark(paragraph: Any, number: int, name: str, text: str, form: Form) -> Any:
    """Add text to which links lead.

    Args:
        paragraph: at its end.
        number: of the bookmark in its document.
        name: by which links name it.
        text: any.
        form: of the text.
    """
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.append(start)
    run = add_run(paragraph, text, form)
    paragraph._p.append(end)
    return run


def directed(paragraph: Any, text: str) -> None:
    """Let a paragraph run as its text is read."""
    if is_right_to_left(text):
        paragraph._p.get_or_add_pPr().insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)


def keep_on_one_page(row: Any) -> None:
    """Let no page break divide a row of a table."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def add_page_number(paragraph: Any) -> None:
    """Add the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.alignment = 1


def set_typefaces(document: Any, text: str) -> None:
    """Choose typefaces for all scripts.

    Args:
        document: a new one.
        text: what it will hold.
    """
    language = east_asian_language(text)
    east_asian = _EAST_ASIAN.get(language, _TEXT)
    for name, (size, colour) in _STYLES.items():
        style = document.styles[name]
        font = style.font
        _set_size(font, Pt(size))
        font.color.rgb = colour
        font.name = _TEXT
        faces = style.element.rPr.rFonts
        for key in [key for key in faces.attrib if key.endswith("Theme")]:
            del faces.attrib[key]  # A theme's typeface goes before a named one.
        faces.set(qn("w:cs"), _COMPLEX)
        faces.set(qn("w:eastAsia"), east_asian)
    if language:
        for spoken in document.styles.element.iter(qn("w:lang")):
            spoken.set(qn("w:eastAsia"), language)
    title = document.styles["Title"].element.pPr
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)


def _write(run: Any, line: str) -> None:
    """One text element whatever the text: python-docx would make tabs and breaks of some of its characters."""
    element = OxmlElement("w:t")
    element.text = line
    element.set(qn("xml:space"), "preserve")
    run._r.append(element)


def _set_size(font: Any, size: Length) -> None:
    """The size in all scripts: Word has another one for those that are shaped."""
    font.size = size
    known = font._element.rPr
    for old in known.findall(qn("w:szCs")):
        known.remove(old)
    complex_size = OxmlElement("w:szCs")
    complex_size.set(qn("w:val"), known.find(qn("w:sz")).get(qn("w:val")))
    known.find(qn("w:sz")).addnext(complex_size)
