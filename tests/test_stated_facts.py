"""What a page's own lines state, where its source is silent: writers, days, publisher, opinion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from chatbot.answering.wording import origin
from chatbot.app import build_chatbot
from chatbot.library.ingest import Outcome
from chatbot.library.library import Library
from chatbot.library.stated_facts import with_stated_facts
from chatbot.records import Document, Metadata
from chatbot.retrieval.pack_text import heading_text
from chatbot.text.opinion import is_opinion
from tests.conftest import document

BODY = "The harbor council approved a new ferry pier on Tuesday, ending two years of debate over its cost."


def _stated(*lines: str, **known: object) -> Metadata:
    return with_stated_facts(Document("/a.txt", "\n\n".join([*lines, BODY]), Metadata(**known))).metadata  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("By Jane Doe and Carlos de la Cruz", ("Jane Doe", "Carlos de la Cruz")),
        ("BY MARY O’NEIL, Staff Writer", ("MARY O’NEIL",)),
        ("By Ann Lee | The Gazette", ("Ann Lee",)),
        ("Von Anna Weber", ("Anna Weber",)),
        ("By 2030 the pier ends", ()),
        ("By the River", ()),
        ("By Monday the council had heard from Jane Doe and Carlos Cruz.", ()),
    ],
)
def test_a_byline_names_the_writers(line: str, names: tuple[str, ...]) -> None:
    assert _stated("A new pier", line).authors == names


def test_what_the_source_states_itself_stays() -> None:
    known = _stated("By Jane Doe", "Published May 3, 2026", authors=("Ann Lee",), publisher="The Gazette")

    assert (known.authors, known.publisher) == (("Ann Lee",), "The Gazette")


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        (
            "April 7, 2026 Updated April 12, 2026, 12:58 p.m. EDT",
            datetime(2026, 4, 7, tzinfo=UTC),
            datetime(2026, 4, 12, 12, 58, tzinfo=timezone(timedelta(hours=-4))),
        ),
        (
            "Published: 3 May 2026 | Updated: 5 May 2026",
            datetime(2026, 5, 3, tzinfo=UTC),
            datetime(2026, 5, 5, tzinfo=UTC),
        ),
        ("Veröffentlicht am 3. Mai 2026", datetime(2026, 5, 3, tzinfo=UTC), None),
        ("Updated May 5, 2026", datetime(2026, 5, 5, tzinfo=UTC), datetime(2026, 5, 5, tzinfo=UTC)),
        ("Updated 12:58 p.m. EDT", None, None),
        ("On May 5, 2026, the old pier burned down.", None, None),
    ],
)
def test_a_stamp_gives_the_days(line: str, published: datetime | None, updated: datetime | None) -> None:
    known = _stated("A new pier", line)

    assert (known.published, known.updated) == (published, updated)


def test_a_change_before_the_day_of_publication_is_none() -> None:
    page = document("/pier.txt", f"Updated May 1, 2026\n\n{BODY}", published="2026-05-03")

    assert with_stated_facts(page).metadata.updated is None


def test_an_address_names_the_publisher() -> None:
    assert _stated(url="https://www.gazette.example/2026/pier").publisher == "gazette.example"


@pytest.mark.parametrize(
    ("text", "title", "url"),
    [
        (BODY, "Opinion: The pier is a mistake", ""),
        (BODY, "The pier is a mistake | Opinion", ""),
        (BODY, "Analysis: Who gains from the pier", ""),
        (BODY, "The pier is a mistake", "https://gazette.example/story/opinion/2026/05/03/pier/1/"),
        (f"Ann Lee\n\nOpinion contributor\n\n{BODY}", "The pier is a mistake", ""),
        (f"{BODY}\n\nAnn Lee is an opinion columnist for the Gazette.", "The pier is a mistake", ""),
        (f"{BODY}\n\nThe views expressed here are her own.", "The pier is a mistake", ""),
        (f"{BODY}\n\nAnn Lee is a member of the Gazette editorial board.", "The pier is a mistake", ""),
        (f"{BODY}\n\nMore letters stand in our opinion section.", "The pier is a mistake", ""),
        (f"{BODY}\n\nRead more opinion from the coast.", "The pier is a mistake", ""),
        (f"Letters to the editor\n\n{BODY}", "The pier is a mistake", ""),
        (BODY, "Kommentar: Der Pier ist ein Fehler", ""),
    ],
)
def test_opinion_is_told_by_its_marks(text: str, title: str, url: str) -> None:
    assert is_opinion(text, title, url)


@pytest.mark.parametrize(
    ("text", "title", "url"),
    [
        (BODY, "Court publishes opinion on the pier", "https://gazette.example/politics/court-pier-opinion-leak"),
        (f"{BODY}\n\nThe judges differed: views expressed by two of them were harsh.", "Court divided over pier", ""),
        ("In the opinion of the council, the pier is needed.\n\n" + BODY, "Council wants pier", ""),
        (f"{BODY}\n\nThe Gazette closed its opinion section last year, its owner said.", "Gazette lays off ten", ""),
        (BODY, "Letters found in old pier", "https://gazette.example/news/letters-found"),
        (BODY, "Blood analysis clears ferry captain", ""),
    ],
)
def test_news_about_opinions_is_news(text: str, title: str, url: str) -> None:
    assert not is_opinion(text, title, url)


def test_whoever_quotes_an_opinion_says_whose_it_is(tmp_path: Path) -> None:
    text = "By Ann Lee\n\nThe new ferry pier at Port Selby is a mistake, because the channel beside it is 60 feet wide."
    page = tmp_path / "pier.md"
    page.write_text(f"---\ntitle: 'Opinion: The pier is a mistake'\npublisher: The Gazette\n---\n{text}", "utf-8")
    with build_chatbot(library=tmp_path / "library") as chatbot:
        assert [outcome.error for outcome in chatbot.ingest([str(page)])] == [None]
        answer = chatbot.ask("Why is the ferry pier at Port Selby a mistake?")

    (citation,) = answer.citations
    assert (citation.opinion, citation.authors) == (True, ("Ann Lee",))
    assert "opinion of Ann Lee" in origin(citation)


def test_a_model_is_told_whose_opinion_it_reads() -> None:
    heading = heading_text(Metadata(title="The pier", publisher="The Gazette", authors=("Ann Lee",), opinion=True))

    assert heading == "“The pier” (The Gazette, opinion of Ann Lee)"


def test_what_was_stated_is_unchanged_when_it_is_read_again(
    ingest: Callable[..., list[Outcome]], library: Library
) -> None:
    page = document("/pier.txt", f"By Jane Doe\n\nPublished May 3, 2026\n\n{BODY}")
    ingest(page)

    (again,) = ingest(page)

    assert again.change == "unchanged"
    assert library.get(again.article_id).metadata.authors == ("Jane Doe",)
