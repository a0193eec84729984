"""A briefing as JSON: every statement with its verdict, every citation with its characters."""

from __future__ import annotations

from pydantic import TypeAdapter

from chatbot.briefing.records import Briefing

_BRIEFING = TypeAdapter(Briefing)


def render(briefing: Briefing) -> bytes:
    """UTF-8; the fields are those of the records, times are ISO 8601."""
    return _BRIEFING.dump_json(briefing, indent=2) + b"\n"
