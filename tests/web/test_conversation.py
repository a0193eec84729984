"""A conversation of eight turns in a real browser, with a model behind an endpoint and with none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.loopback import running_loopback
from tests.web.browsing import SLOW, ask, needs_chromium, visit, watch
from tests.web.conftest import seeded, serving
from tests.web.journalist import Journalist, Part

pytestmark = needs_chromium

INJURED = "How many people were injured in the ferry accident?"
WHO = "Who said that?"
WHEN = "When?"
MAINS = "and the water mains?"
LIST = "Which articles mention the ferry?"
GERMAN = "Was kostet die neue Radbrücke in Altenried?"
CHESS = "Who won the chess championship?"

MASTER = "said Declan Rourke-Hale, the harbor master"
ABOARD = "was carrying 187 passengers and 11 crew members"
WRONG = "The ferry had 300 passengers on board."
BUILT = "The Saint Aldwyn was built in 1996."
MENDED = "The Saint Aldwyn was built in 2006."
PARTS = {
    INJURED: Part(
        "Fourteen people were injured, the harbor authority said. {Fourteen people were injured on Saturday morning}"
        " The regional ambulance service says that twenty-three people were injured."
        " {Twenty-three people were injured when a ferry}"
    ),
    WHO: Part(
        f"Declan Rourke-Hale, the harbor master, said that the figure is 14. {{We have counted everyone}} {WRONG}"
        f" {{{ABOARD}}} {BUILT} {{The Saint Aldwyn was built in 2006}}\n\nThe articles do not say who counted first.",
        {"question": "Who said that people were injured in the ferry accident?"},
    ),
    WHEN: Part(
        "### The accident\n\n- The accident happened at 10:52 a.m. {The accident happened at 10:52 a.m.}\n"
        "- Crews were called at 10:55 a.m. {Crews were called at 10:55 a.m.}",
        {"question": "When was the ferry accident?", "kind": "timeline"},
    ),
    MAINS: Part(
        "| | Cost of the program |\n| --- | --- |\n"
        "| Reported first | $84 million {in a program that will cost $84 million} |\n"
        "| Corrected | $48 million {The program will cost $48 million over six years} |\n\n"
        "The program will cost $48 million over six years. {The program will cost $48 million over six years}",
        {"queries": ["cost of replacing the old water mains", "water mains correction"]},
    ),
    LIST: Part(plan={"kind": "articles"}),
    GERMAN: Part(
        "Die Brücke soll nun 24,9 Millionen Euro kosten. {Statt 18,6 Millionen Euro soll sie nun 24,9}",
        {"language": "de", "queries": ["Kosten der Radbrücke in Altenried"]},
    ),
    CHESS: Part(),
}
VERDICTS = {
    "Fourteen people": ("supported", "Fourteen people were injured on Saturday morning", "the harbor authority said"),
    "twenty-three people": ("supported", "Twenty-three people were injured", "the regional ambulance service"),
    "10:52": ("supported", "The accident happened at 10:52 a.m."),
    "10:55": ("supported", "Crews were called at 10:55 a.m."),
    "24,9": ("supported", "soll sie nun 24,9 Millionen Euro kosten"),
    "figure is 14": ("supported", "“We have counted everyone who was seen by a medic", MASTER),
    WRONG: ("contradicted", ABOARD),
    BUILT: ("contradicted", "The Saint Aldwyn was built in 2006"),
    "$84 million": ("supported", "replace 31 miles of cast-iron water mains", "a program that will cost $84 million"),
    "$48 million": ("supported", "The program will cost $48 million over six years."),
}


@dataclass(frozen=True)
class Talk:
    """A page with a conversation as of 12 April 2025."""

    page: Page

    def ask(self, question: str, turn: int) -> Locator:
        """The exchange of a question, the first of which is number 1."""
        ask(self.page, question, exchanges=turn)
        return self.page.locator("#transcript .exchange").nth(turn - 1)


@pytest.fixture
def journalist() -> Journalist:
    return Journalist(PARTS, VERDICTS, {BUILT: (MENDED, "The Saint Aldwyn was built in 2006")})


def talking(browser: Browser, address: str) -> Iterator[Talk]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    page = context.new_page()
    troubles = watch(page, address)
    visit(page, address)
    page.get_by_role("button", name="Only articles …").locator("visible=true").click()
    page.locator("#as-of input").first.fill("2025-04-12")
    page.keyboard.press("Tab")
    yield Talk(page)
    assert troubles == []
    context.close()


@pytest.fixture
def written(browser: Browser, journalist: Journalist, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """With a model that writes."""
    library = seeded(tmp_path_factory.mktemp("written"))
    with (
        running_loopback(journalist.reply) as model,
        serving(library, CHATBOT_LLM_BASE_URL=model.base_url) as server,
    ):
        yield from talking(browser, server.address)


@pytest.fixture
def quoted(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """With none."""
    with serving(seeded(tmp_path_factory.mktemp("quoted"))) as server:
        yield from talking(browser, server.address)


def test_eight_turns_with_a_model(written: Talk, journalist: Journalist) -> None:
    page = written.page
    first = written.ask(INJURED, 1)
    expect(first.locator("header time")).to_have_text("as of 12 April 2025")
    expect(first.locator(".sentence.supported")).to_have_count(2)
    expect(first.locator("aside.disagreement blockquote")).to_have_count(2)
    opens(page, first.locator("p .sentence button.cite").first, "Fourteen people were injured on Saturday morning")

    journalist.may_judge.clear()
    page.locator("#question input, #question textarea").fill(WHO)
    page.keyboard.press("Enter")
    running = page.locator("#live .sentence", has_text=WRONG)
    expect(running.locator(".doubt")).to_be_visible(timeout=SLOW)
    expect(page.locator("#live .sentence", has_text=BUILT).locator(".doubt")).to_be_visible(timeout=SLOW)
    journalist.may_judge.set()
    expect(page.locator("#transcript .exchange")).to_have_count(2, timeout=SLOW)
    second = page.locator("#transcript .exchange").nth(1)
    wrong = second.locator(".sentence.contradicted")
    expect(wrong.locator(".words")).to_have_text(WRONG)
    opens(page, wrong.locator(".nearest button.cite").first, ABOARD)
    expect(second.locator(".sentence.supported", has_text=MENDED)).to_be_visible()
    expect(second.locator(".answer")).not_to_contain_text("1996")
    expect(second.locator(".sentence.not-a-claim")).to_have_text("The articles do not say who counted first.")

    third = written.ask(WHEN, 3)
    expect(third.locator("h4")).to_have_text("The accident")
    expect(third.locator("ul > li .sentence.supported")).to_have_count(2)

    fourth = written.ask("Thanks", 4)
    expect(fourth.locator(".sentence.not-a-claim")).to_have_count(1)
    expect(fourth.locator("button.cite, .score")).to_have_count(0)

    fifth = written.ask(MAINS, 5)
    expect(fifth.locator("table.told tbody tr.supported")).to_have_count(2)
    expect(fifth.locator("p .sentence.supported")).to_contain_text("$48 million")

    sixth = written.ask(LIST, 6)
    expect(sixth.locator("li .sentence")).to_have_count(3)
    opens(page, sixth.locator("li button.cite").last, "Fourteen people were injured")

    seventh = written.ask(GERMAN, 7)
    opens(page, seventh.locator(".sentence.supported button.cite").first, "24,9 Millionen Euro")

    eighth = written.ask(CHESS, 8)
    expect(eighth.locator(".sentence.supported, .score")).to_have_count(0)
    refusal(page, eighth)
    keeps_all(page)


def test_eight_turns_without_a_model(quoted: Talk) -> None:
    page = quoted.page
    first = quoted.ask(INJURED, 1)
    expect(first.locator("header time")).to_have_text("as of 12 April 2025")
    expect(first.locator("aside.disagreement blockquote")).to_have_count(2)
    opens(page, first.locator(".answer > blockquote button.cite").first, "people were injured")
    for turn, question in enumerate((WHO, WHEN), start=2):
        exchange = quoted.ask(question, turn)
        expect(exchange.locator(".answer > blockquote .sentence.supported").first).to_contain_text("injured")
    expect(quoted.ask("Thanks", 4).locator("button.cite, .score")).to_have_count(0)
    fifth = quoted.ask("How much will the water mains cost?", 5)
    expect(fifth.locator(".answer")).to_contain_text("$48 million")
    expect(quoted.ask(LIST, 6).locator("li .sentence")).to_have_count(3)
    expect(quoted.ask(GERMAN, 7).locator(".answer > blockquote").first).to_contain_text("24,9 Millionen Euro")
    refusal(page, quoted.ask(CHESS, 8))
    keeps_all(page)


def opens(page: Page, cite: Locator, words: str) -> None:
    """A citation opens its article at words that hold these."""
    cite.click()
    expect(page.locator("#source mark")).to_contain_text(words, timeout=SLOW)
    page.keyboard.press("Escape")
    expect(page.locator("#source .source")).to_have_count(0)


def refusal(page: Page, exchange: Locator) -> None:
    """It says that nothing answers, and names articles that open."""
    note = exchange.locator("aside.not-in-library")
    title = note.locator("button.cite.link").first
    name = title.inner_text().strip("“”")
    title.click()
    expect(page.locator("#source h2")).to_have_text(name, timeout=SLOW)
    page.keyboard.press("Escape")


def keeps_all(page: Page) -> None:
    """The page shows the same when it is loaded again."""
    page.locator("#transcript details").evaluate_all("all => all.forEach(details => details.open = false)")
    before = page.locator("#transcript").inner_text()
    page.reload()
    expect(page.locator("#transcript .exchange")).to_have_count(8, timeout=SLOW)
    assert page.locator("#transcript").inner_text() == before
