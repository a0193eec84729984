"""`chatbot check`: a draft, sentence by sentence, against the library."""

from __future__ import annotations

import sys
from pathlib import Path

from chatbot.app import build_chatbot
from chatbot.cli.console import terminal
from chatbot.cli.rendering import print_citations, sentence_text
from chatbot.cli.serialising import citation_object, sentence_object, to_json
from chatbot.library.readers import read_file
from chatbot.records import Sentence, Verdict


def run_check(file: str, library: Path | None, *, as_json: bool) -> int:
    """Check and report. Returns the exit status: 1 when a sentence is not supported."""
    text = sys.stdin.read() if file == "-" else read_file(Path(file)).documents[0].text
    with build_chatbot(library=library) as chatbot:
        checked = chatbot.check(text)
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
