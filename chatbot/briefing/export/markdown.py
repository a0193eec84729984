"""A briefing as Markdown with footnotes. What articles say cannot become markup."""

from __future__ import annotations

from chatbot.answering.wording import quoted
from chatbot.briefing import wording
from chatbot.briefing.records import Briefing, Entry, Section
from chatbot.markdown import markdown_link, markdown_text
from chatbot.records import Citation


def render(briefing: Briefing) -> bytes:
    """UTF-8; citations are footnotes as GitHub, Obsidian and Pandoc know them."""
    parts = [f"# {markdown_text(briefing.title)}", f"_{markdown_text(wording.origin(briefing))}_"]
    parts += [f"> {markdown_text(note)}" for note in briefing.notes]
    parts += map(_section, briefing.sections)
    uses = (f"* {markdown_text(wording.named(use))}: cited {use.citations}×" for use in briefing.sources)
    parts.append("## Sources\n\n" + "\n".join(uses))
    parts.append("\n".join(map(_footnote, briefing.citations)))
    parts.append(f"_{wording.PROMISE}_")
    return ("\n\n".join(parts) + "\n").encode()


def _section(section: Section) -> str:
    return f"## {markdown_text(section.title)}\n\n" + "\n".join(map(_entry, section.entries))


def _entry(entry: Entry) -> str:
    lead = f"**{markdown_text(wording.lead(entry))}:** " if wording.lead(entry) else ""
    marks = "".join(f"[^{number}]" for number in entry.sentence.citations)
    return f"* {lead}{markdown_text(entry.sentence.text)}{marks}"


def _footnote(citation: Citation) -> str:
    place = f"{citation.article_id}@{citation.version}, characters {citation.start}-{citation.end}"
    url = f" {markdown_link(citation.url)}" if citation.url else ""
    named, quote = markdown_text(wording.named(citation)), markdown_text(quoted(citation.quote))
    return f"[^{citation.id}]: {named}: {quote} ({place}){url}"
