"""Running heads, feet and page numbers go, and nothing else does."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from fpdf import FPDF

from chatbot.records import Document
from tests.readers.test_pdf import pdf, read

BODY = [
    "The council of Harl spoke on Monday about the old mill, whose roof has been open to the rain since the storm in",
    "January, and about the bridge, which cannot carry lorries any more. A report of the county's engineers puts the",
    "cost of both at four million dollars, half of which the state would pay if the work begins before the autumn and",
    "the town finds the other half. The treasurer said that a loan was possible, but that the school would then have",
    "to wait for its new gym, which was promised to parents two years ago. Nobody wanted to say which of the three",
]


def paged(heads: Sequence[str], feet: Sequence[str], *, size: float = 8, body: Sequence[str] = BODY) -> Document:
    """A document whose body is one sentence after another over all pages, in as many pages as it has heads."""

    def write(document: FPDF) -> None:
        for number, (head, foot) in enumerate(zip(heads, feet, strict=True)):
            document.add_page()
            document.set_font_size(size)
            document.text(15, 12, head)
            document.set_font_size(10)
            for line, text in enumerate(body):
                document.text(15, 30 + line * 5, text if line else f"{NAMES[number]} went on. {text}"[:110])
            document.set_font_size(size)
            document.text(15, 285, foot)

    return read(pdf(write))


NAMES = ("Ada", "Benn", "Cleo", "Dora", "Emil", "Finn", "Gerd")


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("Valley Post \x97 {}", ""),
        ("{} | The Report of the county", "Printed 12.03.2025 09:0{}"),
        ("", "Page {} of 12"),
        ("", "- {} -"),
        ("The Osier Gazette   Tuesday, 11 March 2025   Page B{}", "www.osier.example"),
        ("Seite {}", "Stand: 3. Mai 2024, 12:0{} Uhr"),
        ("The mill and the bridge", "{}/7"),
    ],
)
@pytest.mark.parametrize("pages", [2, 3, 7])
@pytest.mark.parametrize("size", [8.0, 10.0])
def test_heads_and_feet_that_count_pages(head: str, foot: str, pages: int, size: float) -> None:
    numbers = range(1, pages + 1)
    document = paged([head.format(n) for n in numbers], [foot.format(n) for n in numbers], size=size)
    for word in ("Valley Post", "Report of", "Printed", "Page", "Gazette", "www", "Seite", "Stand", "The mill", "/7"):
        assert word not in document.text
    assert document.text.startswith("Ada went on.")
    assert "which of the three Benn went on." in document.text
    assert document.metadata.title == "River report"


def test_left_and_right_pages_with_heads_of_their_own() -> None:
    heads = ["The report of the county    1", "2    Water and roads", "The report of the county    3"]
    text = paged(heads, ["", "", ""]).text
    assert "Water" not in text
    assert "county " not in text.replace("county's", "")


def test_roman_page_numbers() -> None:
    assert " iv" not in paged(["Foreword ii", "Foreword iii", "Foreword iv"], ["", "", ""]).text


def test_heads_of_parts_stay() -> None:
    text = paged(["Day 1", "Day 2"], ["", ""], size=10, body=[*BODY, "wishes would come true."]).text
    assert text.startswith("Day 1\n\n")
    assert "\n\nDay 2\n\n" in text
    chapters = paged(["Chapter 1", "Chapter 2", "Chapter 3", "Chapter 4"], [""] * 4, size=16).text
    assert [f"Chapter {n}" in chapters for n in range(1, 5)] == [True] * 4


def test_the_title_stays_where_it_is_also_the_running_head() -> None:
    def write(document: FPDF) -> None:
        for number in range(3):
            document.add_page()
            document.set_font_size(8 if number else 22)
            document.text(15, 12, "The mill and the bridge")
            document.set_font_size(10)
            for line, text in enumerate(BODY):
                document.text(15, 30 + line * 5, text)

    text = read(pdf(write)).text
    assert text.startswith("The mill and the bridge\n\n")
    assert text.count("The mill and the bridge") == 1


def test_a_number_at_the_end_of_the_text_stays() -> None:
    text = paged([""], [""], body=[*BODY, "wishes would come true before the end of the year", "2031"]).text
    assert text.endswith("the year 2031")


def test_tables_over_pages_keep_their_rows_and_headings() -> None:
    def write(document: FPDF) -> None:
        for number in range(4):
            document.add_page()
            for column, name in enumerate(("Town", "Level", "Calls", "Roads")):
                document.text(15 + column * 40, 15, name)
            for row in range(20):
                for column in range(4):
                    document.text(15 + column * 40, 22 + row * 6, str(1000 * number + 10 * row + column))

    text = read(pdf(write)).text
    assert "Town Level Calls Roads" in text
    for number in range(4):
        for row in range(20):
            first = 1000 * number + 10 * row
            assert f"{first} {first + 1} {first + 2} {first + 3}" in text


def test_a_head_that_the_file_has_after_the_text() -> None:
    def write(document: FPDF) -> None:
        for number in range(1, 3):
            document.add_page()
            for line, text in enumerate(BODY):
                document.text(15, 30 + line * 5, text)
            document.text(15, 285, f"The report of the county, page {number}")
            document.text(15, 12, f"Harl, 3 May 2024 \x97 {number}")

    text = read(pdf(write)).text
    assert "2024" not in text
    assert "report of the county," not in text


def test_sentences_that_pages_share_stay() -> None:
    same = [*BODY[:4], "The vote is on Tuesday."]
    text = paged(["", ""], ["", ""], body=same).text
    assert text.count("The vote is on Tuesday.") == 2
