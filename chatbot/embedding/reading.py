"""Whether an embedding model that was trained on English carries the meaning of a text at all."""

from __future__ import annotations

import re

_LETTER = re.compile(r"[^\W\d_]")
_READ = re.compile("[A-Za-z\u00aa-\u024f\u0370-\u052f\u1e00-\u1fff]")
"""Latin, Greek and Cyrillic, of whose words the model knows parts. Of other scripts it knows single letters: to it, all
texts of one such script are alike, whatever they say."""


def is_in_read_script(text: str) -> bool:
    """Whether at least half of the letters are of scripts that the model reads; a text without letters is read."""
    letters = _LETTER.findall(text)
    return 2 * sum(map(bool, map(_READ.match, letters))) >= len(letters)
