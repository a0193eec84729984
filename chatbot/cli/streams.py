"""Standard input and output, whatever their encoding: nothing is lost, and nothing ends in a traceback.

What an encoding lacks is written as `\\u6a4b`, typographic marks as their plain ones. Bytes that are no text in the
encoding are read as UTF-8, where they are that.
"""

from __future__ import annotations

import codecs
import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper

from chatbot.errors import OutputLost

_ERRORS = "chatbot.escaped"
_PLAIN = {
    **dict.fromkeys("“”„‟″", '"'), **dict.fromkeys("‘’‚‛′", "'"), **dict.fromkeys("‐‑‒–−", "-"),
    **dict.fromkeys("\u00a0\u2009\u202f", " "), "—": "--", "…": "...", "•": "*", "·": "-", "×": "x",
}  # fmt: skip
_UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EBADF}
_HINT = (
    "Letters that the encoding {encoding} lacks are shown as \\u and their number. "
    "Set PYTHONIOENCODING=utf-8 where the terminal shows UTF-8."
)


class _Escaping:
    """An error handler for codecs; it remembers whether it had to escape a letter."""

    def __init__(self) -> None:
        self.has_escaped = False

    def __call__(self, error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        shown = "".join(map(self._shown, error.object[error.start : error.end]))
        return shown, error.end

    def _shown(self, char: str) -> str:
        if plain := _PLAIN.get(char):
            return plain
        self.has_escaped = True
        return char.encode("ascii", "backslashreplace").decode("ascii")


@contextmanager
def readable_streams() -> Iterator[None]:
    """Standard streams that take and give every character, until the program ends.

    Raises:
        OutputLost: what is printed cannot be written, on a full disk for example.
    """
    escaping = _Escaping()
    codecs.register_error(_ERRORS, escaping)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors=_ERRORS)
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    try:
        yield
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # Who reads the output has seen enough.
        _forget_output()
        raise SystemExit(1) from None
    except OSError as error:
        if error.errno not in _UNWRITABLE or error.filename is not None:
            raise
        _forget_output()
        raise OutputLost(f"The output cannot be written ({error.strerror})", "Write it to another place.") from error
    finally:
        if escaping.has_escaped:
            _hint()


def typed_text(text: str) -> str:
    """What was typed, read as UTF-8 where the encoding of this machine made no text of it."""
    try:
        return os.fsencode(text).decode("utf-8") if any("\udc80" <= char <= "\udcff" for char in text) else text
    except UnicodeError:
        return text


def _forget_output() -> None:
    """Send what is still to be written nowhere: Python would otherwise try again when it ends, and fail loudly."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 -- a device
        os.dup2(nowhere.fileno(), 1)


def _hint() -> None:
    from chatbot.cli.console import terminal

    terminal(stderr=True).print(_HINT.format(encoding=sys.stdout.encoding), style="dim")
