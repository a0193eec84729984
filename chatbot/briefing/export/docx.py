"""A briefing as a Word document with real footnotes.

python-docx has no footnotes, so their part is written here: ECMA-376, part 1, 17.11 (footnotes), with the separators
that Word demands as notes -1 and 0.
"""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from chatbot.answering.wording import quoted
from chatbot.briefing import wording
from chatbot.briefing.records import Briefing, Entry
from chatbot.control_characters import printable_line
from chatbot.records import Citation

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MOST_PROPERTY = 255
"""Characters that a property of a Word document may have."""


def render(briefing: Briefing) -> bytes:
    """A .docx file. The first use of a citation carries its footnote, later ones repeat the number."""
    document = Document()
    document.core_properties.title = printable_line(briefing.title)[:_MOST_PROPERTY]
    document.core_properties.author = ""
    document.add_heading(printable_line(briefing.title), 0)
    document.add_paragraph(printable_line(wording.origin(briefing))).runs[0].italic = True
    for note in briefing.notes:
        document.add_paragraph(printable_line(note))
    noted: set[int] = set()
    for section in briefing.sections:
        document.add_heading(printable_line(section.title), 1)
        for entry in section.entries:
            _add_entry(document, entry, noted)
    document.add_heading("Sources", 1)
    for use in briefing.sources:
        document.add_paragraph(printable_line(f"{wording.named(use)}: cited {use.citations}×"), style="List Bullet")
    document.add_paragraph(wording.PROMISE).runs[0].italic = True
    _add_footnotes(document, briefing)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_entry(document: Any, entry: Entry, noted: set[int]) -> None:
    paragraph = document.add_paragraph(style="List Bullet")
    if wording.lead(entry):
        paragraph.add_run(printable_line(wording.lead(entry)) + ": ").bold = True
    paragraph.add_run(printable_line(entry.sentence.text))
    for number in entry.sentence.citations:
        if number in noted:
            paragraph.add_run(f" [{number}]").font.superscript = True
        else:
            noted.add(number)
            _add_reference(paragraph, number)


def _add_reference(paragraph: Any, number: int) -> None:
    run = paragraph.add_run(" ")
    run.font.superscript = True
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(number))
    run._r.append(reference)


def _add_footnotes(document: Any, briefing: Briefing) -> None:
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:footnote>'
        for number, kind, mark in (
            (-1, "separator", "separator"), (0, "continuationSeparator", "continuationSeparator"),
        )
    )  # fmt: skip
    notes = separators + "".join(map(_footnote, briefing.citations))
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    xml = f'{head}<w:footnotes xmlns:w="{_NAMESPACE}">{notes}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), _TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _footnote(citation: Citation) -> str:
    place = f"{citation.article_id}@{citation.version}, characters {citation.start}–{citation.end}"
    text = " ".join(
        part for part in (f"{wording.named(citation)}:", quoted(citation.quote), f"({place})", citation.url) if part
    )
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    return (
        f'<w:footnote w:id="{citation.id}"><w:p>{mark}<w:r><w:rPr><w:sz w:val="18"/></w:rPr>'
        f'<w:t xml:space="preserve"> {escape(printable_line(text))}</w:t></w:r></w:p></w:footnote>'
    )
