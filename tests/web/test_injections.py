"""Injections in a real browser: in every view of the page, and in what it shows without any policy in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from chatbot.app import build_chatbot
from chatbot.web.asking import transcript_html
from chatbot.web.page import DELETED
from evals.reading.page import page as measurements
from tests.injections import places
from tests.injections.articles import QUESTION, census, write_articles, write_broken_files
from tests.injections.endpoint import invents
from tests.injections.outline import markdown_as_html
from tests.injections.payloads import PAYLOADS, PLAIN, as_read, one_of_each_kind
from tests.injections.test_exports import MARKDOWN
from tests.injections.views import VIEWS
from tests.loopback import Loopback, fails, offers, running_loopback
from tests.web.browsing import SLOW, ask, needs_chromium, open_tab, visit, watch
from tests.web.conftest import Server, evals_page, serving
from tests.web.provoking import hacked, outline, outline_of, strange

pytestmark = needs_chromium
TEXTS = [payload.text for payload in PAYLOADS]
STORED = [payload.text for payload in PAYLOADS if payload.kind == "html" or payload in one_of_each_kind(PAYLOADS)]
FEW = [payload.text for payload in one_of_each_kind(PAYLOADS)]
MODEL = "".join(FEW)
ALL = "All injections"
HTML = "<img src=x onerror=window.hacked=5>"


def fill(library: Path) -> None:
    """Texts in every place of a library, its conversations and its measurements."""
    with build_chatbot(library=library) as chatbot:
        list(chatbot.ingest([str(write_articles(library.parent, STORED))]))
        store = chatbot.conversations
        for text in TEXTS:
            store.begin("", text)
        name = store.begin("", ALL)
        for text in TEXTS:
            store.add("", name, places.exchange(text))
    evals_page(library).write_text(measurements([places.report(text) for text in TEXTS]), encoding="utf-8")


@pytest.fixture(scope="module")
def model() -> Iterator[Loopback]:
    with running_loopback(invents(FEW)) as running:
        running.models = offers(MODEL)
        yield running


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, model: Loopback) -> Iterator[Server]:
    library = tmp_path_factory.mktemp("injections") / "library"
    fill(library)
    with serving(library, CHATBOT_LLM_BASE_URL=model.base_url, CHATBOT_LLM_MODEL=MODEL) as server:
        yield server


@pytest.fixture
def page(browser: Browser, hostile: Server) -> Iterator[Page]:
    """The page over the hostile library, watched, and touched everywhere at the end."""
    opened = browser.new_page()
    troubles = watch(opened, hostile.address)
    opened.on("dialog", lambda dialog: troubles.append(dialog.message))
    visit(opened, hostile.address)
    yield opened
    assert strange(opened) == []
    assert hacked(opened) is None
    assert troubles == []
    opened.close()


def unshown(page: Page, selector: str, texts: list[str]) -> list[str]:
    """Those of the texts that cannot be read there."""
    shown = {payload.text: payload.shown for payload in PAYLOADS}
    read = as_read("".join(page.locator(selector).all_text_contents()))
    return [text for text in texts if shown[text] not in read]


def test_a_conversation_and_the_list_of_them(page: Page) -> None:
    assert unshown(page, "#history .entry", TEXTS) == []
    page.locator("#history .entry", has_text=ALL).evaluate("entry => entry.click()")
    expect(page.locator("#transcript .exchange")).to_have_count(len(TEXTS), timeout=SLOW)
    twin = places.conversation(PLAIN)
    expected = outline_of(page, transcript_html(twin)) * len(TEXTS)
    assert outline(page, "#transcript .exchange") == expected
    assert unshown(page, "#transcript", TEXTS) == []
    page.locator("#transcript button.cite").first.click()
    expect(page.locator("#source .error")).to_have_text(DELETED, timeout=SLOW)


def test_an_answer_and_its_sources(page: Page) -> None:
    page.get_by_role("button", name="New conversation").evaluate("button => button.click()")
    expect(page.locator(".suggestion").first).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Only articles …").locator("visible=true").click()
    page.get_by_label("by").locator("visible=true").click()
    page.get_by_role("option").locator("visible=true").filter(has_text=HTML).first.click()
    ask(page, QUESTION)
    expect(page.locator("#transcript .answer")).to_contain_text(HTML)
    page.get_by_role("button", name="Clear").locator("visible=true").click()
    ask(page, f"{QUESTION} {' '.join(FEW)}".replace("\0", ""), exchanges=2)
    doubtful = page.locator("#transcript .sentence", has=page.locator(".doubt"))
    expect(doubtful.first).to_contain_text("Unicorns")
    page.locator("#transcript .answer button.cite").first.click()
    expect(page.locator("#source mark")).to_contain_text("census", timeout=SLOW)


def test_the_library_and_files_by_their_names(page: Page, tmp_path: Path) -> None:
    open_tab(page, "Library")
    expect(page.locator("#articles tbody tr")).to_have_count(len(STORED), timeout=SLOW)
    assert unshown(page, "#articles", STORED) == []
    for title in page.locator("#articles .choose").all()[:5]:
        title.click()
        expect(page.locator("#choice")).to_contain_text(title.inner_text().strip()[:20], timeout=SLOW)
    broken = sorted(write_broken_files(tmp_path, FEW).iterdir())
    wrong = tmp_path / f"{HTML} [x](javascript:window.hacked=1).exe"
    wrong.write_text("no article")
    page.locator("#files input[type=file]").set_input_files([wrong, *broken])
    expect(page.locator("#log .failed")).to_have_count(len(FEW) + 1, timeout=SLOW)
    expect(page.locator("#log .failed").first).to_contain_text("no reader for .exe")


def test_a_briefing_and_a_draft(page: Page) -> None:
    open_tab(page, "Briefing")
    page.locator("#briefing-topic input, #briefing-topic textarea").fill(f"bird census {FEW[0]} {FEW[2]}")
    page.locator("#audience input, #audience textarea").fill(" ".join(FEW)[:200])
    page.locator("#write-briefing").click()
    expect(page.locator("#briefing h2")).to_contain_text(FEW[0], timeout=SLOW)
    open_tab(page, "Check a draft")
    page.locator("#draft textarea").fill("\n\n".join(census(number, text) for number, text in enumerate(FEW)))
    page.locator("#check").click()
    expect(page.locator("#checked .sentence").first).to_be_visible(timeout=SLOW)
    assert unshown(page, "#checked bdi", FEW) == []


def test_measurements_settings_and_errors_of_a_model(page: Page, model: Loopback) -> None:
    open_tab(page, "Evals")
    cases = page.frame_locator("iframe.evals").locator("details.case")
    expect(cases).to_have_count(len(TEXTS), timeout=SLOW)
    assert (
        page.frame_locator("iframe.evals").locator("script, img, iframe, a[href]:not([href^='about:srcdoc#'])").count()
        == 0
    )
    open_tab(page, "Settings")
    expect(page.locator("#settings")).to_contain_text("Chat model", timeout=SLOW)
    page.locator("#test-model").click()
    expect(page.locator("#tested .note")).to_contain_text("answered in", timeout=SLOW)
    assert unshown(page, "#settings", FEW) == []
    model.says(fails(400, " ".join(FEW)))
    page.locator("#test-model").click()
    expect(page.locator("#tested .error")).to_contain_text(FEW[0], timeout=SLOW)


@pytest.mark.parametrize("view", [*VIEWS, *MARKDOWN])
def test_nothing_runs_even_without_a_policy(browser: Browser, view: str) -> None:
    """The policy of the server would stop a script that got into the page; here nothing but escaping stands."""
    write = VIEWS.get(view) or (lambda text: markdown_as_html(MARKDOWN[view](text)))
    page = browser.new_page()
    troubles = watch(page, "about:")
    page.on("dialog", lambda dialog: troubles.append(dialog.message))
    page.set_content("".join(write(text).replace("Content-Security-Policy", "x-no-policy") for text in TEXTS))
    assert hacked(page, "body") is None
    assert troubles == []
    page.close()
