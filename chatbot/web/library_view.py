"""The "Library" tab: put articles in, find them, summarize, read, correct, fetch again and delete them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import gradio as gr

from chatbot.app import SEEDS, Chatbot
from chatbot.errors import ChatbotError
from chatbot.library.ingest import Outcome
from chatbot.records import Article
from chatbot.web.adding import Line, outcome_line, pasted_article, uploaded_articles
from chatbot.web.article_form import ArticleForm, filling, typed_changes
from chatbot.web.article_table import Order, table_html
from chatbot.web.markup import error_html, list_html, note_html, source_html
from chatbot.web.sharing import AT_ONCE, EVERY_PRESS, HIDDEN, html_view
from chatbot.web.summary_view import SummaryView

CHOOSE = "Choose an article to read, correct, fetch again or delete it."


class LibraryView:
    """Builds the tab and holds its components."""

    def __init__(self, chatbot: Chatbot) -> None:
        self._chatbot = chatbot
        self._form = ArticleForm()
        self.summary = SummaryView(chatbot)

    def build(self) -> None:
        with gr.Row(elem_id="library"):
            with gr.Column(scale=3, min_width=320):
                self.search = gr.Textbox(
                    placeholder="Search titles, publishers, authors",
                    label="Search",
                    show_label=False,
                    elem_id="search",
                )
                self.order = gr.State(Order())
                # The browser's own: a state is the server's and runs ahead of what the page shows.
                self.listed = gr.Textbox(visible=False)
                self.summary.build()
                self.table = html_view("articles", script_name="articles.js")
                self.selected = gr.State("")
                self.choice = html_view("choice", note_html(CHOOSE))
                with gr.Row():
                    self.refetch = gr.Button("Fetch again", size="sm", interactive=False)
                    self.delete = gr.Button("Delete", variant="stop", size="sm", interactive=False)
                with gr.Row(visible=False) as self.sure:
                    self.really = gr.Button("Really delete all versions", variant="stop", elem_id="delete-article")
                    self.rather_not = gr.Button("Keep")
                self._form.build()
                self.article = html_view("article")
            with gr.Column(scale=2, min_width=300):
                self._build_adding()

    def _build_adding(self) -> None:
        # Other formats are refused by our readers: Gradio's own refusal shows the file's name as HTML.
        self.files = gr.File(
            label="Files (.txt .md .html .pdf .docx .docm .dotx .json .jsonl)",
            file_count="multiple",
            height=150,
            elem_id="files",
        )
        self.addresses = gr.Textbox(label="Web pages or feeds, one address a line", lines=2, elem_id="addresses")
        self.fetch = gr.Button("Add from the web")
        with gr.Accordion("Paste a text", open=False):
            self.title = gr.Textbox(label="Title", max_length=300)
            self.publisher = gr.Textbox(label="Publisher", max_length=200)
            self.published = gr.DateTime(label="Published", include_time=False, type="string")
            self.text = gr.Textbox(label="Text", lines=6, max_length=1_000_000)
            self.paste = gr.Button("Add this text")
        self.seeds = gr.Button("Add the sample articles", elem_id="seeds")
        self.log = html_view("log")

    def connect(self, page: gr.Blocks, publishers: gr.Dropdown) -> None:
        """The events; `publishers` is the filter beside the question."""
        adding: dict[str, Any] = {"concurrency_id": "ingest", "concurrency_limit": 1, **HIDDEN}
        outputs: list[Any] = [self.log]
        form = self._form
        corrected: list[Any] = [self.log, self.choice, self.article, *form.filled]
        runs = [
            self.files.upload(self._add_files, [self.files], outputs, **adding),
            self.fetch.click(self._add_addresses, [self.addresses], outputs, **adding),
            self.paste.click(
                self._add_text, [self.title, self.publisher, self.published, self.text], outputs, **adding
            ),
            self.seeds.click(self._add_seeds, None, outputs, **adding),
            self.refetch.click(self._fetch_again, [self.selected], outputs, **adding),
            self.really.click(
                self._delete,
                [self.selected],
                [*outputs, self.selected, self.choice, self.sure, self.article, *form.filled],
                **adding,
            ),
            form.save.click(self._correct, [self.selected, form.shown, *form.fields], corrected, **adding),
            form.take_back.click(self._take_back, [self.selected], corrected, **adding),
        ]
        for run in runs:
            run.then(lambda: gr.Dropdown(self._chatbot.library.publishers()), None, publishers, **AT_ONCE)
            self._list_on(run.then)
        self._list_on(page.load)
        self._list_on(self.search.change)
        self.table.sort(self._sort, [self.search, self.order], [self.order, self.table, self.listed], **EVERY_PRESS)
        self.table.choose(
            self._choose,
            None,
            [self.selected, self.choice, self.article, self.refetch, self.delete, *form.filled],
            **EVERY_PRESS,
        )
        self.summary.connect(self.table)
        self.delete.click(lambda: gr.Row(visible=True), None, self.sure, **AT_ONCE)
        self.rather_not.click(lambda: gr.Row(visible=False), None, self.sure, **AT_ONCE)

    def _list_on(self, listener: Callable[..., Any]) -> None:
        """Draw the table at an event, and again if the search has changed when the table arrives: two events that are
        answered at once may be answered in the other order."""
        listener(self._rows, [self.search, self.order], [self.table, self.listed], **EVERY_PRESS).then(
            self._rows_again, [self.search, self.order, self.listed], [self.table, self.listed], **EVERY_PRESS
        )

    def _rows(self, words: str | None, order: Order) -> tuple[str, str]:
        """The table, and what it lists."""
        order = Order(*order)
        return table_html(self._chatbot.library.summaries(), words or "", order), _listed(words, order)

    def _rows_again(self, words: str | None, order: Order, listed: str | None) -> tuple[Any, Any]:
        is_current = listed == _listed(words, Order(*order))
        return (gr.skip(), gr.skip()) if is_current else self._rows(words, order)

    def _sort(self, words: str | None, order: Order, event: gr.EventData) -> tuple[Order, str, str]:
        order = Order(*order).clicked(str(event.column))
        return order, *self._rows(words, order)

    def _choose(self, event: gr.EventData) -> tuple[Any, ...]:
        article = self._chatbot.library.get(str(event.id))
        fetched = article.source.startswith(("http://", "https://")) or bool(article.metadata.url)
        return (
            article.id,
            *_read(article),
            gr.Button(interactive=fetched),
            gr.Button(interactive=True),
            *filling(article),
        )

    def _correct(self, article_id: str, shown: Sequence[str], *typed: str | None) -> tuple[Any, ...]:
        try:
            changes = typed_changes(shown, typed)
            article = self._chatbot.edit_article(article_id, changes)
        except ChatbotError as error:
            return self._refused(error)
        return note_html(f"Corrected: {', '.join(changes)}."), *_read(article), *filling(article)

    def _take_back(self, article_id: str) -> tuple[Any, ...]:
        try:
            fields = self._chatbot.library.get(article_id).corrections.fields
            article = self._chatbot.edit_article(article_id, {}, fields)
        except ChatbotError as error:
            return self._refused(error)
        return note_html("What the source states counts again."), *_read(article), *filling(article)

    def _refused(self, error: ChatbotError) -> tuple[Any, ...]:
        """Why nothing was corrected; the article and what was typed stay."""
        return error_html(str(error)), *(gr.skip() for _ in range(2 + len(self._form.filled)))

    def _add_files(self, paths: Sequence[str] | None) -> Iterator[str]:
        yield from self._ingest(uploaded_articles(self._chatbot, paths or ()))

    def _add_addresses(self, lines: str | None) -> Iterator[str]:
        addresses = (lines or "").split()
        if not all(address.startswith(("http://", "https://")) for address in addresses) or not addresses:
            raise gr.Error("Type addresses that begin with http:// or https://.", duration=6, print_exception=False)
        yield from self._ingest(_lines(self._chatbot.ingest(addresses)))

    def _add_text(
        self, title: str | None, publisher: str | None, published: str | None, text: str | None
    ) -> Iterator[str]:
        yield from self._ingest(pasted_article(self._chatbot, title or "", publisher or "", published, text or ""))

    def _add_seeds(self) -> Iterator[str]:
        yield from self._ingest(_lines(self._chatbot.ingest([str(SEEDS)])))

    def _fetch_again(self, article_id: str) -> Iterator[str]:
        article = self._chatbot.library.get(article_id)
        source = article.source if article.source.startswith(("http://", "https://")) else article.metadata.url
        yield from self._ingest(_lines(self._chatbot.ingest([source])))

    def _delete(self, article_id: str) -> tuple[Any, ...]:
        try:
            self._chatbot.delete_article(article_id)
            said = note_html("Deleted. Nothing of it is left in the library, in conversations or in briefings.")
        except ChatbotError as error:
            said = error_html(str(error))
        return said, "", note_html(CHOOSE), gr.Row(visible=False), "", *filling(None)

    def _ingest(self, lines: Iterable[Line]) -> Iterator[str]:
        """The log, a line longer after each article."""
        said: list[Line] = []
        yield note_html("Reading …")
        try:
            for line in lines:
                said.append(line)
                yield list_html(said)
        except ChatbotError as error:
            said.append(("failed", str(error)))
        yield list_html(said or [("unchanged", "Nothing to add was found.")])


def _read(article: Article) -> tuple[str, str]:
    """Which article is chosen and what of it was edited by hand, and the article itself."""
    fields = article.corrections.fields
    edited = f" · edited by hand: {', '.join(fields)}" if fields else ""
    return note_html(f"Chosen: {article.metadata.title or article.id}{edited}"), source_html(
        article, None, article.version
    )


def _listed(words: str | None, order: Order) -> str:
    return f"{order} {words or ''}"


def _lines(outcomes: Iterable[Outcome]) -> Iterator[Line]:
    return (outcome_line(outcome) for outcome in outcomes)
