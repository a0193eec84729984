"""Somebody else's text, checked sentence by sentence against the library."""

from __future__ import annotations

import pytest

from chatbot.answering.checking import CheckedText
from chatbot.app import Chatbot
from chatbot.records import Sentence, Verdict
from tests.answering.author import Author, Saying, verdicts
from tests.answering.conftest import NOW, Open
from tests.loopback import fails

RIGHT = "Fourteen people were injured when the ferry Saint Aldwyn struck the north pier at Kilbrannagh."
WRONG = "Nineteen people were injured when the ferry Saint Aldwyn struck the north pier at Kilbrannagh."
UNSURE = "The regional ambulance service counted 23 injured people."
COUNTED = "Twenty-three people were injured when a ferry"
HURT = "Fourteen people were injured on Saturday morning"
DRAFT = f"Ferry strikes pier\n\n{RIGHT} {WRONG} Who would have thought so?\n\n{UNSURE} Hello!\n"


def checked(chatbot: Chatbot, text: str) -> CheckedText:
    """The result of a check, which keeps every sentence in its place and every citation exact."""
    found = chatbot.check(text, asked_at=NOW)
    assert [span.of(text) for span in found.spans] == [sentence.text for sentence in found.sentences]
    known = {citation.id: citation for citation in found.citations}
    for sentence in found.sentences:
        assert known.keys() >= {*sentence.citations, *sentence.nearest}
        assert bool(sentence.citations) is (sentence.verdict is Verdict.SUPPORTED)
        assert sentence.verdict.is_claim or not sentence.nearest
    for citation in found.citations:
        text = chatbot.library.get(citation.article_id, citation.version).text
        assert text[citation.start : citation.end] == citation.quote
    return found


def of(found: CheckedText, text: str) -> Sentence:
    return next(sentence for sentence in found.sentences if sentence.text == text)


def quotes(found: CheckedText, numbers: tuple[int, ...]) -> str:
    return " ".join(citation.quote for citation in found.citations if citation.id in numbers)


def test_a_draft_is_checked_sentence_by_sentence(open_chatbot: Open) -> None:
    found = checked(open_chatbot(), DRAFT)
    right = of(found, RIGHT)
    assert right.verdict is Verdict.SUPPORTED
    assert HURT in quotes(found, right.citations)
    wrong = of(found, WRONG)
    assert wrong.verdict is Verdict.NOT_FOUND
    assert "Nineteen" in wrong.reason
    assert HURT in quotes(found, wrong.nearest)
    assert of(found, UNSURE).verdict is Verdict.UNSURE
    for accompanying in ("Who would have thought so?", "Hello!"):
        assert of(found, accompanying).verdict is Verdict.NOT_A_CLAIM


def test_markers_of_its_author_are_no_part_of_a_claim(open_chatbot: Open) -> None:
    text = f"{RIGHT.removesuffix('.')} [12]."
    (sentence,) = checked(open_chatbot(), text).sentences
    assert (sentence.text, sentence.verdict) == (text, Verdict.SUPPORTED)


@pytest.mark.parametrize("text", ["", " \n\n ", "[1]", "—"])
def test_a_text_that_says_nothing_is_not_checked(text: str, open_chatbot: Open) -> None:
    assert {sentence.verdict for sentence in checked(open_chatbot(), text).sentences} <= {Verdict.NOT_A_CLAIM}


def test_where_the_library_holds_nothing_near_nothing_is_found(open_chatbot: Open) -> None:
    (sentence,) = checked(open_chatbot(), "Zebras graze quietly beneath baobabs.").sentences
    assert sentence.verdict is Verdict.NOT_FOUND
    assert sentence.reason


def test_the_endpoint_judges_what_this_machine_is_not_sure_of_in_one_call(author: Author, open_chatbot: Open) -> None:
    author.writes("", judge=verdicts(("not_found", [HURT]), ("supported", [COUNTED])))
    found = checked(open_chatbot(llm_base_url=author.base_url), DRAFT)
    (asked,) = author.texts("judge")
    assert f"1: {WRONG}\n2: {UNSURE}" in asked
    assert RIGHT not in asked.rpartition("Sentences:")[2]
    assert of(found, UNSURE).verdict is Verdict.SUPPORTED
    assert COUNTED in quotes(found, of(found, UNSURE).citations)
    assert of(found, WRONG).verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize("said", [verdicts(("supported", ["Zebras graze here quietly"])), "No.", fails(400)])
def test_a_judge_that_fails_or_proves_nothing_changes_nothing(said: Saying, author: Author, open_chatbot: Open) -> None:
    author.writes("", judge=said)
    found = checked(open_chatbot(llm_base_url=author.base_url), UNSURE)
    assert of(found, UNSURE).verdict is Verdict.UNSURE
    assert quotes(found, of(found, UNSURE).nearest)


def test_with_the_endpoint_as_verifier_every_sentence_is_judged(author: Author, open_chatbot: Open) -> None:
    chatbot = open_chatbot(llm_base_url=author.base_url, verifier="endpoint")
    author.writes("", judge=verdicts(("supported", [HURT]), ("contradicted", [HURT])))
    found = checked(chatbot, f"{RIGHT} {WRONG}")
    assert [sentence.verdict for sentence in found.sentences] == [Verdict.SUPPORTED, Verdict.CONTRADICTED]
    author.writes("", judge=fails(400))
    found = checked(chatbot, RIGHT)
    assert of(found, RIGHT).verdict is Verdict.UNSURE
    assert of(found, RIGHT).reason == "it has not been checked"
