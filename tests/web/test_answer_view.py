"""An answer with everything in it, told step by step, in a real browser: blocks, doubt, notes, links and dates."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Self

import openai
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from chatbot.answering.events import Event, Revised
from chatbot.app import Chatbot
from chatbot.records import Document, Filters, Turn
from chatbot.settings import load_settings
from chatbot.web.server import build_server
from tests.answers import HURT, INJURED, QUOTES, ferry_answer, ferry_events, metadata
from tests.web.browsing import SLOW, ask, needs_chromium, visit, watch
from tests.web.conftest import free_port

ASKED = "What happened to the ferry?"


class TellingChatbot(Chatbot):
    """Tells the hand-made answer over articles that hold its quotes; everything else is real."""

    receives_text = "Questions and passages of your articles go to api.example.org."
    answered_with: Mapping[str, str] = {"chat_model": "big-model"}  # type: ignore[assignment]

    def open(self) -> Self:
        """Only what the page needs."""
        self.asked: list[dict[str, Any]] = []
        self.go_on = threading.Event()
        self.go_on.set()
        _ = self.library, self.conversations
        return self

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        asked_at: datetime | None = None,
        filters: Filters = Filters(),
    ) -> Iterator[Event]:
        self.asked.append({"question": question, "history": history, "asked_at": asked_at, "filters": filters})
        names = {article: item.id for item in self.library.summaries() for article in QUOTES if article in item.source}
        for event in ferry_events(ids=names):
            if isinstance(event, Revised):
                self.go_on.wait(30)
            yield event


@pytest.fixture(scope="module")
def chatbot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TellingChatbot]:
    library = tmp_path_factory.mktemp("telling") / "library"
    with TellingChatbot(load_settings(library=library)) as telling:
        documents = (Document(f"/{name}.txt", f"{quote} And more.", metadata(name)) for name, quote in QUOTES.items())
        list(telling.ingest_documents(documents))
        yield telling


@pytest.fixture(scope="module")
def address(chatbot: TellingChatbot) -> Iterator[str]:
    port = free_port()
    config = uvicorn.Config(build_server(chatbot), port=port, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1200})
    opened = context.new_page()
    troubles = watch(opened, address)
    visit(opened, address)
    yield opened
    assert troubles == []
    context.close()


@needs_chromium
def test_blocks_are_shown_as_what_they_are(page: Page) -> None:
    ask(page, ASKED)
    answer = page.locator("#transcript .answer")
    expect(answer.locator("h4")).to_have_text("The accident")
    expect(answer.locator("p").first).to_contain_text("The ferry struck the pier.")
    expect(answer.locator("ul > li > ul > li")).to_contain_text("Perhaps at noon.")
    expect(answer.locator("table.told thead th")).to_have_text(["Source", "Injured"])
    expect(answer.locator("table.told tbody tr.supported td").first).to_have_text("Ledger")
    quotation = answer.locator("> blockquote")
    expect(quotation.locator("cite")).to_have_text("The Harbor Ledger, 8 July 2025")
    expect(quotation.locator("strong")).to_have_text("Fourteen")
    expect(answer.locator("aside.disagreement blockquote")).to_have_count(2)
    expect(page.locator("#transcript .score summary")).to_have_text(
        "4 of 7 sentences supported, 1 not sure, 1 contradicted, 1 not found, 1 withheld, 2 articles"
    )


@needs_chromium
def test_doubt_is_told_in_words_with_what_is_nearest_beside_it(page: Page) -> None:
    ask(page, ASKED)
    wrong = page.locator("#transcript .sentence.contradicted")
    expect(wrong.locator(".doubt")).to_contain_text("contradicted by your articles: 14, not 15")
    expect(wrong.locator("mark")).to_have_text("Fifteen")
    assert "line-through" not in wrong.locator(".words").evaluate("words => getComputedStyle(words).textDecoration")
    wrong.locator(".nearest button.cite").click()
    expect(page.locator("#source mark")).to_have_text(HURT, timeout=SLOW)
    expect(page.locator("#transcript .sentence.not-found .doubt")).to_contain_text("not found in your articles")
    expect(page.locator("#transcript .sentence.unsure .doubt")).to_contain_text("not sure")


@needs_chromium
def test_an_article_that_is_only_named_opens_and_can_be_stepped_from(page: Page) -> None:
    ask(page, ASKED)
    page.locator("#transcript .noted button.cite.link", has_text="Title of plans").click()
    expect(page.locator("#source h2")).to_have_text("Title of plans", timeout=SLOW)
    expect(page.locator("#source .text")).to_contain_text("A new ferry is planned.")
    expect(page.locator("#source mark")).to_have_count(0)
    place = page.locator("#source .at").inner_text()
    assert place.split(" of ")[0] == place.split(" of ")[1]
    page.get_by_role("button", name="Next ›").click()
    expect(page.locator("#source mark")).to_be_visible(timeout=SLOW)
    page.keyboard.press("Escape")
    expect(page.locator("#source .source")).to_have_count(0)


@needs_chromium
def test_a_sentence_is_redrawn_when_it_is_checked_again(page: Page, chatbot: TellingChatbot) -> None:
    chatbot.go_on.clear()
    page.locator("#question input, #question textarea").fill(ASKED)
    page.keyboard.press("Enter")
    expect(page.locator("#live .sentence.not-found")).to_be_visible(timeout=SLOW)
    expect(page.locator("#live .sentence.unsure .words")).to_have_text(INJURED)
    chatbot.go_on.set()
    expect(page.locator("#transcript .sentence.contradicted .words")).to_have_text(INJURED, timeout=SLOW)


@needs_chromium
def test_the_details_tell_sentence_by_sentence(page: Page) -> None:
    ask(page, ASKED)
    page.locator("#transcript .score summary").click()
    rows = page.locator("#transcript .score tbody tr")
    expect(rows).to_have_count(9)
    expect(rows.nth(2)).to_contain_text("contradicted by the articles: 14, not 15")
    expect(rows.nth(4)).to_contain_text("Written first: It flew.")
    expect(rows.nth(7)).to_contain_text("Source: Ledger, injured: 14")
    expect(page.locator("#transcript .score")).to_contain_text("Answered by big-model")


@needs_chromium
def test_a_question_may_be_asked_as_of_a_day_and_follow_ups_know_the_articles(
    page: Page, chatbot: TellingChatbot
) -> None:
    page.get_by_role("button", name="Only articles …").locator("visible=true").click()
    page.locator("#as-of input").first.fill("2025-07-12")
    page.keyboard.press("Tab")
    ask(page, ASKED)
    asked = chatbot.asked[-1]
    assert asked["asked_at"] == datetime(2025, 7, 12, 23, 59, 59, tzinfo=UTC)
    ask(page, "When?", exchanges=2)
    (turn,) = chatbot.asked[-1]["history"]
    assert len(turn.article_ids) == 2
    stored = chatbot.conversations.conversations("")[0]
    assert chatbot.conversations.load("", stored.id).exchanges[0].asked_at == asked["asked_at"]


@needs_chromium
def test_settings_name_who_receives_text(page: Page) -> None:
    expect(page.locator("#heading")).to_contain_text("go to api.example.org.")
    page.get_by_role("tab", name="Settings").click()
    expect(page.locator("#settings")).to_contain_text("api.example.org", timeout=SLOW)


@needs_chromium
@pytest.mark.parametrize("colors", ["light", "dark"])
def test_everything_fits_on_a_phone_and_can_be_read(browser: Browser, address: str, colors: Any) -> None:
    context = browser.new_context(viewport={"width": 380, "height": 800}, color_scheme=colors)
    page = context.new_page()
    visit(page, address)
    ask(page, ASKED)
    assert page.evaluate("document.documentElement.scrollWidth") <= 380
    for part in (".doubt", ".nearest", ".noted p", "table.told td", "cite", "button.cite.link"):
        assert contrast(page, f"#transcript {part}") >= 4.5, part
    context.close()


def contrast(page: Page, selector: str) -> float:
    """How well text stands out from what is behind it, as WCAG measures it."""
    script = """text => {
        const light = color => {
            const channels = color.match(/[\\d.]+/g).slice(0, 3).map(value => value / 255);
            const [red, green, blue] = channels.map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const painted = element => getComputedStyle(element).backgroundColor;
        let behind = text;
        while (/rgba\\(.*, 0\\)|transparent/.test(painted(behind))) behind = behind.parentElement;
        const [dark, bright] = [getComputedStyle(text).color, painted(behind)].map(light).sort((a, b) => a - b);
        return (bright + 0.05) / (dark + 0.05);
    }"""
    found: float = page.locator(selector).first.evaluate(script)
    return found


def test_programs_get_the_same_answer(address: str, chatbot: TellingChatbot) -> None:
    api = openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0)
    assert api.models.retrieve("news-chatbot").id == "news-chatbot"
    with pytest.raises(openai.NotFoundError, match="There is no model"):
        api.models.retrieve("gpt-4")
    asked: Any = {"model": "news-chatbot", "messages": [{"role": "user", "content": ASKED}]}
    whole = api.chat.completions.create(**asked, extra_body={"asked_at": "2025-07-12", "stream": None}).choices[0]
    assert chatbot.asked[-1]["asked_at"] == datetime(2025, 7, 12, 23, 59, 59, tzinfo=UTC)
    text = whole.message.content or ""
    assert "- It sank. [1]" in text
    assert f"{INJURED} [contradicted by your articles]" in text
    assert text.index("Sources disagree:") > text.index("> The Harbor Ledger")
    for item in whole.message.annotations or ():
        place: Any = item.url_citation
        assert f"[{place.number}]" in text[place.start_index : place.end_index]
        assert "not sure" not in text[place.start_index : place.end_index]
    chunks = list(api.chat.completions.create(**asked, stream=True))
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == text
    with pytest.raises(openai.BadRequestError, match="asked_at"):
        api.chat.completions.create(**asked, extra_body={"asked_at": "soon"})


def test_gradios_client_gets_the_documented_shape(address: str, chatbot: TellingChatbot) -> None:
    from gradio_client import Client

    from chatbot.answering.serialising import answer_object

    api = Client(address, verbose=False)
    try:
        told = api.predict(question=ASKED, asked_at="2025-07-12", api_name="/ask")
        with pytest.raises(Exception, match="Write dates like"):
            api.predict(question=ASKED, asked_at="soon", api_name="/ask")
    finally:
        api.close()
    assert chatbot.asked[-1]["asked_at"].date().isoformat() == "2025-07-12"
    expected = answer_object(ferry_answer())
    assert set(told) == set(expected)
    assert [block["kind"] for block in told["blocks"]] == [block["kind"] for block in expected["blocks"]]
    assert told["sentences"][2] == expected["sentences"][2]
