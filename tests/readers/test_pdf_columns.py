"""Columns of a PDF are read one after the other, also where the file goes over all of them row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import zip_longest

import pytest
from fpdf import FPDF
from pypdf import PdfReader

from chatbot.library.readers.pdf_columns import reading_order
from chatbot.library.readers.pdf_layout import Fragment, Row, page_rows
from tests.readers.test_pdf import pdf, read

STORIES = (
    "The Tallow ferry will stop running on the first of May, the operator said on Monday, because its engine can no "
    "longer be repaired. About nine hundred people use it each day. A bus will take its place until a new boat comes "
    "from the yard in Harl, which is expected in the autumn of next year. The fare stays the same.",
    "The school in Benn will get a new roof this summer. Rain has come through the old one since the storm in "
    "January, and two classes were taught in the town hall. The county pays most of the bill, the mayor said, and "
    "parents have collected the rest with a cake sale and a concert in the old mill.",
    "A farmer found a bronze pin in a field near the upper ford last week. It is about three thousand years old, "
    "according to the museum, where it can be seen from Saturday. The finder said that he had taken it for a nail "
    "of his tractor. Admission is free for children and for everyone who lives in the valley.",
    "The choir of Osier sings in the chapel on Sunday at five. On the programme are songs of the river and two new "
    "pieces by Ida Holm, who leads the choir since March. Tickets are sold at the bakery and at the door, and what "
    "is earned goes to the fire brigade, which needs a new pump for its older engine.",
)
LEFT, LINE, SIZE = 15.0, 4.6, 10


def fresh(document: FPDF, size: float = SIZE, style: str = "", family: str = "Helvetica") -> None:
    document.set_font(family, style, size)


def wrapped(document: FPDF, text: str, width: float) -> list[str]:
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if document.get_string_width(longer) > width and found[-1]:
            found.append(word)
        else:
            found[-1] = longer
    return found


def placed(document: FPDF, x: float, y: float, text: str, *, by_word: bool = False) -> None:
    for part in text.split(" ") if by_word else [text]:
        document.text(x, y, part)
        x += document.get_string_width(part + " ")


def columns(
    document: FPDF, top: float, stories: Sequence[str], gutter: float = 6, *, by_word: bool = False, left: float = LEFT
) -> float:
    """The stories side by side from `top`, row by row; where they end."""
    width = (195 - left - gutter * (len(stories) - 1)) / len(stories)
    y = top
    for row in zip_longest(*(wrapped(document, story, width) for story in stories), fillvalue=""):
        for number, line in enumerate(row):
            if line:
                placed(document, left + number * (width + gutter), y, line, by_word=by_word)
        y += LINE
    return y


def page(write: Callable[[FPDF], None], family: str = "Helvetica") -> str:
    def whole(document: FPDF) -> None:
        document.add_page()
        fresh(document, family=family)
        write(document)

    return read(pdf(whole)).text


def in_order(text: str, parts: Sequence[str]) -> Iterator[bool]:
    at = -1
    for part in parts:
        found = text.find(part, at + 1)
        yield found > at
        at = max(at, found)


def assert_in_order(text: str, *parts: str) -> None:
    assert list(in_order(text, parts)) == [True] * len(parts), text


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("gutter", [3.0, 6.0, 15.0])
@pytest.mark.parametrize("by_word", [False, True])
@pytest.mark.parametrize("family", ["Helvetica", "Times", "Courier"])
def test_columns_in_row_order(count: int, gutter: float, by_word: bool, family: str) -> None:
    text = page(lambda document: columns(document, 30, STORIES[:count], gutter, by_word=by_word) and None, family)
    assert text.split("\n\n") == list(STORIES[:count])


def test_a_headline_over_all_columns_and_one_over_two_of_three() -> None:
    def write(document: FPDF) -> None:
        fresh(document, 18, "B")
        document.text(LEFT, 20, "News of the valley from the first week of the month")
        fresh(document)
        columns(document, 32, STORIES[:2])
        fresh(document, 14, "B")
        document.text(LEFT, 110, "And three more of them that came later in the week")
        fresh(document)
        columns(document, 120, STORIES[1:4])

    assert page(write).split("\n\n") == [
        "News of the valley from the first week of the month",
        *STORIES[:2],
        "And three more of them that came later in the week",
        *STORIES[1:4],
    ]


def test_a_headline_over_two_of_three_columns() -> None:
    def write(document: FPDF) -> None:
        fresh(document, 14, "B")
        document.text(LEFT, 30, "The ferry, the school and what they cost")
        fresh(document)
        lines = [
            (top + number * LINE, LEFT + column * 62, line)
            for column, (story, top) in enumerate(zip(STORIES, (38, 38, 28.8), strict=False))
            for number, line in enumerate(wrapped(document, story, 56))
        ]
        for y, x, line in sorted(lines):
            document.text(x, y, line)

    assert_in_order(page(write), "The ferry, the school", STORIES[0], STORIES[1], STORIES[2])


def test_paragraphs_and_titles_within_columns() -> None:
    def write(document: FPDF) -> None:
        fresh(document, 12, "B")
        document.text(LEFT, 30, "A ferry ends")
        document.text(108, 30, "A roof begins")
        fresh(document)
        y = columns(document, 37, STORIES[:2])
        columns(document, y + 3, STORIES[2:])

    assert_in_order(page(write), "A ferry ends", STORIES[0], STORIES[2], "A roof begins", STORIES[1], STORIES[3])


def test_a_table_is_read_row_by_row() -> None:
    rows = [
        ("Town", "Level of the river", "State of the roads", "Calls"),
        ("Aden", "2.1 metres", "closed", "40"),
        ("North Benn", "1.7 metres", "open again", "12"),
        ("Harl", "0.9 metres", "open", "3"),
        ("Upper Osier", "3.4 metres", "closed at night", "61"),
        ("Tallow", "1.1 metres", "open", "9"),
    ]

    def write(document: FPDF) -> None:
        document.text(LEFT, 20, "The county gave these figures on Tuesday, after a night of heavy rain in the valley.")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                document.text(LEFT + column * 45, 40 + number * 6, cell)

    text = page(write)
    for row in rows:
        assert " ".join(row) in text


def test_a_table_of_names_and_one_with_dates_beside_prose() -> None:
    people = [
        ("Marta Quell", "North Bank Builders", "Chief engineer"),
        ("Ida Holm Larsen", "Osier valley choir", "Leader and singer"),
        ("Dora Finch", "Water board of Benn", "Member of the board"),
        ("Jonas Pellworm", "Harl fire brigade", "Captain since June"),
    ]

    def write(document: FPDF) -> None:
        for number, row in enumerate(people):
            for column, cell in enumerate(row):
                document.text(LEFT + column * 50, 30 + number * 6, cell)
        y = 80.0
        for year, story in zip(("1987", "1999", "2004"), STORIES, strict=False):
            document.text(LEFT, y, year)
            for line in wrapped(document, story, 140):
                document.text(LEFT + 20, y, line)
                y += LINE
            y += 2

    text = page(write)
    for row in people:
        assert " ".join(row) in text
    for year, story in zip(("1987", "1999", "2004"), STORIES, strict=False):
        assert f"{year} {story[:40]}" in text


def test_columns_with_a_table_and_with_a_caption_between() -> None:
    def write(document: FPDF) -> None:
        y = columns(document, 30, STORIES[:2])
        for number, row in enumerate([("Town", "Level"), ("Aden", "2.1 m"), ("Benn", "1.7 m"), ("Harl", "0.9 m")]):
            for column, cell in enumerate(row):
                document.text(LEFT + 20 + column * 60, y + 12 + number * 6, cell)
        columns(document, y + 50, STORIES[2:])

    assert_in_order(page(write), STORIES[0], STORIES[1], "Town Level", "Aden 2.1 m", STORIES[2], STORIES[3])


def test_a_sidebar() -> None:
    def write(document: FPDF) -> None:
        main, side = wrapped(document, STORIES[0] + " " + STORIES[1], 115), wrapped(document, STORIES[2], 50)
        for number, row in enumerate(zip_longest(main, side, fillvalue="")):
            for x, line in zip((LEFT, 145), row, strict=True):
                if line:
                    document.text(x, 30 + number * LINE, line)

    assert_in_order(page(write), STORIES[0] + " " + STORIES[1], STORIES[2])


def test_columns_whose_rows_do_not_stand_level() -> None:
    def write(document: FPDF) -> None:
        for row in zip_longest(*(wrapped(document, story, 80) for story in STORIES[:2]), fillvalue=""):
            number = write.__dict__.setdefault("number", 0)
            for x, line, lower in zip((LEFT, 110), row, (0.0, 2.2), strict=True):
                if line:
                    document.text(x, 30 + number * LINE + lower, line)
            write.__dict__["number"] += 1

    assert page(write).split("\n\n") == list(STORIES[:2])


def test_columns_in_the_order_of_columns_stay_so() -> None:
    def write(document: FPDF) -> None:
        for column, story in enumerate(STORIES[:3]):
            for number, line in enumerate(wrapped(document, story, 56)):
                document.text(LEFT + column * 62, 30 + number * LINE, line)

    assert page(write).split("\n\n") == list(STORIES[:3])


def test_a_poem_with_indented_lines_is_one_column() -> None:
    verses = ["The river went out", "to look for the sea", "and came to a mill", "that would not be free"] * 3

    def write(document: FPDF) -> None:
        for number, line in enumerate(verses):
            document.text(LEFT + (12 if number % 2 else 0), 30 + number * LINE, line)

    assert " ".join(verses) in page(write).replace("\n\n", " ")


@pytest.mark.parametrize(
    "rows",
    [
        [("Harl", "closed at night", "open at noon"), ("Upper Benn", "open to residents", "closed all day")] * 3,
        [("Ms Ada Benn", "Harl, 3 May 2024"), ("12 Mill Road", "Our sign: AB/12"), ("Osier", "Phone: 555 1234")],
        [("to go", "went", "has gone"), ("to see", "saw", "has seen"), ("to swim", "swam", "has swum")] * 2,
        [("1.", "a boat that is in want of an engine,"), ("2.", "a mill without a roof, and"), ("3.", "a pin.")] * 2,
        [("12 March", "the council meets, as it does each year,"), ("13 March", "the mill opens, if it is dry.")] * 3,
        [("MAYOR:", "I did not say that, and you know it."), ("TREASURER:", "it is in the minutes, so you did.")] * 3,
    ],
    ids="states letter verbs list calendar dialogue".split(),
)
def test_what_is_no_prose_on_both_sides_is_read_row_by_row(rows: list[tuple[str, ...]]) -> None:
    def write(document: FPDF) -> None:
        document.text(LEFT, 20, "The county gave these figures on Tuesday, after a night of heavy rain in the valley.")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                document.text(LEFT + column * 50, 40 + number * LINE, cell)

    text = page(write)
    for row in rows:
        assert " ".join(row) in text


def test_one_justified_column_word_by_word_is_one_column() -> None:
    story = " ".join(STORIES)

    def write(document: FPDF) -> None:
        for number, line in enumerate(wrapped(document, story, 100)):
            words = line.split()
            spare = 100 - sum(document.get_string_width(word) for word in words)
            x = LEFT
            for word in words:
                document.text(x, 30 + number * LINE, word)
                x += document.get_string_width(word) + spare / max(1, len(words) - 1)

    assert page(write).replace("\n\n", " ") == story


def test_columns_over_pages_with_running_heads() -> None:
    def write(document: FPDF) -> None:
        for number in range(3):
            if number:
                document.add_page()
            fresh(document, 8)
            document.text(LEFT, 12, "The Osier Gazette")
            document.text(180, 12, str(number + 4))
            fresh(document)
            columns(document, 30, STORIES[number : number + 2])

    text = page(write)
    assert "Gazette" not in text
    assert text.split("\n\n") == [story for number in range(3) for story in STORIES[number : number + 2]]


def test_hyphens_at_the_end_of_a_column_line() -> None:
    left = [
        "The ferry will be re-",
        "placed by a bus, said",
        "the operator, which is",
        "not what people want-",
        "ed at all.",
    ]
    right = [
        "The school in Benn is",
        "closed until its roof,",
        "which let in the rain,",
        "has been mended, the",
        "mayor said.",
    ]

    def write(document: FPDF) -> None:
        for number, row in enumerate(zip(left, right, strict=True)):
            for column, line in enumerate(row):
                document.text(LEFT + column * 60, 30 + number * LINE, line)

    assert_in_order(page(write), "will be replaced by a bus", "people wanted at all.", "The school in Benn is closed")


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_turned_page(turned: int) -> None:
    def write(document: FPDF) -> None:
        with document.rotation(turned, 105, 148):
            columns(document, 80, STORIES[:2])

    assert page(write).split("\n\n") == list(STORIES[:2])


def side_by_side(left: Sequence[str], right: Sequence[str], width: float) -> list[Row]:
    """Rows of two columns of this width, as a file lists them."""
    return [
        Row((Fragment(one, 50, width, -12.0 * at, 10, "f"), Fragment(two, 60 + width, width, -12.0 * at, 10, "f")))
        for at, (one, two) in enumerate(zip(left, right, strict=True))
    ]


def test_columns_of_a_script_from_right_to_left_begin_at_the_right() -> None:
    first = [
        "המעבורת תפסיק לפעול במאי,",
        "אמרה החברה ביום שני, כי",
        "המנוע שלה כבר לא ניתן",
        "לתיקון. אוטובוס יחליף",
        "אותה עד הסתיו.",
    ]
    second = [
        "בית הספר יקבל גג חדש",
        "בקיץ הזה. מים חדרו דרך",
        "הגג הישן מאז הסערה, והורים",
        "אספו את הכסף, אמר ראש",
        "העיר ביום ראשון.",
    ]
    blocks = reading_order(side_by_side(second, first, 150))
    assert [row.text for block in blocks for row in block.rows] == [*first, *second]


def test_columns_of_a_script_without_capitals_and_spaces() -> None:
    first = [
        "渡船公司星期一宣布五月起停止",
        "服务，因为发动机已经无法修理",
        "每天约有九百人乘坐，秋天以前",
        "由巴士代替，票价保持不变",
    ]
    second = [
        "本恩学校今年夏天将换上新屋顶",
        "一月的暴风雨以后雨水一直漏进",
        "教室，县政府支付大部分的费用",
        "其余由家长筹集，市长这样说",
    ]
    blocks = reading_order(side_by_side(first, second, 140))
    assert [row.text for block in blocks for row in block.rows] == [*first, *second]


def test_a_line_that_stands_apart_below_the_columns_is_read_last() -> None:
    def write(document: FPDF) -> None:
        bottom = columns(document, 30, STORIES[:2])
        placed(document, LEFT, bottom + 1.4 * LINE, "The next page has more.")

    assert page(write).split("\n\n") == [*STORIES[:2], "The next page has more."]


@pytest.mark.parametrize(
    ("stated", "elsewhere", "width"),
    [
        (b"/Widths[900]", b"", 18.0),
        (b"/Widths 6 0 R", b"[900]", 18.0),
        (b"/Widths[6 0 R]", b"900", 18.0),
        (b"/Widths 6 0 R/ToUnicode 4 0 R/Encoding/WinAnsiEncoding", b"[900]", 18.0),
        (b"/Widths 6 0 R/ToUnicode 4 0 R", b"[900]", 6.0),
    ],
)
def test_letters_are_as_wide_as_their_font_states(stated: bytes, elsewhere: bytes, width: float) -> None:
    shown = b"BT /F 10 Tf 50 700 Td (ii) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(shown), shown),
        b"<</Type/Font/Subtype/Type1/BaseFont/Odd/FirstChar 105/LastChar 105%s>>" % stated,
        elsewhere or b"null",
    ]
    file = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % numbered for numbered in enumerate(objects, 1))
    (row,) = page_rows(PdfReader(BytesIO(file + b"trailer<</Size 7/Root 1 0 R>>\nstartxref\n0\n%%EOF")).pages[0])
    assert [each.width for each in row.fragments] == [width]
