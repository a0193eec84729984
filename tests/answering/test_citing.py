"""Citations are numbered by first use."""

from __future__ import annotations

from chatbot.answering.citing import CitationList
from tests.answering.evidence import evidence


def test_citations_are_numbered_by_first_use() -> None:
    first, second = evidence("One."), evidence("Two.", "b")
    citations = CitationList()
    assert citations.cite([second]) == (1,)
    assert citations.cite([first, second, first]) == (2, 1)
    assert [citation.quote for citation in citations.all()] == ["Two.", "One."]
