"""A briefing as Markdown with footnotes. What articles say cannot become markup."""

from __future__ import annotations

import html
import re

from chatbot.answering.wording import quoted
from chatbot.briefing import wording
from chatbot.briefing.records import Briefing, Entry, Section
from chatbot.control_characters import printable
from chatbot.records import Citation

_MARKUP = re.compile(r"([\\`*_{}\[\]()#|~$<>!])")


def render(briefing: Briefing) -> bytes:
    """UTF-8; citations are footnotes as GitHub, Obsidian and Pandoc know them."""
    parts = [f"# {_escaped(briefing.title)}", f"_{_escaped(wording.origin(briefing))}_"]
    parts += [f"> {_escaped(note)}" for note in briefing.notes]
    parts += map(_section, briefing.sections)
    uses = (f"* {_escaped(wording.named(use))}: cited {use.citations}×" for use in briefing.sources)
    parts.append("## Sources\n\n" + "\n".join(uses))
    parts.append("\n".join(map(_footnote, briefing.citations)))
    parts.append(f"_{wording.PROMISE}_")
    return ("\n\n".join(parts) + "\n").encode()


def _section(section: Section) -> str:
    return f"## {_escaped(section.title)}\n\n" + "\n".join(map(_entry, section.entries))


def _entry(entry: Entry) -> str:
    lead = f"**{_escaped(wording.lead(entry))}:** " if wording.lead(entry) else ""
    marks = "".join(f"[^{number}]" for number in entry.sentence.citations)
    return f"* {lead}{_escaped(entry.sentence.text)}{marks}"


def _footnote(citation: Citation) -> str:
    place = f"{citation.article_id}@{citation.version}, characters {citation.start}-{citation.end}"
    url = f" {_escaped(citation.url)}" if citation.url else ""
    return f"[^{citation.id}]: {_escaped(wording.named(citation))}: {_escaped(quoted(citation.quote))} ({place}){url}"


def _escaped(text: str) -> str:
    return _MARKUP.sub(
        r"\\\1", html.escape(" ".join(printable(text).split()), quote=False).replace("&lt;", "<").replace("&gt;", ">")
    )
