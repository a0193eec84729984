"""The sources below an answer in a terminal: where the cited words stand, and those that have not been read above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console
from rich.text import Text

from chatbot.answering.wording import publication, quoted
from chatbot.cli.hanging import Hanging
from chatbot.cli.rendering import NUMBER
from chatbot.control_characters import printable_line
from chatbot.records import Answer, Citation, Note, Sentence

_INDENT = 2
_QUIET = "dim"


def print_citations(console: Console, citations: Iterable[Citation], told: str = "") -> None:
    """Print sources, numbered as they are cited.

    Args:
        console: the terminal.
        citations: the sources.
        told: what stands above, as `told_by` gives it; a quote that stands in it is not printed again.
    """
    for citation in citations:
        lead = Text(" " * _INDENT).append(f"[{citation.id}] ", style=NUMBER)
        for line in _lines(citation, told):
            console.print(Hanging(line, lead), crop=False)
            lead = Text(" " * lead.cell_len)


def told_by(answer: Answer) -> str:
    """The words that a reader of an answer has before them, to be looked up by `print_citations`."""
    return told_in(answer.sentences, answer.citations, answer.notes)


def told_in(sentences: Iterable[Sentence], citations: Iterable[Citation], notes: Iterable[Note] = ()) -> str:
    """The same of sentences and notes: what they say, and what is shown beside doubtful ones."""
    said = list(sentences)
    beside = {number for sentence in said for number in sentence.nearest}
    texts = [sentence.text for sentence in said]
    texts += [citation.quote for citation in citations if citation.id in beside]
    texts += [note.text for note in notes]
    return "\n".join(map(_looked_up, texts))


def _lines(citation: Citation, told: str) -> Iterator[Text]:
    title = quoted(printable_line(citation.title)) if citation.title else "untitled"
    source = printable_line(publication(citation))
    yield Text().append(title, style="bold").append(f", {source}" if source else "")
    if citation.url:  # in one piece, so that it can be clicked and copied
        yield Text(printable_line(citation.url), no_wrap=True, overflow="ignore")
    if _looked_up(citation.quote) not in told:
        yield Text(quoted(printable_line(citation.quote)), style="italic")
    place = f"{citation.article_id}@{citation.version}, characters {citation.start}-{citation.end}"
    yield Text(place, style=_QUIET)


def _looked_up(text: str) -> str:
    """A text as it is shown between quotation marks, whatever marks it has itself."""
    return quoted(printable_line(text))[1:-1]
