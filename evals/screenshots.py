"""Makes the pictures in docs/images: `python -m evals.screenshots`, with Chromium and the samples."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evals.served import BROWSER_FLAGS, serving

IMAGES = Path(__file__).parent.parent / "docs" / "images"
FERRY = "How many people were injured in the ferry accident?"
WAIT = 30_000


def main() -> None:
    """Take one picture of each view."""
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_FLAGS)
        for name, options, prepare in (
            ("answer", {"viewport": {"width": 1280, "height": 820}}, _answer),
            ("briefing", {"viewport": {"width": 1280, "height": 1000}}, _briefing),
            ("library", {"viewport": {"width": 1280, "height": 820}}, _library),
            ("draft", {"viewport": {"width": 1280, "height": 600}}, _draft),
            ("settings", {"viewport": {"width": 1280, "height": 600}, "color_scheme": "dark"}, _settings),
            ("phone", {"viewport": {"width": 380, "height": 820}, "color_scheme": "dark"}, _phone),
        ):
            _picture(chromium.new_context(**options), address, prepare, IMAGES / f"{name}.png")
        chromium.close()


def browser_path() -> str:
    """Where Chromium is installed."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"


def _picture(context: Any, address: str, prepare: Callable[[Any], None], path: Path) -> None:
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".suggestion", timeout=WAIT)
    prepare(page)
    page.wait_for_timeout(700)
    page.screenshot(path=path)
    context.close()


def _answer(page: Any) -> None:
    _phone(page)
    page.click(".answer button.cite")
    page.wait_for_selector("#source mark", timeout=WAIT)


def _phone(page: Any) -> None:
    page.fill("#question textarea, #question input", FERRY)
    page.keyboard.press("Enter")
    page.wait_for_selector("#transcript .score", timeout=WAIT)


def _briefing(page: Any) -> None:
    page.get_by_role("tab", name="Briefing").click()
    page.fill("#briefing-topic textarea, #briefing-topic input", "March 2025")
    page.click("#write-briefing")
    page.wait_for_selector("#briefing .briefing", timeout=WAIT)
    page.click("#briefing .bottom_line button.cite")
    page.wait_for_selector("#source mark", timeout=WAIT)


def _library(page: Any) -> None:
    page.get_by_role("tab", name="Library").click()
    page.wait_for_selector("#articles .choose", timeout=WAIT)


def _draft(page: Any) -> None:
    page.get_by_role("tab", name="Check a draft").click()
    draft = "Russia and Ukraine exchanged 175 prisoners each on Wednesday. The swap was arranged by Switzerland."
    page.fill("#draft textarea", draft)
    page.click("#check")
    page.wait_for_selector("#checked .doubt", timeout=WAIT)


def _settings(page: Any) -> None:
    page.get_by_role("tab", name="Settings").click()
    page.wait_for_selector("#settings table", timeout=WAIT)


if __name__ == "__main__":
    main()
