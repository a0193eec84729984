"""The name of a briefing's file: topic and day, on every file system."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from chatbot.briefing.export.naming import file_name
from chatbot.briefing.export.saving import FORMATS, check_format, save
from chatbot.errors import BriefingError
from tests.briefing.pages import page


def named(topic: str) -> str:
    return file_name(replace(page((), ()), topic=topic), ".docx")


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("Newark airport delays", "newark-airport-delays"),
        ("  What's new?  ", "whats-new"),
        ("", "news-briefing"),
        ("?!… — ///", "news-briefing"),
        ("🙂🎉", "news-briefing"),
        ("🙂\ufe0f fire", "fire"),
        ("CON", "con"),
        ("..\\..\\etc/passwd", "etc-passwd"),
        ("a:b*c|d<e>f", "a-b-c-d-e-f"),
        ("tab\there\nline\x00null", "tab-here-linenull"),
        ("\u202egnp.exe", "gnp-exe"),
        ("إغلاق الميناء", "إغلاق-الميناء"),
        ("沙港关闭", "沙港关闭"),
        ("Müller & Söhne", "müller-söhne"),
        ("Mu\u0308ller", "müller"),
        ("नील नदी", "नील-नदी"),
        ("Kosten: 5,4 Mio. €", "kosten-5-4-mio"),
    ],
)
def test_a_name_holds_letters_and_digits_of_every_script(topic: str, words: str) -> None:
    assert named(topic) == f"{words}-2025-05-10.docx"


@pytest.mark.parametrize("topic", ["ferry " * 300, "ferry" * 300, "港口" * 300, "e\u0301\u0302" * 300, "क्षेत्र " * 99])
def test_a_long_topic_is_cut(topic: str) -> None:
    name = named(topic)
    assert name.endswith("-2025-05-10.docx")
    assert 20 < len(name.encode()) <= 140
    assert "--" not in name


def test_a_suffix_alone_names_the_file_after_topic_and_day(tmp_path: Path) -> None:
    briefing = page((), ())
    for suffix in FORMATS:
        check_format(tmp_path / suffix)
        assert save(briefing, tmp_path / suffix) == tmp_path / f"the-harbour-2025-05-10{suffix}"
    assert save(briefing, tmp_path / "own.MD") == tmp_path / "own.MD"
    assert len(list(tmp_path.iterdir())) == len(FORMATS) + 1
    for wrong in (".txt", "folder"):
        with pytest.raises(BriefingError, match="names no format"):
            check_format(tmp_path / wrong)
