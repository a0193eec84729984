"""A conversation with the command line, as the page of transcripts shows it."""

from __future__ import annotations

from pathlib import Path

from evals.transcripts import Terminal


def test_a_conversation_shows_what_was_typed_and_no_place_on_this_machine(tmp_path: Path) -> None:
    article = tmp_path / "pier.txt"
    article.write_text("Fourteen people were injured when the ferry struck the pier.", encoding="utf-8")
    terminal = Terminal(tmp_path / "library", {}, tmp_path)
    assert terminal.run("ingest", str(article)).startswith("```console\n$ chatbot ingest pier.txt\n1 new")
    shown = terminal.converse(("Hello!", "Thanks!"))
    head, first, second = shown.split("\n? ")
    assert head.startswith("```console\n$ chatbot chat --asked-at 2025-04-11\n")
    assert first.startswith("Hello!\n")
    assert second.startswith("Thanks!\n")
    assert second.endswith("\n```\n")
    assert str(tmp_path) not in shown
