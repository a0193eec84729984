"""A statement of a briefing as HTML, for the file and for the browser: its words, its sources, its doubt."""

from __future__ import annotations

from collections.abc import Callable

from chatbot.answering.layout import pieces
from chatbot.answering.wording import NEAREST, doubt, origin, quoted
from chatbot.briefing.export.direction import is_right_to_left
from chatbot.briefing.records import Entry
from chatbot.briefing.references import Mark, References
from chatbot.control_characters import escaped, inline_html
from chatbot.records import Sentence

Link = Callable[[Mark], str]
"""Makes the number of a source the way to it."""


def statement_html(entry: Entry, references: References, link: Link, more: Link) -> str:
    """What is told, with its best sources; the others can be opened.

    Args:
        entry: a statement.
        references: of its briefing.
        link: for sources beside the statement.
        more: for those that are shown when "and 3 more" is opened.
    """
    sentence = entry.sentence
    lead = f'<span class="lead">{inline_html(entry.label)}</span> ' if entry.label else ""
    beside = "".join(_nearest(mark, link) for mark in references.nearest(sentence))
    return (
        f'{lead}<span class="sentence {sentence.verdict.value.replace("_", "-")}">{_words(sentence)}'
        f"{_sources(sentence, references, link, more)}{_doubt(sentence)}{beside}</span>"
    )


def direction(text: str) -> str:
    """The value of `dir` for an element that holds the text."""
    return "rtl" if is_right_to_left(text) else "ltr"


def _words(sentence: Sentence) -> str:
    """The words, those marked that nothing backs; in a direction of their own, as `inline_html` has it."""
    told = "".join(
        f"<mark>{escaped(piece)}</mark>" if is_marked else escaped(piece)
        for piece, is_marked in pieces(sentence.text, sentence.unbacked)
    )
    return f'<bdi class="words" dir="{direction(sentence.text)}">{told}</bdi>'


def _sources(sentence: Sentence, references: References, link: Link, more: Link) -> str:
    backing = references.backing(sentence)
    shown = " ".join(map(link, backing.best))
    if not backing.more:
        return f' <span class="cites">{shown}</span>' if shown else ""
    rest = " ".join(map(more, backing.more))
    opened = f'<details class="more"><summary>{backing.rest}</summary> {rest}</details>'
    return f' <span class="cites">{shown}</span> {opened}'


def _doubt(sentence: Sentence) -> str:
    if not (mark := doubt(sentence)):
        return ""
    reason = f": {inline_html(sentence.reason)}" if sentence.reason else ""
    return f' <span class="doubt">⚠ {mark}{reason}</span>'


def _nearest(mark: Mark, link: Link) -> str:
    cited = mark.citation
    source = f" {inline_html(origin(cited))}" if origin(cited) else ""
    return (
        f'<span class="nearest">{NEAREST.capitalize()}: <span class="quote">{inline_html(quoted(cited.quote))}</span>'
        f"{source} {link(mark)}</span>"
    )
