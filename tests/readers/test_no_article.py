"""Pages that hold no article are refused by name; articles about the same things are read."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import pytest

from chatbot.errors import UnreadableSource
from chatbot.library.readers import read_bytes
from chatbot.library.readers.no_article import refuse_what_is_no_article
from chatbot.library.readers.page_facts import page_facts

STORY = [
    "The lighthouse at Cape Orran was switched off on Monday after 140 years, the port authority said in Tolver.",
    "Its lamp, which could be seen for 22 miles, is to be shown in the town's museum from June, said keeper Jon Asp.",
    "Ships have been guided by satellite since 2003, but sailors had asked the authority to keep the light burning.",
]
MORE_TO_COME = (
    "You can find out more below, and you may come back to this page at any time from the foot of each page. "
)


def page(title: str, *blocks: str, head: str = "", heading: str = "", outside: str = "") -> str:
    paragraphs = "".join(block if block.startswith("<") else f"<p>{block}</p>" for block in blocks)
    return (
        f'<!doctype html><html lang="en"><head><title>{title}</title>{head}</head><body><nav><a href="/">Home</a></nav>'
        f"<main><h1>{heading or title}</h1>{paragraphs}</main>{outside}</body></html>"
    )


def read(html: str, source: str = "/saved/page.html") -> str:
    return read_bytes(html.encode(), source, ".html").documents[0].text


def refusal(html: str, source: str = "/saved/page.html") -> UnreadableSource:
    with pytest.raises(UnreadableSource) as caught:
        read(html, source)
    return caught.value


ROBOT_CHECKS = [
    page(
        "One moment, please...",
        "Please wait while we verify that you are a human. This may take some seconds, and then you will go on to the "
        "page that you have asked for without doing anything more.",
        "Please enable JavaScript and cookies to go on. If you think that this is a mistake, write to the keepers of "
        "this site and name the number at the foot of this page.",
        head='<meta name="robots" content="noindex">',
    ),
    page(
        "Access Denied",
        "You don't have permission to access this page on this server. Reference 18.5d2f. Your request has been blocked"
        " because it looks like that of a program. Write to the keepers of the site if you are a person, and name the "
        "reference above so that they can find out what has happened.",
    ),
    page(
        "tolver.example",
        '<div id="px-block-form">',
        "Our systems have found unusual traffic from your network. Please complete the security check below so that "
        "we know that it is you who sends these requests, and not a program that does so on its own behalf, perhaps "
        "without your knowing.",
    ),
    page(
        "Ein Moment bitte", "Bestätigen Sie, dass Sie ein Mensch sind. Aktivieren Sie JavaScript. " + MORE_TO_COME * 2
    ),
    "<html><head><title>Tolver Tide</title></head><body><div id=root></div>"
    "<noscript>You need to enable JavaScript to run this app.</noscript></body></html>",
]
CONSENT_WALLS = [
    page(
        "Before you read on",
        "We use cookies and process personal data, such as your address on the internet, together with our 311 "
        "partners, so that we can show you personalised ads and measure how many of you read them.",
        "You may withdraw your consent at any time under privacy settings at the foot of each page of ours.",
    ),
    page(
        "Tolver Tide",
        "Wir und unsere 96 Partner verarbeiten personenbezogene Daten, um Ihnen personalisierte Werbung zu zeigen und "
        "um zu messen, wie oft Sie sie sehen. Ihre Einwilligung ist freiwillig.",
        "Sie können Ihre Einwilligung jederzeit in unseren Hinweisen zum Datenschutz für die Zukunft widerrufen.",
    ),
]
SUBSCRIPTION_WALLS = [
    page("Cape Orran goes dark", STORY[0], "Subscribe to continue reading this story. From 2 crowns a week. " * 2),
    page("Cape Orran goes dark", STORY[0], "Already a subscriber? Sign in. Or try the Tide for a month. " * 2),
    page("Cape Orran goes dark", *STORY[:2], "This article is for subscribers only."),
    page("Das Feuer am Kap ist aus", *STORY[:2], "Jetzt weiterlesen mit dem Abo. Bereits Abonnent? Hier anmelden."),
    page(
        "Cape Orran goes dark",
        *STORY,
        head='<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Cape Orran goes dark", '
        '"isAccessibleForFree": "False", "wordCount": 812}</script>',
    ),
]
ERROR_PAGES = [
    page("404 - Page not found", MORE_TO_COME * 3),
    page("Tolver Tide", MORE_TO_COME * 3, heading="Sorry, the page you were looking for could not be found"),
    page("Seite nicht gefunden | Tolver Bote", MORE_TO_COME * 3, heading="Hoppla!"),
]
REDIRECTS = [
    page("Moved", MORE_TO_COME * 3, head='<meta http-equiv="Refresh" content="3;URL=\'/new/orran\'">'),
    page("Redirecting you to the article", "<script>window.location.replace('/new')</script>", "Please wait."),
]
LOGINS = [page("Sign in to Tolver Tide", MORE_TO_COME * 3, "<form><input name=a><input type=password></form>")]


@pytest.mark.parametrize(
    ("pages", "what", "remedy"),
    [
        (ROBOT_CHECKS, "checks for robots", "save the article as a file"),
        (CONSENT_WALLS, "request for consent", "save the article as a file"),
        (SUBSCRIPTION_WALLS, "is for subscribers", "save the article as a file"),
        (ERROR_PAGES, "error page", "Check the address"),
        (REDIRECTS, "leads to another page", "Give the address that it leads to"),
        (LOGINS, "login page", "save the article as a file"),
    ],
)
def test_what_stands_in_place_of_an_article_is_refused_by_name(pages: list[str], what: str, remedy: str) -> None:
    for html in pages:
        error = refusal(html)
        assert what in error.reason, html
        assert remedy in error.remedy


def test_a_redirect_names_where_it_leads() -> None:
    assert refusal(REDIRECTS[0], "https://tolver.example/old").remedy.endswith("https://tolver.example/new/orran")


ARTICLES = [
    page("Just a moment: how the port learned to wait", *STORY),
    page(
        "Court bans puzzles that ask visitors to prove they are human",
        "Sites may not ask “verify that you are human” without another way in, a court ruled on Monday.",
        "The puzzles, known as captchas, shut out the blind, the judge said. “You have been blocked” is all they read.",
    ),
    page(
        "Cookie banners must have a reject button",
        "A regulator fined nine publishers on Monday because their cookie banners had no button to reject all.",
        "“We value your privacy” is no consent, it said. “We and our 311 partners” hid who processed personal data.",
    ),
    page(
        "How to get rid of cookies in your browser",
        "You can delete the cookies of your browser in its settings, under privacy, and most come back at once.",
        "Your browser asks for each site whether it may keep them; tell it no, and you will have to log in more often.",
    ),
    page(
        "The Tide puts its stories behind a paywall",
        "Readers of the Tolver Tide must pay 2 crowns a week from June, its publisher said on Monday in the town hall.",
        "“Subscribe to continue reading” will stand below the first paragraph of all, she said. A few are free.",
    ),
    page("The Tide", *STORY, "Subscribe to our newsletter, and read the best of the coast on each Sunday morning."),
    page(
        "The page not found turns thirty",
        "The message “404 page not found” is thirty years old on Monday, and a museum in Tolver has made a show of it.",
        "Visitors can see the first server that sent it, said the curator, and pages that nobody has ever found again.",
    ),
    page("Cape Orran goes dark", *STORY, head='<meta http-equiv="refresh" content="300">'),
    page(
        "Cape Orran goes dark",
        *STORY,
        outside='<div class="cookie-banner"><p>We use cookies. We and our partners process personal data.</p>'
        "<button>Accept all</button></div><form class=captcha><input type=password></form>",
    ),
    page("Cape Orran goes dark", *STORY).replace("</main>", "<noscript>Please enable JavaScript.</noscript></main>"),
    page(
        "Cape Orran goes dark",
        *STORY,
        head='<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false, '
        '"wordCount": 60}</script>',
    ),
]


@pytest.mark.parametrize("html", ARTICLES)
def test_short_articles_and_those_about_walls_are_read(html: str) -> None:
    assert len(read(html)) >= 200


def teaser(number: int) -> str:
    return (
        f'<article><h3><a href="/2025/{number}">Harbor master number {number} explains the rules</a></h3>'
        f"<p>The master of harbor {number} has explained on Monday who may moor at the quay, and for how many days.</p>"
        "<time>2 hours ago</time></article>"
    )


def listed(number: int) -> str:
    return (
        f'<li><a href="https://tolver.example/{number}">Harbor master number {number} explains the rules</a>'
        f"<p>The master of harbor {number} has explained on Monday who may moor at the quay, and for how long.</p></li>"
    )


@pytest.mark.parametrize("one", [teaser, listed])
def test_front_pages_and_indexes_are_refused(one: Callable[[int], str]) -> None:
    error = refusal(page("The Tolver Tide", *map(one, range(9))))
    assert "list of articles" in error.reason
    assert "own addresses" in error.remedy


def test_articles_with_many_links_are_read() -> None:
    lights = [
        f'<li><a href="https://lights.example/{n}">Light number {n} on the coast</a>: dark.</li>' for n in range(30)
    ]
    assert STORY[0] in read(page("Which lights are dark", *STORY, "<ul>", *lights, "</ul>"))
    assert STORY[0] in read(page("Cape Orran goes dark", *STORY, "<h2>More</h2>", *map(teaser, range(12))))
    linked = [
        f'<p>In <a href="/{n}">harbor number {n}</a> the light went out on day {n} of the month.</p>' for n in range(20)
    ]
    assert "harbor number 7" in read(page("Where the lights went out", *linked))


OTHER = "<h2>Bank keeps its rate</h2>" + "".join(
    f"<p>{text}</p>"
    for text in (
        "The central bank has left its rate at four percent, as most economists had expected before the meeting.",
        "The governor said that inflation was falling, but that it was too early to speak of victory over prices.",
    )
)
SEEN = '<meta property="og:type" content="article"><meta name="description" content="A walker filmed it near the quay">'


@pytest.mark.parametrize("holder", ["article", "section"])
def test_text_of_another_story_than_the_headline_is_refused(holder: str) -> None:
    html = page("Watch: seal crosses a road in Tolver", "<video></video>", f"<{holder}>{OTHER}</{holder}>", head=SEEN)
    assert "another headline" in refusal(html).reason


def test_a_headline_that_plays_with_words_is_read() -> None:
    html = page("Lights out for an old friend of every captain", "<h2>Since 1885</h2>", *STORY)
    assert STORY[0] in read(html)
    assert STORY[0] in read(html.replace("<main>", "<main><article>").replace("</main>", "</article></main>"))


@pytest.mark.parametrize(
    "html",
    [
        page("Links", *(f"<div><a href=/{n}>A headline that is long enough {n}</a></div>" for n in range(12_000))),
        page("Deep", "<div>" * 200, *("<a href=/x>A headline that is long enough</a>" for _ in range(40_000))),
        page("You can" * 5_000, "verify that " * 20_000, "we and our " * 20_000, "you may to continue " * 5_000),
        page("To" * 5_000, '<meta http-equiv="refresh" content="' + "0;" * 50_000 + '">', "“" * 100_000),
    ],
    ids=["many holders", "deep", "long blocks", "marks"],
)
def test_hostile_pages_take_bounded_time(html: str) -> None:
    from lxml.html import document_fromstring  # type: ignore[import-untyped]

    tree = document_fromstring(html)
    started = time.monotonic()
    with contextlib.suppress(UnreadableSource):
        refuse_what_is_no_article(page_facts(tree, "/saved/page.html"), "We may verify that you. " * 60)
    assert time.monotonic() - started < 8
