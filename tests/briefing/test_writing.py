"""Briefings that a model writes: in its words, each sentence backed or marked, and what it leaves untold quoted."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader
from rich.console import Console

from chatbot.app import Chatbot
from chatbot.briefing.export.saving import render
from chatbot.briefing.records import Briefing, BriefingRequest, Entry, Length, SectionKind
from chatbot.cli.brief import print_briefing
from chatbot.records import Verdict
from chatbot.settings import load_settings
from chatbot.web.briefing_view import finished_html
from tests.answering.author import Author, author_on_loopback, corrections, verdicts
from tests.briefing.conftest import NOW, briefing_of
from tests.loopback import Call, Reply, drops_after, fails, speaks, thinks

TOPIC = "the Kilbrannagh ferry accident"
HURT = "Fourteen people were injured on Saturday morning"
COUNTED = "Twenty-three people were injured when a ferry"
GANGWAY = "It took 40 minutes to get everyone off"
PIER = "The ferry, the Saint Aldwyn, was arriving from Innismoyle"
BOAT = "A smaller boat, the Lady Corrin, will run four crossings on Sunday"
POWER = "In June 2024 the ship lost power for 25 minutes"
TRUE = f"Fourteen people were injured when the ferry Saint Aldwyn struck the north pier at Kilbrannagh [[{HURT}]]."
SLOW = f"It took 40 minutes to get everyone off, because the gangway on the port side had been bent [[{GANGWAY}]]."
WRONG = f"Nineteen people were injured when the ferry Saint Aldwyn struck the north pier at Kilbrannagh [[{HURT}]]."
MADE_UP = "The mayor of Kilbrannagh wept for an hour."
PAGE = f"""## Bottom line
{TRUE}

## Key developments
The ferry hit the north pier as it arrived from Innismoyle [[{PIER}]]. {SLOW}

{MADE_UP}

## Timeline
- 9 March 2025: A smaller boat, the Lady Corrin, runs four crossings [[{BOAT}]].
"""

Open = Callable[..., Chatbot]


@pytest.fixture(scope="module")
def author() -> Iterator[Author]:
    with author_on_loopback() as running:
        yield running


@pytest.fixture
def open_chatbot(chatbot: Chatbot, author: Author, tmp_path: Path) -> Iterator[Open]:
    """Opens chatbots with a model and a history of their own over the samples."""
    opened: list[Chatbot] = []

    def over_samples(**settings: object) -> Chatbot:
        wanted = {"library": tmp_path, "llm_base_url": author.base_url, "llm_model": "told", **settings}
        opened.append(Chatbot(load_settings(**wanted)))
        opened[-1].__dict__ |= {"library": chatbot.library, "encoder": chatbot.encoder, "reader": chatbot.reader}
        return opened[-1]

    yield over_samples
    for one in opened:
        one.__dict__.pop("library")
        one.close()


@pytest.fixture
def writing(open_chatbot: Open) -> Chatbot:
    return open_chatbot()


def written(briefing: Briefing, kind: SectionKind) -> list[Entry]:
    """What the model wrote of a section."""
    return [entry for entry in briefing.section(kind) if entry.paragraph]


def quoted(briefing: Briefing, kind: SectionKind) -> str:
    return " ".join(entry.sentence.text for entry in briefing.section(kind) if not entry.paragraph)


def backing(briefing: Briefing, entry: Entry) -> str:
    known = {citation.id: citation.quote for citation in briefing.citations}
    return " ".join(known[number] for number in entry.sentence.citations)


def all_words(briefing: Briefing) -> str:
    return " ".join(entry.sentence.text for section in briefing.sections for entry in section.entries)


def standard(chatbot: Chatbot) -> Briefing:
    return briefing_of(chatbot, TOPIC, Length.STANDARD)


def test_a_page_stands_in_the_models_words_with_its_sources(writing: Chatbot, author: Author) -> None:
    author.writes(PAGE)
    briefing = standard(writing)
    (line,) = written(briefing, SectionKind.BOTTOM_LINE)
    assert line.sentence.text == re.sub(r" \[\[.*", "", TRUE) + "."
    assert HURT in backing(briefing, line)
    first, second, alone = written(briefing, SectionKind.DEVELOPMENTS)
    assert first.prose
    assert first.paragraph == second.paragraph != alone.paragraph
    (entry,) = written(briefing, SectionKind.TIMELINE)
    assert (entry.day, entry.prose) == (date(2025, 3, 9), False)
    assert entry.sentence.text == "A smaller boat, the Lady Corrin, runs four crossings."
    assert BOAT in backing(briefing, entry)
    assert briefing.model == "told"
    for citation in briefing.citations:
        article = writing.library.get(citation.article_id, citation.version)
        assert article.text[citation.start : citation.end] == citation.quote


def test_a_doubtful_sentence_keeps_its_words_and_is_marked(writing: Chatbot, author: Author) -> None:
    author.writes(PAGE.replace(TRUE, f"{TRUE} {WRONG}"))
    briefing = standard(writing)
    _, wrong = (entry.sentence for entry in written(briefing, SectionKind.BOTTOM_LINE))
    assert wrong.text.startswith("Nineteen people")
    assert wrong.verdict.is_doubtful
    assert wrong.reason
    assert wrong.nearest
    assert not wrong.citations
    made_up = written(briefing, SectionKind.DEVELOPMENTS)[-1].sentence
    assert (made_up.text, made_up.verdict) == (MADE_UP, Verdict.NOT_FOUND)


def test_a_judge_and_one_repair_are_asked_once_whatever_the_doubts(writing: Chatbot, author: Author) -> None:
    author.writes(
        PAGE.replace(TRUE, f"{WRONG} The ship was inspected by ghosts of the harbor."),
        judge=verdicts(("contradicted", [HURT]), ("not_found", [HURT]), ("not_found", [HURT])),
        repair=corrections((re.sub(r" \[\[.*", ".", TRUE), []), ("", []), ("", [])),
    )
    briefing = standard(writing)
    assert [author.times(prompt) for prompt in ("brief", "judge", "repair")] == [1, 1, 1]
    repaired, ghosts = (entry.sentence for entry in written(briefing, SectionKind.BOTTOM_LINE))
    assert repaired.verdict is Verdict.SUPPORTED
    assert repaired.text.startswith("Fourteen")
    assert repaired.original.startswith("Nineteen")
    assert ghosts.verdict is Verdict.NOT_FOUND
    assert briefing.usage.prompt_tokens == 300


def test_what_the_model_leaves_untold_is_quoted_and_what_it_tells_is_not(
    chatbot: Chatbot, writing: Chatbot, author: Author
) -> None:
    author.writes(PAGE)
    plan, briefing = standard(chatbot), standard(writing)
    assert GANGWAY in all_words(plan)
    assert GANGWAY not in quoted(briefing, SectionKind.DEVELOPMENTS)
    assert POWER in quoted(briefing, SectionKind.DEVELOPMENTS)
    assert COUNTED in quoted(briefing, SectionKind.BOTTOM_LINE)
    assert HURT not in quoted(briefing, SectionKind.BOTTOM_LINE)
    sides = quoted(briefing, SectionKind.DISAGREEMENTS)
    assert HURT in sides
    assert COUNTED in sides


def test_a_model_that_tells_all_of_the_plan_leaves_nothing_to_quote(writing: Chatbot, author: Author) -> None:
    def tells_all(call: Call) -> None:
        numbered = call.body["messages"][-1]["content"].partition("Further facts")[0]
        told = [f"{quote} [{number}]" for number, quote in re.findall(r"\[(\d+)\] [^:\n]*: (.*)", numbered)]
        dated = re.findall(r"\[(\d+)\] [^:\n(]*, (\d+ March 2025)(?: \(about ([^)]*)\))?: (.*)", numbered)
        timeline = [f"- {about or day}: {quote} [{number}]" for number, day, about, quote in dated]
        text = "## Bottom line\n{}\n## Timeline\n{}\n## Who stands where\n- {}\n## Open questions\n- {}\n"
        speaks(text.format("\n".join(told[:3]), "\n".join(timeline), told[3], told[4]))(call)

    author.writes(tells_all)
    briefing = briefing_of(writing, TOPIC, Length.LONG)
    assert [quoted(briefing, kind) for kind in SectionKind] == [""] * len(SectionKind)
    assert all(entry.sentence.verdict is Verdict.SUPPORTED for entry in written(briefing, SectionKind.TIMELINE))


def test_a_bottom_line_that_does_not_hold_stands_below_the_quoted_one(writing: Chatbot, author: Author) -> None:
    author.writes(f"## Bottom line\n{MADE_UP}\n\n## Key developments\n{TRUE}\n")
    entries = standard(writing).section(SectionKind.BOTTOM_LINE)
    assert [bool(entry.paragraph) for entry in entries] == [False, False, False, True]
    assert entries[-1].sentence.text == MADE_UP
    assert any(HURT in entry.sentence.text for entry in entries[:3])


def test_what_a_model_thinks_is_no_part_of_the_page(writing: Chatbot, author: Author) -> None:
    author.writes(f"<think>\n## Bottom line\nThe pier was made of cheese.\n</think>\n{PAGE}")
    assert "cheese" not in all_words(standard(writing))
    author.writes(thinks("cheese", then=["## Bottom line\nThe port reopened.\n"]))
    briefing = standard(writing)
    assert "cheese" not in all_words(briefing)
    assert written(briefing, SectionKind.BOTTOM_LINE)


def test_a_reply_that_is_cut_off_is_said_to_be(writing: Chatbot, author: Author) -> None:
    author.writes(speaks("## Bottom line\nThe port reopened. The captain of the", finish="length"))
    briefing = standard(writing)
    assert ["cut off" in note for note in briefing.notes] == [True]
    last = written(briefing, SectionKind.BOTTOM_LINE)[-1].sentence
    assert (last.text, last.verdict) == ("The captain of the", Verdict.UNSURE)
    assert "cut off" in last.reason


@pytest.mark.parametrize("reply", [fails(400), fails(500), speaks("The sources do not say.")])
def test_without_a_page_of_the_model_everything_is_quoted_and_a_note_says_so(
    chatbot: Chatbot, writing: Chatbot, author: Author, reply: Reply
) -> None:
    author.writes(reply)
    briefing = standard(writing)
    assert len(briefing.notes) == 1
    assert "quoted instead" in briefing.notes[0]
    assert briefing.model == ""
    assert all_words(briefing) == all_words(standard(chatbot))


def test_what_was_written_before_the_model_failed_stays(writing: Chatbot, author: Author) -> None:
    author.writes(drops_after("## Bottom line\nThe mayor of Kilbrannagh wept for an hour. The port is open again.\n\n"))
    briefing = standard(writing)
    assert written(briefing, SectionKind.BOTTOM_LINE)
    assert "for the rest" in briefing.notes[0]
    assert HURT in all_words(briefing)


def test_a_pack_that_is_too_long_is_halved_and_asked_with_again(writing: Chatbot, author: Author) -> None:
    lengths: list[int] = []

    def reads_little(call: Call) -> None:
        lengths.append(len(call.body["messages"][-1]["content"]))
        text = "This model's maximum context length is 4096 tokens. However, you requested more."
        (fails(400, text) if len(lengths) < 3 else speaks("## Bottom line\nThe port is open again.\n"))(call)

    author.writes(reads_little)
    briefing = briefing_of(writing, "March 2025", Length.STANDARD)
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[2] < lengths[0]
    assert written(briefing, SectionKind.BOTTOM_LINE)
    assert not briefing.notes


def test_strictly_doubtful_sentences_are_withheld_and_counted(open_chatbot: Open, author: Author) -> None:
    author.writes(PAGE)
    briefing = standard(open_chatbot(strict=True))
    assert MADE_UP not in all_words(briefing)
    assert ["1 " in note and "withheld" in note for note in briefing.notes] == [True]
    assert written(briefing, SectionKind.BOTTOM_LINE)


def test_a_talkative_model_keeps_room_for_the_rest_of_the_page(writing: Chatbot, author: Author) -> None:
    chatter = " ".join(f"The {word} of the harbor was painted in {word} colors last year." for word in WORDS)
    author.writes(f"## Bottom line\n{TRUE}\n## Key developments\n{chatter}\n{PAGE.partition('## Timeline')[2]}")
    briefing = briefing_of(writing, TOPIC, Length.SHORT)
    told = written(briefing, SectionKind.DEVELOPMENTS)
    assert 0 < len(told) < len(WORDS)
    assert any(f"{len(WORDS) + 1 - len(told)} of its sentences are left out" in note for note in briefing.notes)
    assert briefing.section(SectionKind.TIMELINE)


WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()


def test_a_sentence_that_is_said_again_stands_once_and_is_counted(writing: Chatbot, author: Author) -> None:
    author.writes(f"## Bottom line\n{TRUE}\n\n## Key developments\n" + f"{SLOW}\n\n" * 3)
    briefing = standard(writing)
    assert len(written(briefing, SectionKind.DEVELOPMENTS)) == 1
    assert ["2 that repeated" in note for note in briefing.notes] == [True]


def test_an_entry_of_the_timeline_under_a_wrong_day_is_not_sure(writing: Chatbot, author: Author) -> None:
    author.writes(PAGE.replace("- 9 March 2025:", "- 21 March 2025:"))
    (entry,) = written(briefing := standard(writing), SectionKind.TIMELINE)
    assert entry.sentence.verdict is Verdict.UNSURE
    assert "9 March 2025" in entry.sentence.reason
    assert BOAT in quoted(briefing, SectionKind.TIMELINE)


def test_days_in_other_words_than_the_articles_are_backed(writing: Chatbot, author: Author) -> None:
    dated = f"On 8 March 2025 {TRUE[0].lower()}{TRUE[1:]}"
    author.writes(f"## Bottom line\n{dated} {dated.replace('8 March', '2 March')}\n")
    right, wrong = (entry.sentence for entry in written(standard(writing), SectionKind.BOTTOM_LINE))
    assert right.verdict is Verdict.SUPPORTED
    assert wrong.verdict.is_doubtful


def test_audience_length_and_topic_reach_the_model(writing: Chatbot, author: Author) -> None:
    author.writes(PAGE)
    request = BriefingRequest(NOW, TOPIC, length=Length.SHORT, audience="the port's\ninsurers")
    list(writing.brief(request))
    (asked,) = author.texts("brief")
    assert f"Topic: {TOPIC}" in asked
    assert "Reader: the port's insurers" in asked
    assert "at most 225 words" in asked
    assert "There is no earlier briefing" in asked


def test_the_model_is_told_what_is_new_since_the_last_briefing(writing: Chatbot, author: Author) -> None:
    author.writes(PAGE)
    standard(writing)
    author.writes(f"## Bottom line\n{TRUE}\n\n## What changed\n{SLOW}\n")
    briefing = standard(writing)
    assert "has the briefing of 12 April 2025" in author.texts("brief")[0]
    assert len(written(briefing, SectionKind.CHANGES)) == 1


def test_without_an_earlier_briefing_nothing_has_changed(writing: Chatbot, author: Author) -> None:
    author.writes(f"## Bottom line\n{TRUE}\n\n## What changed\n{SLOW}\n")
    briefing = standard(writing)
    assert not briefing.section(SectionKind.CHANGES)
    assert len(written(briefing, SectionKind.DEVELOPMENTS)) == 1


def test_every_format_marks_what_is_doubtful(writing: Chatbot, author: Author) -> None:
    author.writes(PAGE.replace(TRUE, f"{TRUE} {WRONG}"))
    briefing = standard(writing)
    console = Console(file=io.StringIO(), width=200)
    print_briefing(console, briefing)
    docx = Document(io.BytesIO(render(briefing, ".docx")))
    pdf = PdfReader(io.BytesIO(render(briefing, ".pdf")))
    shown = {
        "terminal": console.file.getvalue(),
        "page": re.sub(r"<[^>]+>", " ", finished_html(briefing)),
        "md": render(briefing, ".md").decode().replace("\\", ""),
        "html": re.sub(r"<[^>]+>", " ", render(briefing, ".html").decode()),
        "docx": " ".join(paragraph.text for paragraph in docx.paragraphs),
        "pdf": " ".join(page.extract_text() for page in pdf.pages),
    }
    for name, text in shown.items():
        plain = " ".join(text.split())
        behind = plain.partition("Nineteen people were injured")[2][:400]
        assert "Kilbrannagh" in behind, name
        assert re.search(r"not sure|not found in your articles|contradicted by your articles", behind), name
        assert "earest" in behind, name
        assert HURT in behind, name
        assert "written by told" in plain or name == "json", name
