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
    """

    def __init__(self, text: Text, lead: str = "") -> None:
        self._text = text
        self._lead = lead

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        lead, indent = self._lead, len(self._lead)
        for line in self._text.wrap(console, max(options.max_width - indent, LEAST_COLUMNS)):
            whole = Text(lead).append_text(line)
            whole.rstrip()
            whole.no_wrap, whole.overflow = self._text.no_wrap, self._text.overflow
            yield whole
            lead = " " * indent

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        indent = len(self._lead)
        least, most = Measurement.get(console, options, self._text)
        return Measurement(least + indent, most + indent)
