"""What a PDF states about itself. None of it is worth losing the text: what cannot be read counts as not stated."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from chatbot.library.readers.fields import language_code, one_line, parse_moment, split_authors
from chatbot.library.readers.plain import MAX_TITLE_CHARACTERS
from chatbot.records import Metadata

if TYPE_CHECKING:
    from pypdf import PdfReader

BROKEN_ASSUMPTIONS = (
    AssertionError,
    ArithmeticError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    RuntimeError,
    struct.error,
    zlib.error,
)
"""What pypdf lets through when a file is damaged in a way it does not foresee; found by damaging files at random."""

_MACHINE_TITLE = re.compile(r"^(?:microsoft word - .*|untitled.*|.*\.(?:docx?|pdf|indd|qxd|tex|html?))$", re.IGNORECASE)
_DATE = re.compile(
    r"(?P<mark>D:)?\s*(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:[.,]\d+)?\s*(?:([-+Zz])(?:(\d\d)[':]?(?:(\d\d)'?)?)?)?'?(?P<rest>.*)",
    re.DOTALL,
)
_MOST_OF_A_DATE = 64


def properties(document: PdfReader) -> Metadata:
    """Document properties, else those of the XMP packet: the creation date stands for the publication, the nearest
    thing that a PDF states."""
    information: Any = _read(lambda: document.metadata) or {}
    packet: Any = _read(lambda: document.xmp_metadata)

    def stated(key: str) -> str:
        return _text(lambda: information.get(key))

    created = _moment(stated("/CreationDate")) or _moment(_text(lambda: packet.xmp_create_date))
    changed = _moment(stated("/ModDate")) or _moment(_text(lambda: packet.xmp_modify_date))
    language = _text(lambda: document.root_object.get("/Lang")) or _first(lambda: packet.dc_language)
    return Metadata(
        title=_title(stated("/Title")) or _title(_first(lambda: list(packet.dc_title.values()))),
        authors=split_authors(stated("/Author")) or split_authors(";".join(_all(lambda: packet.dc_creator))),
        published=created,
        updated=changed if created and changed and changed > created else None,
        language=language_code(language),
    )


def _read(read: Callable[[], Any]) -> Any:
    from pypdf.errors import DeprecationError, PyPdfError

    try:
        return read()
    except (PyPdfError, DeprecationError, *BROKEN_ASSUMPTIONS):
        return None


def _text(read: Callable[[], Any]) -> str:
    """The property as text; numbers, lists and dictionaries in its place are none."""
    value = _read(lambda: read().get_object())
    if value is None:
        value = _read(read)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return str(value) if isinstance(value, str) else ""


def _all(read: Callable[[], Any]) -> list[str]:
    values = _read(lambda: list(read()))
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _first(read: Callable[[], Iterable[Any]]) -> str:
    return next(iter(_all(read)), "")


def _title(text: str) -> str:
    title = one_line(text)
    return "" if _MACHINE_TITLE.match(title) else title[:MAX_TITLE_CHARACTERS]


def _moment(text: str) -> datetime | None:
    """A PDF date, `D:YYYYMMDDHHmmSSOHH'mm'`, of which only the year is needed; also with an unfinished or impossible
    offset, which counts as UTC; or an ISO date."""
    text = text[:_MOST_OF_A_DATE].strip("\0 \t\r\n")
    found = _DATE.match(text)
    if found is None or (found["rest"] and not found["mark"]):
        return parse_moment(text.removeprefix("D:")) if text else None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups()[1:7])
    try:
        moment = datetime(
            year or 0,
            month or 1,
            day or 1,
            hour or 0,
            minute or 0,
            min(second or 0, 59),
            tzinfo=_zone(*found.groups()[7:10]),
        )
        moment.astimezone(UTC)  # fails for moments at either end of the calendar, which could not be stored
    except (ValueError, OverflowError):
        return None
    return moment


def _zone(sign: str | None, hours: str | None, minutes: str | None) -> timezone:
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if sign not in ("+", "-") or offset >= timedelta(hours=24):
        return UTC
    return timezone(offset if sign == "+" else -offset)
