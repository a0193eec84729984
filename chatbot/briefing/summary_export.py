"""A summary as a file: Markdown for readers, JSON, in the shapes of docs/api.md, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from chatbot.answering.markdown_answer import for_files
from chatbot.answering.serialising import Json, block_object, citation_object, note_object, sentence_object
from chatbot.answering.wording import publication, quoted
from chatbot.briefing.summary_records import Summary
from chatbot.errors import BriefingError
from chatbot.markdown import markdown_link, markdown_text
from chatbot.records import Block, Citation

FORMATS = (".md", ".json")


def summary_object(summary: Summary) -> Json:
    """What was summarized, what it says in blocks and as one list of sentences, notes, citations, and who wrote."""
    return {
        "articles": [
            {"article": one.key, "title": one.metadata.title, "source": one.source} for one in summary.articles
        ],
        "title": summary.title,
        "form": summary.form.value,
        "blocks": [block_object(block) for block in summary.blocks],
        "sentences": [sentence_object(sentence) for sentence in summary.sentences],
        "notes": [note_object(note) for note in summary.notes],
        "citations": [citation_object(citation) for citation in summary.citations],
        "model": summary.model,
        "note": summary.note,
        "usage": asdict(summary.usage),
        "withheld": summary.told.withheld,
        "complete": summary.told.complete,
    }


def to_markdown(summary: Summary) -> str:
    """The summary under its title, with numbered sources. What articles and models say cannot be markup."""
    told, known = for_files(), {citation.id: citation for citation in summary.citations}
    for block in summary.blocks:
        for at, sentence in enumerate(block.sentences):
            told.add(Block(block.kind, (sentence,), block.level, block.head), known, begins=at == 0)
    for note in summary.notes:
        told.add_note(note)
    author = f"written by {summary.model}" if summary.model else "in the articles' own words"
    named = "\n".join(f"* {markdown_text(title)}" for title in summary.titles) if len(summary.titles) > 1 else ""
    parts = (
        f"# {markdown_text(summary.title)}",
        f"_{markdown_text(f'Summary, {author}')}_",
        named,
        markdown_text(summary.note),
        told.text,
        "\n".join(_sources(summary)),
    )
    return "\n\n".join(filter(None, parts)) + "\n"


def render(summary: Summary, suffix: str) -> str:
    """The content of a file.

    Args:
        summary: finished.
        suffix: one of `FORMATS`, upper or lower case.
    """
    if suffix.lower() == ".md":
        return to_markdown(summary)
    return json.dumps(summary_object(summary), ensure_ascii=False, indent=2) + "\n"


def check_format(path: Path) -> None:
    """Refuse a file name of unknown format before any work is done.

    Raises:
        BriefingError: the suffix names no format.
    """
    if path.suffix.lower() not in FORMATS:
        raise BriefingError(
            f"{path} names no format in which a summary can be saved",
            f"Use a name that ends with {' or '.join(FORMATS)}.",
        )


def save(summary: Summary, path: Path) -> None:
    """Write a summary; an existing file is replaced at once, or not at all.

    Raises:
        BriefingError: the format is unknown, or the file cannot be written.
    """
    check_format(path)
    content = render(summary, path.suffix)
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.write_text(content, encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise BriefingError(f"{path} cannot be written ({error.strerror})", "Name another file.") from error


def _sources(summary: Summary) -> Iterator[str]:
    return map(_source, summary.citations)


def _source(citation: Citation) -> str:
    facts = (markdown_text(citation.title or "untitled"), markdown_text(publication(citation)))
    place = f"{citation.article_id}@{citation.version}, characters {citation.start}-{citation.end}"
    named = ", ".join(filter(None, (*facts, markdown_link(citation.url) if citation.url else "")))
    return f"* \\[{citation.id}\\] {named}: {markdown_text(quoted(citation.quote))} ({place})"
