"""An answer reads the same everywhere: the line below it, its layout, JSON, Markdown, its look in a terminal."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from chatbot.answering.events import Event, Shown
from chatbot.answering.layout import depth, groups, pieces
from chatbot.answering.markdown_answer import for_chat_clients, for_files
from chatbot.answering.serialising import answer_object
from chatbot.answering.wording import OWN_WORDS, own_words_line, score_line
from chatbot.cli.answer_printer import AnswerPrinter
from chatbot.cli.rendering import note_renderable, sentence_text
from chatbot.cli.serialising import printable_json
from chatbot.records import Answer, ArticleLink, Block, BlockKind, Citation, Note, NoteKind, Sentence, Span, Verdict
from tests.answers import HURT, INJURED, ferry_answer, ferry_events


def answer(*verdicts: Verdict, model: str = "m", articles: int = 2, withheld: int = 0) -> Answer:
    """Sentences with these verdicts; each that is supported cites all articles."""
    numbers = tuple(range(1, articles + 1))
    cited = {verdict: numbers for verdict in Verdict if not verdict.is_doubtful}
    sentences = tuple(Sentence("Said.", verdict, 1.0, cited.get(verdict, ())) for verdict in verdicts)
    citations = tuple(Citation(number, f"a{number}", 1, "", "", "", None, 0, 1, "x") for number in numbers)
    blocks = tuple(Block(BlockKind.PARAGRAPH, (sentence,)) for sentence in sentences)
    return Answer("Q?", "id", False, blocks, citations, model, withheld=withheld)


YES, NO, PERHAPS = Verdict.SUPPORTED, Verdict.NOT_FOUND, Verdict.UNSURE


@pytest.mark.parametrize(
    ("told", "line"),
    [
        (answer(*[YES] * 7, NO, articles=4), "7 of 8 sentences supported, 1 not found, 4 articles"),
        (
            answer(*[YES] * 5, NO, Verdict.CONTRADICTED, PERHAPS, articles=4, withheld=1),
            "5 of 8 sentences supported, 1 not sure, 1 contradicted, 1 not found, 1 withheld, 4 articles",
        ),
        (answer(YES, YES, YES, Verdict.NOT_A_CLAIM), "3 of 3 sentences supported, 2 articles"),
        (answer(YES, articles=1), "1 of 1 sentence supported, 1 article"),
        (answer(NO), "0 of 1 sentence supported, 1 not found"),
        (answer(*[Verdict.NOT_A_CLAIM] * 3, articles=5), "5 articles"),
        (answer(Verdict.NOT_A_CLAIM, articles=0), ""),
        (answer(withheld=2), "2 withheld"),
    ],
)
def test_the_line_below_an_answer_tells_all_of_it(told: Answer, line: str) -> None:
    assert score_line(told) == line


def test_only_an_answer_in_the_articles_own_words_says_that_a_model_can_be_configured() -> None:
    assert own_words_line(answer(YES, model="")) == OWN_WORDS
    assert "`chatbot models`" in OWN_WORDS
    for other in (answer(YES), answer(Verdict.NOT_A_CLAIM, model=""), replace(answer(YES, model=""), refused=True)):
        assert own_words_line(other) == ""


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: Span(*sorted(pair))), max_size=5)


@settings(deadline=None)
@given(st.text(max_size=20), SPANS)
def test_marked_pieces_are_the_text_whatever_the_spans(text: str, spans: list[Span]) -> None:
    found = list(pieces(text, spans))
    assert "".join(piece for piece, _ in found) == text
    marked = {at for span in spans for at in range(span.start, min(span.end, len(text)))}
    assert sum(len(piece) for piece, is_marked in found if is_marked) == len(marked)


BLOCKS = st.lists(
    st.builds(
        Block, st.sampled_from(BlockKind), st.just((Sentence("Said.", YES, 1.0),)), st.integers(0, 4), st.booleans()
    )
)


@settings(deadline=None)
@given(BLOCKS)
def test_groups_hold_every_block_in_order(blocks: list[Block]) -> None:
    found = list(groups(blocks))
    assert [block for group in found for block in group] == blocks
    for group in found:
        assert len({block.kind for block in group}) == 1
        assert len(group) == 1 or group[0].kind in {BlockKind.BULLET, BlockKind.ROW}


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1))
def test_bullets_are_at_most_one_step_deeper_than_those_before(levels: list[int]) -> None:
    shown = [-1]
    for level in levels:
        shown.append(depth(level, shown[-1]))
    assert all(0 <= after <= before + 1 for before, after in pairwise(shown))


def test_json_has_one_shape_with_everything_in_it() -> None:
    told = answer_object(ferry_answer())
    assert json.loads(json.dumps(told)) == told
    assert [block["kind"] for block in told["blocks"]][:3] == ["heading", "paragraph", "bullet"]
    assert [sentence for block in told["blocks"] for sentence in block["sentences"]] == told["sentences"]
    assert told["sentences"][2]["verdict"] == "contradicted"
    assert told["sentences"][2]["unbacked"] == [[0, 7]]
    numbers = {citation["id"]: citation for citation in told["citations"]}
    assert numbers[told["sentences"][2]["nearest"][0]]["quote"] == HURT
    assert told["sentences"][4]["original"] == "It flew."
    assert told["notes"][0]["kind"] == "disagreement"
    assert told["notes"][1]["links"][0]["published"] == "2025-07-08T00:00:00+00:00"
    assert (told["withheld"], told["complete"], told["answer"]) == (1, True, ferry_answer().text)


def test_json_is_ascii_where_a_terminal_knows_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(io.BytesIO(), "ascii"))
    text = printable_json(json.dumps({"said": "Кремль “😀”"}, ensure_ascii=False))
    assert text.isascii()
    assert json.loads(text) == {"said": "Кремль “😀”"}


def printed(events: Iterator[Event], width: int = 100) -> str:
    console = Console(file=io.StringIO(), width=width)
    with AnswerPrinter(console) as printer:
        printer.print(events)
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


def test_a_terminal_shows_blocks_as_what_they_are_and_marks_doubt_in_words() -> None:
    told = printed(ferry_events())
    begin, _, sources = told.partition("\n\n[1]")
    assert begin == (
        "The accident\n\n"
        "The ferry struck the pier. [1] Fifteen people were injured. [contradicted by your articles] (14, not\n15)\n"
        "    nearest: “Fourteen people were injured, the ‘harbor authority’ said.” (The Harbor Ledger, 8 July\n"
        "    2025) [2]\n"
        "The mayor wept. [not found in your articles] (nothing says so)\n\n"
        "• It sank. [1]\n"
        "  • Perhaps at noon. [not sure]\n"
        "        nearest: “It was noon.” (The Harbor Ledger, 8 July 2025) [3]\n\n"
        "Source   Injured\n"
        "────────────────\n"
        "Ledger   14 [2]\n\n"
        "The Harbor Ledger, 8 July 2025: “Fourteen people were injured, the ‘harbor authority’ said.” [2]\n\n"
        "Sources disagree: The Harbor Ledger says “14”, but Lakeview Tribune “23”. [2] [4]\n\n"
        "Other articles say: The closest article is:\n"
        "    “Title of plans” (plans)\n"
        "    Read one with `chatbot articles show ID`."
    )
    score = "4 of 7 sentences supported, 1 not sure, 1 contradicted, 1 not found, 1 withheld, 2 articles"
    assert sources.endswith(f"\n\n{score}")
    assert printed(ferry_events("")).endswith(OWN_WORDS)


def test_sources_are_listed_with_the_words_that_were_not_read_above() -> None:
    lines = printed(ferry_events()).split("\n\n[1] ")[1].splitlines()
    assert lines[:4] == [
        "“Title of pier”, The Harbor Ledger, 8 July 2025",
        "    https://x.example/pier",
        "    “The ferry struck the north pier.”",
        "    pier@1, characters 0-32",
    ]
    assert "    “Twenty-three people were injured.”" in lines
    assert not any("Fourteen" in line or "noon.”" in line for line in lines)


def test_each_side_of_a_disagreement_has_lines_of_its_own_and_articles_that_are_named_their_ids() -> None:
    citations = {number: Citation(number, "a", 1, "", name, "", None, 0, 1, name) for number, name in enumerate("AB")}
    sides = Note(NoteKind.DISAGREEMENT, "A: “A”, but B: “B”", (0, 1))
    links = tuple(ArticleLink(f"{number}23456789abc", 1, title, "Echo") for number, title in enumerate(["T", "T", "U"]))
    naming = Note(NoteKind.NOT_IN_LIBRARY, "The nearest are “T”, Echo, 1 May; “T” of old. Again “T”.", links=links)
    console = Console(file=io.StringIO(), width=80)
    for note in (sides, naming):
        console.print(note_renderable(note, citations))
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().splitlines() == [
        "Sources disagree:",
        "    A: “A” [0]",
        "    B: “B” [1]",
        "Not in your library: The nearest are:",
        "    “T”, Echo, 1 May (02345678)",
        "    “T”, of old. Again “T” (12345678)",
        "    “U”, Echo (22345678)",
        "    Read one with `chatbot articles show ID`.",
    ]


def test_the_words_that_nothing_backs_are_underlined_and_none_struck_through() -> None:
    doubtful = Sentence(INJURED, Verdict.CONTRADICTED, 0.2, unbacked=(Span(0, 7),))
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard")
    console.print(sentence_text(doubtful))
    assert isinstance(console.file, io.StringIO)
    assert "\x1b[4mFifteen\x1b[0m people" in console.file.getvalue()
    assert "\x1b[9m" not in console.file.getvalue()


@pytest.mark.parametrize("width", [20, 40, 80, 300])
def test_no_width_loses_a_word(width: int) -> None:
    def words(text: str) -> str:
        return "".join(text.replace("─", "").split())

    assert words(printed(ferry_events(), width)) == words(printed(ferry_events(), 1000))


PRINTING = """
from chatbot.cli.answer_printer import AnswerPrinter
from chatbot.cli.console import terminal
from chatbot.cli import main
from tests.answers import ferry_events
def app():
    with AnswerPrinter(terminal()) as printer:
        printer.print(ferry_events())
main.app = app
main.main()
"""


@pytest.mark.parametrize(
    "environment",
    [
        {"COLUMNS": "0"},
        {"COLUMNS": "1", "FORCE_COLOR": "1"},
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "ascii", "FORCE_COLOR": "1"},
        {"TERM": "dumb"},
    ],
)
def test_no_terminal_ends_in_a_traceback(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PRINTING], env=os.environ | environment, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert not done.stderr or b"Set" in done.stderr, "nothing but what to set to see every letter"
    assert b"4 of 7 sentences" in done.stdout


def markdown(told: Answer, *, chat: bool) -> str:
    written, known = for_chat_clients() if chat else for_files(), {item.id: item for item in told.citations}
    for block in told.blocks:
        for at, sentence in enumerate(block.sentences):
            one = Block(block.kind, (sentence,), block.level, block.head)
            written.add(one, known, begins=at == 0)
    for note in told.notes:
        written.add_note(note)
    return written.text


def test_chat_clients_get_markdown_with_words_for_doubt() -> None:
    assert markdown(ferry_answer(), chat=True) == (
        "### The accident\n\n"
        "The ferry struck the pier. [1] Fifteen people were injured. [contradicted by your articles] "
        "(nearest “Fourteen people were injured, the ‘harbor authority’ said.” (The Harbor Ledger, 8 July 2025)) "
        "The mayor wept. [not found in your articles]\n\n"
        "- It sank. [1]\n"
        "  - Perhaps at noon. [not sure: nearest “It was noon.” (The Harbor Ledger, 8 July 2025)]\n\n"
        "| Source | Injured |\n| --- | --- |\n| Ledger | 14 [2] |\n\n"
        "> The Harbor Ledger, 8 July 2025: “Fourteen people were injured, the ‘harbor authority’ said.” [2]\n\n"
        "Sources disagree: The Harbor Ledger says “14”, but Lakeview Tribune “23”. [2] [4]\n\n"
        "Other articles say: The closest article is “Title of plans”."
    )


@settings(deadline=None)
@given(BLOCKS)
def test_every_block_is_of_its_kind_in_markdown(blocks: list[Block]) -> None:
    from markdown_it import MarkdownIt

    told = Answer("Q?", "id", False, tuple(blocks), (), "m")
    page = MarkdownIt("commonmark").enable("table").render(markdown(told, chat=True))
    assert page.count("Said.") == len(blocks)
    kinds = [block.kind for block in blocks]
    for kind, tag in ((BlockKind.HEADING, "<h3>"), (BlockKind.QUOTATION, "<blockquote>"), (BlockKind.BULLET, "<li>")):
        assert page.count(tag) == kinds.count(kind)
    assert page.count("<table>") == sum(group[0].kind is BlockKind.ROW for group in groups(blocks))
    assert "<code>" not in page


def test_a_wider_row_loses_no_cell_in_markdown() -> None:
    rows = [("a", "b"), ("c",), ("d", "e", "f")]
    written = for_chat_clients()
    for cells in rows:
        block = Block(BlockKind.ROW, (Sentence(" | ".join(cells), YES, 1.0, cells=cells),))
        written.add(block, {}, begins=True)
    assert written.text == "|  |  |\n| --- | --- |\n| a | b |\n| c |  |\n| d | e, f |"


def test_the_hand_made_answer_is_told_out_of_order() -> None:
    assert any(isinstance(event, Shown) and not event.settled for event in ferry_events())
