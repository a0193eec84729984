"""`python -m evals TASK …` measures one part of the product and writes a report."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module

from chatbot.errors import ChatbotError

TASKS = {
    "briefing": ("evals.briefing", "brief over many documents, score coverage and citations"),
    "retrieval": ("evals.retrieval", "rank a corpus of articles for dated questions"),
    "verify": ("evals.verify", "score the verifier on labelled claims"),
}
"""Name of a task → the module that holds its `add_arguments` and `run`, and what it does."""


def main(arguments: list[str] | None = None) -> int:
    """Run one task; returns the exit status: 0, or 1 with the reason and the remedy on standard error."""
    names = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    for name, (module, purpose) in TASKS.items():
        task = tasks.add_parser(name, help=purpose, description=purpose)
        if names[:1] == [name]:
            import_module(module).add_arguments(task)
    chosen = parser.parse_args(names)
    try:
        import_module(TASKS[chosen.task][0]).run(chosen)
    except ChatbotError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
