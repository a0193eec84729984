"""Briefings over the samples: everything is cited, nothing planted in them is missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from chatbot.app import SEEDS, Chatbot, build_chatbot
from chatbot.briefing.events import BriefingFinished, BriefingProgress, BriefingStage
from chatbot.briefing.happenings import group_stories
from chatbot.briefing.keeping import serialising
from chatbot.briefing.keeping.forgetting import REMOVED
from chatbot.briefing.keeping.store import FILE_NAME
from chatbot.briefing.material import build_material, read_sentences
from chatbot.briefing.records import BriefingRequest, Length, SectionKind
from chatbot.errors import BriefingError, NothingToReport
from chatbot.library.correcting import MetadataChanges
from chatbot.records import Document, Filters, Metadata, Period
from tests.briefing.conftest import NOW, briefing_of


def test_every_citation_resolves_and_every_statement_has_one(chatbot: Chatbot) -> None:
    briefing = briefing_of(chatbot, "")
    known = {citation.id for citation in briefing.citations}
    for section in briefing.sections:
        for entry in section.entries:
            assert entry.sentence.citations
            assert known.issuperset(entry.sentence.citations)
    for citation in briefing.citations:
        article = chatbot.library.get(citation.article_id, citation.version)
        assert article.text[citation.start : citation.end] == citation.quote
    assert sum(use.citations for use in briefing.sources) == sum(
        len(entry.sentence.citations) for section in briefing.sections for entry in section.entries
    )


def test_the_planted_contradiction_and_the_correction_are_shown(chatbot: Chatbot) -> None:
    briefing = briefing_of(chatbot, "March 2025")
    sides = " ".join(entry.sentence.text for entry in briefing.section(SectionKind.DISAGREEMENTS))
    assert "Fourteen people were injured" in sides
    assert "Twenty-three people were injured" in sides
    corrected = " ".join(entry.sentence.text for entry in briefing.section(SectionKind.CORRECTIONS))
    assert "wrong figure" in corrected
    assert "$48 million" in corrected
    told = (*briefing.section(SectionKind.BOTTOM_LINE), *briefing.section(SectionKind.DEVELOPMENTS))
    assert all(("$84 million" in entry.sentence.text) == ("corrected since" in entry.label) for entry in told)
    assert any("$84 million" in entry.sentence.text for entry in told)
    assert not any("wrong figure" in entry.sentence.text for entry in told)


def test_what_an_article_takes_back_of_itself_is_shown(chatbot: Chatbot) -> None:
    (notice,) = briefing_of(chatbot, "Storm Edda").section(SectionKind.CORRECTIONS)
    assert notice.sentence.text == (
        "Northgate Dispatch, 2 April 2025: “At 10:15 we wrote that 63 schools were closing.” "
        "“The council has told us that it is 36.”"
    )


def test_the_timeline_dates_weekdays_by_their_article(chatbot: Chatbot) -> None:
    timeline = briefing_of(chatbot, "the cease-fire talks").section(SectionKind.TIMELINE)
    told = {entry.day: entry.sentence.text for entry in timeline}
    assert {date(2025, 3, 18), date(2025, 3, 19)} <= set(told)
    assert any("Wednesday" in text for text in told.values())
    assert [entry.day for entry in timeline] == sorted(entry.day for entry in timeline if entry.day)


def test_a_topic_takes_its_own_articles_only(chatbot: Chatbot) -> None:
    briefing = briefing_of(chatbot, "the Kilbrannagh ferry accident")
    assert {use.publisher for use in briefing.sources} == {"The Calder Courier", "Lakeview Tribune"}
    assert all("errywreck" not in use.title for use in briefing.sources)


def test_who_said_what_names_the_speaker_of_the_words(chatbot: Chatbot) -> None:
    statements = briefing_of(chatbot, "").section(SectionKind.STATEMENTS)
    assert any(entry.label == "Prof. Jerome Achterhuis-Lee of the Delmar Institute" for entry in statements)
    assert statements
    for entry in statements:
        assert entry.label in entry.sentence.text
        assert "‘" in entry.sentence.text


def test_an_overview_tells_each_happening_once_and_the_most_reported_first(chatbot: Chatbot) -> None:
    sentences = read_sentences(chatbot.library, chatbot.library.summaries())
    material = build_material(sentences, chatbot.encoder.encode([item.quote for item in sentences]))
    happenings = group_stories(material)
    titles = {item.metadata.title: happenings[story] for item, story in zip(sentences, material.stories, strict=True)}
    ferry = {number for title, number in titles.items() if "ferry" in title}
    talks = {number for title, number in titles.items() if any(word in title for word in ("truce", "Kyiv", "Murmansk"))}
    assert len(ferry) == len(talks) == 1
    assert ferry != talks
    briefing = briefing_of(chatbot, "")
    told = [
        entry.sentence.text
        for kind in (SectionKind.BOTTOM_LINE, SectionKind.DEVELOPMENTS)
        for entry in briefing.section(kind)
    ]
    assert "Putin" in told[0]
    assert sum("Kilbrannagh" in text for text in told) == 1


def test_time_words_and_filters_limit_the_articles(chatbot: Chatbot) -> None:
    briefing = briefing_of(chatbot, "what happened since April 5?")
    assert briefing.first_day is not None
    assert briefing.first_day >= date(2025, 4, 5)
    week = Filters(Period(NOW - timedelta(days=40), NOW - timedelta(days=30)), ("The Calder Courier",))
    events = list(chatbot.brief(BriefingRequest(NOW, filters=week)))
    assert {use.publisher for use in events[-1].briefing.sources} == {"The Calder Courier"}  # type: ignore[union-attr]


@pytest.mark.parametrize("topic", ["the world chess championship in Toronto", "quantum computing"])
def test_a_topic_that_the_library_does_not_know_is_refused(chatbot: Chatbot, topic: str) -> None:
    with pytest.raises(NothingToReport, match="no article about"):
        briefing_of(chatbot, topic)


def test_shorter_briefings_say_less(chatbot: Chatbot) -> None:
    sizes = [
        sum(len(section.entries) for section in briefing_of(chatbot, "", length).sections)
        for length in (Length.SHORT, Length.STANDARD, Length.LONG)
    ]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


def test_progress_counts_and_stopping_leaves_nothing(tmp_path: Path) -> None:
    with build_chatbot(library=tmp_path) as chatbot:
        list(chatbot.ingest([str(SEEDS)]))
        assert chatbot.briefings.summaries() == []
        before = sorted(path.name for path in tmp_path.iterdir())
        events = chatbot.brief(BriefingRequest(NOW))
        seen = [str(next(events)) for _ in range(4)]
        events.close()  # type: ignore[attr-defined]
        assert seen[0] == "selecting articles"
        assert any(text.startswith("reading sentences: ") for text in seen)
        assert sorted(path.name for path in tmp_path.iterdir()) == before
        assert chatbot.briefings.summaries() == []
        assert all(isinstance(event, BriefingProgress) for event in [next(chatbot.brief(BriefingRequest(NOW)))])


FIRST = "Rescuers in Tessaly said that 12 people were missing after the Tessaly dam broke on Monday evening."
LATER = "Rescuers in Tessaly said that 31 people were missing after the Tessaly dam broke on Monday evening."


def test_the_next_briefing_tells_what_changed_also_without_an_article_that_was_deleted(tmp_path: Path) -> None:
    with build_chatbot(library=tmp_path) as chatbot:
        _add(chatbot, "a", FIRST, 0)
        assert not briefing_of(chatbot, "the Tessaly dam").section(SectionKind.CHANGES)
        _add(chatbot, "b", LATER, 1)
        changes = [
            entry.sentence.text for entry in briefing_of(chatbot, "the Tessaly dam").section(SectionKind.CHANGES)
        ]
        assert changes[0].startswith("Then: ")
        assert "12 people" in changes[0]
        assert "31 people" in changes[0]
        assert not briefing_of(chatbot, "the Tessaly dam", user="ada").section(SectionKind.CHANGES)
        (pair,) = chatbot.compare_briefings(chatbot.briefings.summaries()[0].id).recounted
        assert "12 people" in pair.before.text
        stored = (tmp_path / FILE_NAME).read_bytes()
        (first,) = [item.id for item in chatbot.library.summaries() if item.metadata.title == "Report a"]
        assert first.encode() in stored
        chatbot.delete_article(first)
        left = (tmp_path / FILE_NAME).read_bytes()
        assert first.encode() not in left
        assert b"12 people" not in left
        newest = chatbot.briefings.load(chatbot.briefings.summaries()[0].id).briefing
        assert REMOVED in [entry.sentence.text for entry in newest.section(SectionKind.CHANGES)]
        assert b"31 people" in left


def test_a_briefing_is_kept_before_it_is_told_and_only_where_it_shall_be(tmp_path: Path) -> None:
    with build_chatbot(library=tmp_path) as chatbot:
        _add(chatbot, "a", FIRST, 0)
        asked = BriefingRequest(NOW, "the Tessaly dam")
        list(chatbot.brief(asked, keep=False))
        assert chatbot.briefings.summaries() == []
        for event in chatbot.brief(asked, "ada"):
            if isinstance(event, BriefingFinished):
                (summary,) = chatbot.briefings.summaries("ada")
                assert event.kept_as == summary.id
                assert chatbot.briefings.load(summary.id, "ada").briefing == event.briefing
                break
        assert chatbot.briefings.load(summary.id, "ada").read == (f"{chatbot.library.summaries()[0].id}@1",)


def test_an_article_that_is_deleted_while_a_briefing_is_written_is_not_in_it(tmp_path: Path) -> None:
    with build_chatbot(library=tmp_path) as chatbot:
        _add(chatbot, "a", FIRST, 0)
        _add(chatbot, "b", LATER, 1)
        events = chatbot.brief(BriefingRequest(NOW, "the Tessaly dam"))
        assert next(event for event in events if event == BriefingProgress(BriefingStage.COMPARING))
        (first,) = [item.id for item in chatbot.library.summaries() if item.metadata.title == "Report a"]
        chatbot.delete_article(first)
        finished = list(events)[-1]
        assert isinstance(finished, BriefingFinished)
        told = [entry.sentence.text for section in finished.briefing.sections for entry in section.entries]
        assert REMOVED in told
        assert not any("12 people" in text for text in told)
        assert b"12 people" not in (tmp_path / FILE_NAME).read_bytes()


def test_a_briefing_that_cannot_be_kept_is_told_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serialising, "LARGEST", 100)
    with build_chatbot(library=tmp_path) as chatbot:
        _add(chatbot, "a", FIRST, 0)
        finished = list(chatbot.brief(BriefingRequest(NOW, "the Tessaly dam")))[-1]
        assert isinstance(finished, BriefingFinished)
        assert finished.kept_as == ""
        assert "This briefing is not kept. The briefing has" in finished.briefing.notes[-1]
        assert finished.briefing.section(SectionKind.BOTTOM_LINE)


def test_a_kept_briefing_shows_the_version_that_it_cited(tmp_path: Path) -> None:
    with build_chatbot(library=tmp_path) as chatbot:
        _add(chatbot, "a", FIRST, 0)
        written = briefing_of(chatbot, "the Tessaly dam")
        _add(chatbot, "a", LATER, 0)
        name = chatbot.library.summaries()[0].id
        chatbot.edit_article(name, MetadataChanges(title="Dam breaks"))
        kept = chatbot.briefings.load(chatbot.briefings.summaries()[0].id).briefing
        assert kept == written
        (cited,) = {(item.article_id, item.version, item.title) for item in kept.citations}
        assert cited == (name, 1, "Report a")
        assert all(chatbot.library.get(name, 1).text[item.start : item.end] == item.quote for item in kept.citations)


def test_an_older_article_that_comes_in_later_changes_no_number(tmp_path: Path) -> None:
    with build_chatbot(library=tmp_path) as chatbot:
        _add(chatbot, "b", LATER, 1)
        briefing_of(chatbot, "the Tessaly dam")
        _add(chatbot, "a", FIRST, 0)
        changes = briefing_of(chatbot, "the Tessaly dam").section(SectionKind.CHANGES)
        assert not any(entry.sentence.text.startswith("Then: ") for entry in changes)


def test_damaged_briefings_are_named_before_one_is_written(tmp_path: Path) -> None:
    with build_chatbot(library=tmp_path) as chatbot:
        _add(chatbot, "a", FIRST, 0)
        (tmp_path / FILE_NAME).write_text("no database at all, " * 100, encoding="utf-8")
        with pytest.raises(BriefingError, match=r"briefings\.sqlite"):
            next(chatbot.brief(BriefingRequest(NOW, "the Tessaly dam")))


def test_sources_that_say_the_same_are_cited_together(tmp_path: Path) -> None:
    said = [
        "The Orvane parliament approved the new water law by 88 votes to 41.",
        "By 88 votes to 41, the parliament of Orvane approved the new water law.",
        "The Orvane parliament approved the new water law by 96 votes to 41.",
    ]
    with build_chatbot(library=tmp_path) as chatbot:
        for number, text in enumerate(said):
            _add(chatbot, f"s{number}", text, number)
        briefing = briefing_of(chatbot, "the Orvane water law")
        told = (*briefing.section(SectionKind.BOTTOM_LINE), *briefing.section(SectionKind.DEVELOPMENTS))
        entry = next(item for item in told if "88" in item.sentence.text)
        quotes = {citation.quote for citation in briefing.citations if citation.id in entry.sentence.citations}
        assert quotes == set(said[:2])
        assert entry.sources == 2
        assert not entry.label, "the citations name the sources"


def _add(chatbot: Chatbot, name: str, sentence: str, day: int) -> None:
    filler = {
        "a": "The lake behind it had been rising for a week.",
        "b": "Helicopters searched the valley through the night.",
        "s0": "Farmers in the south had asked for it.",
        "s1": "A fee for large users begins in June.",
        "s2": "The opposition wants a referendum.",
    }
    metadata = Metadata(f"Report {name}", publisher=f"Paper {name}", published=NOW - timedelta(days=5 - day))
    list(chatbot.ingest_documents([replace(Document(name, f"{sentence} {filler[name]}"), metadata=metadata)]))
