"""Writes docs/transcripts.md: real questions to the real command line, and what it answered.

    python -m evals.transcripts --article ARTICLE.txt [--endpoint http://127.0.0.1:8901/v1]

The article goes into a fresh library and the questions are asked with the embedded model and, when an endpoint is
given, with the model behind it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from evals.libraries import folder_environment

PAGE = Path(__file__).parent.parent / "docs" / "transcripts.md"
QUESTIONS = (
    "How long did the two presidents speak?",
    "Who is the Kremlin spokesman?",
    "What did the article say about oil prices?",
)
SEED_QUESTIONS = (
    "How long did Trump and Putin talk?",
    "How many people were injured in the ferry accident?",
    "How much will the water main program in Dunmore County cost?",
    "Wie viel kostet die Radbrücke?",
    "Who won the chess championship?",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--article", type=Path, required=True, help="a news article about the cease-fire call")
    parser.add_argument("--endpoint", help="OpenAI-compatible endpoint of a stronger model")
    options = parser.parse_args()
    parts = [_heading(), *_with_model("The embedded SmolLM2", options.article, {})]
    if options.endpoint:
        parts += _with_model(
            "A stronger model behind an endpoint", options.article, {"CHATBOT_LLM_BASE_URL": options.endpoint}
        )
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def _heading() -> str:
    made = datetime.now(UTC).date().isoformat()
    return f"# Transcripts\n\nMade on {made} by `python -m evals.transcripts`; nothing is edited.\n"


def _with_model(title: str, article: Path, environment: Mapping[str, str]) -> list[str]:
    parts = [f"## {title}\n"]
    with tempfile.TemporaryDirectory() as folder:
        parts.append("### One article\n")
        parts.append(_run(["ingest", str(article.resolve())], environment, f"{folder}/one", article.parent))
        parts += [_run(["ask", question], environment, f"{folder}/one", article.parent) for question in QUESTIONS]
        parts.append("### The sample articles\n")
        parts.append(_run(["ingest", "--seeds"], environment, f"{folder}/seeds", article.parent))
        parts += [
            _run(["ask", question], environment, f"{folder}/seeds", article.parent) for question in SEED_QUESTIONS
        ]
    return parts


def _run(arguments: Sequence[str], environment: Mapping[str, str], library: str, hidden: Path) -> str:
    """One command with what it printed, as a Markdown block."""
    done = subprocess.run(  # noqa: S603 -- our own command line
        [sys.executable, "-m", "chatbot", *arguments],
        capture_output=True,
        text=True,
        env={**folder_environment(library), **environment, "COLUMNS": "100"},
        check=False,
    )
    shown = " ".join(f'"{word}"' if " " in word else word for word in arguments)
    output = (done.stdout + done.stderr).strip()
    return f"```console\n$ chatbot {shown}\n{output}\n```\n".replace(f"{hidden.resolve()}/", "")


if __name__ == "__main__":
    main()
