"""What README.md shows is what happens: its commands, its answers, its settings, its links."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.settings import variable_names

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)
_QUOTE = re.compile(r"“[^”]+”")


def blocks(language: str) -> str:
    return "\n".join(text for kind, text in _BLOCK.findall(README) if kind == language)


def commands() -> Iterator[tuple[str, list[str]]]:
    """The lines that call the program, each with its options."""
    for line in blocks("sh").splitlines():
        words = shlex.split(line.removeprefix("$ "), comments=True)
        if words[:1] == ["chatbot"]:
            yield words[1], [word for word in words[2:] if word.startswith("-") and word != "-"]


def run(*arguments: str, library: Path) -> str:
    environment = os.environ | {"CHATBOT_LIBRARY": str(library), "COLUMNS": "100"}
    command = [sys.executable, "-m", "chatbot", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=300)
    return done.stderr + done.stdout


def test_the_console_shows_what_the_commands_print(tmp_path: Path) -> None:
    shown = re.split(r"^\$ ", blocks("console"), flags=re.M)[1:]
    assert len(shown) == 3
    for each in shown:
        command, _, output = each.partition("\n")
        told = " ".join(run(*shlex.split(command)[1:], library=tmp_path / "library").split())
        first = " ".join(output.split("\n\n")[0].split())
        assert first in told
        # What is nearest to an unanswered question changes with the day of asking.
        quotes = [] if "nearest" in output else _QUOTE.findall(" ".join(output.split()))
        assert [quote for quote in quotes if quote not in told] == []


@pytest.mark.parametrize("command", sorted({name for name, _ in commands()}))
def test_every_command_has_the_options_that_are_shown(command: str, tmp_path: Path) -> None:
    known = run(command, "--help", library=tmp_path)
    for name, options in commands():
        if name == command and name != "articles":
            assert [option for option in options if option not in known] == []


def test_every_setting_is_in_the_table_and_no_other() -> None:
    assert set(re.findall(r"`(CHATBOT_\w+)`", README)) == set(variable_names())


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", README):
        assert (ROOT / target).exists(), target
