"""The list of kept briefings, and two of them compared, as HTML. All that comes from elsewhere is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chatbot.answering.wording import day, doubt
from chatbot.briefing.keeping import wording
from chatbot.briefing.keeping.comparing import Comparison, Recounted, Told
from chatbot.briefing.keeping.records import BriefingSummary
from chatbot.control_characters import escaped, inline_html
from chatbot.web.markup import note_html
from chatbot.web.sentence_markup import cite_button

NONE_YET = "No briefing is kept yet. What you write stays here until you delete it."


def kept_html(summaries: Sequence[BriefingSummary], current: str) -> str:
    """A user's briefings, each a button that opens it.

    Args:
        summaries: newest first.
        current: the id of the one that is open, or empty.
    """
    if not summaries:
        return note_html(NONE_YET)
    entries = "".join(
        f'<li><button type="button" class="entry" data-id="{escaped(item.id)}"'
        f"{' aria-current=true' if item.id == current else ''}>{inline_html(item.title)}"
        f"<small>Written on {day(item.written_at)} · {inline_html(wording.made_of(item))}</small></button></li>"
        for item in summaries
    )
    return f'<nav aria-label="Kept briefings"><ul>{entries}</ul></nav>'


def comparison_html(comparison: Comparison) -> str:
    """What is new, what is counted otherwise, and what is no longer told; each statement with its citations."""
    sections = (
        _section("new", wording.NEW, map(_statement, comparison.new)),
        _section("recounted", wording.RECOUNTED, map(_pair, comparison.recounted)),
        _section("gone", wording.GONE, map(_statement, comparison.gone)),
    )
    return (
        f'<article class="briefing comparison"><h2>{inline_html(comparison.after.title)}</h2>'
        f'<p class="facts">{_side(comparison.after)} compared with {_side(comparison.before)}</p>'
        f'<p class="facts">{escaped(wording.counted(comparison))}</p>{"".join(sections) or note_html(wording.SAME)}'
        "</article>"
    )


def _side(summary: BriefingSummary) -> str:
    """Names a briefing and opens it."""
    return (
        f'<button type="button" class="entry" data-id="{escaped(summary.id)}">'
        f"{inline_html(wording.side(summary))}</button>"
    )


def _section(kind: str, title: str, statements: Iterable[str]) -> str:
    told = "".join(statements)
    return f'<section class="{kind}"><h3>{title}</h3><ul>{told}</ul></section>' if told else ""


def _pair(pair: Recounted) -> str:
    return f"<li><ul>{_statement(pair.before, wording.THEN)}{_statement(pair.after, wording.NOW)}</ul></li>"


def _statement(told: Told, when: str = "") -> str:
    leads = [part for part in (when, inline_html(told.lead) if told.lead else "") if part]
    lead = f'<span class="lead">{" · ".join(leads)}</span>' if leads else ""
    mark = doubt(told.entry.sentence)
    doubtful = f' <span class="doubt">{mark}</span>' if mark else ""
    return f"<li>{lead}{inline_html(told.text)}{doubtful}{''.join(map(cite_button, told.citations))}</li>"
