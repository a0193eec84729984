"""Text below a hanging indent, without spaces at the ends of its lines: what is piped into a file stays clean."""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

LEAST_COLUMNS = 10
"""That are left for text, however deep it is indented."""


class Hanging:
    """Text that stands behind a lead; its other lines begin below its first word.

    Args:
        text: to be wrapped.
        lead: printed once in front of it, such as a bullet or spaces alone.
        indent: columns in front of the other lines; as many as the lead has by default.
    """

    def __init__(self, text: Text, lead: str = "", indent: int | None = None) -> None:
        self._text = text
        self._lead = lead
        self._indent = len(lead) if indent is None else indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lead = self._lead
        for line in self._text.wrap(console, max(options.max_width - self._taken, LEAST_COLUMNS)):
            whole = Text(lead).append_text(line)
            whole.rstrip()
            whole.no_wrap, whole.overflow = self._text.no_wrap, self._text.overflow
            yield whole
            lead = " " * self._indent

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        least, most = Measurement.get(console, options, self._text)
        return Measurement(least + self._taken, most + self._taken)

    @property
    def _taken(self) -> int:
        return max(len(self._lead), self._indent)
