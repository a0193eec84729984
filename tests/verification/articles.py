"""Evidence for the tests of verification, and claims about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chatbot.records import Evidence, Metadata, Span

MARCH = datetime(2025, 3, 18, tzinfo=UTC)


def evidence(quote: str, article: str = "a", start: int = 0, *, title: str = "", days: int = 0) -> Evidence:
    """A sentence of an article."""
    return Evidence(
        article_id=article,
        version=1,
        span=Span(start, start + len(quote)),
        quote=quote,
        metadata=Metadata(title=title, publisher="Courier", published=MARCH + timedelta(days=days)),
        story=article,
    )


FERRY = evidence("The ferry Calder Star ran aground off Lakeview on Monday with 1,300 passengers on board.", start=40)
ENGINES = evidence("Harbour master Inga Solheim said the two engines may have failed in heavy fog.", start=130)
BUDGET = evidence("The council approved a budget of 48 million dollars on Tuesday.", "b")
VOTE = evidence("Mayor Oskar Lund voted against it because the library gets nothing.", "b", 64)
BRIDGE = evidence("The bridge over the Arden will stay closed until 12 June.", "c")
POOL = (FERRY, ENGINES, BUDGET, VOTE, BRIDGE)

HEADING = replace(evidence("Ferry Calder Star runs aground off Lakeview", "d"), heading=True)
QUESTION = evidence("Was the ferry Calder Star warned before it ran aground off Lakeview?", "d", 50)
UNRELATED = "Bakers in Norwick bake rye bread with caraway."
