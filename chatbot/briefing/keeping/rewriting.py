"""Changes that touch briefings of all users at once; each is a part of one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from chatbot.briefing.keeping import rows
from chatbot.briefing.keeping.forgetting import earlier_without_article, without_article
from chatbot.briefing.keeping.records import EarlierBriefing
from chatbot.briefing.keeping.serialising import earlier_from_json, earlier_to_json, record_from_json, record_to_json

if TYPE_CHECKING:
    from sqlalchemy import Connection


def forget_article(connection: Connection, article_id: str, titles: Collection[str]) -> None:
    """Take everything that an article said out of all briefings.

    Raises:
        ValueError: a record is damaged.
    """
    for position, text in rows.records(connection):
        record = record_from_json(text)
        left = without_article(record, article_id, titles)
        if left != record:
            rows.rewrite(connection, position, record_to_json(left))
    for key, text in rows.earlier_records(connection).items():
        earlier = earlier_from_json(text)
        fewer = earlier_without_article(earlier, article_id)
        if fewer != earlier:
            rows.write_earlier(connection, key, earlier_to_json(fewer))


def remember_earlier(connection: Connection, earlier: Mapping[str, EarlierBriefing]) -> None:
    """Remember what an earlier version did, by the keys of its topics; of two on one topic the later one stays.

    Raises:
        ValueError: a record is damaged.
    """
    known = rows.earlier_records(connection)
    for key, entry in earlier.items():
        if key not in known or earlier_from_json(known[key]).moment < entry.moment:
            rows.write_earlier(connection, key, earlier_to_json(entry))
