"""Every view of the program as HTML, with one text in all its places."""

from __future__ import annotations

from collections.abc import Callable

from chatbot.briefing.export.saving import render
from chatbot.records import Span
from chatbot.web.answer_markup import sentences_html
from chatbot.web.article_table import Order, table_html
from chatbot.web.briefing_markup import briefing_html
from chatbot.web.exchange_markup import exchange_html, running_html
from chatbot.web.kept_markup import comparison_html, kept_html
from chatbot.web.markup import error_html, list_html, note_html, source_html
from evals.reading.page import page
from tests.injections import places

VIEWS: dict[str, Callable[[str], str]] = {
    "answer": lambda text: exchange_html(places.exchange(text)),
    "running answer": lambda text: running_html(text, places.so_far(text), text),
    "draft": lambda text: sentences_html(places.sentences(text), places.citations(text)),
    "article": lambda text: source_html(places.article(text), Span(0, len(text)), 2, 1),
    "article that is only named": lambda text: source_html(places.article(text), Span(0, 0), 1),
    "library": lambda text: table_html([places.summary(text)], "", Order()),
    "briefing": lambda text: briefing_html(places.briefing(text), [(text, "data:,")]),
    "kept briefings": lambda text: kept_html([places.kept(text).summary], ""),
    "compared briefings": lambda text: comparison_html(places.comparison(text)),
    "error": error_html,
    "note": note_html,
    "log": lambda text: list_html([("failed", text)]),
    "measurements": lambda text: page([places.report(text, task) for task in places.REPORTS]),
    "exported briefing": lambda text: render(places.briefing(text), ".html").decode(),
}
