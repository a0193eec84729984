"""Lines of a PDF page: at spaces, between East Asian letters, and within what no line would hold."""

from __future__ import annotations

import pytest

from chatbot.briefing.export.line_breaking import Run, broken


def lines(width: int, *texts: str) -> list[str]:
    """As many characters on a line as its width."""
    runs = [Run(text, number) for number, text in enumerate(texts)]
    return ["".join(run.text for run in line) for line in broken(runs, width, lambda run: len(run.text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two three", ["one two", "three"]),
        ("港口将关闭三周以修理", ["港口将关闭三周以", "修理"]),
        ("港口将关闭三周，修理", ["港口将关闭三", "周，修理"]),
        ("港口将关闭三“修”理", ["港口将关闭三", "“修”理"]),
        ("港口 2025年5月", ["港口 2025年", "5月"]),
        ("see https://a.example/b", ["see", "https://", "a.", "example/", "b"]),
        ("", [""]),
    ],
)
def test_where_lines_end(text: str, expected: list[str]) -> None:
    width = {"港口将关闭三周，修理": 7, "港口将关闭三“修”理": 7}.get(text, 8)
    assert [line.strip() for line in lines(width, text)] == expected


def test_a_mark_stays_with_the_word_before_it() -> None:
    told = lines(16, "It closed.", "\u00a0[1]", "\u00a0[2]", " and 1 more")
    assert told == ["It", "closed.\u00a0[1]\u00a0[2]", "and 1 more"]


def test_no_letter_loses_its_marks() -> None:
    text = "ที่นี่" * 9
    for line in lines(7, text):
        assert line[0] == "ท" or line[0] == "น"
    assert "".join(lines(7, text)) == text
