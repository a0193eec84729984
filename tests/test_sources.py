"""Sources: everything a user can name, in order, lazily, with one failure for each bad item and no more."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from chatbot.errors import AddressForbidden, FetchError, UnreadableSource, UnsupportedFormat
from chatbot.library import feeds
from chatbot.library.fetching import Fetcher
from chatbot.library.folders import skipped_in
from chatbot.library.sources import Failure, count_sources, open_sources
from chatbot.records import Document, Metadata
from tests.web_server import Site, running_site

SENTENCES = (
    "The river rose by two metres on Tuesday, officials said. Three roads in the valley were closed to traffic. "
    "Farmers moved their cattle to higher ground during the night, helped by neighbours and by the fire brigade."
)
NO_SUCH_HOST = "http://absent.example/"


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as running:
        yield running


def page(title: str = "", head: str = "", text: str = SENTENCES) -> str:
    heading = f"<title>{title}</title>" if title else ""
    return f"<!doctype html><html><head>{heading}{head}</head><body><article><p>{text}</p></article></body></html>"


def no_network(host: str, port: int) -> list[str]:
    raise socket.gaierror(-2, "Name or service not known")


def opened(*items: str, site: Site | None = None, **options: object) -> list[Document | Failure]:
    fetcher = Fetcher(allow_hosts=site.allowed) if site else Fetcher(resolve=no_network)
    return list(open_sources(items, fetcher, **options))  # type: ignore[arg-type]


def document(*items: str, site: Site | None = None, **options: object) -> Document:
    (found,) = opened(*items, site=site, **options)
    assert isinstance(found, Document), found
    return found


def failure(*items: str, site: Site | None = None, **options: object) -> Failure:
    (found,) = opened(*items, site=site, **options)
    assert isinstance(found, Failure), found
    return found


def test_links_to_themselves_and_homes_of_nobody_are_failures_that_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("First.")
    (tmp_path / "loop.md").symlink_to(tmp_path / "loop.md")
    bad = (str(tmp_path / "loop.md"), "~no-such-user-here/a.txt", str(tmp_path / ("n" * 300 + ".txt")))
    *failures, last = opened(*bad, str(tmp_path / "a.txt"))
    assert [item.source for item in failures if isinstance(item, Failure)] == list(bad)
    assert isinstance(last, Document)


def test_a_publisher_whose_name_is_part_of_its_address_is_known(site: Site) -> None:
    named = site.put("/named", page("Title", '<meta property="og:site_name" content="127">'))
    assert document(named, site=site).metadata.publisher == "127"


def test_one_bad_item_never_stops_the_rest(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("First.")
    (tmp_path / "b.json").write_text(json.dumps([{"text": "Second."}, {}, {"text": "Third."}]))
    (tmp_path / "c.csv").write_text("x")
    names = [str(tmp_path / name) for name in ("a.txt", "absent.txt", "b.json", "c.csv")]
    found = opened(*names, NO_SUCH_HOST, names[0])
    assert [item.text if isinstance(item, Document) else type(item.error) for item in found] == [
        "First.",
        UnreadableSource,
        "Second.",
        "Third.",
        UnreadableSource,
        UnsupportedFormat,
        FetchError,
        "First.",
    ]


def test_sources_are_read_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("First.")
    later = tmp_path / "b.txt"
    stream = open_sources([str(tmp_path / "a.txt"), str(later)], Fetcher(resolve=no_network))
    next(stream)
    later.write_text("Written after the first was read.")
    assert isinstance(next(stream), Document)


def test_folders_are_read_in_order_without_what_is_no_article(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.txt", "a/README.md", ".hidden.md", ".git/x.md", "notes.csv", "c.JSON"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text('{"text": "Words."}')
    (tmp_path / "circle").symlink_to(tmp_path, target_is_directory=True)
    found = opened(str(tmp_path))
    assert [Path(item.source).relative_to(tmp_path.resolve()).as_posix() for item in found] == [
        "a/z.txt",
        "b.md",
        "c.JSON",
    ]


def test_what_a_folder_holds_of_other_kinds_is_counted(tmp_path: Path) -> None:
    for name in ("a.txt", "b/c.PNG", "d.png", "e.xlsx", "Makefile", "README.rst", ".hidden.png", ".git/x.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Words.")
    (tmp_path / "circle").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "library").mkdir()
    for name in ("library.lock", "x.sqlite3"):
        (tmp_path / "library" / name).write_text("")
    files, linked = skipped_in([str(tmp_path), str(tmp_path / "a.txt"), "-", "https://a.example", "n" * 300])
    assert (files, linked) == ({".png": 2, ".xlsx": 1, "": 1}, 1)


def test_a_folder_that_may_not_be_listed_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Words.")
    (tmp_path / "locked").mkdir()
    scan = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    bad, good = opened(str(tmp_path))
    assert isinstance(bad, Failure)
    assert bad.source.endswith("locked")
    assert isinstance(good, Document)
    assert count_sources([str(tmp_path)]) == 2


def test_a_library_in_a_folder_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The river rose.")
    (tmp_path / "library" / "lexical").mkdir(parents=True)
    for name in ("library.lock", "pending.json", "lexical/meta.json"):
        (tmp_path / "library" / name).write_text('{"text": "No article."}')
    assert [item.source for item in opened(str(tmp_path))] == [str(tmp_path / "a.txt")]


def test_a_bad_file_in_a_folder_is_one_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\0")
    (tmp_path / "b.txt").write_text("Fine.")
    bad, good = opened(str(tmp_path))
    assert isinstance(bad, Failure)
    assert bad.source == str(tmp_path.resolve() / "a.txt")
    assert isinstance(good, Document)


def test_a_folder_without_articles_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("About.")
    assert ".docx" in failure(str(tmp_path)).error.remedy


def test_overrides_replace_what_the_source_states(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: Old\npublisher: The Post\n---\nText.")
    metadata = document(str(path), overrides=Metadata(title="New", language="en")).metadata
    assert (metadata.title, metadata.publisher, metadata.language) == ("New", "The Post", "en")


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (b"Plain words.", ["Plain words."]),
        (b"---\ntitle: T\n---\nBody.", ["Body."]),
        (b'{"text": "One."}', ["One."]),
        (b'[{"text": "One."}, {"text": "Two."}]', ["One.", "Two."]),
        (b'{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
        (b"[Editor's note] Words.", ["[Editor's note] Words."]),
        (b"[2024]\n\nWords.", ["[2024]\n\nWords."]),
    ],
)
def test_standard_input(data: bytes, texts: list[str]) -> None:
    found = opened("-", stdin=BytesIO(data))
    assert [item.text for item in found if isinstance(item, Document)] == texts
    assert len(found) == len(texts)
    assert all(item.source.startswith("stdin:") for item in found)
    assert [item.source for item in opened("-", stdin=BytesIO(data))] == [item.source for item in found]


@pytest.mark.parametrize("data", [b'{"title": "T"}', b"[1, 2]", b'{"a": 1}\n{"b": 2}\n', b"[" * 100_000])
def test_standard_input_that_is_json_without_an_article_is_never_stored_as_text(data: bytes) -> None:
    assert {type(item) for item in opened("-", stdin=BytesIO(data))} == {Failure}


def test_what_is_no_character_in_a_name_or_a_title_stops_nothing(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text("The river rose.")
    record = '{"id": "\\ud800", "title": "River \\udc00 rises", "text": "It rose."}'
    (tmp_path / "more.jsonl").write_text(record)
    found = opened(str(tmp_path))
    texts = [item for item in found if isinstance(item, Document)]
    assert [item.metadata.title for item in texts] == ["Caf\ufffd", "River \ufffd rises"]
    assert all(item.source.encode() for item in found)


def test_standard_input_that_holds_a_page_or_nothing() -> None:
    assert "river rose" in document("-", stdin=BytesIO(page().encode())).text
    assert "empty" in failure("-", stdin=BytesIO(b"")).error.reason


def test_a_web_page_knows_its_address_and_publisher(site: Site) -> None:
    site.put("/story?id=1", page("River rises"))
    url = site.redirect("/short", "/story?id=1")
    found = document(url, site=site)
    assert found.source == found.metadata.url == site.url("/story?id=1")
    assert (found.metadata.title, found.metadata.publisher) == ("River rises", "127.0.0.1")


def test_a_page_without_a_title_is_named_by_its_address(site: Site) -> None:
    titles = [document(site.put(path, page()), site=site).metadata.title for path in ("/the-river.html", "/")]
    assert titles == ["The river", "127.0.0.1"]


def test_a_page_may_not_take_the_address_of_another_site(site: Site) -> None:
    head = '<link rel="canonical" href="{}">'
    own = site.url("/canonical")
    assert document(site.put("/a", page(head=head.format(own))), site=site).metadata.url == own
    url = site.put("/b", page(head=head.format("https://other.example/story")))
    assert document(url, site=site).metadata.url == url
    url = site.put("/c.md", "---\nurl: https://other.example/story\n---\n" + SENTENCES, "text/markdown")
    assert document(url, site=site).metadata.url == url


def test_addresses_of_other_formats(site: Site) -> None:
    text = document(site.put("/my-notes.txt", "Words.", "text/plain"), site=site)
    assert (text.text, text.metadata.title) == ("Words.", "My notes")
    record = {"text": "Words.", "url": "https://other.example/1"}
    first, second = opened(site.put("/api", json.dumps([record, {"text": "More."}]), "application/json"), site=site)
    assert isinstance(first, Document)
    assert (first.metadata.url, first.metadata.publisher) == ("https://other.example/1", "other.example")
    assert second.source == site.url("/api#2")


def test_pages_that_cannot_be_read_are_failures(site: Site) -> None:
    assert "too little" in failure(site.put("/thin", page(text="Subscribe.")), site=site).error.reason
    assert "404" in failure(site.url("/absent"), site=site).error.reason
    assert isinstance(failure(site.redirect("/in", "http://10.0.0.1/"), site=site).error, AddressForbidden)
    assert isinstance(failure("file:///etc/passwd").error, UnsupportedFormat)


def rss(*items: str, title: str = "Valley News") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><language>en-gb</language>{''.join(items)}</channel></rss>"
    )


def item(link: str, title: str = "Entry title", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def test_feed_entries_are_fetched_and_completed(site: Site) -> None:
    bare = site.put("/1", page())
    full = site.put("/2", page("Own title - Own Paper", '<meta property="og:site_name" content="Own Paper">'))
    more = "<dc:creator>Ann Lee</dc:creator><pubDate>Tue, 18 Mar 2025 09:30:00 +0100</pubDate>"
    feed = site.put("/feed", rss(item(bare, "A &amp;amp; B", more), item(full)), "application/rss+xml")
    first, second = opened(feed, site=site)
    assert isinstance(first, Document)
    assert first.source == bare
    assert first.metadata == Metadata(
        title="A & B",
        authors=("Ann Lee",),
        publisher="Valley News",
        published=datetime(2025, 3, 18, 8, 30, tzinfo=UTC),
        language="en",
        url=bare,
    )
    assert isinstance(second, Document)
    assert second.metadata.publisher == "Own Paper"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Tue, 01 Jul 2025 23:30:00 -0500", "2025-07-01T23:30:00-05:00"),
        ("2025-07-01T23:30:00-05:00", "2025-07-01T23:30:00-05:00"),
        ("Wed, 02 Jul 2025 00:30:00 +0900", "2025-07-02T00:30:00+09:00"),
        ("Tue, 01 Jul 2025 23:30:00 EST", "2025-07-01T23:30:00-05:00"),
        ("Wed, 02 Jul 2025 04:30:00 GMT", "2025-07-02T04:30:00+00:00"),
        ("2025-07-01", "2025-07-01T00:00:00+00:00"),
    ],
)
def test_the_day_of_an_entry_is_the_one_that_its_feed_writes(site: Site, written: str, kept: str) -> None:
    entry = item(site.put("/plain", page("")), more=f"<pubDate>{written}</pubDate>")
    published = document(site.put("/feed", rss(entry)), site=site).metadata.published
    assert published is not None
    assert published.isoformat() == kept


@pytest.mark.parametrize("reference", ["&#99999999;", "&#xD800;", "&amp;#xDFFF;", "&#x110000;"])
def test_references_to_no_character_in_a_feed_stop_nothing(site: Site, reference: str) -> None:
    entry = item(site.put("/plain", page("")), f"River &#233; {reference} rises")
    feed = site.put("/feed", rss(entry).replace("Valley News", f"Valley &lt;b&gt;{reference}&lt;/b&gt;"))
    metadata = document(feed, site=site).metadata
    assert (metadata.title, metadata.publisher) == ("River é \ufffd rises", "Valley \ufffd")


def test_atom_feeds_with_relative_links_served_as_plain_xml(site: Site) -> None:
    site.put("/story", page())
    atom = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Valley Atom</title><entry>
    <title type="html">The &lt;b&gt;river&lt;/b&gt;</title><link href="/story"/><author><name>Ann Lee</name></author>
    <author><name>Kim Ode</name></author><published>2025-03-18T09:30:00Z</published>
    <updated>2025-03-19T00:00:00Z</updated></entry></feed>"""
    metadata = document(site.put("/atom", atom, "text/xml"), site=site).metadata
    assert metadata.url == site.url("/story")
    assert (metadata.title, metadata.authors) == ("The river", ("Ann Lee", "Kim Ode"))
    assert metadata.published == datetime(2025, 3, 18, 9, 30, tzinfo=UTC)
    assert metadata.updated == datetime(2025, 3, 19, tzinfo=UTC)


def test_an_entry_that_carries_its_text_survives_a_missing_page(site: Site) -> None:
    carried = f"<content:encoded><![CDATA[<p>{SENTENCES}</p><script>x()</script>]]></content:encoded>"
    summary = f"<description>{SENTENCES}</description>"
    gone = [site.url("/gone1"), site.url("/gone2")]
    feed = site.put("/feed", rss(item(gone[0], more=carried), item(gone[1], more=summary)), "application/xml")
    first, second = opened(feed, site=site)
    assert isinstance(first, Document)
    assert (first.text, first.source, first.metadata.title) == (SENTENCES, gone[0], "Entry title")
    assert isinstance(second, Failure)
    assert "404" in second.error.reason


def test_feed_links_are_checked_like_any_address(site: Site) -> None:
    links = ["http://169.254.169.254/latest", "file:///etc/passwd", "", site.url("/feed")]
    found = opened(site.put("/feed", rss(*map(item, links)), "text/xml"), site=site)
    assert [type(entry) for entry in found] == [Failure] * 4
    assert isinstance(found[0], Failure)
    assert isinstance(found[0].error, AddressForbidden)


def test_feeds_are_limited_and_empty_ones_are_failures(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    links = [item(site.url(f"/absent{number}")) for number in range(feeds.MAX_ENTRIES + 1)]
    assert len(opened(site.put("/long", rss(*links), "text/xml"), site=site)) == feeds.MAX_ENTRIES
    assert "without entries" in failure(site.put("/empty", rss(), "text/xml"), site=site).error.reason


def test_feeds_and_their_fields_are_bounded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    feed = rss(item(site.put("/1", page()), "word " * 100_000), title="Valley " * 100_000)
    known = document(site.put("/feed", feed, "text/xml"), site=site).metadata
    assert len(known.title) == len(known.publisher) == 1_000
    monkeypatch.setattr(feeds, "MAX_FEED_BYTES", len(feed) - 1)
    found = failure(site.url("/feed"), site=site)
    assert "is a feed of" in str(found.error)
    assert "addresses of its articles" in found.error.remedy


def test_entities_of_a_feed_are_inert(site: Site, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words")
    site.put("/1", page())
    bomb = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 9))
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY b0 "ha">{bomb}]>'
    body = rss(item(site.url("/1"), "T &x; &b8;")).partition("?>")[2]
    for found in opened(site.put("/feed", head + body, "text/xml"), site=site):
        assert isinstance(found, Document)
        assert "secret words" not in found.metadata.title
        assert len(found.metadata.title) < 1000


def test_an_article_about_feeds_is_a_page(site: Site) -> None:
    url = site.put("/howto", page("How to write <rss> by hand", text=f"An &lt;rss&gt; element. {SENTENCES}"))
    assert "river rose" in document(url, site=site).text


def test_counts(tmp_path: Path) -> None:
    for name in ("a.md", "b/c.txt", "README.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Words.")
    items = [str(tmp_path), str(tmp_path / "a.md"), str(tmp_path / "absent.txt"), str(tmp_path / "a.csv")]
    assert count_sources(items) == len(opened(*items)) == 5
    (tmp_path / "empty").mkdir()
    assert count_sources([str(tmp_path / "empty")]) == len(opened(str(tmp_path / "empty"))) == 1
    (tmp_path / "d.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    assert [count_sources([name]) for name in ("-", "https://a.example", str(tmp_path))] == [None] * 3
