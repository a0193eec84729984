"""In which direction a text is read, for formats that have to be told."""

from __future__ import annotations

import unicodedata


def is_right_to_left(text: str) -> bool:
    """Whether most of its letters are of a script that runs from right to left.

    The first letter alone does not tell: "Reuters" begins many an Arabic sentence.
    """
    kinds = [unicodedata.bidirectional(char) for char in text]
    return sum(kind in {"R", "AL"} for kind in kinds) > kinds.count("L")
