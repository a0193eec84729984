"""A briefing in the terminal. Nothing from articles or models is read as markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rich.console import Console
from rich.text import Text

from chatbot.answering.wording import quoted
from chatbot.briefing import wording
from chatbot.briefing.export.layout import FURTHER, SOURCES, source_parts
from chatbot.briefing.records import Briefing, Entry
from chatbot.briefing.references import References, Source
from chatbot.cli.hanging import Hanging
from chatbot.cli.rendering import NUMBER, READ_ONE, SHORT_ID, nearest_texts, sentence_text
from chatbot.control_characters import printable_line
from chatbot.records import Verdict

_HEADING = "bold green"
_QUIET = "dim"
_BULLET = "  • "
_INDENT = 4


def print_briefing(console: Console, briefing: Briefing) -> None:
    """The whole page, with its sources."""
    references = References(briefing)
    console.print(Text(printable_line(briefing.title), style="bold"))
    console.print(Text(printable_line(wording.origin(briefing)), style=_QUIET))
    for note in wording.notes(briefing):
        console.print(Text(printable_line(note), style="yellow"))
    for section in briefing.sections:
        console.print(Text(f"\n{printable_line(section.title)}", style=_HEADING))
        for group in wording.groups(section):
            _print_group(console, group, references)
    _print_sources(console, SOURCES, references.sources)
    _print_sources(console, FURTHER, references.further)
    if references.sources:
        console.print(Text(f"\n{READ_ONE}", style=_QUIET))


def _print_group(console: Console, group: Sequence[Entry], references: References) -> None:
    """Statements one behind the other, and below them what comes nearest to doubtful ones."""
    told = Text(" ").join(_entry(entry, references) for entry in group)
    console.print(Hanging(told, " " * 2 if group[0].prose else _BULLET))
    for sentence in (entry.sentence for entry in group):
        nearest = references.nearest(sentence)
        numbered = {mark.citation.id: replace(mark.citation, id=mark.number) for mark in nearest}
        for text in nearest_texts(sentence, numbered):
            console.print(Hanging(text, " " * (len(_BULLET) + _INDENT)))


def _entry(entry: Entry, references: References) -> Text:
    """What leads up to a statement, its words, its sources, and its doubt."""
    sentence, text = entry.sentence, Text()
    if lead := printable_line(wording.lead(entry)):
        text.append(f"{lead}: ", style="bold")
    text.append_text(sentence_text(replace(sentence, verdict=Verdict.NOT_A_CLAIM, citations=())))
    backing = references.backing(sentence)
    for mark in backing.best:
        text.append(f" [{mark.number}]", style=NUMBER)
    if backing.rest:
        text.append(f" {backing.rest}", style=_QUIET)
    return text.append_text(sentence_text(replace(sentence, text="", unbacked=(), citations=())))


def _print_sources(console: Console, title: str, sources: Iterable[Source]) -> None:
    listed = list(sources)
    if listed:
        console.print(Text(f"\n{title}", style=_HEADING))
    for source in listed:
        for at, line in enumerate(_source(source)):
            console.print(Hanging(line, " " * _INDENT if at else "", _INDENT), crop=False)


def _source(source: Source) -> Iterator[Text]:
    title, *others = map(printable_line, source_parts(source))
    named = Text().append(f"[{source.number}] ", style=NUMBER).append(title, style="bold")
    short = f" ({source.article.article_id[:SHORT_ID]})"
    yield named.append("".join(f", {part}" for part in others)).append(short, style=_QUIET)
    if source.article.url:  # in one piece, so that it can be clicked and copied
        yield Text(printable_line(source.article.url), no_wrap=True, overflow="ignore")
    for citation in source.quotes:
        yield Text(quoted(printable_line(citation.quote)), style=_QUIET)
