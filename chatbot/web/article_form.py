"""The form that corrects what is known about the chosen article."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import gradio as gr

from chatbot.control_characters import printable_line
from chatbot.errors import CorrectionRefused
from chatbot.library.correcting import FIELDS, MetadataChanges
from chatbot.library.readers.fields import MAX_FIELD_CHARACTERS
from chatbot.records import Article
from chatbot.text.moments import read_moment

UNKNOWN, NO, YES = "not known", "no", "yes"
_OPINIONS = {None: UNKNOWN, False: NO, True: YES}
_DATE = "2025-03-18, or with its time: 2025-03-18T21:30-05:00"

Shown = tuple[str, ...]
"""What the fields hold, in the order of `FIELDS`."""


class ArticleForm:
    """Builds the form and holds its components."""

    def build(self) -> None:
        """Hidden until an article is chosen."""
        with gr.Accordion("Correct what is known about it", open=False, visible=False, elem_id="correct") as self.frame:
            self.title = gr.Textbox(label="Title", max_length=MAX_FIELD_CHARACTERS, elem_id="correct-title")
            self.publisher = gr.Textbox(label="Publisher", max_length=MAX_FIELD_CHARACTERS, elem_id="correct-publisher")
            self.authors = gr.Textbox(label="Authors, one a line", lines=2, elem_id="correct-authors")
            with gr.Row():
                self.published = gr.Textbox(label="Published", placeholder=_DATE, elem_id="correct-published")
                self.updated = gr.Textbox(label="Updated", placeholder=_DATE)
            with gr.Row():
                self.language = gr.Textbox(label="Language", placeholder="en", max_length=2, elem_id="correct-language")
                self.opinion = gr.Radio(list(_OPINIONS.values()), label="Opinion piece", elem_id="correct-opinion")
            with gr.Row():
                self.save = gr.Button("Save the corrections", variant="primary", size="sm", elem_id="correct-save")
                self.take_back = gr.Button("Take back all corrections", size="sm", elem_id="correct-take-back")
            self.shown = gr.State(())
            """What the fields held when they were filled: what differs from it is corrected, and nothing else."""

    @property
    def fields(self) -> list[Any]:
        """In the order of `FIELDS`."""
        return [getattr(self, name) for name in FIELDS]

    @property
    def filled(self) -> list[Any]:
        """What `filling` fills."""
        return [self.frame, self.shown, *self.fields, self.take_back]


def filling(article: Article | None) -> list[Any]:
    """The form of an article; of none it is hidden."""
    if article is None:
        return [gr.Accordion(visible=False), (), *[""] * (len(FIELDS) - 1), UNKNOWN, gr.Button(interactive=False)]
    shown = shown_of(article)
    return [gr.Accordion(visible=True), shown, *shown, gr.Button(interactive=bool(article.corrections.fields))]


def shown_of(article: Article) -> Shown:
    """What the fields hold for an article."""
    known = article.metadata
    authors, days = "\n".join(known.authors), (_written(known.published), _written(known.updated))
    return (known.title, authors, known.publisher, *days, known.language, _OPINIONS[known.opinion])


def typed_changes(shown: Sequence[str], typed: Sequence[str | None]) -> MetadataChanges:
    """What a reader has changed.

    Args:
        shown: what the fields held.
        typed: what they hold now.

    Raises:
        CorrectionRefused: a date is none.
    """
    changes = MetadataChanges()
    for name, before, now in zip(FIELDS, shown, (value or "" for value in typed), strict=True):
        # A browser may give a text back with other white space.
        if printable_line(before) != printable_line(now):
            changes[name] = _value(name, now)  # type: ignore[literal-required]
    return changes


def _value(name: str, text: str) -> object:
    if name == "authors":
        return text.splitlines()
    if name == "opinion":
        return next((opinion for opinion, label in _OPINIONS.items() if label == text), None)
    return _moment(name, text.strip()) if name in {"published", "updated"} else text


def _moment(name: str, text: str) -> datetime | None:
    try:
        return read_moment(text) if text else None
    except ValueError:
        raise CorrectionRefused(
            f"{printable_line(text)[:60]!r} is no date on which an article can have been {name}",
            f"Write it like {_DATE}.",
        ) from None


def _written(moment: datetime | None) -> str:
    if moment is None:
        return ""
    is_day = moment.time() == time.min and not moment.utcoffset()
    return moment.date().isoformat() if is_day else moment.isoformat()
