"""The shapes in which services hand out articles as JSON: lists under some key, fields within fields."""

from __future__ import annotations

from collections.abc import Mapping

from chatbot.library.readers.fields import normalized_keys

TEXT_FIELDS = ("text", "body", "content", "contenttext", "articlebody", "bodytext", "fulltext", "fullcontent")
"""Names of the text, best first, as `normalized_keys` writes them."""
MARKUP_FIELDS = frozenset({"contenthtml"})
"""Names of texts that are HTML by definition: JSON Feed's `content_html`."""
_LISTS = "articles items posts entries documents results data docs news stories records response".split()
_MAX_WRAPPINGS = 3
"""`{"response": {"results": […]}}` and the like."""


def records_of(loaded: object) -> tuple[list[object] | None, dict[str, object]]:
    """The list of records in a parsed JSON file, and what the file states for all of them; None when it is one record.

    A file that is itself a list, or that has no text and a list under a well-known key, is a list of records.
    """
    for _ in range(_MAX_WRAPPINGS):
        if isinstance(loaded, list):
            return loaded, {}
        if not isinstance(loaded, Mapping):
            return None, {}
        fields = normalized_keys(loaded)
        if _has_text(fields):
            return None, {}
        inner = next((fields[name] for name in _LISTS if isinstance(fields.get(name), list | Mapping)), None)
        if isinstance(inner, list):
            return inner, _shared(fields)
        loaded = inner
    return None, {}


def _has_text(fields: Mapping[str, object]) -> bool:
    """Whether one of the fields is named like a text and holds one."""
    values = [fields.get(name) for name in (*TEXT_FIELDS, *MARKUP_FIELDS)]
    return any(isinstance(value, str) or (isinstance(value, Mapping) and "rendered" in value) for value in values)


def flat_fields(record: Mapping[object, object]) -> tuple[dict[str, object], frozenset[str]]:
    """The fields of a record without what services wrap around them, and the names of those that are HTML.

    WordPress's `{"rendered": …}` is its HTML, and its authors stand in `_embedded`; the Guardian's text stands among
    its `fields`.
    """
    fields = normalized_keys(record)
    inner = fields.get("fields")
    if isinstance(inner, Mapping):
        fields = normalized_keys(inner) | fields
    markup = set(MARKUP_FIELDS)
    for name, value in list(fields.items()):
        if isinstance(value, Mapping) and isinstance(value.get("rendered"), str):
            fields[name] = value["rendered"]
            markup.add(name)
    embedded = fields.get("embedded")
    if isinstance(embedded, Mapping) and isinstance(embedded.get("author"), list):
        fields["authors"] = [item for item in embedded["author"] if isinstance(item, Mapping) and item.get("name")]
    return fields, frozenset(markup)


def _shared(fields: Mapping[str, object]) -> dict[str, object]:
    """What a JSON Feed says of all its items: its title is their publisher."""
    if "jsonfeed.org" not in str(fields.get("version", "")):
        return {}
    known = {"publisher": fields.get("title"), "language": fields.get("language"), "authors": fields.get("authors")}
    return {name: value for name, value in known.items() if value}
