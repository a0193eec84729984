"""How answers and articles look in a terminal. Text from articles and models is never read as markup."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from chatbot.answering.wording import quoted, source_name
from chatbot.control_characters import printable_line
from chatbot.records import Citation, Metadata, Sentence, Verdict

UNSUPPORTED_MARK = "[not backed by your library]"


def sentence_text(sentence: Sentence) -> Text:
    """A sentence with its citation numbers, or with the mark that nothing backs it."""
    shown = printable_line(sentence.text)
    text = Text(shown)
    if sentence.verdict is Verdict.UNSUPPORTED:
        text.stylize("strike dim")
        if shown == sentence.text:
            for start, end in sentence.unbacked:
                text.stylize("underline red not dim", start, end)
        text.append(f" {UNSUPPORTED_MARK}", style="bold red")
        if sentence.reason:
            text.append(f" ({printable_line(sentence.reason)})", style="red")
    for number in sentence.citations:
        text.append(f" [{number}]", style="bold cyan")
    return text


def citation_text(citation: Citation) -> Text:
    """A source with the very words, and where they stand."""
    text = Text(f"[{citation.id}] ", style="bold cyan")
    title = quoted(printable_line(citation.title)) if citation.title else "untitled"
    text.append(f"{title} ", style="bold")
    text.append(printable_line(_origin(citation)), style="default")
    text.append(f"\n    {quoted(printable_line(citation.quote))}", style="italic")
    place = f"{citation.article_id}@{citation.version}, characters {citation.start}-{citation.end}"
    text.append(f"\n    {place}", style="dim")
    return text


def print_citations(console: Console, citations: Iterable[Citation]) -> None:
    for citation in citations:
        console.print(Padding(citation_text(citation), (0, 0, 0, 2)))


def _origin(citation: Citation) -> str:
    source = source_name(Metadata(publisher=citation.publisher, published=citation.published))
    return " · ".join(part for part in (source, citation.url) if part)
