"""Kept briefings in the browser: a reload loses none, and what is deleted is gone from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from chatbot.app import build_chatbot
from chatbot.briefing.keeping.forgetting import REMOVED
from chatbot.briefing.keeping.store import FILE_NAME, BriefingStore
from chatbot.briefing.records import BriefingRequest
from tests.web.browsing import SLOW, needs_chromium, open_tab, visit, watch
from tests.web.conftest import Server, seeded, serving

pytestmark = needs_chromium
FERRY, TALKS = "the Kilbrannagh ferry accident", "the cease-fire talks"


def fill(library: Path) -> None:
    """Two briefings on one topic, of different days, and one on another topic."""
    with build_chatbot(library=library) as chatbot:
        for topic, day in ((TALKS, 12), (FERRY, 13), (TALKS, 14)):
            list(chatbot.brief(BriefingRequest(datetime(2025, 4, day, tzinfo=UTC), topic)))
        newest = chatbot.briefings.summaries()[0]
        chatbot.briefings.rename(newest.id, "Talks, <b>later</b>")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    library = seeded(tmp_path)
    fill(library)
    with serving(library) as running:
        yield running


@pytest.fixture(params=[1280, 380])
def page(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": request.param, "height": 900})
    troubles = watch(opened, server.address)
    visit(opened, server.address)
    open_tab(opened, "Briefing")
    expect(entries(opened)).to_have_count(3, timeout=SLOW)
    yield opened
    assert troubles == []
    opened.close()


def entries(page: Page) -> Locator:
    return page.locator("#kept .entry")


def tools(page: Page) -> None:
    page.get_by_role("button", name="This briefing").click()


def test_a_day_with_kept_briefings(page: Page, server: Server) -> None:
    """One after the other, since each server takes its time to start."""
    opens_again_after_a_reload(page)
    is_compared_and_leads_back(page)
    is_renamed(page)
    is_written_and_there_after_a_reload(page)
    is_deleted(page, server)
    forgets_a_deleted_article(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "nothing sticks out"


def opens_again_after_a_reload(page: Page) -> None:
    expect(entries(page).first).to_contain_text("Talks, <b>later</b>")
    expect(entries(page).first).to_contain_text("Written on 14 April 2025")
    entries(page).first.click()
    expect(page.locator("#briefing h2")).to_have_text("Talks, <b>later</b>", timeout=SLOW)
    told = page.locator("#briefing .briefing").inner_text()
    page.reload()
    open_tab(page, "Briefing")
    expect(page.locator("#briefing h2")).to_have_text("Talks, <b>later</b>", timeout=SLOW)
    assert page.locator("#briefing .briefing").inner_text() == told
    expect(page.locator("#kept .entry[aria-current]")).to_have_count(1)


def is_compared_and_leads_back(page: Page) -> None:
    tools(page)
    page.locator("#compare-briefing").click()
    comparison = page.locator("#briefing .comparison")
    expect(comparison).to_contain_text("Statements: 0 new, 0 counted otherwise, 0 no longer told", timeout=SLOW)
    expect(comparison).to_contain_text("Both tell the same.")
    page.get_by_label("Compare with").click()
    page.get_by_role("option", name="ferry accident").click()
    page.locator("#compare-briefing").click()
    expect(comparison.locator(".new h3, .gone h3")).to_have_count(2, timeout=SLOW)
    cite = comparison.locator("button.cite").first
    quote = cite.get_attribute("title")
    cite.click()
    expect(page.locator("#source mark")).to_be_visible(timeout=SLOW)
    assert quote
    assert page.locator("#source mark").inner_text()[:20] in quote.replace("‘", "“").replace("’", "’")
    page.keyboard.press("Escape")
    comparison.locator(".entry", has_text="ferry").click()
    expect(page.locator("#briefing h2")).to_contain_text("ferry", timeout=SLOW)
    entries(page).nth(2).click()
    expect(page.locator("#briefing .origin, #briefing .facts").first).to_contain_text("2025-04-12", timeout=SLOW)
    page.locator("#compare-briefing").click()
    expect(page.locator("#kept-said .error")).to_contain_text("no briefing on this topic before", timeout=SLOW)


def is_renamed(page: Page) -> None:
    page.locator("#briefing-title input, #briefing-title textarea").fill("The first talks")
    page.locator("#rename-briefing").click()
    expect(page.locator("#briefing h2")).to_have_text("The first talks", timeout=SLOW)
    expect(entries(page).nth(2)).to_contain_text("The first talks")
    page.locator("#briefing-title input, #briefing-title textarea").fill("  ")
    page.locator("#rename-briefing").click()
    expect(page.locator("#kept-said .error")).to_contain_text("title is empty", timeout=SLOW)


def is_written_and_there_after_a_reload(page: Page) -> None:
    page.locator("#briefing-topic input, #briefing-topic textarea").fill("Storm Edda")
    page.locator("#write-briefing").click()
    expect(page.locator("#briefing h2")).to_have_text("Briefing: Storm Edda", timeout=SLOW)
    expect(entries(page)).to_have_count(4, timeout=SLOW)
    page.reload()
    open_tab(page, "Briefing")
    expect(page.locator("#briefing h2")).to_have_text("Briefing: Storm Edda", timeout=SLOW)
    expect(entries(page)).to_have_count(4)


def is_deleted(page: Page, server: Server) -> None:
    tools(page)
    page.locator("#delete-briefing").click()
    page.locator("#really-delete-briefing").click()
    expect(entries(page)).to_have_count(3, timeout=SLOW)
    expect(page.locator("#briefing h2")).to_have_count(0)
    with BriefingStore.open(server.library / FILE_NAME) as kept:
        assert "Storm Edda" not in {item.topic for item in kept.summaries()}
        kept.rename(kept.summaries()[0].id, "Renamed beside the server")
    page.reload()
    open_tab(page, "Briefing")
    expect(entries(page).first).to_contain_text("Renamed beside the server", timeout=SLOW)


def forgets_a_deleted_article(page: Page) -> None:
    open_tab(page, "Library")
    page.locator("#articles .choose", has_text="23 injured in Kilbrannagh").click()
    page.get_by_role("button", name="Delete", exact=True).locator("visible=true").click()
    page.locator("#delete-article").click()
    expect(page.locator("#log .note")).to_contain_text("Deleted", timeout=SLOW)
    open_tab(page, "Briefing")
    entries(page).nth(1).click()
    expect(page.locator("#briefing .briefing")).to_contain_text(REMOVED, timeout=SLOW)
    expect(page.locator("#briefing .briefing")).not_to_contain_text("Twenty-three")


def test_another_users_briefings_are_not_shown(browser: Browser, guarded_server: Server) -> None:
    with BriefingStore.open(guarded_server.library / FILE_NAME) as kept:
        from tests.briefing.keeping.samples import briefing, request

        name = kept.add(request(), briefing(), (), "eve")
    opened = browser.new_context().new_page()
    opened.goto(f"{guarded_server.address}/login")
    opened.locator("input[name=name]").fill("ada")
    opened.locator("input[name=password]").fill("correct horse battery")
    opened.keyboard.press("Enter")
    opened.wait_for_url(f"{guarded_server.address}/")
    opened.evaluate("name => localStorage.setItem('briefing', JSON.stringify(name))", name)
    opened.reload()
    open_tab(opened, "Briefing")
    expect(opened.locator("#kept nav, #kept .note")).to_have_count(1, timeout=SLOW)
    expect(opened.locator("#kept .entry", has_text="Ostrel")).to_have_count(0)
    expect(opened.locator("#briefing h2")).to_have_count(0)
