"""Prints an answer as it comes: each paragraph, list or table when it has ended, and until then as far as it is."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from chatbot.answering.events import Event, Finished, Noted, Progress, Shown, in_order
from chatbot.answering.layout import goes_on
from chatbot.answering.wording import own_words_line, score_line
from chatbot.cli.hanging import Hanging
from chatbot.cli.rendering import group_renderable, note_renderable
from chatbot.cli.sources import print_citations, told_by
from chatbot.records import Answer, Block, Citation

OPENING = "opening the library"


class AnswerPrinter:
    """Prints the events of one answer. Use as a context manager.

    On a terminal, the part that is being written is drawn anew with each sentence; elsewhere nothing is, and what is
    printed is the same.

    Args:
        console: the terminal.
        says_who_writes: whether a line below an answer that only quotes says that a model can be configured.
    """

    def __init__(self, console: Console, *, says_who_writes: bool = True) -> None:
        self._console = console
        self._says_who_writes = says_who_writes
        self._spinner = Spinner("dots", OPENING)
        self._live = Live(self._spinner, console=console, transient=True, refresh_per_second=12.5)
        self._group: list[Block] = []
        self._at = -1
        self._known: dict[int, Citation] = {}
        self._printed = False

    def __enter__(self) -> Self:
        self._live.__enter__()
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._live.stop()

    def print(self, events: Iterator[Event]) -> Answer:
        """Print all of it, with its sources and its score.

        Args:
            events: of `Chatbot.stream`.

        Returns:
            The finished answer.
        """
        for event in in_order(events):
            if isinstance(event, Finished):
                return self._finish(event.answer)
            self._take(event)
        raise AssertionError("a stream of answer events ends with Finished")

    def _take(self, event: Event) -> None:
        if isinstance(event, Progress):
            self._spinner.update(text=event.stage.value)
        elif isinstance(event, Shown):
            self._learn(event)
            self._add(event)
        elif isinstance(event, Noted):
            self._learn(event)
            self._end_group()
            self._apart(note_renderable(event.note, self._known))

    def _learn(self, event: Shown | Noted) -> None:
        self._known.update({citation.id: citation for citation in event.citations})

    def _add(self, shown: Shown) -> None:
        block = Block(shown.kind, (shown.sentence,), shown.level, shown.head)
        if shown.block == self._at:
            before = self._group.pop()
            block = Block(before.kind, (*before.sentences, shown.sentence), before.level, before.head)
        elif self._group and not goes_on(self._group[-1], block):
            self._end_group()
        self._at = shown.block
        self._group.append(block)
        self._live.update(Group(*self._gap(), group_renderable(self._group, self._known), self._spinner), refresh=True)

    def _end_group(self) -> None:
        if self._group:
            # Drawn at once: Rich would otherwise redraw it while the lines above are printed, and overwrite them.
            self._live.update(self._spinner, refresh=True)
            self._apart(group_renderable(self._group, self._known))
            self._group = []

    def _finish(self, answer: Answer) -> Answer:
        self._end_group()
        self._live.stop()
        if answer.citations:
            self._console.print()
            print_citations(self._console, answer.citations, told_by(answer))
        who_writes = own_words_line(answer) if self._says_who_writes else ""
        if below := "\n".join(filter(None, (score_line(answer), who_writes))):
            self._apart(Hanging(Text(below, style="dim")))
        return answer

    def _apart(self, printed: RenderableType) -> None:
        self._console.print(*self._gap(), printed, sep="\n")
        self._printed = True

    def _gap(self) -> list[Text]:
        """An empty line between two parts."""
        return [Text()] if self._printed else []
