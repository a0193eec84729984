"""The "Library" tab: put articles in, find them, read, fetch again and delete them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from chatbot.app import SEEDS, Chatbot
from chatbot.errors import ChatbotError
from chatbot.library.readers import SUPPORTED_SUFFIXES
from chatbot.records import ArticleSummary
from chatbot.web.adding import pasted_article, uploaded_articles
from chatbot.web.markup import error_html, list_html, note_html, source_html
from chatbot.web.sharing import HIDDEN

HEADERS = ["Title", "Publisher", "Published", "Versions", "Copy of", "Id"]
ID_COLUMN = HEADERS.index("Id")


class LibraryView:
    """Builds the tab and holds its components."""

    def __init__(self, chatbot: Chatbot) -> None:
        self._chatbot = chatbot

    def build(self) -> None:
        with gr.Row(elem_id="library"):
            with gr.Column(scale=3, min_width=320):
                self.table = gr.Dataframe(
                    headers=HEADERS,
                    datatype="str",
                    type="array",
                    interactive=False,
                    wrap=True,
                    show_search="search",
                    max_height=420,
                    label="Articles",
                    elem_id="articles",
                )
                self.selected = gr.State("")
                self.choice = gr.HTML(note_html("Choose an article in the table."))
                with gr.Row():
                    self.refetch = gr.Button("Fetch again", size="sm", interactive=False)
                    self.delete = gr.Button("Delete", variant="stop", size="sm", interactive=False)
                with gr.Row(visible=False) as self.sure:
                    self.really = gr.Button("Really delete all versions", variant="stop", elem_id="delete-article")
                    self.rather_not = gr.Button("Keep")
                self.article = gr.HTML(elem_id="article")
            with gr.Column(scale=2, min_width=300):
                self._build_adding()

    def _build_adding(self) -> None:
        self.files = gr.File(
            label="Files (.txt .md .html .pdf .docx .json .jsonl)",
            file_count="multiple",
            file_types=sorted(SUPPORTED_SUFFIXES),
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
        self.log = gr.HTML(elem_id="log")

    def connect(self, page: gr.Blocks, publishers: gr.Dropdown) -> None:
        """The events; `publishers` is the filter beside the question."""
        adding: dict[str, Any] = {"concurrency_id": "ingest", "concurrency_limit": 1, **HIDDEN}
        outputs = [self.log, self.table]
        runs = [
            self.files.upload(self._add_files, [self.files], outputs, **adding),
            self.fetch.click(self._add_addresses, [self.addresses], outputs, **adding),
            self.paste.click(
                self._add_text, [self.title, self.publisher, self.published, self.text], outputs, **adding
            ),
            self.seeds.click(self._add_seeds, None, outputs, **adding),
            self.refetch.click(self._fetch_again, [self.selected], outputs, **adding),
            self.really.click(
                self._delete, [self.selected], [*outputs, self.selected, self.choice, self.sure, self.article], **adding
            ),
        ]
        for run in runs:
            run.then(lambda: gr.Dropdown(self._chatbot.library.publishers()), None, publishers, **HIDDEN)
        page.load(self._rows, None, self.table, **HIDDEN)
        self.table.select(
            self._select, None, [self.selected, self.choice, self.article, self.refetch, self.delete], **HIDDEN
        )
        self.delete.click(lambda: gr.Row(visible=True), None, self.sure, **HIDDEN)
        self.rather_not.click(lambda: gr.Row(visible=False), None, self.sure, **HIDDEN)

    def _rows(self) -> list[list[str]]:
        return [_row(summary) for summary in self._chatbot.library.summaries()]

    def _select(self, event: gr.SelectData) -> tuple[str, str, str, gr.Button, gr.Button]:
        row: list[str] = event.row_value
        article = self._chatbot.library.get(row[ID_COLUMN])
        fetched = article.source.startswith(("http://", "https://")) or bool(article.metadata.url)
        return (
            article.id,
            note_html(f"Chosen: {article.metadata.title or article.id}"),
            source_html(article, None, article.version),
            gr.Button(interactive=fetched),
            gr.Button(interactive=True),
        )

    def _add_files(self, paths: Sequence[str] | None) -> Iterator[tuple[str, Any]]:
        yield from self._ingest(uploaded_articles(self._chatbot, paths or ()))

    def _add_addresses(self, lines: str) -> Iterator[tuple[str, Any]]:
        addresses = lines.split()
        if not all(address.startswith(("http://", "https://")) for address in addresses) or not addresses:
            raise gr.Error("Type addresses that begin with http:// or https://.", duration=6, print_exception=False)
        yield from self._ingest(_lines(self._chatbot.ingest(addresses)))

    def _add_text(self, title: str, publisher: str, published: str | None, text: str) -> Iterator[tuple[str, Any]]:
        yield from self._ingest(pasted_article(self._chatbot, title, publisher, published, text))

    def _add_seeds(self) -> Iterator[tuple[str, Any]]:
        yield from self._ingest(_lines(self._chatbot.ingest([str(SEEDS)])))

    def _fetch_again(self, article_id: str) -> Iterator[tuple[str, Any]]:
        article = self._chatbot.library.get(article_id)
        source = article.source if article.source.startswith(("http://", "https://")) else article.metadata.url
        yield from self._ingest(_lines(self._chatbot.ingest([source])))

    def _delete(self, article_id: str) -> tuple[Any, ...]:
        try:
            self._chatbot.delete_article(article_id)
            said = note_html("Deleted. Nothing of it is left in the library or in conversations.")
        except ChatbotError as error:
            said = error_html(str(error))
        return said, self._rows(), "", note_html("Choose an article in the table."), gr.Row(visible=False), ""

    def _ingest(self, lines: Iterator[tuple[str, str]]) -> Iterator[tuple[str, Any]]:
        """The log, a line longer after each article, and at the end the table."""
        said: list[tuple[str, str]] = []
        yield note_html("Reading …"), gr.skip()
        try:
            for line in lines:
                said.append(line)
                yield list_html(said), gr.skip()
        except ChatbotError as error:
            said.append(("failed", str(error)))
        yield list_html(said or [("unchanged", "Nothing to add was found.")]), self._rows()


def _lines(outcomes: Any) -> Iterator[tuple[str, str]]:
    from chatbot.web.adding import outcome_line

    return (outcome_line(outcome) for outcome in outcomes)


def _row(summary: ArticleSummary) -> list[str]:
    known = summary.metadata
    published = known.published.date().isoformat() if known.published else ""
    return [known.title, known.publisher, published, str(summary.version), summary.duplicate_of, summary.id]
