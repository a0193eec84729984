"""`chatbot summarize`: one article in a few sentences."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from chatbot.answering.serialising import citation_object, sentence_object
from chatbot.app import build_chatbot
from chatbot.briefing.summarizing import Summary, SummaryForm
from chatbot.cli.console import tell_who_receives_text, terminal
from chatbot.cli.hanging import Hanging
from chatbot.cli.rendering import sentence_text
from chatbot.cli.serialising import print_json
from chatbot.cli.sources import print_citations, told_in
from chatbot.control_characters import printable_line
from chatbot.errors import SettingsError


def run_summarize(source: str, form: str, library: Path | None, *, as_json: bool) -> None:
    """Summarize and show."""
    if form not in set(SummaryForm):
        raise SettingsError(f"--form {form!r} is not a form", f"Use one of {', '.join(SummaryForm)}.")
    with build_chatbot(library=library) as chatbot:
        tell_who_receives_text(chatbot.receives_text)
        summary = chatbot.summarize(source, SummaryForm(form))
    if as_json:
        print_json(_summary_object(summary))
    else:
        _print(terminal(), summary)


def _summary_object(summary: Summary) -> dict[str, object]:
    return {
        "article": summary.article.key,
        "title": summary.article.metadata.title,
        "sentences": [sentence_object(sentence) for sentence in summary.sentences],
        "citations": [citation_object(citation) for citation in summary.citations],
        "model": summary.model,
        "note": summary.note,
        "usage": asdict(summary.usage),
    }


def _print(console: Console, summary: Summary) -> None:
    console.print(printable_line(summary.article.metadata.title or summary.article.source), style="bold")
    if summary.note:
        console.print(printable_line(summary.note), style="yellow")
    for sentence in summary.sentences:
        console.print(Hanging(sentence_text(sentence), "• " if summary.form is SummaryForm.BULLETS else ""))
    console.print()
    print_citations(console, summary.citations, told_in(summary.sentences, summary.citations))
