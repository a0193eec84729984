"""Digests and timelines in the articles' own words: on the topic, cited, dated rightly, and remembered by nobody."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chatbot.answering.digester import Digester
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Progress, Stage
from chatbot.answering.phrase_catalogue import phrases_of
from chatbot.briefing.briefer import Briefer
from chatbot.briefing.digest import DIGEST_LIMITS, MOST_DATED, MOST_TOLD, BriefingDigester
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library.library import Library
from chatbot.records import Answer, AnswerKind, BlockKind, Filters, NoteKind, Period, Verdict
from chatbot.verification.evidence import FeatureSupportModel
from tests.answering.conftest import assert_citations_resolve, parsed, told


def digester_of(library: Library, encoder: SentenceEncoder) -> Digester:
    briefer = Briefer(library, encoder, FeatureSupportModel(encoder), lambda: None, None, DIGEST_LIMITS)
    return BriefingDigester(briefer)


@pytest.fixture(scope="module")
def digester(samples: Library, encoder: SentenceEncoder) -> Digester:
    return digester_of(samples, encoder)


def digest(
    samples: Library, digester: Digester, kind: AnswerKind, *topics: str, filters: Filters = Filters()
) -> Answer:
    answer = told(digester.digest, parsed("?", kind, *topics, filters=filters))
    assert_citations_resolve(samples, answer)
    claims = [sentence for sentence in answer.sentences if sentence.verdict.is_claim]
    assert all(sentence.verdict is Verdict.SUPPORTED and sentence.citations for sentence in claims)
    return answer


def publishers(answer: Answer) -> set[str]:
    return {citation.publisher for citation in answer.citations}


def test_a_digest_quotes_what_articles_say_on_its_topic_and_nothing_else(samples: Library, digester: Digester) -> None:
    answer = digest(samples, digester, AnswerKind.DIGEST, "ferry accident")
    lead, *quotations = answer.blocks
    assert lead.sentences[0].text == "What 2 articles of 8 March 2025 say:"
    assert lead.sentences[0].verdict is Verdict.NOT_A_CLAIM
    assert 0 < len(quotations) <= MOST_TOLD
    known = {citation.id: citation for citation in answer.citations}
    for block in quotations:
        assert block.kind is BlockKind.QUOTATION
        (sentence,) = block.sentences
        assert sentence.text == " ".join(known[sentence.citations[0]].quote.split())
    assert publishers(answer) == {"The Calder Courier", "Lakeview Tribune"}


def test_sources_that_disagree_become_a_note(samples: Library, digester: Digester) -> None:
    (note,) = digest(samples, digester, AnswerKind.DIGEST, "ferry accident").notes
    assert note.kind is NoteKind.DISAGREEMENT
    assert "Fourteen people" in note.text
    assert "Twenty-three people" in note.text
    assert len(note.citations) == 2


@pytest.mark.parametrize(
    ("topic", "right"), [("water mains", "$48 million"), ("Storm Edda", "The council has told us that it is 36.")]
)
def test_what_was_corrected_becomes_a_note(samples: Library, digester: Digester, topic: str, right: str) -> None:
    (note,) = digest(samples, digester, AnswerKind.DIGEST, topic).notes
    assert note.kind is NoteKind.CORRECTION
    assert right in note.text


def test_a_digest_keeps_to_the_filters(samples: Library, digester: Digester) -> None:
    since = datetime(2025, 4, 3, tzinfo=UTC)
    answer = digest(samples, digester, AnswerKind.DIGEST, filters=Filters(Period(since, None)))
    assert not answer.refused
    assert all(citation.published and citation.published >= since for citation in answer.citations)


def test_a_timeline_is_dated_and_the_oldest_comes_first(samples: Library, digester: Digester) -> None:
    answer = digest(samples, digester, AnswerKind.TIMELINE, "cease-fire talks")
    bullets = [block for block in answer.blocks if block.kind is BlockKind.BULLET]
    assert 4 <= len(bullets) <= MOST_DATED
    months = phrases_of("en").months
    days = []
    for block in bullets:
        day, month, year = block.sentences[0].text.partition(":")[0].split()
        days.append((int(year), months.index(month), int(day)))
    assert days == sorted(days)
    dated = {block.sentences[0].text.partition(": “")[2][:28]: day for block, day in zip(bullets, days, strict=True)}
    assert dated["Zelensky and Trump spoke by "] == (2025, 2, 19)
    assert dated["RIYADH — The United States s"] == (2025, 2, 25)


def test_no_day_is_taken_from_what_a_day_only_bounds(samples: Library, digester: Digester) -> None:
    answer = digest(samples, digester, AnswerKind.TIMELINE, "Storm Edda")
    assert "27 March 2025" not in answer.text


def test_a_timeline_without_dated_sentences_tells_what_there_is(samples: Library, digester: Digester) -> None:
    interviews = Filters(publishers=("Continental Review",), authors=("Leopold Tress",))
    answer = digest(samples, digester, AnswerKind.TIMELINE, "contracts", filters=interviews)
    assert answer.refused or any(block.kind is not BlockKind.PARAGRAPH for block in answer.blocks)


@pytest.mark.parametrize("kind", [AnswerKind.DIGEST, AnswerKind.TIMELINE])
def test_what_the_library_does_not_know_is_refused(samples: Library, digester: Digester, kind: AnswerKind) -> None:
    answer = digest(samples, digester, kind, "the chess championship in Toronto")
    assert answer.refused
    assert [block.kind for block in answer.blocks] == [BlockKind.PARAGRAPH]
    assert answer.text == "Your library has nothing on the chess championship in Toronto."
    (note,) = answer.notes
    assert note.kind is NoteKind.NOT_IN_LIBRARY
    assert note.links


def test_a_period_without_articles_and_an_empty_library_are_refused(
    samples: Library, digester: Digester, library: Library, encoder: SentenceEncoder
) -> None:
    nobody = digest(samples, digester, AnswerKind.DIGEST, filters=Filters(publishers=("Nobody’s Post",)))
    assert nobody.refused
    assert nobody.text == "Your library holds no article in Nobody’s Post."
    empty = told(digester_of(library, encoder).digest, parsed("?", AnswerKind.DIGEST, "ferries", language="de"))
    assert empty.refused
    assert empty.text == phrases_of("de").empty


def test_nothing_is_remembered_and_stages_are_told_in_order(samples: Library, digester: Digester) -> None:
    before = sorted(path.name for path in samples.directory.iterdir())
    question = parsed("?", AnswerKind.DIGEST, "ferry accident")
    events = list(digester.digest(question, AnswerDraft("?")))
    stages = [event.stage for event in events if isinstance(event, Progress)]
    assert stages == [Stage.SEARCHING, Stage.READING, Stage.CHECKING]
    assert sorted(path.name for path in samples.directory.iterdir()) == before
