"""A briefing as one HTML file that needs nothing else and prints well."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from chatbot.answering.wording import quoted
from chatbot.briefing import wording
from chatbot.briefing.records import Briefing, Entry, Section, SourceUse
from chatbot.control_characters import escaped, inline_html
from chatbot.records import Citation

STYLE = Path(__file__).with_name("page.css")


def render(briefing: Briefing) -> bytes:
    """UTF-8. A number leads to its quotation at the end of the page, and back."""
    title = escaped(briefing.title)
    notes = "".join(f'<p class="note">{escaped(note)}</p>' for note in briefing.notes)
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{STYLE.read_text(encoding='utf-8')}</style></head><body><main>"
        f'<header><h1>{title}</h1><p class="origin">{inline_html(wording.origin(briefing))}</p>{notes}</header>'
        f"{_body(briefing)}{_sources(briefing)}{_quotations(briefing)}"
        f"<footer><p>{wording.PROMISE}</p></footer></main></body></html>\n"
    )
    return page.encode()


def _body(briefing: Briefing) -> str:
    used: set[int] = set()
    return "".join(_section(section, used) for section in briefing.sections)


def _section(section: Section, used: set[int]) -> str:
    entries = "".join(_entry(entry, used) for entry in section.entries)
    return f'<section class="{section.kind}"><h2>{escaped(section.title)}</h2><ul>{entries}</ul></section>'


def _entry(entry: Entry, used: set[int]) -> str:
    lead = f'<span class="lead">{inline_html(wording.lead(entry))}</span> ' if wording.lead(entry) else ""
    marks = " ".join(_mark(number, used) for number in entry.sentence.citations)
    return f"<li>{lead}{inline_html(entry.sentence.text)} <sup>{marks}</sup></li>"


def _mark(number: int, used: set[int]) -> str:
    """A number; the first one of a quotation is where the way back from it leads."""
    name = "" if number in used else f' id="use-{number}"'
    used.add(number)
    return f'<a class="cite" href="#quote-{number}"{name}>{number}</a>'


def _sources(briefing: Briefing) -> str:
    items = "".join(f"<li>{_linked(use)} <small>cited {use.citations}×</small></li>" for use in briefing.sources)
    return f'<section class="sources"><h2>Sources</h2><ul>{items}</ul></section>'


def _quotations(briefing: Briefing) -> str:
    items = "".join(map(_quotation, briefing.citations))
    return f'<section class="quotations"><h2>The very words</h2><ol>{items}</ol></section>'


def _quotation(citation: Citation) -> str:
    place = f"{citation.article_id}@{citation.version}, characters {citation.start}–{citation.end}"
    return (
        f'<li id="quote-{citation.id}" value="{citation.id}"><q>{inline_html(quoted(citation.quote))}</q> '
        f"<cite>{_linked(citation)}</cite> <small>{escaped(place)}</small> "
        f'<a class="back" href="#use-{citation.id}" aria-label="Back to the text">↩</a></li>'
    )


def _linked(source: Citation | SourceUse) -> str:
    name = inline_html(wording.named(source))
    if urlsplit(source.url).scheme not in {"http", "https"}:
        return name
    return f'<a href="{escaped(source.url)}" rel="noopener noreferrer nofollow">{name}</a>'
