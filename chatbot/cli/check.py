"""`chatbot check`: a draft, sentence by sentence, against the library."""

from __future__ import annotations

import sys
from pathlib import Path

from chatbot.app import build_chatbot
from chatbot.cli.console import terminal
from chatbot.cli.rendering import print_citations, sentence_text
from chatbot.cli.serialising import citation_object, sentence_object, to_json
from chatbot.library.readers import read_file
from chatbot.library.sources import STDIN, read_stdin
from chatbot.records import Sentence, Verdict


def run_check(file: str, library: Path | None, *, as_json: bool) -> int:
    """Check and report.

    Args:
        file: a path, or `-` for standard input; the articles of a file of several are checked one after the other.
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
        checked = chatbot.check("\n\n".join(document.text for document in draft.documents))
    if as_json:
        sentences = [sentence_object(sentence) for sentence in checked.sentences]
        citations = [citation_object(citation) for citation in checked.citations]
        print(to_json({"sentences": sentences, "citations": citations}))  # noqa: T201
    else:
        console = terminal()
        for sentence in checked.sentences:
            console.print(sentence_text(sentence))
        console.print()
        print_citations(console, checked.citations)
        console.print(f"\n{_totals(checked.sentences)}", style="dim")
    return int(any(sentence.verdict is Verdict.UNSUPPORTED for sentence in checked.sentences))


def _totals(sentences: tuple[Sentence, ...]) -> str:
    claims = [sentence for sentence in sentences if sentence.verdict is not Verdict.NOT_A_CLAIM]
    supported = sum(sentence.verdict is Verdict.SUPPORTED for sentence in claims)
    return f"{supported} of {len(claims)} sentences supported by the library."
