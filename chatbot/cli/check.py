"""`chatbot check`: a draft, sentence by sentence, against the library."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from chatbot.answering.serialising import checked_object
from chatbot.answering.wording import verdict_line
from chatbot.app import build_chatbot
from chatbot.cli.console import tell_who_receives_text, terminal
from chatbot.cli.rendering import sentences_renderable
from chatbot.cli.serialising import print_json
from chatbot.cli.sources import print_citations, told_in
from chatbot.library.readers import read_file
from chatbot.library.sources import STDIN, read_stdin
from chatbot.records import Citation, Sentence

NO_CLAIM = "Nothing in it can be checked."


def run_check(file: str, asked_at: datetime | None, library: Path | None, *, as_json: bool) -> int:
    """Check and report.

    Args:
        file: a path, or `-` for standard input; the articles of a file of several are checked one after the other.
        asked_at: the moment against which its "yesterday" is read; now by default.
        library: its folder; the configured one by default.
        as_json: print JSON instead of text.

    Returns:
        The exit status: 1 when a sentence is not supported.

    Raises:
        ReadError: the draft, or a part of it, cannot be read.
    """
    draft = read_stdin(sys.stdin.buffer) if file == STDIN else read_file(Path(file))
    if draft.failures:
        raise draft.failures[0].error
    with build_chatbot(library=library) as chatbot:
        tell_who_receives_text(chatbot.receives_text)
        text = "\n\n".join(document.text for document in draft.documents)
        checked = chatbot.check(text, asked_at=asked_at)
    if as_json:
        print_json(checked_object(checked.sentences, checked.citations))
    else:
        _print(checked.sentences, checked.citations)
    return int(any(sentence.verdict.is_doubtful for sentence in checked.sentences))


def _print(sentences: Sequence[Sentence], citations: Sequence[Citation]) -> None:
    console, known = terminal(), {citation.id: citation for citation in citations}
    for sentence in sentences:
        console.print(sentences_renderable([sentence], known))
    console.print()
    print_citations(console, citations, told_in(sentences, citations))
    console.print(f"\n{verdict_line(sentences) or NO_CLAIM}", style="dim")
