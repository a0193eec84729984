"""Of a deleted article a kept briefing holds nothing, and what rests on others stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chatbot.answering.wording import quoted
from chatbot.briefing.export.saving import FORMATS, render
from chatbot.briefing.keeping.forgetting import REMOVED, REMOVED_NOTE, without_article
from chatbot.briefing.keeping.serialising import BriefingRecord, record_to_json
from chatbot.briefing.keeping.store import FILE_NAME, BriefingStore
from chatbot.briefing.records import Entry, Section, SectionKind
from chatbot.records import Verdict
from tests.briefing.keeping.samples import BOTH, BRIDGE, FERRY, briefing, request, said, texts

RECORD = BriefingRecord(briefing(), ("a1@1", "a1@2", "b2@1"))
TITLES = {"Cracks in the arch", "An older title"}


def test_what_rests_on_a_deleted_article_is_marked_and_the_rest_stays() -> None:
    left = without_article(RECORD, "a1", TITLES).briefing
    assert texts(left) == [REMOVED, REMOVED, quoted(FERRY), REMOVED]
    (bottom, timeline) = left.sections
    assert [entry.label for entry in bottom.entries] == ["", ""]
    assert [entry.sentence.verdict for entry in bottom.entries] == [Verdict.NOT_A_CLAIM] * 2
    assert bottom.entries[1].sentence.citations == (2,), "the other article can still be read"
    assert (timeline.entries[0].sources, timeline.entries[0].sentence.citations) == (1, (2,))
    assert (timeline.entries[0].day, timeline.entries[1].day) == (date(2025, 6, 3), None)
    assert left.citations == briefing().citations[1:2], "numbers stay"
    assert [(use.article_id, use.citations) for use in left.sources] == [("b2", 2)]
    assert left.notes == briefing().notes


def test_a_second_source_goes_without_the_words_that_the_first_one_said() -> None:
    left = without_article(RECORD, "b2", {"The ferry is back"}).briefing
    assert texts(left) == [quoted(BRIDGE), REMOVED, REMOVED, quoted(BRIDGE)]
    assert left.sections[0].entries[0].label == "Paper a1, 3 June 2025"


def test_no_word_title_publisher_address_or_id_is_left_anywhere() -> None:
    entries = (
        Entry(said(f"Then: {quoted(BRIDGE)} Now: {quoted(FERRY)}", 1, 2)),
        Entry(said("It speaks of “An older title”.", 2)),
        Entry(replace(said("Perhaps the arch is new.", verdict=Verdict.UNSURE), nearest=(1,), reason="not in it")),
        Entry(replace(said(quoted(FERRY), 2), original="Masons found a ferry.")),
        Entry(said(quoted(FERRY), 2, 1), "Paper a1, 3 June 2025, and 1 other source"),
        Entry(said(quoted(FERRY), 2), "a note on “Cracks in the arch”"),
    )
    whole = replace(
        briefing(),
        sections=(*briefing().sections, Section(SectionKind.CHANGES, "What changed", entries)),
        notes=("“Cracks in the arch” could not be read.", "The model was slow."),
    )
    record = without_article(BriefingRecord(whole, RECORD.read), "a1", TITLES)
    assert texts(record.briefing)[4:] == [REMOVED, REMOVED, REMOVED, *[quoted(FERRY)] * 3]
    assert record.briefing.notes == (REMOVED_NOTE, "The model was slow.")
    assert record.read == ("b2@1",)
    text = record_to_json(record)
    words = ("Masons", "arch", "older", "Paper a1", "a1.example", '"a1', "Until then", "closed")
    assert [word for word in words if word in text] == []
    for suffix in FORMATS:
        assert render(record.briefing, suffix)


def test_deleting_again_or_another_article_changes_nothing() -> None:
    left = without_article(RECORD, "a1", TITLES)
    assert without_article(left, "a1", TITLES) == left
    assert without_article(RECORD, "c3", {"Unknown"}) == RECORD
    assert without_article(RECORD, "a", {"A"}) == RECORD, "the beginning of an id is another id"
    both = without_article(left, "b2", {"The ferry is back"}).briefing
    assert set(texts(both)) == {REMOVED}
    assert (both.citations, both.sources) == ((), ())


def test_a_label_that_a_staying_article_shares_stays() -> None:
    """Two articles of one publisher and day are named alike."""
    whole = briefing()
    twins = tuple(replace(item, publisher="Paper b2") for item in whole.citations)
    left = without_article(BriefingRecord(replace(whole, citations=twins), ()), "a1", TITLES).briefing
    assert left.sections[1].entries[0].label == "Paper b2, 3 June 2025, and 1 other source"


@pytest.mark.parametrize("article", ["a1", "b2"])
def test_of_a_deleted_article_nothing_is_left_in_the_file(tmp_path: Path, article: str) -> None:
    path = tmp_path / FILE_NAME
    with BriefingStore.open(path) as kept:
        for user in ("ada", "eve"):
            kept.add(request(), briefing(), RECORD.read, user)
        kept.forget(article, TITLES)
        assert all(REMOVED in texts(kept.load(kept.summaries(user)[0].id, user).briefing) for user in ("ada", "eve"))
    left = path.read_bytes()
    gone, stays = (BRIDGE, FERRY) if article == "a1" else (FERRY, BRIDGE)
    assert gone.encode() not in left
    assert BOTH.encode() not in left
    assert f"{article}@".encode() not in left
    assert stays.encode() in left
