"""What readers correct by hand of what is known about an article: its title, its day, who wrote it.

Its text, its passages and their offsets stay as they are. A correction wins over what the source states, also when the
source is read again, until it is taken back; and what the source states is kept, so that it can be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypedDict

import numpy as np

from chatbot.control_characters import printable
from chatbot.embedding.encoder import TextEncoder
from chatbot.errors import CorrectionRefused
from chatbot.library.library import Library
from chatbot.library.preparing import embedded_text
from chatbot.library.readers.fields import MAX_AUTHORS, MAX_FIELD_CHARACTERS, one_line
from chatbot.library.rows import metadata_row
from chatbot.records import Article, Corrections, Metadata
from chatbot.text.languages import language_codes


class MetadataChanges(TypedDict, total=False):
    """The right values of an article's metadata, by their names in `Metadata`. What is empty or None is not known."""

    title: str
    authors: Sequence[str]
    publisher: str
    published: datetime | None
    updated: datetime | None
    language: str
    opinion: bool | None


FIELDS = tuple(MetadataChanges.__annotations__)
"""What can be corrected."""
_FIRST_YEAR, _LAST_YEAR = 1600, 2999
_NAMES = f"Name one of {', '.join(FIELDS)}."


class Corrector:
    """Corrects articles of a library.

    Args:
        library: open, and made with the same encoder.
        encoder: embeds an article's passages anew when its title is another one.
    """

    def __init__(self, library: Library, encoder: TextEncoder) -> None:
        self._library = library
        self._encoder = encoder

    def correct(self, article_id: str, changes: MetadataChanges, clear: Collection[str] = ()) -> Article:
        """Correct the newest version of an article, and with it those that come later.

        Args:
            article_id: whole.
            changes: the right values.
            clear: names of corrected values that are taken back, so that those count again that the source states.

        Returns:
            The article as it is now.

        Raises:
            CorrectionRefused: a value will not do, or cannot be corrected.
            ArticleNotFound: there is no such article.
            LibraryError: the library could not be written; the correction is made whole when it is next opened or
                changed, or nothing of it is.
        """
        with self._library.writing:
            self._library.settle()
            article = self._library.get(article_id)
            corrected = corrected_article(article, changes, clear)
            if _known(corrected) == _known(article):
                return article
            renamed = corrected.metadata.title != article.metadata.title
            self._library.correct(corrected, self._vectors(corrected) if renamed else {})
            return corrected

    def _vectors(self, article: Article) -> dict[str, np.ndarray[Any, np.dtype[np.float32]]]:
        """The embedding of each passage under the article's title, by the passage's id."""
        passages = [stored.passage for stored in self._library.passages_of([article.id])]
        vectors = self._encoder.encode([embedded_text(article.metadata.title, passage.text) for passage in passages])
        return {passage.id: vector for passage, vector in zip(passages, vectors, strict=True)}


def corrected_article(article: Article, changes: MetadataChanges, clear: Collection[str] = ()) -> Article:
    """The article with corrected metadata, and what its source states beside it.

    Raises:
        CorrectionRefused: a value will not do, or cannot be corrected.
    """
    if not changes and not clear:
        raise CorrectionRefused("Nothing to correct was named", _NAMES)
    for name in (*changes, *clear):
        _check_name(name)
    if both := changes.keys() & set(clear):
        raise CorrectionRefused(f"{sorted(both)[0]} is to be corrected and taken back at once", "Do one of both.")
    values: dict[str, Any] = {name: _READ[name](name, value) for name, value in changes.items()}
    former, stated = article.corrections, article.stated
    fields = (set(former.fields) | values.keys()) - set(clear)
    taken_back = {name: getattr(stated, name) for name in clear}
    metadata = replace(article.metadata, **values, **taken_back)
    corrections = Corrections(
        fields=tuple(name for name in FIELDS if name in fields),
        stated=stated if fields else Metadata(),
        titles=_other_titles(article, {stated.title, metadata.title}),
        edits=former.edits + 1,
    )
    return replace(article, metadata=metadata, corrections=corrections)


def carried_on(stated: Metadata, known: Article | None) -> tuple[Metadata, Corrections]:
    """The metadata and the corrections of an article whose source is read again.

    Args:
        stated: what the source states now.
        known: the newest version that the library holds, if any.
    """
    if known is None or not known.corrections.edits:
        return stated, Corrections()
    kept = known.corrections
    metadata = replace(stated, **{name: getattr(known.metadata, name) for name in kept.fields})
    return metadata, replace(kept, stated=stated if kept.fields else Metadata())


def titles_of(article: Article) -> set[str]:
    """Every title by which answers may name this version of an article."""
    return {article.metadata.title, article.stated.title, *article.corrections.titles} - {""}


def _known(article: Article) -> object:
    """What is compared: one moment in two time zones is of two days, and yet equals itself."""
    return metadata_row(article.metadata), article.corrections.fields


def _other_titles(article: Article, known: Collection[str]) -> tuple[str, ...]:
    titles = dict.fromkeys((*article.corrections.titles, article.metadata.title))
    return tuple(title for title in titles if title and title not in known)


def _check_name(name: str) -> None:
    if name == "url":
        raise CorrectionRefused(
            "The address of an article cannot be corrected, because it names the article",
            "Ingest the article under its right address (`chatbot ingest FILE --url ADDRESS`) and delete this one.",
        )
    if name not in FIELDS:
        raise CorrectionRefused(f"{name!r} is nothing that can be corrected", _NAMES)


def _line(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise CorrectionRefused(f"The {name} {value!r} is no text", "Give it as text.")
    line = one_line(printable(value))
    if len(line) > MAX_FIELD_CHARACTERS:
        raise CorrectionRefused(f"The {name} has more than {MAX_FIELD_CHARACTERS:,} characters", "Shorten it.")
    return line


def _authors(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise CorrectionRefused(f"The {name} {value!r} are no list", "Give a list of names.")
    names = tuple(dict.fromkeys(line for each in value if (line := _line("author", each))))
    if len(names) > MAX_AUTHORS:
        raise CorrectionRefused(f"There are more than {MAX_AUTHORS} authors", "Leave some out.")
    return names


def _moment(name: str, value: object) -> datetime | None:
    if value is None:
        return None
    if not isinstance(value, datetime) or not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise CorrectionRefused(
            f"{value!s} is no date on which an article can have been {name}", "Write it like 2025-03-18."
        )
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).replace(microsecond=0)


def _language(name: str, value: object) -> str:
    code = _line(name, value).lower()
    if code and code not in language_codes():
        raise CorrectionRefused(f"{code!r} is not the code of a language", "Write two letters, like en or de.")
    return code


def _opinion(name: str, value: object) -> bool | None:
    if value is not None and not isinstance(value, bool):
        raise CorrectionRefused(f"{name} {value!r} is neither true nor false", "Give true, false, or nothing.")
    return value


_READ: Mapping[str, Callable[[str, object], object]] = {
    "title": _line,
    "authors": _authors,
    "publisher": _line,
    "published": _moment,
    "updated": _moment,
    "language": _language,
    "opinion": _opinion,
}
