"""Articles that are ticked in the library's table are summarized above it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browsing import SLOW, needs_chromium, visit, watch
from tests.web.conftest import Server

pytestmark = needs_chromium


@pytest.fixture
def page(browser: Browser, open_server: Server) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1400, "height": 1000})
    troubles = watch(opened, open_server.address)
    visit(opened, open_server.address)
    opened.get_by_role("tab", name="Library").click()
    expect(opened.locator("#articles tbody tr").nth(3)).to_be_visible(timeout=SLOW)
    yield opened
    assert not troubles
    opened.close()


def tick(page: Page, title: str) -> None:
    page.locator("#articles tr", has_text=title).locator("input.pick").check()


def search(page: Page, words: str, rows: int) -> None:
    page.locator("#search input, #search textarea").fill(words)
    expect(page.locator("#articles tbody tr")).to_have_count(rows, timeout=SLOW)


def test_ticked_articles_become_one_summary_that_opens_its_sources(page: Page) -> None:
    button, count = page.locator(".picked .summarize"), page.locator(".picked .count")
    expect(button).to_be_disabled()
    tick(page, "Fourteen hurt as ferry")
    search(page, "ambulance", 1)
    expect(count).to_have_text("1 article chosen, 1 not in this list")
    tick(page, "23 injured")
    expect(count).to_have_text("2 articles chosen, 1 not in this list")
    search(page, "ferry", 2)
    expect(page.locator("#articles input.pick:checked")).to_have_count(2)
    button.click()

    summary = page.locator("#summary .summary")
    expect(summary.locator("h3")).to_have_text("2 articles", timeout=SLOW)
    expect(summary).to_contain_text("Twenty-three people were injured")
    expect(summary.locator(".noted")).to_contain_text("Sources disagree")
    summary.locator("button.cite").first.click()
    expect(page.locator("#source mark")).to_have_text(re.compile("Twenty-three people were injured"), timeout=SLOW)
    expect(page.locator("#source .at")).to_have_text(re.compile(r"1 of \d"))

    page.locator(".picked .unpick").click()
    expect(button).to_be_disabled()
    expect(page.locator("#articles input.pick:checked")).to_have_count(0)


def test_the_form_is_kept_over_a_search_and_key_figures_are_a_table(page: Page) -> None:
    page.locator(".picked .form").select_option("figures")
    search(page, "ambulance", 1)
    expect(page.locator(".picked .form")).to_have_value("figures")
    tick(page, "23 injured")
    page.locator(".picked .summarize").click()
    table = page.locator("#summary table.told")
    expect(table.locator("th").nth(1)).to_have_text("What it counts", timeout=SLOW)
    expect(table.locator("tbody tr").first).to_contain_text("people were injured")
    expect(page.locator("#summary a.save")).to_have_count(2)


def test_on_a_phone_the_boxes_and_the_summary_fit(page: Page) -> None:
    page.set_viewport_size({"width": 380, "height": 800})
    search(page, "ambulance", 1)
    tick(page, "23 injured")
    page.locator(".picked .summarize").click()
    expect(page.locator("#summary .summary h3")).to_contain_text("23 injured", timeout=SLOW)
    assert page.evaluate("document.documentElement.scrollWidth") <= 380


def test_an_article_that_is_gone_meanwhile_is_told_in_words(page: Page) -> None:
    page.evaluate("document.querySelector('#articles input.pick').dataset.id = 'beef'.repeat(4)")
    page.locator("#articles input.pick").first.check()
    page.locator(".picked .summarize").click()
    expect(page.locator("#summary .error")).to_contain_text("beef", timeout=SLOW)
