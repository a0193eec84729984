"""What on a page is no news: it stays in the text, and is evidence of nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chatbot.library.ingest import Outcome
from chatbot.library.library import Library
from chatbot.library.quotable import quotable_sentences
from chatbot.library.sentences import split_sentences
from chatbot.text.furniture import repeated
from tests.conftest import document

PIER = "The harbor council approved a new ferry pier on Tuesday, ending two years of debate over its cost."
COST = "The pier will cost $14.2 million, council member Ruth Okafor said, and is to open in the spring of 2027."
FISHERS = "Fishing crews had asked for a smaller pier, because the channel beside it is only 60 feet wide."
VOTE = "Seven members voted for the plan and two against it; one was absent."
TITLE = "Harbor council approves new ferry pier"


def _page(*lines: str) -> str:
    return "\n\n".join(lines)


def _quotable(text: str, title: str = TITLE, language: str = "") -> list[str]:
    return [span.of(text) for span in quotable_sentences(text, split_sentences(text), title, language)]


AT_THE_END = (
    "Contributing: Lena Marsh",
    "Tom Abel and Rita Cho contributed to this report.",
    "Reporting by Lena Marsh; Editing by Tom Abel",
    "Lena Marsh covers the waterfront for the Harbor Gazette. Reach her at lmarsh@harborgazette.example.",
    "Follow Lena Marsh on X: @lenamarsh",
    "(This story has been updated to add new information.)",
    "This article was updated with comments from the council.",
    "Sign up for our weekly newsletter, Low Tide, and get it in your inbox every Friday.",
    "Copyright 2026 The Harbor Gazette. All rights reserved.",
)
BETWEEN = (
    "Need a break? Play the Harbor Gazette Daily Crossword.",
    "Can't see our graphics? Click here to reload the page.",
    "Here's what to know about the new pier.",
    "READ MORE: Storm sinks two trawlers off the north jetty",
    "Read more",
    "Advertisement",
    "Sign up for our weekly newsletter, Low Tide.",
)


@pytest.mark.parametrize(
    "lines", [*((COST, FISHERS, VOTE, line) for line in AT_THE_END), *((COST, line, FISHERS, VOTE) for line in BETWEEN)]
)
def test_furniture_is_no_evidence(lines: tuple[str, ...]) -> None:
    assert _quotable(_page(PIER, *lines)) == [PIER, COST, FISHERS, VOTE]


@pytest.mark.parametrize(
    "line",
    [
        "On Tuesday, the council published the updated plan for the pier.",
        "Okafor, who covers shipping law at the state university, said the channel had to be dredged first.",
        "“I will follow this closely,” said Marta Lind, who owns two trawlers.",
        "The council's website lists the firms that contributed to the plan.",
        "Photos of the old pier, which burned down in 1987, hang in the council chamber.",
        "Members of the public may sign up to speak at the next meeting, on May 4.",
        "The newspaper that Lind reads, the Gazette, opposed the plan in 2024.",
        "As of Friday, 1,200 people had subscribed to the ferry's new season ticket.",
    ],
)
def test_news_that_looks_like_it_stays(line: str) -> None:
    assert line in _quotable(_page(PIER, COST, line, FISHERS, VOTE))


def test_items_of_a_list_stay() -> None:
    items = ["Piers: 7", "Ferries: 12", "1. North Jetty, 1904: 31 dead"]

    told = _quotable(_page(PIER, COST, *items, FISHERS, VOTE))

    assert [item for item in items if item not in told] == []


def test_a_list_that_a_scraper_repeated_counts_once() -> None:
    wear = "You will want sturdy shoes and a coat that keeps out the rain."
    bring = "Bring water, because the kiosks on the pier are closed until noon."
    text = _page(PIER, f"Clothes: {wear}", f"Drinks: {bring}", f"{wear} Drinks: {bring}", VOTE)

    told = _quotable(text)

    assert [sum(part in sentence for sentence in told) for part in (wear, bring)] == [1, 1]


def test_short_words_of_many_are_no_repetition() -> None:
    text = _page("“No,” he said.", PIER, "“No,” he said.", COST)

    assert repeated(text, split_sentences(text)) == set()


@pytest.mark.parametrize("text", ["Reuters", "Sign up for our newsletter.", "Contributing: Lena Marsh", ""])
def test_where_nothing_else_would_be_left_all_of_it_stays(text: str) -> None:
    assert "".join(_quotable(text)) == text


def test_pages_in_other_languages_lose_repetitions_alone() -> None:
    german = "Der Stadtrat hat am Dienstag den Bau einer neuen Brücke beschlossen."
    asked = "Abonnieren Sie unseren Newsletter."
    text = _page(german, asked, "Die Brücke kostet rund vierzehn Millionen Euro und soll 2027 fertig sein.", german)

    told = _quotable(text, "Neue Brücke", "de")

    assert told.count(german) == 1
    assert asked in told


def test_the_text_is_stored_whole(ingest: Callable[..., list[Outcome]], library: Library) -> None:
    text = _page(PIER, "Read more: Storm sinks two trawlers off the north jetty", COST, "Contributing: Lena Marsh")
    (outcome,) = ingest(document("pier.md", text, title=TITLE))

    article = library.get(outcome.article_id)

    assert article is not None
    assert article.text == text
