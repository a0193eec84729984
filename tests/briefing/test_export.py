"""Briefings as files: each opens, holds every statement and quotation, and lets nothing become markup."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from chatbot.app import Chatbot, build_chatbot
from chatbot.briefing.export.saving import FORMATS, render, save
from chatbot.briefing.records import Briefing
from chatbot.cli.brief import run_brief
from chatbot.errors import BriefingError
from chatbot.records import Filters
from tests.briefing.conftest import briefing_of

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
    texts = {
        ".md": render(briefing, ".md").decode(),
        ".html": re.sub(r"<[^>]+>", " ", render(briefing, ".html").decode()),
        ".docx": "\n".join(paragraph.text for paragraph in _docx(briefing).paragraphs),
        ".pdf": " ".join(page.extract_text() for page in PdfReader(io.BytesIO(render(briefing, ".pdf"))).pages),
        ".json": render(briefing, ".json").decode(),
    }
    assert texts.keys() == FORMATS.keys()
    for suffix, text in texts.items():
        words = " ".join(text.split())
        for phrase in ("News briefing", "Twenty-three people were injured", "Judge Corwin T. Abernathy-Shaw"):
            assert phrase in words, (suffix, phrase)


def test_json_holds_spans_and_verdicts(briefing: Briefing) -> None:
    stored = json.loads(render(briefing, ".json"))
    citation = stored["citations"][0]
    assert citation["end"] > citation["start"] >= 0
    assert stored["sections"][0]["entries"][0]["sentence"]["verdict"] == "supported"


def test_word_has_a_real_footnote_for_each_citation(briefing: Briefing) -> None:
    with zipfile.ZipFile(io.BytesIO(render(briefing, ".docx"))) as parts:
        notes = parts.read("word/footnotes.xml").decode()
        body = parts.read("word/document.xml").decode()
    assert notes.count("<w:footnoteRef/>") == len(briefing.citations)
    assert body.count("w:footnoteReference ") == len(briefing.citations)


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


@pytest.mark.parametrize(
    ("title", "script"),
    [
        ("Київ 東京", "Chinese or Japanese"),
        ("ひまわり", "Japanese"),
        ("달빛시", "Korean"),
        ("ปากน้ำ", "Thai"),
        ("الرمال", "Arabic"),
        ("נחל", "Hebrew"),
        ("नील", "Devanagari"),
    ],
)
def test_letters_that_the_typeface_lacks_are_refused_with_a_remedy(briefing: Briefing, title: str, script: str) -> None:
    with pytest.raises(BriefingError, match=script) as refused:
        render(replace(briefing, title=title), ".pdf")
    assert ".html" in refused.value.remedy
    cited = replace(briefing.citations[0], quote=title)
    with pytest.raises(BriefingError, match=script):
        render(replace(briefing, citations=(cited, *briefing.citations[1:])), ".pdf")
    for suffix in FORMATS.keys() - {".pdf"}:
        assert render(replace(briefing, title=title), suffix)


def test_symbols_that_the_typeface_lacks_are_named(briefing: Briefing) -> None:
    reader = PdfReader(io.BytesIO(render(replace(briefing, title="Київ: Ärger 🙂 ½"), ".pdf")))
    assert "Київ: Ärger [slightly smiling face] ½" in reader.pages[0].extract_text()


def test_what_one_format_cannot_show_the_others_and_the_terminal_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = tmp_path / "a.txt"
    article.write_text("港口\n\n港口将于五月六日关闭三周，以修理码头。经理高丽娜说，费用为九十万元。", encoding="utf-8")
    with build_chatbot(library=tmp_path / "library") as chatbot:
        assert not [outcome.error for outcome in chatbot.ingest([str(article)]) if outcome.error]
    given = ("", Filters(), "standard", "", None)
    page, document = tmp_path / "b.html", tmp_path / "b.pdf"
    assert run_brief(*given, [document, page], tmp_path / "library", quiet=False, as_json=False) == 1
    told = capsys.readouterr()
    assert "Chinese" in told.err
    assert ("Saved" in told.out, page.exists(), document.exists()) == (True, True, False)
    assert run_brief(*given, [document], tmp_path / "library", quiet=False, as_json=False) == 1
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
