"""Articles, briefings and messages as HTML; answers are in `answer_markup.py` and `exchange_markup.py`.

All that comes from articles, models and readers is escaped in these modules; beside them only `article_table.py` writes
HTML. What stands in one line with words of ours goes through `inline_html`, so that it cannot turn these around.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from chatbot.answering.wording import day, origin, quoted
from chatbot.briefing import wording as briefing_wording
from chatbot.briefing.records import Briefing, Entry
from chatbot.control_characters import escaped, inline_html
from chatbot.records import Article, ArticleLink, Citation, Span


def source_html(article: Article, cited: Span | None, newest_version: int, number: int = 0) -> str:
    """An article with the cited characters marked.

    Args:
        article: the version that is cited.
        cited: the characters to mark; an empty span marks nothing, None neither and is not stepped from.
        newest_version: of this article.
        number: of the citation in its answer.
    """
    text = article.text
    span = cited or Span(0, 0)
    marked = f'<mark tabindex="-1">{escaped(span.of(text))}</mark>' if span.start < span.end else ""
    place = _place(article.id, article.version, span, number)
    return (
        f'<section class="source" aria-label="Source"{place}><header>{_steps() if cited is not None else ""}'
        f"<h2>{inline_html(article.metadata.title or 'Untitled')}</h2>{_facts(article, newest_version)}</header>"
        f'<div class="text" lang="{escaped(article.metadata.language)}">'
        f"{escaped(text[: span.start])}{marked}{escaped(text[span.end :])}</div></section>"
    )


def missing_source_html(cited: Mapping[str, str], message: str) -> str:
    """In the place of an article that is gone, what became of it.

    Args:
        cited: `key`, `start` and `end` of the citation, by which the panel steps to the next one.
        message: what to say.
    """
    place = "".join(f' data-{name}="{escaped(cited[name])}"' for name in ("key", "start", "end"))
    return (
        f'<section class="source" aria-label="Source"{place}><header>{_steps()}</header>{error_html(message)}</section>'
    )


def briefing_html(briefing: Briefing, files: Iterable[tuple[str, str]]) -> str:
    """A finished briefing.

    Args:
        briefing: what was written.
        files: names and data addresses of the same in file formats.
    """
    known = {citation.id: citation for citation in briefing.citations}
    sections = "".join(
        f'<section class="{section.kind}"><h3>{escaped(section.title)}</h3>'
        f"<ul>{''.join(_briefing_entry(entry, known) for entry in section.entries)}</ul></section>"
        for section in briefing.sections
    )
    notes = "".join(map(note_html, briefing.notes))
    uses = "".join(
        f"<li>{inline_html(briefing_wording.named(use))}: cited {use.citations}×</li>" for use in briefing.sources
    )
    links = " ".join(
        f'<a class="save" download="{escaped(name)}" href="{href}">{escaped(name)}</a>' for name, href in files
    )
    return (
        f'<article class="briefing"><h2>{escaped(briefing.title)}</h2>'
        f'<p class="facts">{escaped(briefing_wording.origin(briefing))}</p>{notes}<p class="saves">Save as {links}</p>'
        f"{sections}<section><h3>Sources</h3><ul>{uses}</ul></section></article>"
    )


def _briefing_entry(entry: Entry, known: dict[int, Citation]) -> str:
    lead = (
        f'<span class="lead">{inline_html(briefing_wording.lead(entry))}</span>' if briefing_wording.lead(entry) else ""
    )
    buttons = "".join(cite_button(known[number]) for number in entry.sentence.citations if number in known)
    return f"<li>{lead}{inline_html(entry.sentence.text)}{buttons}</li>"


def error_html(message: str) -> str:
    """What went wrong and what to do."""
    return f'<p class="error" role="alert">{escaped(message)}</p>'


def note_html(message: str) -> str:
    return f'<p class="note" role="status">{escaped(message)}</p>'


def list_html(items: Iterable[tuple[str, str]]) -> str:
    """Lines, each with a CSS class of ours."""
    return f'<ul class="log">{"".join(f"<li class={kind!r}>{escaped(text)}</li>" for kind, text in items)}</ul>'


def link_html(url: str, text: str) -> str:
    """A link that leads nowhere but to a web page, or the bare text."""
    if urlsplit(url).scheme not in {"http", "https"}:
        return escaped(text)
    return f'<a href="{escaped(url)}" target="_blank" rel="noopener noreferrer nofollow">{escaped(text)}</a>'


def cite_button(citation: Citation) -> str:
    """The number of a citation, which opens its article at the very words."""
    label = f"Source {citation.id}: {origin(citation)}"
    place = _place(citation.article_id, citation.version, Span(citation.start, citation.end), citation.id)
    return (
        f'<button type="button" class="cite"{place} title="{escaped(quoted(citation.quote))}"'
        f' aria-label="{escaped(label)}">{citation.id}</button>'
    )


def link_button(link: ArticleLink) -> str:
    """The title of an article, which opens it."""
    place = _place(link.article_id, link.version, Span(0, 0), 0)
    return f'<button type="button" class="cite link"{place}>{inline_html(quoted(link.title or "Untitled"))}</button>'


def _place(article_id: str, version: int, span: Span, number: int) -> str:
    return (
        f' data-key="{escaped(article_id)}@{version}" data-start="{span.start}" data-end="{span.end}"'
        f' data-number="{number}"'
    )


def _facts(article: Article, newest_version: int) -> str:
    known = article.metadata
    version = f"version {article.version} of {newest_version}" if newest_version > 1 else "version 1"
    facts = (known.publisher, ", ".join(known.authors), day(known.published), version)
    link = f" · {link_html(known.url, 'original')}" if known.url else ""
    return f'<p class="facts">{" · ".join(inline_html(fact) for fact in facts if fact)}{link}</p>'


def _steps() -> str:
    return (
        '<nav class="steps" aria-label="Citations"><button type="button" data-step="-1">‹ Previous</button>'
        '<span class="at"></span><button type="button" data-step="1">Next ›</button>'
        '<button type="button" data-shut="1" aria-label="Close the source">✕</button></nav>'
    )
