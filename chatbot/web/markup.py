"""Articles and messages as HTML; answers are in `answer_markup.py` and `exchange_markup.py`, briefings in
`briefing_markup.py`.

All that comes from articles, models and readers is escaped in these modules; beside them only `article_table.py`,
`briefing_markup.py`, `kept_markup.py`, `sentence_markup.py` and `summary_view.py` write HTML. What stands in one line
with words of ours goes through `inline_html`, so that it cannot turn these around.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from chatbot.answering.wording import day, quoted
from chatbot.control_characters import escaped, inline_html
from chatbot.records import Article, ArticleLink, Span
from chatbot.web.sentence_markup import place_of


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
    place = place_of(article.id, article.version, span, number)
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


def link_button(link: ArticleLink) -> str:
    """The title of an article, which opens it."""
    place = place_of(link.article_id, link.version, Span(0, 0), 0)
    return f'<button type="button" class="cite link"{place}>{inline_html(quoted(link.title or "Untitled"))}</button>'


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
