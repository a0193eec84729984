"""The "Evals" tab: the page that `python -m evals report` wrote, in a frame that runs no scripts."""

from __future__ import annotations

from html import escape
from pathlib import Path

import gradio as gr

from chatbot.web.markup import error_html, note_html
from chatbot.web.sharing import AT_ONCE, html_view

HOW = (
    "No measurement yet. Run `python -m evals citations --out R.json`, then `python -m evals report R.json`, and open "
    "this tab again."
)


class EvalsView:
    """Builds the tab and holds its components.

    Args:
        place: where the page is looked for, anew each time that the tab is opened.
    """

    def __init__(self, place: Path) -> None:
        self._place = place

    def build(self) -> None:
        self.page = html_view("evals")

    def connect(self, tab: gr.Tab) -> None:
        tab.select(self._framed, None, self.page, **AT_ONCE)

    def _framed(self) -> str:
        try:
            page = self._place.read_text(encoding="utf-8")
        except FileNotFoundError:
            return note_html(HOW)
        except (OSError, UnicodeDecodeError) as error:
            return error_html(f"{self._place} cannot be read ({error}). Write it anew with `python -m evals report`.")
        # In a frame without an address of its own "#part" would be a part of the app's page.
        framed = page.replace('href="#', 'href="about:srcdoc#')
        return f'<iframe class="evals" title="Evals" sandbox srcdoc="{escape(framed, quote=True)}"></iframe>'
