"""Briefings as files: each opens, holds every statement and quotation, and lets nothing become markup."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader

from chatbot.app import Chatbot, build_chatbot
from chatbot.briefing.export import fonts
from chatbot.briefing.export.saving import FORMATS, render, save
from chatbot.briefing.records import Briefing, SectionKind
from chatbot.briefing.references import References
from chatbot.cli.brief import run_brief
from chatbot.errors import BriefingError
from chatbot.records import Filters, Verdict
from tests.briefing.conftest import briefing_of
from tests.briefing.pages import WRITTEN, cited, doubted, page, told

PAGES = [".md", ".html", ".docx", ".pdf"]
"""What people read."""
HOSTILE = '<script>alert(1)</script> [x](javascript:alert(1)) & "quoted" \x0b'


@pytest.fixture(scope="module")
def briefing(chatbot: Chatbot) -> Briefing:
    return briefing_of(chatbot, "March 2025")


@pytest.fixture(scope="module")
def hostile(briefing: Briefing) -> Briefing:
    """The same, had articles tried to inject markup."""
    citations = tuple(
        replace(citation, title=HOSTILE, quote=HOSTILE, url="javascript:alert(1)") for citation in briefing.citations
    )
    sources = tuple(replace(use, title=HOSTILE, url="javascript:alert(1)") for use in briefing.sources)
    return replace(briefing, title=HOSTILE, citations=citations, sources=sources)


def test_every_format_is_complete(briefing: Briefing) -> None:
    texts = {suffix: text_of(briefing, suffix) for suffix in FORMATS}
    for suffix, words in texts.items():
        for phrase in ("News briefing", "Twenty-three people were injured", "Judge Corwin T. Abernathy-Shaw"):
            assert phrase in words, (suffix, phrase)


def test_json_holds_spans_and_verdicts(briefing: Briefing) -> None:
    stored = json.loads(render(briefing, ".json"))
    citation = stored["citations"][0]
    assert citation["end"] > citation["start"] >= 0
    assert stored["sections"][0]["entries"][0]["sentence"]["verdict"] == "supported"


def test_word_lists_each_article_once_and_every_mark_leads_into_the_list(briefing: Briefing) -> None:
    with zipfile.ZipFile(io.BytesIO(render(briefing, ".docx"))) as parts:
        body = parts.read("word/document.xml").decode()
    places = re.findall(r'w:bookmarkStart w:id="\d+" w:name="(\w+)"', body)
    links = re.findall(r'w:hyperlink w:anchor="(\w+)"', body)
    assert len(places) == len(set(places))
    assert set(links) <= set(places)
    assert len(links) > 10
    references = References(briefing)
    listed = [*references.sources, *references.further]
    assert sum(place.startswith("source_") for place in places) == len(listed) == len(briefing.sources)


@pytest.mark.parametrize("suffix", PAGES)
def test_sources_take_less_room_than_the_text(briefing: Briefing, suffix: str) -> None:
    text, _, sources = text_of(briefing, suffix).partition("Sources [" if suffix != ".html" else "Sources“")
    assert 0 < len(sources) < 0.7 * len(text)


@pytest.mark.parametrize("suffix", PAGES)
def test_two_sources_are_shown_and_the_others_counted(suffix: str) -> None:
    citations = tuple(cited(number, f"A{number}", f"The mole broke on day {number}.") for number in range(1, 6))
    text = text_of(page((told("“The mole broke on day 1.”", *range(1, 6)),), citations), suffix)
    assert "and 3 more" in text
    assert text.count("“Report A5”") == 1, "it is named"
    assert "broke on day 2" in text
    assert ("broke on day 5" in text) == (suffix == ".html"), "its words can be opened, or are left out"


@pytest.mark.parametrize("suffix", PAGES)
def test_doubtful_statements_are_marked_as_in_answers(suffix: str) -> None:
    citations = (cited(1, "A", "The harbour closes on Monday."), cited(2, "B", "The mole broke."))
    entries = (
        told("The mole broke.", 2),
        doubted("The harbour closes on Tuesday.", Verdict.CONTRADICTED, 1, "another day is named", "on Tuesday"),
        doubted("It reopens in June.", Verdict.NOT_FOUND, 1, "no article says so", "in June"),
        doubted("It may cost more.", Verdict.UNSURE, 2, "the words differ", "more"),
    )
    text = text_of(page(entries, citations), suffix)
    for mark in ("contradicted by your articles", "not found in your articles", "not sure"):
        assert mark in text
    for words in ("another day is named", "no article says so", "the words differ", "1 of 4 sentences supported"):
        assert words in text
    assert text.casefold().count("nearest") == 3
    assert "“The harbour closes on Monday.”" in text
    assert "Every statement rests" not in text


def test_the_words_that_nothing_backs_are_underlined() -> None:
    entry = doubted("The harbour closes on Tuesday.", Verdict.CONTRADICTED, 1, "", "on Tuesday")
    doubtful = page((entry,), (cited(1, "A", "The harbour closes on Monday."),))
    assert "<mark>on Tuesday</mark>" in render(doubtful, ".html").decode()
    underlined = [run.text for each in _docx(doubtful).paragraphs for run in each.runs if run.font.underline]
    assert underlined == ["on Tuesday"]


def test_a_timeline_is_a_table_of_days() -> None:
    day = date(2025, 5, 6)
    said = (("The mole broke.", day), ("Ships left.", day), ("It rained.", WRITTEN.date()))
    citation = cited(1, "A", "The mole broke. Ships left. It rained.")
    dated = page(tuple(told(text, 1, day=when) for text, when in said), (citation,), SectionKind.TIMELINE)
    (table,) = _docx(dated).tables
    assert [row.cells[0].text for row in table.rows] == ["6 May 2025", "10 May 2025"]
    assert [each.text for each in table.rows[0].cells[1].paragraphs] == [
        "The mole broke.\u00a0[1]", "Ships left.\u00a0[1]",
    ]  # fmt: skip
    assert render(dated, ".html").decode().count("<tr>") == 2
    for suffix in (".md", ".pdf"):
        assert text_of(dated, suffix).count("6 May 2025") == 1


def test_what_articles_say_does_not_become_markup(hostile: Briefing) -> None:
    page = render(hostile, ".html").decode()
    assert "<script>" not in page
    assert 'href="javascript' not in page
    markdown = render(hostile, ".md").decode()
    assert "<script>" not in markdown.replace("\\<", "")
    assert "[x](" not in markdown
    assert b"<script>" not in render(hostile, ".docx")
    _docx(hostile)
    assert PdfReader(io.BytesIO(render(hostile, ".pdf"))).pages


def test_what_one_format_cannot_show_the_others_and_the_terminal_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "PACKAGES", ())
    monkeypatch.setattr(fonts, "_FOLDERS", ())
    article = tmp_path / "a.txt"
    article.write_text("港口\n\n港口将于五月六日关闭三周，以修理码头。经理高丽娜说，费用为九十万元。", encoding="utf-8")
    with build_chatbot(library=tmp_path / "library") as chatbot:
        assert not [outcome.error for outcome in chatbot.ingest([str(article)]) if outcome.error]
    given = ("", Filters(), "standard", "", None)
    page, document = tmp_path / "b.html", tmp_path / "b.pdf"
    assert run_brief(*given, [document, page], tmp_path / "library", keep=False, quiet=False, as_json=False) == 1
    told = capsys.readouterr()
    assert "Chinese" in told.err
    assert ("Saved" in told.out, page.exists(), document.exists()) == (True, True, False)
    assert run_brief(*given, [document], tmp_path / "library", keep=False, quiet=False, as_json=False) == 1
    assert "费用为九十万元" in capsys.readouterr().out, "what no file holds is shown"


def test_saving_replaces_a_file_or_names_the_trouble(briefing: Briefing, tmp_path: Path) -> None:
    file = tmp_path / "b.md"
    file.write_text("old", encoding="utf-8")
    save(briefing, file)
    assert "News briefing" in file.read_text(encoding="utf-8")
    with pytest.raises(BriefingError, match="cannot be written"):
        save(briefing, tmp_path / "missing" / "b.md")
    with pytest.raises(BriefingError, match=r"\.txt"):
        save(briefing, tmp_path / "b.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["b.md"]


def _docx(briefing: Briefing) -> Document:  # type: ignore[valid-type]
    return Document(io.BytesIO(render(briefing, ".docx")))


def text_of(briefing: Briefing, suffix: str) -> str:
    """The words of a file on one line."""
    data = render(briefing, suffix)
    if suffix == ".docx":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            body = etree.fromstring(parts.read("word/document.xml"))
        text = " ".join("".join(paragraph.itertext()) for paragraph in body.iter(qn("w:p")))
    elif suffix == ".pdf":
        text = " ".join(each.extract_text() for each in PdfReader(io.BytesIO(data)).pages)
    elif suffix == ".html":
        text = re.sub(r"<style>.*</style>|<[^>]+>", "", html.unescape(data.decode()), flags=re.DOTALL)
    else:
        text = data.decode()
    return " ".join(text.split())
