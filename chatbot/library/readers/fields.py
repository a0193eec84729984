"""Named fields of a source (front matter, JSON records) to metadata."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from urllib.parse import urlsplit

from chatbot.errors import UnreadableSource
from chatbot.library.readers.date_words import language_named
from chatbot.library.readers.dates import read_date
from chatbot.records import Metadata

MAX_FIELD_CHARACTERS = 1_000
MAX_ADDRESS_CHARACTERS = 4_000
MAX_AUTHORS = 100
"""Longer lists end here: papers of large collaborations name thousands."""

_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")

Fields = Mapping[str, object]

_PUBLISHED = (
    *("published", "publishedat", "datepublished", "publishdate", "publicationdate", "pubdate"),
    *("webpublicationdate", "dategmt", "date", "datetime", "seendate"),
)
_UPDATED = ("updated", "updatedat", "datemodified", "lastmodified", "modifiedgmt", "modified")
"""WordPress writes `date` in the site's own zone without naming it, and `date_gmt` beside it."""


@dataclass(frozen=True, slots=True)
class StatedFields:
    """What fields state, and what of it could be read in more than one way, for whoever wrote them."""

    metadata: Metadata
    notes: tuple[str, ...] = ()


def normalized_keys(fields: Mapping[object, object]) -> dict[str, object]:
    """The fields under lower-case names without `_` and `-`, so `publishedAt` equals `published_at`.

    Nulls are left out, and so is NaN, which programs write for a null of a table.
    """
    named = {re.sub("[_-]", "", str(key)).lower(): value for key, value in fields.items()}
    return {key: value for key, value in named.items() if not _is_absent(value)}


def _is_absent(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and not math.isfinite(value))


def metadata_from(fields: Fields, source: str) -> StatedFields:
    """Metadata from fields named as in `docs/formats.md`; unknown fields are ignored.

    Args:
        fields: under the names that `normalized_keys` gives.
        source: for error messages.

    Raises:
        UnreadableSource: a field has a value that it cannot have; the message names it.
    """
    notes: list[str] = []
    tag = _text(fields, source, "language", "lang", "inlanguage")
    metadata = Metadata(
        title=_text(fields, source, "title", "headline", "webtitle"),
        authors=_authors(fields, source),
        publisher=_text(fields, source, "publisher", "source", "sitename"),
        published=_moment(fields, source, _PUBLISHED, tag, notes),
        updated=_moment(fields, source, _UPDATED, tag, notes),
        language=_language(tag, source),
        url=_url(fields, source),
    )
    return StatedFields(metadata, tuple(notes))


def parse_moment(text: str) -> datetime | None:
    """The moment that a date names, in its own time zone, or None where it names none or several: see `read_date`."""
    return read_date(text).moment


def language_code(text: str) -> str:
    """ISO 639-1 code of a language tag such as `en-GB`, or empty when the text is no such tag."""
    found = re.match(r"([A-Za-z]{2})(?:[-_][A-Za-z0-9_-]+)?$", text.strip())
    return found[1].lower() if found else ""


def split_authors(text: str) -> tuple[str, ...]:
    """The first `MAX_AUTHORS` names, separated by semicolons; commas are part of a name ("Lee, Ann")."""
    return _distinct(text.split(";"))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    short = (short_line(name) for name in names)
    return tuple(islice(dict.fromkeys(name for name in short if name), MAX_AUTHORS))


def one_line(text: str) -> str:
    """The text with every run of white space as one space, and well-formed."""
    return " ".join(well_formed(text).split())


def well_formed(text: str) -> str:
    """The text with U+FFFD for NUL and half surrogate pairs, which are no characters and cannot be stored."""
    return _NO_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)


def short_line(text: str) -> str:
    """The text as one line, cut where a field of a source that its readers cannot correct is too long."""
    return one_line(text)[:MAX_FIELD_CHARACTERS]


def web_address(text: str) -> str:
    """The address when it is an http(s) address with a host, else empty: a stored address is shown as a link."""
    if len(text) > MAX_ADDRESS_CHARACTERS or _NO_CHARACTER.search(text):
        return ""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    return text.strip() if parts.scheme.lower() in ("http", "https") and parts.hostname else ""


def _text(fields: Fields, source: str, *names: str) -> str:
    """The first field of these names that is there."""
    for name in names:
        if name in fields:
            return _scalar(fields[name], source, name)
    return ""


def _scalar(value: object, source: str, name: str) -> str:
    """Text of a value that is text, a number, or an object with a `name` (a publisher, an author)."""
    if isinstance(value, Mapping):
        value = normalized_keys(value).get("name", "")
    if not isinstance(value, str | int | float):
        raise _bad_field(source, name, "must be text")
    text = one_line(str(value))
    if len(text) > MAX_FIELD_CHARACTERS:
        raise _bad_field(source, name, f"has more than {MAX_FIELD_CHARACTERS:,} characters")
    return text


def _authors(fields: Fields, source: str) -> tuple[str, ...]:
    """The names; numbers are the keys of another table."""
    value = next((fields[name] for name in ("authors", "author", "creator", "byline") if name in fields), "")
    listed = [item for item in (value if isinstance(value, list) else [value]) if not isinstance(item, int | float)]
    return _distinct(name for item in listed if item for name in split_authors(_scalar(item, source, "author")))


def _moment(fields: Fields, source: str, names: tuple[str, ...], language: str, notes: list[str]) -> datetime | None:
    """The date; what of it was left open is added to the notes, because it must not cost the article."""
    text = _text(fields, source, *names)
    reading = read_date(text, language)
    name = next((name for name in names if name in fields), "")
    if text and reading.moment is None and not reading.doubt:
        raise _bad_field(source, name, f"is not a date: {text[:60]!r}", "Write it like 2025-03-18T09:30:00Z.")
    if reading.doubt:
        left = "read" if reading.moment else "left empty"
        notes.append(f"The date in the field {name!r} was {left}: {reading.doubt}.")
    return reading.moment


def _language(tag: str, source: str) -> str:
    code = language_code(tag) or language_named(tag)
    if tag and not code:
        raise _bad_field(source, "language", f"is not a language code: {tag[:60]!r}", "Write it like en or en-GB.")
    return code


def _url(fields: Fields, source: str) -> str:
    text = _text(fields, source, "url", "link", "weburl", "externalurl")
    address = web_address(text)
    if text and not address:
        raise _bad_field(source, "url", f"is not a web address: {text[:60]!r}", "Write it with http:// or https://.")
    return address


def _bad_field(
    source: str, name: str, problem: str, remedy: str = "Correct the field or remove it."
) -> UnreadableSource:
    return UnreadableSource(f"{source}: the field {name!r} {problem}", remedy)
