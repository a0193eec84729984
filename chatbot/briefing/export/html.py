"""A briefing as one HTML file that needs nothing else and prints well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit

from chatbot.answering.wording import origin, quoted
from chatbot.briefing import wording
from chatbot.briefing.export.layout import FURTHER, SOURCES, colophon, dateline, days, quotes, source_parts
from chatbot.briefing.export.statement_html import Link, direction, statement_html
from chatbot.briefing.records import Briefing, Entry, Section
from chatbot.briefing.references import Mark, References, Source
from chatbot.control_characters import escaped, inline_html

STYLE = Path(__file__).with_name("page.css")


def render(briefing: Briefing) -> bytes:
    """UTF-8. A number leads to its article, and to the quoted words where these do not stand in the text."""
    references = References(briefing)
    listed = frozenset(citation.id for source in references.sources for citation in source.quotes)
    link = partial(_mark, listed=listed)
    title = escaped(briefing.title)
    notes = "".join(f'<p class="note">{escaped(note)}</p>' for note in wording.notes(briefing))
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{STYLE.read_text(encoding='utf-8')}</style></head><body><main>"
        f'<header><h1 dir="{direction(briefing.title)}">{title}</h1>'
        f'<p class="dateline">{inline_html(dateline(briefing))}</p>{notes}</header>'
        f"{''.join(_section(section, references, link) for section in briefing.sections)}"
        f"{_sources(SOURCES, references.sources)}{_sources(FURTHER, references.further)}"
        f"<footer><p>{inline_html(colophon(briefing))}</p></footer></main></body></html>\n"
    )
    return page.encode()


def _section(section: Section, references: References, link: Link) -> str:
    if dated := days(section):
        told = ((wording.day_name(day), _groups(groups, "div", references, link)) for day, groups in dated)
        rows = "".join(f'<tr><th scope="row">{day}</th><td>{happened}</td></tr>' for day, happened in told)
        body = f"<table>{rows}</table>"
    else:
        body = "".join(
            _groups(groups, "p", references, link) if prose else f"<ul>{_groups(groups, 'li', references, link)}</ul>"
            for prose, groups in groupby(wording.groups(section), lambda group: group[0].prose)
        )
    return f'<section class="{section.kind}"><h2>{escaped(section.title)}</h2>{body}</section>'


def _groups(groups: Iterable[Sequence[Entry]], tag: str, references: References, link: Link) -> str:
    """Each paragraph or bullet in an element of its own."""
    told = partial(statement_html, references=references, link=link, more=_further_mark)
    return "".join(
        f'<{tag} dir="{direction(group[0].sentence.text)}">{" ".join(map(told, group))}</{tag}>' for group in groups
    )


def _mark(mark: Mark, listed: frozenset[int]) -> str:
    """The way to the quoted words in the list of sources, or to the article where the text itself has them."""
    cited = mark.citation
    place = f"quote-{cited.id}" if cited.id in listed else f"source-{mark.number}"
    return f'<a class="cite" href="#{place}" title="{escaped(origin(cited))}">{mark.number}</a>'


def _further_mark(mark: Mark) -> str:
    """A source that is only shown when it is asked for, with the words that it has for the statement."""
    cited = mark.citation
    return (
        f'<span class="quotation"><a class="cite" href="#source-{mark.number}">{mark.number}</a> '
        f"<q>{inline_html(quoted(cited.quote))}</q> {inline_html(origin(cited))}</span>"
    )


def _sources(title: str, sources: Iterable[Source]) -> str:
    items = "".join(map(_source, sources))
    return f'<section class="sources"><h2>{title}</h2><ol>{items}</ol></section>' if items else ""


def _source(source: Source) -> str:
    said = "".join(f'<p id="quote-{number}"><q>{inline_html(quote)}</q></p>' for number, quote in quotes(source))
    return f'<li id="source-{source.number}" value="{source.number}">{_named(source)}{said}</li>'


def _named(source: Source) -> str:
    title, *others = map(inline_html, source_parts(source))
    address = source.article.url
    if urlsplit(address).scheme in {"http", "https"}:
        title = f'<a href="{escaped(address)}" rel="noopener noreferrer nofollow">{title}</a>'
    shown = f' <span class="address">{inline_html(address)}</span>' if address else ""
    return ", ".join((title, *others)) + shown
