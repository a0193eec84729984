"""Writes docs/transcripts.md: real questions to the real command line, and what it answered.

    python -m evals.transcripts --article ARTICLE.txt [--endpoint http://127.0.0.1:8901/v1]

One library holds the article alone, another one the samples. All questions are asked without a chat model and, when an
endpoint is given, with the model behind it.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from evals.libraries import folder_environment

TOLD = ("CHATBOT_ANSWER_TOKENS", "CHATBOT_EVIDENCE_TOKENS", "CHATBOT_STRICT", "CHATBOT_VERIFIER")
"""Settings that the page names. Others may hold keys and addresses."""
PAGE = Path(__file__).parent.parent / "docs" / "transcripts.md"
ARTICLE_QUESTIONS = (
    "How long did the two presidents speak?",
    "Who is the Kremlin spokesman?",
    "What conditions did Putin want?",
    "What did the article say about oil prices?",
)
SAMPLE_QUESTIONS = {
    "A fact": "How many people were injured in the ferry accident?",
    "An explanation": "Why did Wexley take down its dam?",
    "A comparison": "How do the White House and the Kremlin differ on what the energy pause covers?",
    "A timeline": "Timeline of the truce talks on Ukraine",
    "A list of articles": "Which articles mention Zelensky?",
    "A digest": "Summarize everything on Storm Edda",
    "A greeting": "Hello!",
    "About the library": "How many articles do you have?",
    "What the samples do not answer": "Who won the chess championship?",
}
CONVERSATION = (
    "Who won the 1,500 metres?",
    "And who came second?",
    "How much will the water main program in Dunmore County cost?",
    "Wie viel kostet die Radbrücke?",
    "Thanks!",
)
ASKED_AT = ("--asked-at", "2025-04-11")
"""The day after the newest of the samples."""
_PROMPT = re.compile(r"^\? ", re.M)
"""With which a conversation asks for the next question."""


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--article", type=Path, required=True, help="a news article about the cease-fire call")
    parser.add_argument("--endpoint", help="OpenAI-compatible endpoint of a chat model")
    options = parser.parse_args()
    parts = [_heading(), *_asked("Without a chat model", options.article, {})]
    if options.endpoint:
        parts += _asked("With a chat model", options.article, {"CHATBOT_LLM_BASE_URL": options.endpoint})
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def _heading() -> str:
    made = datetime.now(UTC).date().isoformat()
    given = (f"{name}={os.environ[name]} " for name in TOLD if name in os.environ)
    command = "".join([*given, "python -m evals.transcripts"])
    return f"# Transcripts\n\nMade on {made} by `{command}`; nothing is edited. [What is wrong in them](reading.md).\n"


def _asked(title: str, article: Path, environment: Mapping[str, str]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        one, samples = (Terminal(Path(folder) / name, environment, article.parent) for name in ("one", "samples"))
        yield f"## {title}\n\n### One article\n"
        yield one.run("ingest", str(article.resolve()))
        yield from (one.run("ask", question) for question in ARTICLE_QUESTIONS)
        yield "### The sample articles\n"
        yield samples.run("ingest", "--seeds")
        for kind, question in SAMPLE_QUESTIONS.items():
            yield f"#### {kind}\n"
            yield samples.run("ask", question, *ASKED_AT)
        yield "#### A conversation\n"
        yield samples.converse(CONVERSATION)


@dataclass(frozen=True, slots=True)
class Terminal:
    """The command line over one library."""

    library: Path
    environment: Mapping[str, str]
    hidden: Path
    """A folder whose place on this machine is not shown."""

    def run(self, *arguments: str) -> str:
        """One command with what it printed, as a Markdown block."""
        return self._block(arguments, self._printed(arguments))

    def converse(self, questions: Sequence[str]) -> str:
        """A conversation, in which what is typed stands where a reader would type it."""
        arguments = ("chat", *ASKED_AT)
        head, *answers = _PROMPT.split(self._printed(arguments, "\n".join(questions)))
        turns = [f"\n? {question}\n{answer}" for question, answer in zip(questions, answers, strict=False)]
        return self._block(arguments, head + "".join(turns))

    def _printed(self, arguments: Sequence[str], typed: str = "") -> str:
        done = subprocess.run(  # noqa: S603 -- our own command line
            [sys.executable, "-m", "chatbot", *arguments],
            input=typed,
            capture_output=True,
            text=True,
            env={**folder_environment(self.library), **self.environment, "COLUMNS": "100"},
            check=False,
        )
        return done.stdout + done.stderr

    def _block(self, arguments: Sequence[str], printed: str) -> str:
        shown = " ".join(f'"{word}"' if " " in word else word for word in arguments)
        block = f"```console\n$ chatbot {shown}\n{printed.strip()}\n```\n"
        return block.replace(f"{self.hidden.resolve()}/", "")


if __name__ == "__main__":
    main()
