"""How a page on a topic is laid out: what counts most, within its length, nothing twice, nothing overtaken as news."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from chatbot.briefing.centrality import is_weighed
from chatbot.briefing.facts import Fact, find_facts
from chatbot.briefing.importance import features, importance
from chatbot.briefing.material import Material
from chatbot.briefing.page import BETTER, BOTTOM_LINE, FEW, Most, Page, fresh, lay_out, overtaken, passed
from chatbot.briefing.ranking import score_sentences
from chatbot.briefing.statements import is_unattributed
from tests.briefing.materials import ENCODER, as_opinion, material_of

TOPIC = "the fire on Mount Selm"
OLD = "The fire on Mount Selm has burned 400 acres, the forest service said."
NEW = "The fire on Mount Selm has burned 2,300 acres, the forest service said."
HOUSES = "Eleven houses in the village of Orrin burned down on Thursday."
ROAD = "The pass road to Orrin is closed until the end of the month."
INQUIRY = "The governor ordered an inquiry on Friday into why the sirens stayed silent."
HISTORY = "Mount Selm was first climbed by two shepherds in the year 1811."
VIEW = "Whoever trusts the forest service with a match deserves what burns."


@pytest.fixture(scope="module")
def fire() -> Material:
    material = material_of(
        (3, "Fire breaks out on Mount Selm", (OLD, HISTORY)),
        (6, "Fire on Mount Selm destroys houses", (NEW, HOUSES, ROAD)),
        (7, "Inquiry into the fire on Mount Selm", (INQUIRY, "Houses in Orrin burned down, eleven of them.")),
        (7, "A match for the forest service", (VIEW,)),
    )
    return as_opinion(material, "article3")


def facts_of(material: Material) -> list[Fact]:
    return find_facts(material, score_sentences(material, TOPIC, ENCODER), importance(material, TOPIC, ENCODER))


def texts(page: Page) -> list[str]:
    facts = [*page.bottom_line, *(dated.fact for dated in page.timeline), *page.developments]
    return [fact.evidence.quote for fact in facts]


def test_nothing_is_told_twice_and_the_page_keeps_its_length(fire: Material) -> None:
    whole = texts(lay_out(facts_of(fire), fire, Most(700, 8, 2, 1)))
    assert len(whole) == len(set(whole))
    assert sum("houses" in text.casefold() for text in whole) == 1
    short = texts(lay_out(facts_of(fire), fire, Most(30, 8, 2, 1)))
    assert 0 < len(short) < len(whole)
    assert sum(len(text.split()) for text in short) < 30 + 45


def test_what_a_later_article_counts_otherwise_is_history(fire: Material) -> None:
    facts = facts_of(fire)
    old = next(fact for fact in facts if fact.evidence.quote == OLD)
    assert overtaken(facts, fire) == {old.at}
    page = lay_out(facts, fire, Most(700, 8, 2, 1))
    assert OLD not in [fact.evidence.quote for fact in (*page.bottom_line, *page.developments)]
    assert NEW in texts(page)


def test_what_another_source_counts_otherwise_on_the_same_day_is_no_repetition() -> None:
    one = "Fourteen people were injured when the ferry struck the pier on Saturday."
    other = "Twenty-three people were injured when the ferry struck the pier on Saturday."
    material = material_of((3, "Ferry hits pier", (one,)), (3, "Ferry accident", (other,)))
    assert set(texts(lay_out(facts_of(material), material, Most(700, 8, 2, 1)))) == {one, other}


def test_opinions_never_lead(fire: Material) -> None:
    page = lay_out([fact for fact in facts_of(fire) if fact.evidence.quote in {VIEW, ROAD}], fire, Most(700, 8, 2, 1))
    assert [fact.evidence.quote for fact in page.bottom_line] == [ROAD]
    assert VIEW in texts(page)


def test_the_timeline_has_one_entry_a_day_in_order(fire: Material) -> None:
    facts = facts_of(fire)
    page = lay_out([fact for fact in facts if fact.evidence.quote in {HOUSES, INQUIRY}], fire, Most(700, 8, 2, 1))
    assert len(page.bottom_line) == 2
    dated = lay_out(facts, fire, Most(700, 8, 2, 1)).timeline
    days = [entry.day for entry in dated]
    assert days == sorted(set(days))
    assert set(days) <= {date(2026, 3, 5), date(2026, 3, 6)}
    assert lay_out(facts, fire, Most(700, 0, 2, 1)).timeline == []


def test_the_bottom_line_is_short(fire: Material) -> None:
    assert len(lay_out(facts_of(fire), fire, Most(700, 8, 2, 1)).bottom_line) == BOTTOM_LINE


def test_a_newer_report_that_others_share_matters_more_than_history(fire: Material) -> None:
    worth = {item.quote: value for item, value in zip(fire.sentences, importance(fire, TOPIC, ENCODER), strict=True)}
    assert worth[NEW] > worth[HISTORY]
    assert worth[HOUSES] > worth[HISTORY]


def test_features_do_not_depend_on_how_many_sentences_are_compared_at_a_time(
    fire: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = features(fire, TOPIC, ENCODER)
    monkeypatch.setattr("chatbot.briefing.importance.BLOCK", 2)
    for name, values in features(fire, TOPIC, ENCODER).items():
        assert np.allclose(values, whole[name]), name


def test_what_was_to_come_soon_is_history_a_week_later() -> None:
    soon = "The forest service will publish a plan for the slopes next week, its director said."
    weekday = "The council is expected to vote on the sirens on Thursday."
    dated = "The pass road to Orrin will open again on March 9, the forest service said."
    still = "The pass road to Orrin will open again on March 29, the forest service said."
    material = material_of(
        (2, "Plans", (soon, weekday, dated, still)), (12, "Rain on Mount Selm", ("Rain has put out the last flames.",))
    )
    places = {item.quote: at for at, item in enumerate(material.sentences)}
    assert passed(facts_of(material)) == {places[soon], places[weekday], places[dated]}
    early = material_of((2, "Plans", (soon, weekday, dated, still)), (4, "Rain", ("Rain falls on Mount Selm.",)))
    assert passed(facts_of(early)) == set()


def test_neither_an_earlier_year_nor_an_old_day_leads() -> None:
    year = "The last great fire on Mount Selm burned in the summer of 2019, the forest service said."
    material = material_of(
        (1, "Spring on Mount Selm", ("The fire on Mount Selm season began, the forest service said.",)),
        (24, "Fire on Mount Selm", (NEW, HOUSES, ROAD, year)),
    )
    told = [fact.evidence.quote for fact in fresh(facts_of(material))]
    assert set(told) == {NEW, HOUSES, ROAD}


def test_what_several_publishers_say_another_one_does_not_overtake() -> None:
    votes = "The parliament of Orvane approved the new water law by 88 votes to 41."
    again = "The parliament of Orvane approved the new water law by 88 votes to 41, it said."
    other = "The parliament of Orvane approved the new water law by 96 votes to 41."
    material = material_of((3, "Vote", (votes,)), (3, "Water law", (again,)), (6, "Law", (other,)))
    named = tuple(
        replace(item, metadata=replace(item.metadata, publisher=publisher))
        for item, publisher in zip(material.sentences, ("A", "B", "C"), strict=True)
    )
    facts = facts_of(replace(material, sentences=named))
    assert overtaken(facts, replace(material, sentences=named)) == set()
    own = (*named[:2], replace(named[2], metadata=replace(named[2].metadata, publisher="B")))
    assert overtaken(facts_of(replace(material, sentences=own)), replace(material, sentences=own))


def test_who_says_a_fact_and_what_it_leaves_open_decide_its_section(fire: Material) -> None:
    said = "“We heard no siren until the roofs were burning,” said Mara Ellwin, a teacher from Orrin."
    unknown = "It is still unclear who lit the fire on Mount Selm, the police said."
    material = material_of(
        (6, "Fire on Mount Selm destroys houses", (NEW, HOUSES, ROAD, said, unknown)),
        (7, "Inquiry into the fire on Mount Selm", (INQUIRY,)),
    )
    page = lay_out(facts_of(material), material, Most(700, 0, 2, 1))
    assert [(item.speaker, item.fact.evidence.quote) for item in page.statements] == [("Mara Ellwin", said)]
    places = {fact.evidence.quote for fact in page.bottom_line} | {fact.evidence.quote for fact in page.open_questions}
    assert unknown in places
    assert said not in {fact.evidence.quote for fact in page.developments}


@pytest.mark.parametrize(
    ("sentence", "alone"),
    [
        ("“We need to finish our part.”", True),
        ("“We heard no siren until the roofs were burning. ", True),
        ('"That is why a plan comes next week."', True),
        ("“We need to finish our part,” he said.", False),
        ("The “red book” was lost in the fire.", False),
    ],
)
def test_words_of_nobody_are_not_told(sentence: str, alone: bool) -> None:
    assert is_unattributed(sentence) is alone
    material = material_of((6, "Fire on Mount Selm", (NEW, HOUSES, sentence)), (7, "Inquiry", (INQUIRY,)))
    assert (sentence in texts(lay_out(facts_of(material), material, Most(700, 8, 0, 0)))) is not alone


def test_of_a_small_story_not_every_detail_is_told() -> None:
    details = tuple(f"Hut number {n} on Mount Selm has a red door and a bench of stone beside it." for n in range(40))
    material = material_of((6, "Fire on Mount Selm", (NEW, HOUSES, ROAD)), (7, "Huts", details))
    page = lay_out(facts_of(material), material, Most(10_000, 0, 2, 0))
    assert len(texts(page)) <= BOTTOM_LINE + max(FEW, round(BETTER * 43))


def test_one_article_agrees_with_nobody() -> None:
    alone = material_of((3, "Fire breaks out on Mount Selm", (OLD, HISTORY)))
    described = features(alone, TOPIC, ENCODER)
    assert not described["same"].any()
    assert not described["near"].any()
    assert np.isfinite(importance(alone, TOPIC, ENCODER)).all()


def test_importance_weighs_dated_articles_on_a_topic_only(fire: Material) -> None:
    assert is_weighed(fire, TOPIC)
    assert not is_weighed(fire, "")
    undated = tuple(replace(item, metadata=replace(item.metadata, published=None)) for item in fire.sentences)
    assert not is_weighed(replace(fire, sentences=undated), TOPIC)
