"""Briefings as JSON and back, without loss."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from chatbot.briefing.keeping.records import EarlierBriefing
from chatbot.briefing.records import Briefing
from chatbot.errors import BriefingError


@dataclass(frozen=True, slots=True)
class BriefingRecord:
    """What is stored of a briefing; fields that its records gain later need defaults, so that it can be read then."""

    briefing: Briefing
    read: tuple[str, ...]


LARGEST = 5_000_000
"""Bytes of one briefing: a long one has about a fiftieth."""
_RECORD = TypeAdapter(BriefingRecord)
_EARLIER = TypeAdapter(EarlierBriefing)
_SAVE = "Save it as a file."


def storable_record(briefing: Briefing, read: Collection[str]) -> str:
    """The JSON under which a new briefing is kept.

    Raises:
        BriefingError: it is too large, or has no JSON form.
    """
    try:
        text = record_to_json(BriefingRecord(briefing, tuple(read)))
    except ValueError as error:
        raise BriefingError(f"The briefing has no JSON form ({error})", _SAVE) from error
    if (size := len(text.encode())) > LARGEST:
        raise BriefingError(f"The briefing has {size:,} bytes, and the largest that is kept {LARGEST:,}", _SAVE)
    return text


def record_to_json(record: BriefingRecord) -> str:
    """JSON from which `record_from_json` makes the same.

    Raises:
        ValueError: there is none, such as of half a pair of surrogates or of a number that is none.
    """
    text = _RECORD.dump_json(record)
    if _RECORD.dump_json(_RECORD.validate_json(text)) != text:
        raise ValueError("it would not be read as it was written")
    return text.decode()


def record_from_json(text: str) -> BriefingRecord:
    """The record that was written, now or by an earlier version.

    Raises:
        ValueError: the text is something else.
    """
    return _RECORD.validate_json(text)


def earlier_to_json(earlier: EarlierBriefing) -> str:
    return _EARLIER.dump_json(earlier).decode()


def earlier_from_json(text: str) -> EarlierBriefing:
    """What `earlier_to_json` wrote.

    Raises:
        ValueError: the text is something else.
    """
    earlier = _EARLIER.validate_json(text)
    _ = earlier.moment  # It is a moment, or a ValueError.
    return earlier


def earlier_from_file(text: str) -> dict[str, EarlierBriefing]:
    """What `briefings.json` of an earlier version holds, by the keys of its topics.

    Raises:
        ValueError: the text is something else.
    """
    stored: Any = json.loads(text)
    if not isinstance(stored, dict):
        raise ValueError("it is no table of topics")  # noqa: TRY004 -- one kind of error for whatever is wrong
    return {key: earlier_from_json(json.dumps(value)) for key, value in stored.items()}
