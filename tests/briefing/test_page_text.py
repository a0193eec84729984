"""A model's page is read into sections and days, however the model heads and dates them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chatbot.answering.cut_off import with_ends_known
from chatbot.answering.draft_text import DraftReader
from chatbot.briefing.page_text import PageSentence, leading_day, read_page
from chatbot.briefing.records import SectionKind

NEAR = datetime(2025, 4, 12, tzinfo=UTC)


def read(text: str) -> list[PageSentence]:
    return [said for said, _ in read_page(with_ends_known(DraftReader().read([text])), NEAR)]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("## Bottom line", SectionKind.BOTTOM_LINE),
        ("**Bottom Line:**", SectionKind.BOTTOM_LINE),
        ("### KEY DEVELOPMENTS", SectionKind.DEVELOPMENTS),
        ("# Timeline of events", SectionKind.TIMELINE),
        ("## What changed since the briefing of 18 March 2025", SectionKind.CHANGES),
        ("## Who stands where", SectionKind.STATEMENTS),
        ("## Disputed", SectionKind.DISAGREEMENTS),
        ("## Where sources disagree", SectionKind.DISAGREEMENTS),
        ("## Open questions", SectionKind.OPEN_QUESTIONS),
        ("## Background", SectionKind.DEVELOPMENTS),
    ],
)
def test_a_heading_names_the_section(heading: str, kind: SectionKind) -> None:
    (said,) = read(f"{heading}\nThe pier is closed.\n")
    assert (said.kind, said.written.text) == (kind, "The pier is closed.")


def test_what_stands_before_all_headings_is_the_bottom_line() -> None:
    assert [said.kind for said in read("The pier is closed.\n\n## Timeline\n- 8 March 2025: The ferry hit it.\n")] == [
        SectionKind.BOTTOM_LINE,
        SectionKind.TIMELINE,
    ]


def test_a_section_may_be_named_within_its_line() -> None:
    first, second = read("**Bottom line:** The pier is closed.\n\n**Key developments:** A ferry hit it.\n")
    assert (first.kind, first.written.text) == (SectionKind.BOTTOM_LINE, "The pier is closed.")
    assert (second.kind, second.written.text) == (SectionKind.DEVELOPMENTS, "A ferry hit it.")


def test_a_heading_within_a_section_leads_up_to_what_follows() -> None:
    first, second = read("## Who stands where\n### The port\n- It wants money.\n- It wants peace.\n")
    assert (first.kind, first.label) == (SectionKind.STATEMENTS, "The port")
    assert (second.kind, second.label) == (SectionKind.STATEMENTS, "")


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("18 March 2025: The talks failed.", date(2025, 3, 18), "The talks failed."),
        ("March 18, 2025 – the talks failed.", date(2025, 3, 18), "The talks failed."),
        ("2025-03-18: The talks failed.", date(2025, 3, 18), "The talks failed."),
        ("Tuesday, 18 March 2025: The talks failed.", date(2025, 3, 18), "The talks failed."),
        ("18 March: The talks failed.", date(2025, 3, 18), "The talks failed."),
        ("On 18 March, the talks failed.", date(2025, 3, 18), "On 18 March, the talks failed."),
        ("18–20 March 2025: The talks went on.", None, "18–20 March 2025: The talks went on."),
        ("March 2025: The talks went on.", None, "March 2025: The talks went on."),
        ("The minister: no talks before 18 March.", None, "The minister: no talks before 18 March."),
    ],
)
def test_an_entry_of_a_timeline_begins_with_its_day(text: str, day: date | None, rest: str) -> None:
    assert leading_day(text, NEAR) == (day, rest)


def test_a_table_is_read_as_bullets() -> None:
    said = read("## Timeline\n| Date | Event |\n|---|---|\n| 18 March 2025 | The talks failed. [4] |\n")
    assert [(one.day, one.written.text, one.written.markers) for one in said] == [
        (date(2025, 3, 18), "The talks failed.", (4,))
    ]


def test_the_sentences_of_one_bullet_are_of_one_day() -> None:
    first, second = read("## Timeline\n- 18 March 2025: The talks failed. Both sides left the city at once.\n")
    assert first.day == second.day == date(2025, 3, 18)
    assert first.written.block == second.written.block
