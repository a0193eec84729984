"""What readers have corrected of an article, as two values of its row in Chroma."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from chatbot.records import Corrections

if TYPE_CHECKING:
    from pydantic import TypeAdapter


def corrections_row(corrections: Corrections) -> dict[str, Any]:
    """What is kept of them; nothing for an article that nobody has corrected."""
    if not corrections.edits:
        return {}
    return {"corrections": _adapter().dump_json(corrections).decode(), "edits": corrections.edits}


def corrections_from(row: Mapping[str, Any]) -> Corrections:
    """The corrections that a row holds.

    Raises:
        ValueError: it holds something else.
    """
    return _adapter().validate_json(row["corrections"]) if row.get("corrections") else Corrections()


@cache
def _adapter() -> TypeAdapter[Corrections]:
    from pydantic import TypeAdapter

    return TypeAdapter(Corrections)
