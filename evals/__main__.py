"""`python -m evals TASK …` measures one part of the product and writes a report; docs/evals.md tells of all."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from importlib import import_module

from chatbot.errors import ChatbotError
from evals.runs.running import add_run_options, run_task
from evals.runs.task import Task
from evals.runs.tasks import TASKS, load_task

COMMANDS = {
    "all": ("evals.runs.everything", "every task on the files of one folder"),
    "compare": ("evals.reading.compare", "what got better or worse between two reports"),
    "report": ("evals.reading.page", "one self-contained HTML page of reports"),
    "peers": ("evals.peers.comparing", "the same questions to CitationQueryEngine and PaperQA2"),
    "gate": ("evals.gate", "fail when the own cases have become worse than the baseline"),
}
"""Name → the module with its `add_arguments` and `run`, and what it does."""
STOPPED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status: 0, or 1 with the reason and the remedy on standard error."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="TASK")
    for name in TASKS:
        _add_task(commands, load_task(name))
    for name, (module, purpose) in COMMANDS.items():
        command = commands.add_parser(name, help=purpose, description=purpose)
        if given[:1] == [name]:
            import_module(module).add_arguments(command)
            command.set_defaults(run=import_module(module).run)
    options = parser.parse_args(given)
    try:
        options.run(options)
    except ChatbotError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Finished rows are kept: the same command goes on.", file=sys.stderr)
        return STOPPED
    return 0


def _add_task(commands: argparse._SubParsersAction[argparse.ArgumentParser], task: Task) -> None:
    parser = commands.add_parser(task.name, help=task.purpose, description=task.purpose)
    add_run_options(parser, task)
    task.add_arguments(parser)
    parser.set_defaults(run=partial(run_task, task))


if __name__ == "__main__":
    sys.exit(main())
