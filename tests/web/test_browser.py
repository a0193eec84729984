"""The page in a real browser, as a reader uses it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, Route, expect

from evals.reading.page import page as measurements
from evals.runs.report import Report
from tests.loopback import hangs, running_loopback, speaks
from tests.web.browsing import SLOW, ask, needs_chromium, open_tab, visit, watch
from tests.web.conftest import PASSWORD, Server, evals_page, free_port, seeded, serving

FERRY = "How many people were injured in the ferry accident?"
INJURED = {"Fourteen", "Twenty-three"}
"""What the two sides say, whichever is told first."""

HOSTILE = """---
title: "<img src=x onerror=window.hacked=1> Zebrafinch census <script>window.hacked=1</script>"
publisher: "<b onmouseover=window.hacked=1>Zebra Post</b>"
published: 2025-04-11T08:00:00Z
---
The zebrafinch census counted 4,711 birds <script>window.hacked=1</script> in Marlow Park on Friday. \
Click [here](javascript:window.hacked=1) for $\\\\href{javascript:window.hacked=1}{more}$ about the zebrafinch. \
${window.hacked=1} {{constructor.constructor('window.hacked=1')()}} <img src=x onerror="window.hacked=1"> it said.
"""

READS_FROM_THE_LEFT = """element => {
    const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
    const left = at => {
        const range = document.createRange();
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        return range.getBoundingClientRect().left;
    };
    return left(2) < left(3) && left(3) < left(4);
}"""

DOUBT = re.compile("not sure|contradicted by your articles|not found in your articles")

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(seeded(tmp_path_factory.mktemp("browser"))) as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile of its own."""
    opened = browser.new_context(viewport={"width": 1280, "height": 900})
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, server: Server) -> Iterator[Page]:
    """The page, watched: no errors on its console, no request to any other host."""
    opened = context.new_page()
    troubles = watch(opened, server.address)
    visit(opened, server.address)
    yield opened
    assert troubles == []


def test_a_citation_opens_the_article_at_the_very_words(page: Page) -> None:
    ask(page, FERRY)
    cite = page.locator(".answer button.cite").first
    quote = cite.get_attribute("title")
    cite.focus()
    page.keyboard.press("Enter")
    mark = page.locator("#source mark")
    expect(mark).to_be_in_viewport(timeout=SLOW)
    marked = " ".join(mark.inner_text().split())
    assert quote is not None
    assert marked.replace("“", "‘").replace("”", "’") == quote[1:-1]
    expect(page.locator("#source .facts")).to_contain_text("8 March 2025")
    expect(page.locator("#source .at")).to_have_text("1 of 2")
    page.get_by_role("button", name="Next ›").click()
    expect(page.locator("#source .at")).to_have_text("2 of 2")
    assert {word for word in INJURED if word in f"{quote} {page.locator('#source mark').inner_text()}"} == INJURED
    page.keyboard.press("Escape")
    expect(page.locator("#source .source")).to_have_count(0)


NEXT_AS_SOON_AS_SHOWN = """() => new MutationObserver((changes, observer) => {
    const next = document.querySelector("#source mark") && document.querySelector("#source [data-step='1']");
    if (next) {
        observer.disconnect();
        next.click();
    }
}).observe(document.querySelector("#source"), { childList: true, subtree: true })"""


def test_no_press_is_passed_over_for_a_reader_in_haste(page: Page) -> None:
    ask(page, FERRY)
    page.evaluate(NEXT_AS_SOON_AS_SHOWN)
    page.locator(".answer button.cite").first.click()
    expect(page.locator("#source .at")).to_have_text("2 of 2", timeout=SLOW)


def test_a_citation_of_a_deleted_article_says_so(page: Page) -> None:
    ask(page, FERRY)
    cite = page.locator(".answer button.cite").first
    cite.evaluate("cite => { cite.dataset.key = 'feedfacefeedface@1' }")
    cite.click()
    expect(page.locator("#source")).to_contain_text("has been deleted from the library", timeout=SLOW)
    page.get_by_role("button", name="Next ›").click()
    expect(page.locator("#source mark")).to_be_visible(timeout=SLOW)


def test_the_score_opens_and_sides_that_disagree_stand_beside_each_other(page: Page) -> None:
    ask(page, FERRY)
    score = page.locator(".score summary")
    expect(score).to_have_text(re.compile(r"\d of \d sentences? supported.*, \d articles?"))
    score.click()
    expect(page.locator(".score table")).to_contain_text("supported")
    expect(page.locator(".disagreement blockquote")).to_have_count(2)


def test_the_answer_arrives_step_by_step(page: Page) -> None:
    page.locator("#question input, #question textarea").fill("Who is the Kremlin spokesman?")
    page.keyboard.press("Enter")
    expect(page.locator("#live .working")).to_contain_text(re.compile("Searching|Reading|Writing"), timeout=SLOW)
    expect(page.locator("#transcript")).to_contain_text("Peskov", timeout=SLOW)


def test_follow_ups_retry_edit_and_undo(page: Page) -> None:
    ask(page, "Who is the Kremlin spokesman?")
    ask(page, "Until when did he expect the call to last?", exchanges=2)
    expect(page.locator("#transcript .exchange").nth(1)).to_contain_text("6 p.m.")
    page.get_by_role("button", name="Edit").click()
    expect(page.locator("#transcript .exchange")).to_have_count(1)
    expect(page.locator("#question input, #question textarea")).to_have_value(re.compile("Until when"))
    answer = page.locator("#transcript .rating")
    before = answer.get_attribute("data-answer")
    assert before
    page.get_by_role("button", name="Retry").click()
    expect(answer).not_to_have_attribute("data-answer", before, timeout=SLOW)
    expect(page.locator("#transcript")).to_contain_text("Peskov")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#transcript .exchange")).to_have_count(0)


def test_what_cannot_be_done_yet_is_said_in_the_page(page: Page) -> None:
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#live .note")).to_have_text("There is no question to take back.")
    page.get_by_role("button", name="Edit").click()
    expect(page.locator("#live .note")).to_have_text("There is no question to take back.")
    ask(page, "Who is the Kremlin spokesman?")
    expect(page.locator("#live .note")).to_have_count(0)


def test_a_briefing_is_written_cited_and_saved(page: Page, tmp_path: Path) -> None:
    open_tab(page, "Briefing")
    page.locator("#briefing-topic input, #briefing-topic textarea").fill("March 2025")
    page.locator("#write-briefing").click()
    expect(page.locator("#briefing .disagreements")).to_contain_text("Twenty-three people", timeout=SLOW)
    expect(page.locator("#briefing .corrections")).to_contain_text("wrong figure")
    cite = page.locator("#briefing .bottom_line button.cite").first
    quote = cite.get_attribute("title")
    cite.click()
    expect(page.locator("#source mark")).to_be_in_viewport(timeout=SLOW)
    assert quote is not None
    marked = " ".join(page.locator("#source mark").inner_text().split())
    assert marked.replace("“", "‘").replace("”", "’") == quote[1:-1]
    place = page.locator("#source .at").inner_text()
    assert place.startswith("1 of ")
    page.get_by_role("button", name="Next ›").click()
    expect(page.locator("#source .at")).to_have_text(place.replace("1 of", "2 of"), timeout=SLOW)
    with page.expect_download() as download:
        page.get_by_role("link", name=".docx").click()
    assert re.fullmatch(r"[\w-]+-\d{4}-\d\d-\d\d\.docx", download.value.suggested_filename)
    download.value.save_as(tmp_path / "briefing.docx")
    assert (tmp_path / "briefing.docx").read_bytes().startswith(b"PK")
    page.locator("#briefing-topic input, #briefing-topic textarea").fill("quantum computing")
    page.keyboard.press("Enter")
    expect(page.locator("#briefing .error")).to_contain_text("no article about", timeout=SLOW)


def test_a_rated_answer_stays_rated(page: Page) -> None:
    ask(page, "Who is the Kremlin spokesman?")
    page.get_by_role("button", name="This answer did not help").click()
    reason = page.locator(".rating .reason")
    expect(reason).to_be_focused(timeout=SLOW)
    reason.fill('<img src=x onerror=window.hacked=1> "who"')
    page.keyboard.press("Enter")
    expect(reason).to_have_attribute("value", re.compile("who"), timeout=SLOW)
    page.reload()
    bad = page.get_by_role("button", name="This answer did not help")
    expect(bad).to_have_attribute("aria-pressed", "true", timeout=SLOW)
    expect(page.locator(".rating .reason")).to_have_value('<img src=x onerror=window.hacked=1> "who"')
    assert page.evaluate("window.hacked") is None
    good = page.get_by_role("button", name="This answer helped")
    good.click()
    expect(good).to_have_attribute("aria-pressed", "true", timeout=SLOW)
    good.click()
    expect(page.locator(".rating .reason")).to_have_count(0, timeout=SLOW)


def test_stopping_stops(browser: Browser, tmp_path: Path) -> None:
    with (
        running_loopback(hangs("Fourteen")) as model,
        serving(seeded(tmp_path), CHATBOT_LLM_BASE_URL=model.base_url) as server,
    ):
        page = browser.new_page()
        visit(page, server.address)
        page.locator("#question input, #question textarea").fill(FERRY)
        page.keyboard.press("Enter")
        page.locator("#stop").click(timeout=SLOW)
        expect(page.locator("#live")).to_contain_text("Stopped", timeout=SLOW)
        expect(page.locator("#ask")).to_be_visible()
        model.says(speaks("Fourteen people were injured. [1]"))
        ask(page, FERRY)
        page.close()


def test_a_reader_who_waits_is_told_so_and_may_stop(browser: Browser, tmp_path: Path) -> None:
    library = seeded(tmp_path)
    asked = {"model": "news-chatbot", "stream": True, "messages": [{"role": "user", "content": FERRY}]}
    with (
        running_loopback(hangs("Fourteen")) as model,
        serving(library, CHATBOT_LLM_BASE_URL=model.base_url) as server,
        ExitStack() as others,
    ):
        for _ in range(4):
            reply = others.enter_context(httpx.stream("POST", f"{server.address}/v1/chat/completions", json=asked))
            lines = reply.iter_lines()
            others.callback(lines.close)  # type: ignore[attr-defined]  # a generator, which closes when forgotten
            next(lines)
        page = browser.new_page()
        visit(page, server.address)
        page.locator("#question input, #question textarea").fill(FERRY)
        page.keyboard.press("Enter")
        expect(page.locator("#live .working")).to_have_text("Busy, 1 ahead of you …", timeout=SLOW)
        page.locator("#stop").click()
        expect(page.locator("#live")).to_contain_text("Stopped", timeout=SLOW)
        model.says(speaks("Fourteen people were injured. [1]"))
        others.close()
        ask(page, FERRY)
        page.close()


def test_a_question_without_an_answer_is_refused(page: Page) -> None:
    ask(page, "Who won the chess championship?")
    refusal = page.locator("#transcript .noted.not-in-library")
    expect(refusal).to_contain_text("Not in your library")
    refusal.locator("button.cite.link").first.click()
    expect(page.locator("#source .text")).not_to_be_empty(timeout=SLOW)


def test_suggestions_are_answered(page: Page) -> None:
    page.locator(".suggestion").first.click()
    expect(page.locator("#transcript .answer .sentence.supported").first).to_be_visible(timeout=SLOW)


def test_files_go_in_with_reasons_for_those_that_do_not(page: Page, tmp_path: Path) -> None:
    good, bad = tmp_path / "lanterns.md", tmp_path / "broken.pdf"
    good.write_text("---\ntitle: Lantern festival\n---\nThe lantern festival of Ostrel drew 31,000 guests on Sunday.\n")
    bad.write_bytes(b"%PDF-1.7 nothing behind it")
    open_tab(page, "Library")
    page.locator("#files input[type=file]").set_input_files([str(good), str(bad)])
    expect(page.locator("#log")).to_contain_text("new: Lantern festival", timeout=SLOW)
    expect(page.locator("#log .failed")).to_contain_text("broken.pdf", timeout=SLOW)
    page.locator("#search textarea, #search input").fill("lantern")
    expect(page.locator("#articles tbody tr")).to_have_count(1, timeout=SLOW)
    row = page.locator("#articles .choose", has_text="Lantern festival")
    row.click()
    expect(page.locator("#article .text")).to_contain_text("31,000 guests", timeout=SLOW)
    open_tab(page, "Ask")
    ask(page, "How many guests came to the lantern festival of Ostrel?")
    expect(page.locator("#transcript")).to_contain_text("31,000")
    open_tab(page, "Library")
    page.get_by_role("button", name="Delete", exact=True).locator("visible=true").click()
    page.locator("#delete-article").click()
    expect(page.locator("#log")).to_contain_text("Deleted", timeout=SLOW)
    expect(page.locator("#articles .choose", has_text="Lantern festival")).to_have_count(0, timeout=SLOW)
    page.reload()
    expect(page.locator("#transcript")).to_contain_text(
        "article that this sentence rested on was deleted", timeout=SLOW
    )


def test_the_table_shows_what_is_searched_though_an_earlier_list_arrives_later(page: Page) -> None:
    open_tab(page, "Library")
    expect(page.locator("#articles tbody tr").nth(1)).to_be_visible(timeout=SLOW)
    search = page.locator("#search textarea, #search input")
    late: list[tuple[Route, APIResponse]] = []

    def hold_the_first(route: Route) -> None:
        answer = route.fetch()
        if "ferry" in search.input_value() and not late:
            late.append((route, answer))
        else:
            route.fulfill(response=answer)

    page.route("**/run/predict*", hold_the_first)
    search.fill("ferry")
    page.wait_for_timeout(300)
    search.fill("heaters")
    expect(page.locator("#articles tbody tr")).to_have_count(1, timeout=SLOW)
    (route, answer), *_ = late
    route.fulfill(response=answer)
    page.wait_for_timeout(500)  # Long enough for the late list to be drawn.
    expect(page.locator("#articles .choose")).to_have_count(1, timeout=SLOW)
    expect(page.locator("#articles .choose")).to_have_text(re.compile("heaters"), timeout=SLOW)


def test_the_library_is_sorted_by_a_click_on_a_heading(page: Page) -> None:
    open_tab(page, "Library")
    titles = page.locator("#articles .choose")
    expect(titles.first).to_have_text("212,000 WarmNest heaters recalled after 17 fires", timeout=SLOW)
    page.locator("#articles .sort", has_text="Title").click()
    expect(page.locator("#articles th").first).to_have_attribute("aria-sort", "ascending", timeout=SLOW)
    shown = [text.casefold() for text in titles.all_inner_texts()]
    assert shown == sorted(shown)


def test_what_articles_bring_along_is_shown_and_never_run(page: Page, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.md"
    hostile.write_text(HOSTILE)
    open_tab(page, "Library")
    page.locator("#files input[type=file]").set_input_files(str(hostile))
    expect(page.locator("#log")).to_contain_text("<img src=x", timeout=SLOW)
    open_tab(page, "Ask")
    ask(page, "How many birds did the zebrafinch census count in Marlow Park?")
    expect(page.locator("#transcript")).to_contain_text("4,711")
    page.locator(".answer button.cite").first.click()
    expect(page.locator("#source .text")).to_contain_text("<script>window.hacked=1</script>", timeout=SLOW)
    expect(page.locator("#source .text")).to_contain_text("${window.hacked=1} {{constructor")
    assert page.evaluate("window.hacked") is None
    assert page.locator("a[href^='javascript']").count() == 0
    assert page.locator("#transcript img, #source img, #transcript script, #source script").count() == 0


def test_a_sentence_cannot_mirror_the_mark_that_nothing_backs_it(page: Page) -> None:
    open_tab(page, "Check a draft")
    page.locator("#draft textarea").fill("Unicorns grazed \u2069\u202e in Arlow on Friday.")
    page.locator("#check").click()
    mark = page.locator("#checked .sentence .doubt")
    expect(mark).to_contain_text(DOUBT, timeout=SLOW)
    assert mark.evaluate(READS_FROM_THE_LEFT)


def test_a_draft_is_checked_sentence_by_sentence(page: Page) -> None:
    open_tab(page, "Check a draft")
    page.locator("#draft textarea").fill("Russia and Ukraine exchanged 175 prisoners each. Unicorns grazed in Arlow.")
    page.locator("#checked-as-of input").first.fill("2025-03-20")
    page.locator("#check").click()
    expect(page.locator("#checked .sentence.supported")).to_have_count(1, timeout=SLOW)
    expect(page.locator("#checked .sentence .doubt")).to_contain_text(DOUBT)
    page.locator("#checked button.cite").first.click()
    expect(page.locator("#source mark")).to_contain_text("175 prisoners", timeout=SLOW)


def test_measurements_are_shown_and_run_nothing(page: Page, server: Server) -> None:
    open_tab(page, "Evals")
    expect(page.get_by_text("No measurement yet")).to_be_visible()
    case = {"unit": "1", "id": "1", "question": "How many? <script>parent.hacked=1</script>", "refused": True}
    report = Report("refusal", 1, {"auroc": 0.9}, {}, {}, 1.0, [case], "abc")
    evals_page(server.library).write_text(measurements([report]), encoding="utf-8")
    open_tab(page, "Ask")
    open_tab(page, "Evals")
    frame = page.frame_locator("iframe.evals")
    expect(frame.get_by_role("heading", name="refusal")).to_be_visible()
    expect(frame.get_by_text("0.900")).to_be_visible()
    expect(frame.get_by_text("How many? <script>")).to_be_visible()
    frame.get_by_role("link", name="refusal").click()
    expect(frame.get_by_role("heading", name="refusal")).to_be_visible()
    expect(page.locator("iframe.evals")).to_have_attribute("sandbox", "")
    assert page.evaluate("window.hacked") is None


def test_settings_say_what_answers_and_that_nothing_leaves_the_machine(page: Page) -> None:
    open_tab(page, "Settings")
    expect(page.locator("#settings")).to_contain_text("all text stays on this machine", timeout=SLOW)
    expect(page.locator("#settings")).to_contain_text("none: articles are quoted")
    expect(page.locator("#test-model")).to_have_count(0)


@pytest.mark.parametrize("tab", ["Ask", "Briefing", "Library", "Check a draft", "Evals", "Settings"])
def test_nothing_needs_scrolling_sideways_on_a_phone(browser: Browser, server: Server, tab: str) -> None:
    phone = browser.new_context(viewport={"width": 380, "height": 800}, color_scheme="dark", has_touch=True)
    page = phone.new_page()
    troubles = watch(page, server.address)
    visit(page, server.address)
    if tab == "Ask":
        ask(page, FERRY)
        page.locator(".answer button.cite").first.click()
        expect(page.locator("#source mark")).to_be_in_viewport(timeout=SLOW)
        page.get_by_role("button", name="Close the source").click()
    else:
        open_phone_tab(page, tab)
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    assert page.evaluate("getComputedStyle(document.querySelector('gradio-app, body')).colorScheme") is not None
    phone.close()
    assert troubles == []


def open_phone_tab(page: Page, name: str) -> None:
    """Gradio moves tabs that do not fit into a menu."""
    tab = page.get_by_role("tab", name=name).locator("visible=true")
    if not tab.count():
        page.locator(".overflow-menu button").first.click()
        tab = page.locator(".overflow-dropdown button", has_text=name)
    tab.first.click()


def test_conversations_survive_a_restart(browser: Browser, tmp_path: Path) -> None:
    library, port = seeded(tmp_path), free_port()
    context = browser.new_context()
    with serving(library, port=port) as server:
        page = context.new_page()
        visit(page, server.address)
        ask(page, "Who is the Kremlin spokesman?")
        page.close()
    with serving(library, port=port) as server:
        page = context.new_page()
        visit(page, server.address)
        expect(page.locator("#transcript .exchange")).to_have_count(1, timeout=SLOW)
        expect(page.locator("#transcript")).to_contain_text("Peskov")
        page.close()
    context.close()


def test_users_log_in_and_do_not_see_each_others_conversations(browser: Browser, guarded_server: Server) -> None:
    for name, seen in (("ada", 1), ("eve", 0)):
        context = browser.new_context()
        page = context.new_page()
        page.goto(guarded_server.address)
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator(".suggestion").first).to_be_visible(timeout=SLOW)
        if name == "ada":
            ask(page, "Who is the Kremlin spokesman?")
        expect(page.locator("#history .entry", has_text="Kremlin spokesman")).to_have_count(seen)
        context.close()


def test_what_is_known_about_an_article_is_corrected_and_taken_back(page: Page, tmp_path: Path) -> None:
    scanned = tmp_path / "scan.md"
    scanned.write_text("---\ntitle: Scan 7\npublisher: Scanner\npublished: 2025-05-09\n---\nThe kiln of Brod cooled.\n")
    open_tab(page, "Library")
    page.locator("#files input[type=file]").set_input_files(str(scanned))
    expect(page.locator("#log")).to_contain_text("new: Scan 7", timeout=SLOW)
    expect(page.locator("#correct")).to_have_count(0)
    page.locator("#articles .choose", has_text="Scan 7").click()
    page.get_by_role("button", name="Correct what is known about it").locator("visible=true").click()
    title, published = page.locator("#correct-title input, #correct-title textarea"), page.locator("#correct-published")
    expect(title).to_have_value("Scan 7", timeout=SLOW)
    title.fill("Kiln <b>cools</b>")
    published.locator("input, textarea").fill("someday")
    page.locator("#correct-save").click()
    expect(page.locator("#log .error")).to_contain_text("'someday' is no date", timeout=SLOW)
    published.locator("input, textarea").fill("2025-05-02")
    page.get_by_label("yes", exact=True).locator("visible=true").click()
    page.locator("#correct-save").click()
    expect(page.locator("#log")).to_contain_text("Corrected: title, published, opinion.", timeout=SLOW)
    expect(page.locator("#choice")).to_contain_text("edited by hand: title, published, opinion")
    row = page.locator("#articles tr", has_text="Kiln <b>cools</b> (opinion)")
    expect(row).to_contain_text("2025-05-02", timeout=SLOW)
    expect(page.locator("#article")).to_contain_text("2 May 2025")
    page.locator("#correct-take-back").click()
    expect(page.locator("#articles .choose", has_text="Scan 7")).to_have_count(1, timeout=SLOW)
    expect(title).to_have_value("Scan 7")
    expect(page.locator("#choice")).not_to_contain_text("edited by hand")
    page.get_by_role("button", name="Delete", exact=True).locator("visible=true").click()
    page.locator("#delete-article").click()
    expect(page.locator("#log")).to_contain_text("Deleted", timeout=SLOW)
    expect(page.locator("#correct-title")).to_have_count(0)
