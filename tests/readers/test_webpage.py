"""Web pages: article text without the page around it, and the metadata that pages state."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from chatbot.errors import SourceTooLarge, UnreadableSource
from chatbot.library.readers import read_bytes
from chatbot.records import Document

PARAGRAPHS = [
    "The river Avon rose by two metres on Tuesday, officials said, and three valley roads were closed to traffic.",
    "“We are watching it closely,” said Mayor Kim Ode, who spoke outside the town hall. Schools will stay open.",
    "Farmers moved their cattle to higher ground during the night, helped by neighbours and by the fire brigade.",
]
HEAD = """<title>River rises - The Valley Post</title>
<meta property="og:site_name" content="The Valley Post"><meta property="og:title" content="River rises in the valley">
<meta name="author" content="Ann Lee; Kim Ode"><link rel="canonical" href="https://valley.example/a/1">"""
META_DATES = """<meta property="article:published_time" content="2025-03-18T09:30:00+01:00">
<meta property="article:modified_time" content="2025-03-18T12:00:00Z">"""
LINKED_DATES = """<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle",
"datePublished": "2025-03-18T08:30:00Z", "dateModified": "2025-03-18T12:00:00Z"}]}</script>"""


def page(head: str = HEAD, extra: str = "", paragraphs: list[str] = PARAGRAPHS) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!doctype html><html lang="en-GB"><head>{head}</head><body><nav><a href="/">Home</a>
    <a href="/s">Sport</a></nav><article><h1>River rises in the valley</h1>{text}{extra}</article><footer>All rights
    reserved</footer>
    <script>track("reader")</script></body></html>"""


def read(html: str | bytes, source: str = "/saved/river.html", encoding: str = "") -> Document:
    data = html.encode() if isinstance(html, str) else html
    (document,) = read_bytes(data, source, "text/html", encoding).documents
    return document


def test_the_article_without_the_page_around_it() -> None:
    text = read(page()).text
    assert all(paragraph in text.split("\n\n") for paragraph in PARAGRAPHS)
    assert not any(word in text for word in ("Home", "rights", "track", "<"))


def test_lists_and_tables_keep_their_lines() -> None:
    extra = (
        "<ul><li>First measure of the council.</li><li>Second measure of the council.</li></ul>"
        "<table><tr><th>Town</th><th>Level</th></tr><tr><td>Aden</td><td>2.1 m</td></tr></table>"
    )
    text = read(page(extra=extra)).text
    assert "- First measure of the council.\n- Second measure of the council." in text
    assert "Town: Aden | Level: 2.1 m" in text.split("\n\n")


def test_the_host_is_the_publisher_of_a_saved_page_that_names_none() -> None:
    head = '<title>River</title><link rel="canonical" href="https://www.valley-post.example/a/1">'
    assert read(page(head)).metadata.publisher == "valley-post.example"
    named = head + '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"name": "VP"}}</script>'
    assert read(page(named)).metadata.publisher == "VP"
    assert read(page("<title>River</title>")).metadata.publisher == ""


@pytest.mark.parametrize("dates", [META_DATES, LINKED_DATES])
def test_metadata_with_dates_to_the_second(dates: str) -> None:
    metadata = read(page(HEAD + dates)).metadata
    assert metadata.title == "River rises in the valley"
    assert metadata.authors == ("Ann Lee", "Kim Ode")
    assert metadata.publisher == "The Valley Post"
    assert metadata.published == datetime(2025, 3, 18, 8, 30, tzinfo=UTC)
    assert metadata.updated == datetime(2025, 3, 18, 12, tzinfo=UTC)
    assert metadata.language == "en"
    assert metadata.url == "https://valley.example/a/1"


def test_bad_metadata_of_a_page_is_ignored() -> None:
    head = """<title>River</title><meta property="article:published_time" content="soon">
    <link rel="canonical" href="javascript:alert(1)"><script type="application/ld+json">{"broken": </script>
    <script type="application/ld+json">"""
    metadata = read(page(head + "[" * 50_000 + "</script>")).metadata
    assert (metadata.published, metadata.url) == (None, "")


def test_a_page_without_metadata_has_a_title_still() -> None:
    metadata = read(page(head="").replace("h1", "div")).metadata
    assert metadata.title
    assert metadata.authors == ()


@pytest.mark.parametrize(("encoding", "meta"), [("cp1252", "windows-1252"), ("utf-16", ""), ("koi8-r", "KOI8-R")])
def test_encodings_of_pages(encoding: str, meta: str) -> None:
    words = "Река поднялась на два метра, сообщили во вторник власти долины. " * 5
    paragraphs = PARAGRAPHS if encoding != "koi8-r" else [words.strip()]
    html = page(f'<meta charset="{meta}">' if meta else HEAD, paragraphs=paragraphs).encode(encoding)
    assert paragraphs[0] in read(html).text


@pytest.mark.parametrize("declared", ["ISO-8859-1", "latin1", "us-ascii"])
def test_typographic_marks_of_pages_that_call_windows_encoding_latin(declared: str) -> None:
    words = "“It’s two metres above normal,” the authority said on Tuesday about the river in the valley. " * 5
    html = page(f'<meta charset="{declared}">', paragraphs=[words.strip()]).encode("cp1252")
    assert "“It’s two metres above normal,”" in read(html).text


def test_the_charset_of_the_server_comes_first() -> None:
    html = page('<meta charset="latin-1">').replace("rose", "rosе").encode("utf-16-le")
    with pytest.raises(UnreadableSource):
        read(html)
    cyrillic = page('<meta charset="latin-1">', paragraphs=["Река поднялась на два метра во вторник. " * 8])
    assert "Река поднялась" in read(cyrillic.encode("cp1251"), encoding="cp1251").text


@pytest.mark.parametrize(
    "html",
    [
        "<html><body><p>Please enable JavaScript.</p></body></html>",
        "<html><body></body></html>",
        "<!-- nothing -->",
        page(paragraphs=["Subscribe to read."]),
        "just words, no markup at all",
        "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>",
    ],
)
def test_pages_with_too_little_text_say_what_to_do(html: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(html)
    assert "save the article as a file" in caught.value.remedy


def test_pages_of_too_many_elements_are_refused_at_once() -> None:
    started = time.monotonic()
    with pytest.raises(SourceTooLarge, match="elements"):
        read(page(extra="<a href=x>y</a> " * 100_000))
    assert time.monotonic() - started < 5


def test_external_entities_are_inert() -> None:
    html = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + page(extra="<p>The end: &x; of the story.</p>")
    assert "root:" not in read(html).text
