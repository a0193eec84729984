"""Briefings in every script: printed, shaped, and in the direction in which they are read."""

from __future__ import annotations

import io
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from chatbot.briefing.export import fonts
from chatbot.briefing.export.saving import FORMATS, render
from chatbot.briefing.export.scripts import east_asian_language
from chatbot.briefing.records import Briefing
from chatbot.errors import BriefingError
from tests.briefing.pages import cited, in_script, page, told

SCRIPTS = {
    "Latin": "Übermütige Ärzte žijí v Łodzi",
    "Vietnamese": "Cảng Cát đóng cửa ba tuần",
    "Greek": "Το λιμάνι κλείνει",
    "Cyrillic": "Порт закроют на три недели",
    "Arabic": "يُغلق الميناء في 6 مايو",
    "Persian": "بندر بسته می\u200cشود",
    "Hebrew": "הנמל ייסגר ב-6 במאי",
    "Hindi": "बंदरगाह तीन सप्ताह बंद रहेगा",
    "Bengali": "বন্দর তিন সপ্তাহ বন্ধ থাকবে",
    "Tamil": "துறைமுகம் மூடப்படும்",
    "Thai": "ท่าเรือจะปิดสามสัปดาห์",
    "Chinese": "沙港将关闭三周",
    "traditional Chinese": "沙港將關閉三週",
    "Japanese": "砂港は三週間閉鎖される",
    "Korean": "모래항은 3주간 폐쇄된다",
    "Georgian": "ნავსადგური დაიხურება",
    "Armenian": "Նավահանգիստը կփակվի",
    "Amharic": "ወደቡ ይዘጋል",
    "emoji": "Storm 🙂\ufe0f warning",
}
HARBOUR = page((told("The harbour closes.", 1),), (cited(1, "A", "The harbour closes."),))


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No typefaces but the main one."""
    monkeypatch.setattr(fonts, "PACKAGES", ())
    monkeypatch.setattr(fonts, "_FOLDERS", ())


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_is_printed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_FOLDERS", ())
    read = set(unicodedata.normalize("NFKC", words_of(in_script(SCRIPTS[name]))))
    # Shaped letters come in another order and pypdf guesses spaces: what counts is that each letter is there.
    assert set(unicodedata.normalize("NFKC", SCRIPTS[name])) - read <= {"\u200c", "\ufe0f", " "}


@pytest.mark.parametrize(("title", "script"), [("𒀀𒀁", "Cuneiform"), ("Київ 𓀀", "Egyptian")])
def test_letters_that_no_typeface_has_are_refused_with_a_remedy(
    title: str, script: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "_FOLDERS", ())
    (citation,) = HARBOUR.citations
    for briefing in (replace(HARBOUR, title=title), replace(HARBOUR, citations=(replace(citation, quote=title),))):
        with pytest.raises(BriefingError, match=script) as refused:
            render(briefing, ".pdf")
        assert ".html" in refused.value.remedy
        assert all(render(briefing, suffix) for suffix in FORMATS.keys() - {".pdf"})


@pytest.mark.usefixtures("bare_machine")
def test_a_typeface_of_the_machine_helps_where_none_comes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hebrew = next(file for file in fonts._of_package("manimgx_fonts") if "Hebrew" in file.name)
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    (tmp_path / "cut-off.ttf").write_bytes(hebrew.read_bytes()[:200])
    (tmp_path / "Own-Regular.ttf").write_bytes(hebrew.read_bytes())
    with pytest.raises(BriefingError, match="Hebrew"):
        render(in_script(SCRIPTS["Hebrew"]), ".pdf")
    monkeypatch.setattr(fonts, "_FOLDERS", (str(tmp_path),))
    assert render(in_script(SCRIPTS["Hebrew"]), ".pdf")


@pytest.mark.usefixtures("bare_machine")
def test_symbols_that_no_typeface_has_are_named() -> None:
    assert "Київ: Ärger [slightly smiling face] ½" in words_of(replace(HARBOUR, title="Київ: Ärger 🙂\ufe0f ½"))


@pytest.mark.parametrize(("name", "is_backwards"), [("Arabic", True), ("Hebrew", True), ("Hindi", False)])
def test_word_and_html_run_in_the_direction_of_the_script(name: str, is_backwards: bool) -> None:
    briefing = in_script(f"Reuters: {SCRIPTS[name]}")
    paragraphs = Document(io.BytesIO(render(briefing, ".docx"))).paragraphs
    (said,) = [each for each in paragraphs if each.style.name == "List Bullet"]
    assert bool(said._p.pPr.findall(qn("w:bidi"))) == is_backwards
    assert ('<li dir="rtl">' in render(briefing, ".html").decode()) == is_backwards


@pytest.mark.parametrize(
    ("name", "language"),
    [("Japanese", "ja-JP"), ("Korean", "ko-KR"), ("Chinese", "zh-CN"), ("traditional Chinese", "zh-TW"), ("Thai", "")],
)
def test_word_takes_the_typeface_of_the_east_asian_language(name: str, language: str) -> None:
    assert east_asian_language(SCRIPTS[name]) == language
    normal = Document(io.BytesIO(render(in_script(SCRIPTS[name]), ".docx"))).styles["Normal"]
    assert (normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "Calibri") == (not language)


def words_of(briefing: Briefing) -> str:
    return "".join(each.extract_text() for each in PdfReader(io.BytesIO(render(briefing, ".pdf"))).pages)


@pytest.mark.parametrize("order", [("uharfbuzz", "xllamacpp"), ("xllamacpp", "uharfbuzz")])
def test_a_process_that_has_shaped_letters_can_still_run_the_bundled_model(order: tuple[str, str]) -> None:
    """Both are compiled by Cython, whose types of one version exist once in a process."""
    done = subprocess.run(
        [sys.executable, "-c", f"import {', '.join(order)}"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
