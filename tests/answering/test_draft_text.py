"""A model's Markdown as blocks of sentences: whatever it writes, and in whatever pieces it arrives."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from time import process_time
from typing import NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatbot.answering.draft_text import DraftReader, DraftSentence
from chatbot.answering.markers import read_markers, sentence_spans, tidied
from chatbot.records import BlockKind

P, B, H, R = BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.HEADING, BlockKind.ROW
MOST_SECONDS = 20
"""Of processor time for a hostile reply of the greatest length: ten times what it takes on a slow machine."""
LONGEST_REPLY = 24_000
"""Characters that are let in of an answer of 1,500 tokens."""


def read(text: str) -> list[DraftSentence]:
    return list(DraftReader().read([text]))


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in read(text)]


class Block(NamedTuple):
    """A block in the short form of these tests."""

    kind: BlockKind
    sentences: list[str]


def blocks(text: str) -> list[Block]:
    found: dict[int, Block] = {}
    for sentence in read(text):
        found.setdefault(sentence.block, Block(sentence.kind, [])).sentences.append(sentence.text)
    assert list(found) == list(range(len(found)))
    return list(found.values())


@pytest.mark.parametrize(
    ("reply", "sentences"),
    [
        ("They spoke. [1] It ended [2].", [("They spoke.", (1,)), ("It ended.", (2,))]),
        ("They spoke.[1] It ended.[2][3]", [("They spoke.", (1,)), ("It ended.", (2, 3))]),
        ("They spoke [1, 3] and ate [2; 1].", [("They spoke and ate.", (1, 3, 2))]),
        ("They spoke [3-5].", [("They spoke.", (3, 4, 5))]),
        ("They spoke [3–5, 9].", [("They spoke.", (3, 4, 5, 9))]),
        ("They spoke [5-3] [1-900].", [("They spoke.", (5, 3, 1, 900))]),
        ("They spoke【2】. It ended【4†source】.", [("They spoke.", (2,)), ("It ended.", (4,))]),
        ("They spoke.[^4] It ended [^5].", [("They spoke.", (4,)), ("It ended.", (5,))]),
        ("They spoke. [1]. It ended.", [("They spoke.", (1,)), ("It ended.", ())]),
        ("They spoke.\n[1]\nIt ended.", [("They spoke.", (1,)), ("It ended.", ())]),
        ("[2] They spoke.", [("They spoke.", (2,))]),
        ("He said “I don’t listen [to Peskov]” [sic] [7].", [("He said “I don’t listen [to Peskov]” [sic].", (7,))]),
        ("The call ended at 1 p.m. ET on Tuesday [1]. Fine.", [("The call ended at 1 p.m. ET on Tuesday.", (1,)),
                                                              ("Fine.", ())]),
        ("[1]", []),
        ("—\n\n**\n\n- \n", []),
        ("", []),
    ],
)  # fmt: skip
def test_markers_belong_to_the_sentence_that_they_stand_in_or_behind(
    reply: str, sentences: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert [(sentence.text, sentence.markers) for sentence in read(reply)] == sentences


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("One. Two.\nThree.\n\nFour.", [(P, ["One.", "Two.", "Three."]), (P, ["Four."])]),
        ("# Big\n## 2. Smaller ##\nText here.", [(H, ["Big"]), (H, ["Smaller"]), (P, ["Text here."])]),
        ("**Bold line**\nText.\n**Other:**\n", [(H, ["Bold line"]), (P, ["Text."]), (H, ["Other:"])]),
        ("**Lead:** text goes on. And on.", [(P, ["Lead: text goes on.", "And on."])]),
        ("- One. More.\n* Two\n+ Three\n• Four\n1. Five\n(2) Six\n3) Seven",
         [(B, ["One.", "More."]), *((B, [word]) for word in ("Two", "Three", "Four", "Five", "Six", "Seven"))]),
        ("- One\n  goes on.\n\nText.", [(B, ["One goes on."]), (P, ["Text."])]),
        ("Text:\n- One", [(P, ["Text:"]), (B, ["One"])]),
        ("> Quoted text here.\n> - One", [(P, ["Quoted text here."]), (B, ["One"])]),
        ("```\nCoded text.\n```\n~~~markdown\nMore text.\n~~~", [(P, ["Coded text."]), (P, ["More text."])]),
        ("One.\n\n---\n\nTwo.\n***\nThree.", [(P, ["One."]), (P, ["Two."]), (P, ["Three."])]),
        ("One line.\r\n\r\n- Two\r\n", [(P, ["One line."]), (B, ["Two"])]),
        ("Profit was > 5 million.", [(P, ["Profit was > 5 million."])]),
        ("18. März 2025: Sie sprachen.", [(P, ["18. März 2025: Sie sprachen."])]),
        ("- 18. März 2025: Sie sprachen.\n2. Es endete.",
         [(B, ["18. März 2025: Sie sprachen."]), (B, ["Es endete."])]),
    ],
)  # fmt: skip
def test_markdown_becomes_blocks(reply: str, expected: list[tuple[BlockKind, list[str]]]) -> None:
    assert blocks(reply) == expected


@pytest.mark.parametrize(
    "line", ["**The ferry sank.**", "## The ferry sank.", "# The ferry sank [3]", "**The ferry sank [3]**"]
)
def test_a_line_that_claims_something_is_no_heading(line: str) -> None:
    """Else it would be shown without a check."""
    (sentence,) = read(line)
    assert sentence.kind is P
    assert sentence.text.rstrip(".") == "The ferry sank"
    assert sentence.markers == ((3,) if "[3]" in line else ())


def test_headings_have_levels_and_bullets_depths() -> None:
    found = read("### Deep\n**Bold**\n- One\n  - Two\n\t\t- Three\n    1. Four")
    assert [(sentence.kind, sentence.level) for sentence in found] == [(H, 3), (H, 4), (B, 0), (B, 1), (B, 2), (B, 2)]


def test_a_table_has_rows_with_cells_and_the_head_of_its_columns() -> None:
    rule, courier, tribune = "| :--- | ---: | - |", "| **Courier** | 14 [1] | quay [2, 1] |", "|Tribune|23||"
    first, head, *rows, last = read(f"Text.\n| Source | Hurt | Where |\n{rule}\n{courier}\n{tribune}\nEnd.")
    assert (first.kind, last.kind) == (P, P)
    assert (head.kind, head.head, head.cells) == (R, True, ("Source", "Hurt", "Where"))
    assert [row.cells for row in rows] == [("Courier", "14", "quay"), ("Tribune", "23", "")]
    assert [row.text for row in rows] == ["Courier | 14 | quay", "Tribune | 23"]
    assert [row.claim for row in rows] == ["Courier: Hurt 14; quay.", "Tribune: Hurt 23."]
    assert [row.markers for row in rows] == [(1, 2), ()]
    assert len({first.block, head.block, last.block, *(row.block for row in rows)}) == 5


def test_a_table_may_have_no_head() -> None:
    rows = read("| Courier | 14 |\n| Tribune | 23 |\n\n| alone |")
    assert [(row.kind, row.head, row.claim) for row in rows] == [
        (R, False, "Courier: 14."),
        (R, False, "Tribune: 23."),
        (R, False, "alone"),
    ]


def test_a_table_has_one_head() -> None:
    """What is no head is checked."""
    rows = read("| Who | What |\n|---|---|\n| The mayor | stole it |\n|---|---|\n| It | was |\n|---|")
    assert [row.head for row in rows] == [True, False, False]
    assert [row.head for row in read("| The mayor |\n| stole it |\n|---|\n")] == [False, False]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("It **sank** in *deep* `water`, __slowly__ and _sadly_.", "It sank in deep water, slowly and sadly."),
        ("See [the report](https://x.example/a) of 5 * 3 * 2.", "See the report of 5 * 3 * 2."),
        ("snake_case_name and 2*3*4 stay.", "snake_case_name and 2*3*4 stay."),
        (r"It cost \$84 million \(or \*more\*\).", "It cost $84 million (or *more*)."),
        ("One<br>two<br />three .", "One two three."),
        ("**Never closed.", "Never closed."),
    ],
)
def test_what_is_left_of_markdown_in_a_line_is_taken_off(written: str, shown: str) -> None:
    assert tidied(written) == shown
    assert texts(written) == [shown]


def test_bold_over_two_sentences_leaves_no_mark() -> None:
    assert texts("Well. **It sank. It was late.** Done.") == ["Well.", "It sank.", "It was late.", "Done."]


def test_cells_may_hold_the_border_itself() -> None:
    assert read(r"| a \| b | c |")[0].cells == ("a | b", "c")


def test_a_reply_may_be_one_line_without_spaces_between_sentences() -> None:
    assert texts("他说了很多话。[1]她走了！然后呢？") == ["他说了很多话。", "她走了！", "然后呢？"]
    assert [sentence.markers for sentence in read("他说了很多话。[1]她走了【2】！")] == [(1,), (2,)]


def arriving(text: str) -> list[int]:
    """How many characters of a reply have arrived when each of its sentences is handed on."""
    arrived: list[str] = []

    def letters() -> Iterator[str]:
        for letter in text:
            arrived.append(letter)
            yield letter

    return [len(arrived) for _ in DraftReader().read(letters())]


@pytest.mark.parametrize(
    "reply",
    [
        "The ferry struck the pier. Fourteen people were hurt. Nobody fell into the water.",
        "- **Damage:** the pier lost two fenders. It stays closed until an inspection.",
        "渡轮撞上了码头。十四人受伤。没有人落水。",
    ],
)
def test_a_sentence_does_not_wait_for_the_end_of_its_paragraph(reply: str) -> None:
    first, *_, last = arriving(reply)
    assert first < len(reply) * 0.75
    assert last == len(reply)


def test_a_row_is_handed_on_at_its_end_once_the_head_is_known() -> None:
    reply = "| a | b |\n|---|---|\n| c | d |\n| e | f |\n"
    assert arriving(reply) == [20, 30, 40]


WRITTEN = st.lists(
    st.sampled_from(
        [
            "The ferry sank. ", "Fourteen people were hurt [1]. ", "[2] ", "[3-5]", "【2】", "[^4]", "[1, 2]. ", "\n",
            "\n\n", "\r\n", "- ", "* ", "1. ", "  - ", "# ", "## Heads\n", "| a | b |\n", "|---|---|\n", "| 1 | 2 |\n",
            "|", "**Bold**", "**Bold line.**\n", "**Lead:** ", "*", "```\n", "---\n", "--- ", "> ", "< 5 > 3 ", '"',
            "“Stop,” he said. ", "1 p.m. ET ", "Mr. ", "U.S. ", "18. März ", "? ", "… ", "word ", "x", "\t", "(",
            "他说。", "她走了！", "\\$84 ", "<br>", "$48 million ",
        ]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(WRITTEN | st.text(max_size=80), st.data())
@example('He said "It sank. It was late." and left. Then he ate.', None)
def test_it_does_not_matter_in_which_pieces_a_reply_arrives(text: str, data: st.DataObject | None) -> None:
    cuts = data.draw(st.lists(st.integers(0, len(text)), max_size=9)) if data else [9, 12, 30]
    borders = [0, *sorted(cuts), len(text)]
    whole = read(text)
    assert list(DraftReader().read([text[start:end] for start, end in pairwise(borders)])) == whole
    assert list(DraftReader().read(text)) == whole


@given(WRITTEN)
def test_no_word_is_lost(text: str) -> None:
    def letters(shown: str) -> list[str]:
        return [char for char in shown if char.isalpha()]

    shown = "".join("".join(sentence.cells) or sentence.text for sentence in read(text))
    assert letters(shown) == letters(tidied(text))


@given(st.text(alphabet="ab. []12,-\n?", max_size=60))
def test_markers_and_words_are_told_apart(text: str) -> None:
    read_text = read_markers(text)
    assert "".join(char for char in read_text.text if char in "ab") == "".join(char for char in text if char in "ab")
    assert all(0 <= number <= 99_999 for number in read_text.markers)
    spans = sentence_spans(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@pytest.mark.parametrize("size", [1, LONGEST_REPLY])
@pytest.mark.parametrize(
    "reply",
    [
        "# a" + " " * LONGEST_REPLY + "b",
        "| a | b |\n--|" + " " * LONGEST_REPLY + "x\n",
        "| a | b |\n|--" + "| " * 12_000 + "x\n",
        "**a " * 6_000,
        "x **a " * 4_000,
        "x `a " * 4_800,
        "word " * 4_800,
        "w" * LONGEST_REPLY,
        "[" * LONGEST_REPLY,
        "[1" * 12_000,
        "A. " * 8_000,
        '"a. ' * 6_000,
        "\n" * LONGEST_REPLY,
        "- a\n" * 6_000,
        "|a|b|\n" * 4_000,
        "他说。" * 8_000,
        "_a " * 8_000,
        "*a " * 8_000,
        "[a](" * 6_000,
        " " * LONGEST_REPLY + "x",
        "-" * LONGEST_REPLY + "x",
    ],
    ids=lambda reply: ascii(reply[:9]) if isinstance(reply, str) else str(reply),
)
def test_a_hostile_reply_takes_bounded_time(reply: str, size: int) -> None:
    began = process_time()
    list(DraftReader().read(reply[at : at + size] for at in range(0, len(reply), size)))
    assert process_time() - began < MOST_SECONDS
