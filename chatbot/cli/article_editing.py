"""`chatbot articles edit`: what was typed becomes corrections, and what they made of the article is shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from chatbot.app import build_chatbot
from chatbot.cli.article_facts import facts_of
from chatbot.cli.console import terminal
from chatbot.cli.options import day_or_none
from chatbot.library.correcting import MetadataChanges

ALL = "all"
_AUTHOR = "author"
"""As the option is called; the field holds all of them."""


def typed_changes(**options: Any) -> MetadataChanges:
    """The options that were given, as values of the fields that they are named for.

    Raises:
        SettingsError: what should be a date is none.
    """
    given = {name: value for name, value in options.items() if value is not None}
    days = {name: day_or_none(given[name], f"--{name}") for name in ("published", "updated") if name in given}
    return cast("MetadataChanges", given | days)


def run_edit(name: str, changes: MetadataChanges, clear: Sequence[str], library: Path | None) -> None:
    """Correct an article, and show what is known about it now."""
    console = terminal()
    with build_chatbot(library=library) as chatbot:
        before = chatbot.library.get(chatbot.library.resolve(name))
        cleared = before.corrections.fields if ALL in clear else tuple(map(_field, clear))
        if not changes and not cleared and ALL in clear:
            after = before
        else:
            after = chatbot.edit_article(before.id, changes, cleared)
    changed = after.corrections.edits != before.corrections.edits
    console.print(f"{'Corrected' if changed else 'Nothing changed in'} {after.id}", end=":\n" if changed else ".\n")
    for fact in facts_of(after) if changed else ():
        console.print(fact.line)


def _field(name: str) -> str:
    return "authors" if name == _AUTHOR else name
