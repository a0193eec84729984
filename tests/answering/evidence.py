"""Evidence with little effort."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chatbot.records import Evidence, Metadata, Span

MARCH = datetime(2025, 3, 18, tzinfo=UTC)


def evidence(quote: str, story: str = "a", days: int = 0, publisher: str = "Courier", title: str = "") -> Evidence:
    return Evidence(
        article_id=story,
        version=1,
        span=Span(0, len(quote)),
        quote=quote,
        metadata=Metadata(title=title, publisher=publisher, published=MARCH + timedelta(days=days)),
        story=story,
    )
