"""Feeds: which entries are one article, which text of one is the whole, and what tells them apart over time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chatbot.library.fetching import Fetcher
from chatbot.library.identity import article_id
from chatbot.library.sources import Failure, open_sources
from chatbot.records import Document
from tests.web_server import Site, running_site

STORY = [
    "The Orran bridge is closed to lorries from Monday, the county said, after a barge had hit its second pier.",
    "Divers found a crack as long as a hand, said engineer Ida Moll. Cars may use one lane at 30 km/h.",
    "A new pier would cost 4 million crowns. The county wants the owner of the barge to pay for it, Moll said.",
]
BACKGROUND = "The bridge was built in 1931 and carries 9,000 cars a day; the next one is forty kilometers up the river."


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


def entry(link: str, text: str, *, name: str = "", hour: int = 0, title: str = "Bridge") -> str:
    guid = f'<guid isPermaLink="false">{name}</guid>' if name else ""
    date = f"<pubDate>Fri, 02 May 2025 {hour:02}:00:00 GMT</pubDate>" if hour else ""
    content = f"<content:encoded><![CDATA[{text}]]></content:encoded>" if text else ""
    return f"<item><title>{title}</title><link>{link}</link>{guid}{date}{content}</item>"


def update(number: int) -> str:
    return (
        f"<p>By {number} o'clock lorry {number} had been taken off the bridge by a crane that stands on boat "
        f"number {number}, the harbor office said, and {40 - number} lorries were still waiting.</p>"
        f"<p>The driver of lorry number {number}, who is {30 + number}, was taken to a hospital in Tolver.</p>"
    )


def read(site: Site, *entries: str) -> list[Document | Failure]:
    feed = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Tolver Tide</title>'
        f"{''.join(entries)}</channel></rss>"
    )
    address = site.put("/feed", feed, "application/rss+xml")
    return list(open_sources([address], Fetcher(allow_hosts=site.allowed)))


def documents(site: Site, *entries: str) -> list[Document]:
    found = [item for item in read(site, *entries) if isinstance(item, Document)]
    assert len(found) == len(read(site, *entries))
    return found


def markup(*paragraphs: str) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def page(*paragraphs: str) -> str:
    return (
        "<html><head><title>Bridge closed to lorries</title></head><body><article><h1>Bridge closed to lorries</h1>"
        f"{markup(*paragraphs)}</article></body></html>"
    )


@pytest.mark.parametrize("fragment", ["", "#entry-{}"])
@pytest.mark.parametrize("names", [True, False])
def test_entries_of_one_address_are_different_articles(site: Site, fragment: str, names: bool) -> None:
    entries = [
        entry(
            site.url("/live") + fragment.format(hour),
            update(hour),
            name=f"e{hour}" if names else "",
            hour=hour,
            title=f"Lorry {hour} taken off",
        )
        for hour in (11, 10, 9)
    ]
    found = documents(site, *entries)
    assert [document.metadata.title for document in found] == [f"Lorry {hour} taken off" for hour in (11, 10, 9)]
    assert len({article_id(document) for document in found}) == 3
    later = documents(site, entry(site.url("/live"), update(12), name="e12", hour=12, title="Lorry 12"), *entries[:2])
    assert {article_id(document) for document in later[1:]} == {article_id(document) for document in found[:2]}


def test_a_story_that_changed_is_one_article_in_its_newest_version(site: Site) -> None:
    link = site.url("/bridge")
    old, new = markup(*STORY[:2], BACKGROUND), markup(*STORY, BACKGROUND)
    for entries in (
        [entry(link, new, name="b", hour=12), entry(link, old, name="a", hour=9)],
        [entry(link, old, name="a", hour=9), entry(link + "#top", new, name="b", hour=12)],
        [entry(link, new), entry(link, old)],
    ):
        (found,) = documents(site, *entries)
        assert STORY[2] in found.text
        assert found.part == ""


def test_versions_among_other_entries_of_the_address_keep_their_name(site: Site) -> None:
    link = site.url("/live")
    old = entry(link, markup(*STORY[:2]), name="a", hour=9)
    new = entry(link, markup(*STORY), name="b", hour=12)
    other = entry(link, update(7), name="c", hour=7)
    first = documents(site, old, other)
    second = documents(site, new, old, other)
    assert [article_id(document) for document in first] == [article_id(document) for document in second]
    assert STORY[2] in second[0].text


def test_entries_of_one_address_without_texts_are_its_page(site: Site) -> None:
    link = site.put("/bridge", page(*STORY))
    (found,) = documents(site, entry(link + "#a", "", name="a"), entry(link + "#b", "", name="b"))
    assert STORY[2] in found.text
    assert sum(path == "/bridge" for path, _ in site.requests) == 2  # once for each time that the feed is read


@pytest.mark.parametrize(
    "body",
    [
        page(
            STORY[0], "Continue reading with a subscription. Already a subscriber? Log in. First month: 1 crown. " * 2
        ),
        page(*STORY[:2]),
    ],
    ids=["wall", "teaser"],
)
def test_the_text_of_the_feed_wins_over_the_beginning_on_the_page(site: Site, body: str) -> None:
    link = site.put("/bridge", body)
    (found,) = documents(site, entry(link, markup(*STORY, BACKGROUND), hour=9, title="Bridge closed to lorries"))
    assert found.text == "\n\n".join([*STORY, BACKGROUND])
    assert (found.metadata.url, found.metadata.publisher) == (link, "Tolver Tide")
    assert found.metadata.title == "Bridge closed to lorries"


def test_the_page_wins_over_a_shorter_or_another_text_of_the_feed(site: Site) -> None:
    link = site.put("/bridge", page(*STORY))
    assert STORY[2] in documents(site, entry(link, markup(*STORY[:2])))[0].text
    assert STORY[2] in documents(site, entry(link, update(3) + update(4) + update(5)))[0].text


def test_the_change_stands_in_for_a_missing_publication(site: Site) -> None:
    link = site.put("/bridge", page(*STORY))
    atom = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Tide</title><entry>
    <title>Bridge</title><link href="{link}"/><updated>2025-05-02T09:00:00Z</updated></entry></feed>"""
    (found,) = open_sources([site.put("/atom", atom, "text/xml")], Fetcher(allow_hosts=site.allowed))
    assert isinstance(found, Document)
    assert found.metadata.published == datetime(2025, 5, 2, 9, tzinfo=UTC)
