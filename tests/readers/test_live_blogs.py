"""Live blogs keep the times and headings of their entries, in the order of the page."""

from __future__ import annotations

import json

import pytest

from chatbot.library.readers import read_bytes

ENTRIES = [
    (
        "2025-05-02T16:40:00+02:00",
        "16:40",
        "Bridge open again",
        "The bridge is open again for cars, but not lorries.",
    ),
    (
        "2025-05-02T15:05:00+02:00",
        "15:05",
        "Crane arrives",
        "A crane from Tolver is lifting the barge.",
    ),
    (
        "2025-05-02T13:20:00+02:00",
        "13:20",
        "Barge hits bridge",
        "A barge with gravel has hit the second pier of the bridge.",
    ),
]
LEAD = "A barge has hit the Orran bridge. Follow here what the police and the harbor office say about it."
EXPECTED = [LEAD, *(block for _, clock, heading, text in ENTRIES for block in (f"{clock} {heading}", text))]


def read(body: str, head: str = "") -> list[str]:
    html = (
        f"<html lang=en><head><title>Barge hits bridge: live</title>{head}</head><body><nav><a href=/>Home</a></nav>"
        f"<main><h1>Barge hits bridge: live</h1><p>{LEAD}</p>{body}</main><footer>All</footer></body></html>"
    )
    return read_bytes(html.encode(), "/saved/live.html", ".html").documents[0].text.split("\n\n")


def linked(**more: object) -> str:
    stated = {"@type": "LiveBlogPosting", "headline": "Barge hits bridge: live", **more}
    return f'<script type="application/ld+json">{json.dumps(stated)}</script>'


def articles() -> str:
    return "".join(
        f"<article><header><time datetime={moment}>{clock}</time><h3>{heading}</h3></header><p>{text}</p>"
        "<button>Share</button></article>"
        for moment, clock, heading, text in ENTRIES
    )


def items() -> str:
    return (
        "<ol>"
        + "".join(
            f'<li><span class="post-time">{clock}</span><h2>{heading}</h2><div><p>{text}</p></div></li>'
            for _, clock, heading, text in ENTRIES
        )
        + "</ol>"
    )


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f"<section>{articles()}</section>", linked()),
        (f'<section class="live-blog">{articles()}</section>', ""),
        (f'<div itemscope itemtype="https://schema.org/LiveBlogPosting">{articles()}</div>', ""),
        (f'<div id="liveticker">{items()}</div>', ""),
    ],
)
def test_entries_keep_their_time_and_heading(body: str, head: str) -> None:
    assert read(body, head) == EXPECTED


def test_entries_that_only_machines_are_told() -> None:
    updates = [
        {
            "@type": "BlogPosting",
            "headline": heading,
            "datePublished": moment,
            "articleBody": f"<p>{text}</p><p>More &amp; more.</p>",
        }
        for moment, _, heading, text in reversed(ENTRIES)
    ]
    blocks = read("<div id=app></div>", linked(liveBlogUpdate=updates))
    assert blocks[0] == "16:40 UTC+02:00 Bridge open again"
    assert blocks[1:3] == [ENTRIES[0][3], "More & more."]
    assert [block for block in blocks if "UTC" in block][-1] == "13:20 UTC+02:00 Barge hits bridge"


def test_times_that_pass_are_replaced_by_the_stated_ones_and_days_are_told_apart() -> None:
    body = articles().replace(">16:40<", ">2 hours ago<").replace("2025-05-02T13:20", "2025-05-01T13:20")
    blocks = read(f"<section>{body}</section>", linked())
    assert blocks[1] == "2 May 2025, 16:40 UTC+02:00 Bridge open again"
    assert blocks[5] == "1 May 2025, 13:20 Barge hits bridge"


@pytest.mark.parametrize("updates", [None, [], "x", [1, {"articleBody": 3}], {"articleBody": "One."}])
def test_what_is_no_list_of_entries_leaves_the_page_as_it_is(updates: object) -> None:
    story = "".join(f"<p>{text} It is the third time in ten years, the harbor office said.</p>" for *_, text in ENTRIES)
    assert ENTRIES[0][3] in "\n".join(read(f"<article>{story}</article>", linked(liveBlogUpdate=updates)))


def test_comments_below_an_article_are_no_live_blog() -> None:
    story = "".join(f"<p>{text} It is the third time in ten years, the harbor office said.</p>" for *_, text in ENTRIES)
    comments = f"<section class=comments>{articles().replace('The bridge', 'I think the bridge')}</section>"
    assert not any(block.startswith("16:40") for block in read(f"<article>{story}</article>{comments}"))
