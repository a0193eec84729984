"""Which kept briefing is meant by an id, or by the first characters of one."""

from __future__ import annotations

from collections.abc import Sequence

from chatbot.briefing.keeping.records import BriefingSummary
from chatbot.errors import BriefingNotFound
from chatbot.library.short_ids import Things, resolve_short

_BRIEFINGS = Things(
    BriefingNotFound,
    "a briefing",
    "briefings",
    "There is no kept briefing",
    "Run `chatbot briefings list` to see the ids of all briefings.",
)


def find_briefing(name: str, briefings: Sequence[BriefingSummary]) -> BriefingSummary:
    """The briefing that is meant.

    Args:
        name: an id, or its first characters, in small or capital letters.
        briefings: all of the user.

    Raises:
        BriefingNotFound: no id begins so, several do, or the characters are too few.
    """
    known = {item.id: item for item in briefings}
    return known[resolve_short(name, {item.id: item.title for item in briefings}, _BRIEFINGS)]
