"""What a reader types into the form that corrects an article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from chatbot.errors import CorrectionRefused
from chatbot.library.correcting import MetadataChanges, corrected_article
from chatbot.records import Article, ArticleSummary, Metadata
from chatbot.web.article_form import NO, UNKNOWN, YES, shown_of, typed_changes
from chatbot.web.article_table import Order, table_html

EVENING = datetime(2025, 7, 1, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
KNOWN = Metadata("Quarry to close", ("Jana Malá", "Petr Vlk"), "Echo", EVENING, datetime(2025, 7, 2, tzinfo=UTC), "cs")
ARTICLE = Article("1a2b3c4d5e6f7a8b", 1, "/quarry.txt", "Text.", KNOWN, "", datetime(2025, 8, 1, tzinfo=UTC))
SHOWN = shown_of(ARTICLE)


def test_the_form_holds_what_is_known_as_it_can_be_typed_again() -> None:
    assert SHOWN == (
        "Quarry to close", "Jana Malá\nPetr Vlk", "Echo", "2025-07-01T23:30:00-05:00", "2025-07-02", "cs", UNKNOWN,
    )  # fmt: skip
    everything = typed_changes([""] * len(SHOWN), SHOWN)
    empty = replace(ARTICLE, metadata=Metadata())
    assert corrected_article(empty, everything).metadata == replace(KNOWN, opinion=None)


def test_what_was_not_touched_is_not_corrected() -> None:
    assert typed_changes(SHOWN, SHOWN) == {}
    assert typed_changes(SHOWN, [" Quarry to close ", "Jana Malá\r\nPetr Vlk", "Echo", *SHOWN[3:]]) == {}
    nothing = shown_of(replace(ARTICLE, metadata=Metadata()))
    assert typed_changes(nothing, [None, None, "", None, "", None, UNKNOWN]) == {}


@pytest.mark.parametrize(
    ("at", "typed", "changes"),
    [
        (0, "Quarry closes", {"title": "Quarry closes"}),
        (2, "", {"publisher": ""}),
        (1, "Jana Malá\n", {"authors": ["Jana Malá"]}),
        (3, "2025-07-03", {"published": datetime(2025, 7, 3, tzinfo=UTC)}),
        (3, None, {"published": None}),
        (4, "2025-07-03T10:00+02:00", {"updated": datetime(2025, 7, 3, 8, tzinfo=UTC)}),
        (6, YES, {"opinion": True}),
        (6, NO, {"opinion": False}),
    ],
)
def test_what_was_changed_is_corrected_and_nothing_else(at: int, typed: str | None, changes: MetadataChanges) -> None:
    fields: list[str | None] = list(SHOWN)
    fields[at] = typed
    assert typed_changes(SHOWN, fields) == changes


@pytest.mark.parametrize("typed", ["soon", "2025-13-01", "3/4/2025", "<b>1</b>"])
def test_what_is_no_date_is_refused_with_how_to_write_one(typed: str) -> None:
    with pytest.raises(CorrectionRefused, match="2025-03-18"):
        typed_changes(SHOWN, [*SHOWN[:3], typed, *SHOWN[4:]])


def test_the_table_marks_pieces_of_opinion_and_finds_them() -> None:
    facts = (datetime(2025, 8, 1, tzinfo=UTC), "", 1, 1)
    column = ArticleSummary("1a2b3c4d5e6f7a8b", 1, "/a", Metadata("Close it", opinion=True), *facts)
    report = ArticleSummary("2a2b3c4d5e6f7a8b", 1, "/b", Metadata("Quarry closes", opinion=False), *facts)
    assert "Close it (opinion)" in table_html([column, report], "", Order())
    found = table_html([column, report], "opinion", Order())
    assert "Close it" in found
    assert "Quarry closes" not in found
