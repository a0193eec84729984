"""Briefings as rows of the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from chatbot.briefing.keeping.records import BriefingSummary, KeptBriefing
from chatbot.briefing.keeping.serialising import record_from_json
from chatbot.briefing.records import Briefing
from chatbot.database import storable
from chatbot.errors import BriefingNotFound

if TYPE_CHECKING:
    from sqlalchemy import Connection


def prepare(connection: Connection) -> None:
    """Put in the row that `touch` touches."""
    from sqlalchemy import select

    from chatbot.briefing.keeping.tables import changes

    if not connection.execute(select(changes.c.only)).all() and not touch(connection):
        connection.execute(changes.insert().values(only=1, number=0))


def touch(connection: Connection) -> bool:
    """Take the database for the transaction's changes alone: SQLite locks all of it, others this row.

    Returns:
        Whether the row is there.
    """
    from chatbot.briefing.keeping.tables import changes

    return bool(connection.execute(changes.update().values(number=changes.c.number + 1)).rowcount)


def briefing_row(name: str, user: str, key: str, briefing: Briefing, record: str) -> dict[str, Any]:
    """The row of a briefing; what lists show has columns, so that listing reads no records."""
    return {
        "id": name,
        "user": user,
        "topic_key": key,
        "title": storable(briefing.title),
        "topic": storable(briefing.topic),
        "written_at": briefing.written_at.isoformat(),
        "first_day": briefing.first_day.isoformat() if briefing.first_day else None,
        "last_day": briefing.last_day.isoformat() if briefing.last_day else None,
        "articles": briefing.articles,
        "model": storable(briefing.model),
        "size": len(record.encode()),
        "record": record,
    }


def prune(connection: Connection, user: str, most: int, most_bytes: int) -> None:
    """Delete a user's oldest briefings beyond a number and a size, never the newest one."""
    from sqlalchemy import select

    from chatbot.briefing.keeping.tables import briefings

    wanted = select(briefings.c.position, briefings.c.size).where(briefings.c.user == user)
    size, left = 0, 0
    gone = []
    for position, bytes_of_it in connection.execute(wanted.order_by(briefings.c.position.desc())).all():
        size += bytes_of_it
        if left and (left >= most or size > most_bytes):
            gone.append(position)
        else:
            left += 1
    if gone:
        connection.execute(briefings.delete().where(briefings.c.position.in_(gone)))


def summaries(connection: Connection, user: str) -> list[BriefingSummary]:
    """A user's briefings, the newest first."""
    from sqlalchemy import select

    from chatbot.briefing.keeping.tables import briefings

    shown = ("id", "title", "topic", "written_at", "first_day", "last_day", "articles", "model")
    wanted = select(*(briefings.c[name] for name in shown)).where(briefings.c.user == user)
    return [
        BriefingSummary(name, title, topic, datetime.fromisoformat(written), _day(first), _day(last), articles, model)
        for name, title, topic, written, first, last, articles, model in connection.execute(
            wanted.order_by(briefings.c.position.desc())
        ).all()
    ]


def kept(connection: Connection, name: str) -> KeptBriefing:
    """A whole briefing by its id.

    Raises:
        BriefingNotFound: there is none.
        ValueError: its record is damaged.
    """
    from sqlalchemy import select

    from chatbot.briefing.keeping.tables import briefings

    wanted = select(briefings.c.title, briefings.c.record).where(briefings.c.id == name)
    found = connection.execute(wanted).first()
    if found is None:
        raise BriefingNotFound(f"There is no kept briefing {name!r}", "It may have been deleted meanwhile.")
    record = record_from_json(found.record)
    return KeptBriefing(name, replace(record.briefing, title=found.title), record.read)


def previous_id(connection: Connection, name: str) -> str:
    """The id of the briefing before one on its topic; empty where there is none."""
    from sqlalchemy import select

    from chatbot.briefing.keeping.tables import briefings

    this = select(briefings.c.position, briefings.c.topic_key, briefings.c.user).where(briefings.c.id == name)
    position, key, user = connection.execute(this).one()
    same = (briefings.c.topic_key == key, briefings.c.user == user, briefings.c.position < position)
    wanted = select(briefings.c.id).where(*same).order_by(briefings.c.position.desc()).limit(1)
    return str(connection.execute(wanted).scalar() or "")


def latest_record(connection: Connection, key: str) -> str:
    """The record of the newest briefing on a topic; empty where there is none."""
    from sqlalchemy import select

    from chatbot.briefing.keeping.tables import briefings

    wanted = select(briefings.c.record).where(briefings.c.topic_key == key)
    return str(connection.execute(wanted.order_by(briefings.c.position.desc()).limit(1)).scalar() or "")


def records(connection: Connection) -> Iterator[tuple[int, str]]:
    """The records of all briefings by their positions, one read at a time."""
    from sqlalchemy import select

    from chatbot.briefing.keeping.tables import briefings

    for position in connection.execute(select(briefings.c.position)).scalars().all():
        wanted = select(briefings.c.record).where(briefings.c.position == position)
        yield position, str(connection.execute(wanted).scalar_one())


def rewrite(connection: Connection, position: int, record: str) -> None:
    """Put another record into a row."""
    from chatbot.briefing.keeping.tables import briefings

    values = {"record": record, "size": len(record.encode())}
    connection.execute(briefings.update().where(briefings.c.position == position).values(values))


def earlier_record(connection: Connection, key: str) -> str:
    """What an earlier version remembered of a topic; empty where it remembered nothing."""
    return earlier_records(connection).get(key, "")


def earlier_records(connection: Connection) -> dict[str, str]:
    """What an earlier version remembered, by the keys of its topics."""
    from sqlalchemy import select

    from chatbot.briefing.keeping.tables import earlier_briefings

    wanted = select(earlier_briefings.c.topic_key, earlier_briefings.c.record)
    return {str(key): str(record) for key, record in connection.execute(wanted).all()}


def write_earlier(connection: Connection, key: str, record: str) -> None:
    """Remember this of a topic in place of what was remembered before."""
    from chatbot.briefing.keeping.tables import earlier_briefings

    connection.execute(earlier_briefings.delete().where(earlier_briefings.c.topic_key == key))
    connection.execute(earlier_briefings.insert().values(topic_key=key, record=record))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
