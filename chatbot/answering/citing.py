"""Numbers the citations of one answer."""

from __future__ import annotations

from collections.abc import Iterable

from chatbot.records import Citation, Evidence


class CitationList:
    """The citations of an answer in the making: each piece of evidence gets one number, at its first use."""

    def __init__(self) -> None:
        self._citations: dict[tuple[str, int, int], Citation] = {}

    def cite(self, evidence: Iterable[Evidence]) -> tuple[int, ...]:
        """The numbers under which this evidence is cited."""
        return tuple(dict.fromkeys(self._number(item) for item in evidence))

    def all(self) -> tuple[Citation, ...]:
        return tuple(self._citations.values())

    def _number(self, evidence: Evidence) -> int:
        key = (evidence.article_key, *evidence.span)
        if key not in self._citations:
            self._citations[key] = _citation(len(self._citations) + 1, evidence)
        return self._citations[key].id


def _citation(number: int, evidence: Evidence) -> Citation:
    return Citation(
        id=number,
        article_id=evidence.article_id,
        version=evidence.version,
        title=evidence.metadata.title,
        publisher=evidence.metadata.publisher,
        url=evidence.metadata.url,
        published=evidence.metadata.published,
        start=evidence.span.start,
        end=evidence.span.end,
        quote=evidence.quote,
        authors=evidence.metadata.authors,
        opinion=bool(evidence.metadata.opinion),
    )
