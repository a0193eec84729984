"""The sources below an answer in a terminal: where the cited words stand, and those that have not been read above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.text import Text

from chatbot.answering.wording import publication, quoted
from chatbot.cli.hanging import Hanging
from chatbot.cli.rendering import NUMBER
from chatbot.control_characters import printable_line
from chatbot.records import Answer, Citation, Note, Sentence

_INDENT = 4
_QUIET = "dim"


def print_citations(console: Console, citations: Iterable[Citation], told: str = "") -> None:
    """Print sources, numbered as they are cited.

    Args:
        console: the terminal.
        citations: the sources.
        told: what stands above, as `told_by` gives it; a quote that stands in it is not printed again.
    """
    articles: dict[tuple[str, int], list[Citation]] = {}
    for citation in citations:
        articles.setdefault((citation.article_id, citation.version), []).append(citation)
    for cited in articles.values():
        for at, line in enumerate(_lines(cited, told)):
            console.print(Hanging(line, " " * _INDENT if at else "", _INDENT), crop=False)


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


def _lines(cited: Sequence[Citation], told: str) -> Iterator[Text]:
    article, several = cited[0], len(cited) > 1
    title = quoted(printable_line(article.title)) if article.title else "untitled"
    source = printable_line(publication(article))
    numbers = " ".join(f"[{citation.id}]" for citation in cited)
    yield Text().append(f"{numbers} ", style=NUMBER).append(title, style="bold").append(f", {source}" if source else "")
    if article.url:  # in one piece, so that it can be clicked and copied
        yield Text(printable_line(article.url), no_wrap=True, overflow="ignore")
    for citation in cited:
        if _looked_up(citation.quote) not in told:
            number = f"[{citation.id}] " if several else ""
            yield Text().append(number, style=NUMBER).append(quoted(printable_line(citation.quote)), style="italic")
    places = (f"{item.start}-{item.end}{f' [{item.id}]' if several else ''}" for item in cited)
    yield Text(f"{article.article_id}@{article.version}, characters {', '.join(places)}", style=_QUIET)


def _looked_up(text: str) -> str:
    """A text as it is shown between quotation marks, whatever marks it has itself."""
    return quoted(printable_line(text))[1:-1]
