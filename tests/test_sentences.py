"""Sentences are exact characters of the text, all of them, and end where a reader would end them."""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter, process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatbot.library.sentences import LONGEST, split_sentences
from evals.splitting import boundaries, read_cases, score

anything = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
like_news = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "Gen. ",
                "U.S. ",
                "J. ",
                "said",
                " ",
                "“",
                "”",
                '"',
                "(",
                ")",
                "[1]",
                "1 p.m. ",
                "ET ",
                ". ",
                "… ",
                "?!",
                "3.5",
                "# ",
                "- ",
                "**",
                "*",
                "__",
                "1. ",
                "• ",
                "The end.",
                "\\",
            ]
        ),
        st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\u2028", "\u2029", "\x0c", "\x1c", "\0", "\xa0", "| "]),
        st.sampled_from(["\u200b", "\u200f", "\ufeff", "e\u0301", "👩\u200d👧", "שלום. ", "هل؟ ", "。", "𝒜. ", "ß. "]),
        st.sampled_from(["x" * 700, "word " * 300]),
    )
).map("".join)


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@given(st.one_of(anything, like_news))
@example("")
@example(" \n\t")
@example("😀. 👍🏽 Yes.\r\nNo.\0 Why?\u200b Because.")
@example("“" * 9_000)
def test_every_character_lies_in_exactly_one_sentence(text):
    spans = split_sentences(text)
    covered = [at for span in spans for at in range(span.start, span.end)]
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert [at for at in covered if not text[at].isspace()] == [
        at for at, char in enumerate(text) if not char.isspace()
    ]
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert span.of(text) == span.of(text).strip()
        assert len(span.of(text)) <= LONGEST


@given(like_news, like_news)
def test_a_blank_line_always_ends_a_sentence(before, after):
    cut = len(before) + 1
    spans = split_sentences(f"{before}\n\n{after}")
    assert not any(span.start < cut - 1 and span.end > cut + 1 for span in spans)


@given(like_news)
def test_offsets_do_not_depend_on_what_stands_in_an_earlier_paragraph(text):
    shift = len("Été 👩‍👩‍👧 — “so”.\n\n")
    moved = [span.shifted(-shift) for span in split_sentences(f"Été 👩‍👩‍👧 — “so”.\n\n{text}") if span.start >= shift]
    assert moved == split_sentences(text)


def test_the_hand_written_cases_are_met():
    result = score(sentences, read_cases())
    assert result.broken == 0
    assert result.exact >= 0.98, [sentences(case.text) for case in result.failed]


def test_boundaries_count_characters_that_are_not_white_space():
    assert boundaries(["Ab c.", " ", "De. ", "F"]) == {4, 7}


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_wrapped_paragraph_is_read_across_its_line_breaks(ending):
    lines = [
        "The deal was announced on Monday by the minister, Ana",
        "Ruiz, who had flown in overnight.",
        "Nobody spoke.",
    ]
    text = ending.join(lines)
    assert sentences(text) == [ending.join(lines[:2]), lines[2]]


def test_a_long_quotation_is_cut_inside_and_a_short_one_is_not():
    short = "“We heard it. We saw it,” she said."
    assert sentences(short) == [short]
    assert sentences("“" + "We heard it all night. " * 20 + "We left.” He nodded.")[-2:] == ["We left.”", "He nodded."]


def test_a_sentence_without_end_is_cut_at_a_comma_or_a_space():
    assert all(piece.endswith((",", "word")) for piece in sentences("some word, and a word " * 200)[:-1])
    assert all(piece.endswith("word") for piece in sentences("word " * 1_000))


@pytest.mark.parametrize(
    "text", ["a" * 2_000_000, "“" * 200_000, " " * 2_000_000, "Yes. " * 20_000, "a\n" * 50_000, "… " * 50_000]
)
def test_the_time_grows_with_the_length_only(text):
    began = perf_counter()
    spans = split_sentences(text)
    assert perf_counter() - began < 15
    assert sum(len("".join(span.of(text).split())) for span in spans) == len("".join(text.split()))


def test_a_hundred_thousand_sentences_are_found():
    assert len(split_sentences("The talks ended. " * 100_000)) == 100_000


@pytest.mark.parametrize(
    "pieces",
    [
        ["县长说：“路会修好。”", "居民不信！", "真的吗？", "三年了……没人来。"],
        ["“很贵。”王芳说。", "她没有买。"],
        ["（完）第三段。", "2.5万人参加。"],
        ["「橋は古い。」と技師は話した。", "市は「夏に直す。秋に開く。」とした。", "なぜ？", "危ないからだ。"],
        ["교장은 “미안하다. 고치겠다.”라고 말했다.", "급식은 금요일에 다시 시작한다."],
        ["ស្ពានបិទ២៦ថ្ងៃ។", "អ្នកភូមិសប្បាយ៕"],
        ["တံတားပိတ်မည်။", "ပြန်ဖွင့်မည်။"],
    ],
)
def test_full_stops_without_a_space_end_sentences(pieces):
    assert sentences("".join(pieces)) == pieces


def test_thai_phrases_that_are_long_enough_are_sentences():
    first = "เทศบาลประกาศว่าตลาดริมน้ำจะปิดเป็นเวลาสองเดือนตั้งแต่วันที่ 3 พฤษภาคม เพื่อซ่อมหลังคา"
    second = "ผู้จัดการตลาด วิภา แสงทอง กล่าวว่าร้านค้าทั้ง 80 ร้านจะย้ายไปสนามกีฬา"
    assert sentences(f"{first} {second}") == [first, second]


def test_a_long_text_without_spaces_is_cut_at_a_full_stop_or_between_letters():
    assert all(piece.endswith("。") for piece in sentences("「" + "路很长，人很多。" * 400 + "」")[:-1])
    assert all(not piece.startswith(("\u0e34", "\u0e48")) for piece in sentences("ดิ่" * 1_000))


@pytest.mark.parametrize("piece", ["ก" * 3_900 + "1 " + "ก" * 20, "「あ」。" * 900])
def test_a_long_text_without_spaces_takes_time_for_each_character(piece: str) -> None:
    began = process_time()
    split_sentences(f"{piece}\n\n" * 200)
    assert process_time() - began < 15


ABBREVIATED = [
    "As of 9:20 a.m. RailWatch counted 31 late trains.",
    "At about 6 p.m. Officer Dunn called the harbor.",
    "Shortly after 3 a.m. Kessock lost its power.",
    "The launch is planned for 11 a.m. Alaska time (3 p.m. ET) on Friday.",
    "The market opens at 9 a.m. New York time.",
    "As of 5 p.m. Aug. 16, the storm was 600 miles out.",
    "The doors open at 7 p.m. Sat. and close at nine.",
    "The office closes at 2 p.m. Christmas Eve and stays closed.",
    "The party’s No. Two official has resigned.",
    "Vol. II of the report and Fig. A of the annex are missing.",
    "Non-U.S citizens must carry papers.",
    "He met Lt. Gov. Dan Hart and Gen. Mark Dover near St. Louis.",
]
ENDED = [
    ["It ended at 5 p.m.", "The mayor left."],
    ["It ended at 5 p.m.", "Next time he will wait."],
    ["When did it end?", "At 5 p.m.", "The mayor had left by then."],
    ["The shop opens at 9 a.m.", "Tickets cost 5 crowns."],
    ["The crash came at 6:40 p.m.", "Police closed the road."],
    ["He lives on Main St.", "The house is red."],
    ["He moved to the U.S.", "In 2020 he came back."],
    ["The answer was no.", "Two of them left."],
]


@pytest.mark.parametrize("text", ABBREVIATED)
def test_a_sentence_goes_on_behind_an_abbreviation(text: str) -> None:
    assert sentences(f"The line was closed. {text} It was late.") == ["The line was closed.", text, "It was late."]


@pytest.mark.parametrize("pieces", ENDED)
def test_an_abbreviation_may_end_a_sentence(pieces: list[str]) -> None:
    assert sentences(" ".join(pieces)) == pieces
