"""A real browser before the page, watched: what tests of the page share."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from evals.screenshots import browser_path

CHROMIUM = Path(browser_path())
SLOW = 60_000
expect.set_options(timeout=15_000)  # A loaded machine takes its time for everything.
STREAM_CLOSED = "AbortError: signal is aborted"
"""What Gradio writes on the console when it closes the stream of its events, in the middle of a read at times."""
needs_chromium = pytest.mark.skipif(
    not CHROMIUM.is_file(), reason="needs Chromium: apt-get install chromium, or name it in $CHROMIUM"
)


def watch(page: Page, address: str) -> list[str]:
    """What must not happen from now on: errors on the console, requests to any other host."""
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if _is_trouble(said) else None)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    allowed = (address, "data:", "blob:")
    page.on("request", lambda sent: troubles.append(sent.url) if not sent.url.startswith(allowed) else None)
    return troubles


def _is_trouble(said: ConsoleMessage) -> bool:
    return said.type == "error" and STREAM_CLOSED not in said.text


def visit(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#suggestions, #transcript .exchange").first).to_be_visible(timeout=SLOW)
    expect(page.locator(".suggestion, .exchange, #suggestions .note").first).to_be_visible(timeout=SLOW)


def ask(page: Page, question: str, exchanges: int = 1) -> None:
    page.locator("#question input, #question textarea").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator("#transcript .exchange")).to_have_count(exchanges, timeout=SLOW)


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
