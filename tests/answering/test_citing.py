"""Citations are numbered by first use."""

from __future__ import annotations

from chatbot.answering.citing import CitationList
from chatbot.answering.draft import AnswerDraft
from chatbot.records import Sentence, Verdict
from tests.answering.evidence import evidence


def test_citations_are_numbered_by_first_use() -> None:
    first, second = evidence("One."), evidence("Two.", "b")
    citations = CitationList()
    assert citations.cite([second]) == (1,)
    assert citations.cite([first, second, first]) == (2, 1)
    assert [citation.quote for citation in citations.all()] == ["Two.", "One."]


def test_a_citation_that_gave_way_is_not_listed() -> None:
    draft = AnswerDraft("Who was hurt?")
    doubtful = Sentence("Fourteen people were hurt.", Verdict.UNSURE, 0.5)
    first, better = evidence("Fourteen were hurt."), evidence("Fourteen people were hurt on Saturday.", "b")
    draft.show(doubtful, nearest=(first,), settled=False)
    draft.show(Sentence("Nobody died.", Verdict.SUPPORTED, 0.9), (noted := evidence("Nobody died.", "c"),))
    draft.revise(0, Sentence("Fourteen people were hurt.", Verdict.SUPPORTED, 0.9), (better,))
    answer = draft.finish("").answer
    assert {citation.quote: citation.id for citation in answer.citations} == {noted.quote: 2, better.quote: 3}
    assert [sentence.citations for sentence in answer.sentences] == [(3,), (2,)]
