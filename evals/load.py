"""`python -m evals.load`: the server under readers who ask at the same time, and the browser beside the command line.

Prints: seconds until ready; for 8 readers the share of right answers, latency and memory over 200 questions; and for 20
questions the seconds from Enter to the first verified sentence on the screen, beside the product's own.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np

from chatbot.answering.draft import FIRST_SENTENCE, TOTAL
from chatbot.app import SEEDS, Chatbot, build_chatbot
from evals.libraries import IN_ITS_FOLDER, folder_environment
from evals.screenshots import browser_path
from evals.served import BROWSER_FLAGS, started
from evals.tasks.speed import QUESTIONS

EXPECTED = {
    "How many people were injured in the ferry accident?": "ourteen",
    "Who is the Kremlin spokesman?": "Peskov",
    "How many prisoners were exchanged?": "175",
    "To what rate did the Bank of Caldria cut?": "3.75",
    "How high was the peak gust of the storm?": "131",
    "Who won the 1,500 metres?": "Wambui-Strand",
    "Which heaters were recalled?": "WarmNest",
    "When did the Carrow Street library open again?": "Monday",
}
"""Eight questions, each with a word that its answer holds and no other answer does."""

SETTLED = 1500
"""Milliseconds after which a page that was just opened is at rest: readers take longer to type."""

STOPWATCH = """() => {
  const checked = ".answer .sentence.supported, .answer .sentence.not-a-claim, .answer .noted";
  window.stopwatch = {};
  document.addEventListener("keydown", () => { stopwatch.begun ??= performance.now(); }, { capture: true });
  new MutationObserver(() => {
    if (document.querySelector(checked)) stopwatch.shown ??= performance.now();
  }).observe(document.body, { childList: true, subtree: true });
}"""
"""Runs in the page: Playwright itself looks only every half second."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--readers", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = folder_environment(folder)
        with started(environment) as (address, seconds, process):
            _say("serve, seconds until ready", f"{seconds:.1f}")
            load(address, process, options.readers, options.questions)
            beside_the_terminal(address)


def load(address: str, process: int, readers: int, questions: int) -> None:
    """Readers ask in turn until all questions are asked; every answer is checked for its own word and for no other."""
    asked = list(EXPECTED)
    ask(address, asked[0])
    before = _megabytes(process)
    with ThreadPoolExecutor(readers) as pool:
        done = list(pool.map(lambda number: ask(address, asked[number % len(asked)]), range(questions)))
    seconds = [took for took, _ in done]
    right = sum(correct for _, correct in done)
    _say(f"{readers} readers, right answers", f"{right} of {questions}")
    _say(f"{readers} readers, s, p50 and p95", f"{np.percentile(seconds, 50):.1f} {np.percentile(seconds, 95):.1f}")
    _say("memory before and after, MB", f"{before:.0f} {_megabytes(process):.0f}")


def beside_the_terminal(address: str) -> None:
    """Ask each question in the browser and, in turn, without it: both see the same moods of the machine."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        chromium = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_FLAGS)
        with build_chatbot(library=Path(folder), **IN_ITS_FOLDER) as chatbot:
            list(chatbot.ingest([str(SEEDS)]))
            chatbot.ask("What happened?")
            times = [
                (_browser_time(chromium.new_context(), address, question), _direct_time(chatbot, question))
                for question in QUESTIONS
            ]
        chromium.close()
    for place, seconds in zip(("on screen", "without browser"), zip(*times, strict=True), strict=True):
        _say(f"first verified sentence {place}, s, p50 of {len(times)}", f"{statistics.median(seconds):.2f}")


def _browser_time(context: object, address: str, question: str) -> float:
    page = context.new_page()  # type: ignore[attr-defined]
    page.goto(address)
    page.wait_for_selector(".suggestion")
    page.wait_for_timeout(SETTLED)
    page.fill("#question textarea, #question input", question)
    page.evaluate(STOPWATCH)
    page.keyboard.press("Enter")
    page.wait_for_selector("#transcript .exchange")
    seconds = float(page.evaluate("(stopwatch.shown - stopwatch.begun) / 1000"))
    context.close()  # type: ignore[attr-defined]
    return seconds


def _direct_time(chatbot: Chatbot, question: str) -> float:
    timings = chatbot.ask(question).timings
    return timings.get(FIRST_SENTENCE, timings[TOTAL])


def ask(address: str, question: str) -> tuple[float, bool]:
    """Seconds that an answer took, and whether it holds its question's own word and no other's."""
    begun = time.perf_counter()
    message = {"role": "user", "content": question}
    body = {"model": "news-chatbot", "messages": [message]}
    reply = httpx.post(f"{address}/v1/chat/completions", json=body, timeout=600).raise_for_status()
    text = reply.json()["choices"][0]["message"]["content"]
    others = [word for other, word in EXPECTED.items() if other != question]
    right = EXPECTED[question] in text and not any(word in text for word in others if word not in {"Monday", "ourteen"})
    return time.perf_counter() - begun, right


def _megabytes(process: int) -> float:
    """Resident memory (Linux)."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _say(what: str, figure: str) -> None:
    print(f"{what}: {figure}", flush=True)


if __name__ == "__main__":
    main()
