"""Answers without a model: article sentences in their own words, with the words that answer marked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.answering.quoting import answering_words
from chatbot.answering.wording import OWN_WORDS, own_words_line
from chatbot.app import Chatbot
from chatbot.embedding.encoder import SentenceEncoder
from chatbot.library.ingest import Outcome
from chatbot.library.library import Library
from chatbot.records import Answer, BlockKind, Document, NoteKind, Verdict
from chatbot.settings import load_settings
from tests.answering.conftest import NOW, Open
from tests.conftest import document

LIGHTHOUSE = (
    "The lighthouse of Sandholm Point stands on a rock and shines at night.\n\nIda Brandvold was the harbor's engineer."
    " She wanted 300 stones from Tarn for the walls of the lighthouse. Nobody else asked for stones in those years.\n\n"
    "How many stones did Brandvold want for the walls of the lighthouse? That is a question for others."
)


@pytest.fixture
def chatbot(open_chatbot: Open) -> Chatbot:
    return open_chatbot()


def answering(answer: Answer) -> list[str]:
    """The marked words, of all quotations."""
    return [span.of(sentence.text) for sentence in answer.sentences for span in sentence.answering]


def assert_quotes(chatbot: Chatbot, answer: Answer) -> None:
    """Every sentence is one citation's article text, supported by construction."""
    known = {citation.id: citation for citation in answer.citations}
    assert answer.sentences
    for sentence in answer.sentences:
        (number,) = sentence.citations
        citation = known[number]
        text = chatbot.library.get(citation.article_id, citation.version).text
        assert text[citation.start : citation.end] == citation.quote
        assert sentence.text == " ".join(citation.quote.split())
        assert (sentence.verdict, sentence.score) == (Verdict.SUPPORTED, 1.0)
    assert {block.kind for block in answer.blocks} == {BlockKind.QUOTATION}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How long did the two presidents speak?", "two hours"),
        ("Who is the Kremlin spokesman?", "Dmitry Peskov"),
        ("How many people were injured in the ferry accident at Kilbrannagh?", "Fourteen"),
        ("What does a single ferry fare cost?", "£18.40"),
        ("When was the Saint Aldwyn built?", "2006"),
        ("Wie viel kostet die Brücke in Altenried?", "24,9 Millionen Euro"),
    ],
)
def test_a_quotation_answers_and_its_answer_is_marked(question: str, words: str, chatbot: Chatbot) -> None:
    answer = chatbot.ask(question, asked_at=NOW)
    assert answering(answer)[0] == words
    assert_quotes(chatbot, answer)
    assert answer.model == ""
    assert answer.usage.prompt_tokens == 0
    assert own_words_line(answer) == OWN_WORDS
    assert len(answer.blocks) <= 2, "a fact needs no heap of quotations"


@pytest.mark.parametrize("question", ["Why did the ferry strike the pier?", "What conditions did Putin want?"])
def test_who_asks_for_more_gets_more_and_nothing_twice(question: str, chatbot: Chatbot) -> None:
    answer = chatbot.ask(question, asked_at=NOW)
    assert_quotes(chatbot, answer)
    texts = [sentence.text for sentence in answer.sentences]
    assert len(texts) > 1
    assert not any(one != other and one in other for one in texts for other in texts)
    assert len(set(texts)) == len(texts)


def test_what_nothing_answers_is_refused_with_the_closest_articles(chatbot: Chatbot) -> None:
    answer = chatbot.ask("What is the price of oil?", asked_at=NOW)
    assert answer.refused
    assert answer.answerability < chatbot.answerer.answering.quoter.answerability.threshold  # type: ignore[union-attr]
    assert {sentence.verdict for sentence in answer.sentences} == {Verdict.NOT_A_CLAIM}
    (note,) = answer.notes
    assert note.kind is NoteKind.NOT_IN_LIBRARY
    assert 1 <= len(note.links) <= 3
    assert answer.citations == ()
    assert own_words_line(answer) == ""


def test_a_question_in_another_language_is_told_that_nobody_translates(chatbot: Chatbot) -> None:
    answer = chatbot.ask("¿Cuánto costará la red de agua de Dunmore?", asked_at=NOW)
    note = next(note for note in answer.notes if note.kind is NoteKind.LANGUAGE)
    assert "inglés" in note.text
    assert "alemán" in note.text
    known = chatbot.ask("Wie viel kostet die Brücke in Altenried?", asked_at=NOW)
    assert NoteKind.LANGUAGE not in [note.kind for note in known.notes]


@pytest.fixture
def own(library: Library, encoder: SentenceEncoder, ingest: Callable[..., list[Outcome]]) -> Callable[..., Chatbot]:
    """A chatbot over one's own articles."""

    def made(*documents: Document) -> Chatbot:
        ingest(*documents)
        chatbot = Chatbot(load_settings(library=library.directory))
        chatbot.__dict__ |= {"library": library, "encoder": encoder}
        return chatbot

    return made


def test_an_empty_library_answers_nothing(own: Callable[..., Chatbot]) -> None:
    answer = own().ask("Who built the lighthouse?", asked_at=NOW)
    assert answer.refused
    assert answer.notes == ()
    assert "empty" in answer.text


def test_who_is_meant_by_a_pronoun_stands_in_the_quotation(own: Callable[..., Chatbot]) -> None:
    chatbot = own(document("/light.txt", LIGHTHOUSE, published="2025-03-01"))
    answer = chatbot.ask("How many stones did Brandvold want for the walls of the lighthouse?", asked_at=NOW)
    first = answer.sentences[0].text
    assert first.startswith("Ida Brandvold was the harbor's engineer. She wanted 300 stones from Tarn")
    assert answering(answer)[0] == "300"
    assert_quotes(chatbot, answer)


def test_a_quotation_brings_the_sentence_that_goes_on_with_it(own: Callable[..., Chatbot]) -> None:
    text = (
        "The captain of the Solveig named his conditions for leaving the harbor. The owner must mend the pump and pay "
        "the crew.\n\nNobody had asked the harbor master about the conditions."
    )
    chatbot = own(document("/solveig.txt", text, published="2025-03-01"))
    answer = chatbot.ask("What conditions did the captain of the Solveig name?", asked_at=NOW)
    block = answer.blocks[0]
    assert [sentence.text for sentence in block.sentences] == [
        "The captain of the Solveig named his conditions for leaving the harbor.",
        "The owner must mend the pump and pay the crew.",
    ]
    assert_quotes(chatbot, answer)


def test_neighbours_that_are_both_quoted_are_quoted_once(own: Callable[..., Chatbot]) -> None:
    sentences = (
        "The ferry Solveig struck the pier because its pump had failed.",
        "The pump of the ferry Solveig had failed because nobody had mended it before it struck the pier.",
    )
    chatbot = own(document("/solveig.txt", " ".join(sentences), published="2025-03-01"))
    answer = chatbot.ask("Why did the ferry Solveig strike the pier?", asked_at=NOW)
    assert sorted(sentence.text for sentence in answer.sentences) == sorted(sentences)
    assert_quotes(chatbot, answer)


def test_a_question_of_an_article_is_no_answer(own: Callable[..., Chatbot]) -> None:
    chatbot = own(document("/light.txt", LIGHTHOUSE, published="2025-03-01"))
    answer = chatbot.ask("How many stones did Brandvold want for the walls of the lighthouse?", asked_at=NOW)
    assert answer.sentences
    assert not any("?" in sentence.text for sentence in answer.sentences)


@pytest.mark.parametrize(
    ("question", "quote", "words"),
    [
        ("How much will the mains cost?", "The 31 miles will cost $84 million over six years.", "$84 million"),
        ("How much did it cost?", "It cost 3.5 billion dollars, or €3 billion.", "3.5 billion dollars"),
        ("How much will it cost?", "Voters said 5 to 2. It will cost £18.40.", "£18.40"),
        ("How many were hurt?", "Twenty-three people were hurt when a ferry with 200 people sank.", "Twenty-three"),
        ("How many passengers did the Edda carry?", "The 31 meter boat had 187 passengers on board.", "187"),
        ("How long did they speak?", "They spoke for 90 minutes, two hours later than planned.", "90 minutes"),
        ("When did it happen?", "It happened at 10:52 a.m. in light wind.", "10:52 a.m."),
        ("When did it open?", "It opened in 1932, as Lakeview had hoped since May.", "1932"),
        ("Who won the race?", "In the end Elin Wambui-Strand won by a nose.", "Elin Wambui-Strand"),
        (
            "Who is the spokesman?",
            "On Friday Ukraine heard its spokesman, Dmitry Peskov, talk of Trump.",
            "Dmitry Peskov",
        ),
        (
            "Who is the harbor master?",
            "Early on Saturday the passenger ferry Saint Aldwyn struck the north pier.",
            None,
        ),
        ("Who won?", "He said that nobody had won.", None),
        ("Why did it sink?", "It sank in 1964 after 12 hours.", None),
        ("How many were hurt?", "Between 1964 and 1971 it sailed.", None),
    ],
)
def test_the_words_that_answer_are_told_by_what_stands_around_them(
    question: str, quote: str, words: str | None
) -> None:
    assert [span.of(quote) for span in answering_words(quote, question)] == ([words] if words else [])


@given(st.text(max_size=120), st.sampled_from(["How many ", "Who ", "When ", "How long ", "What is the price of "]))
def test_marked_words_stand_in_the_quote(quote: str, asks: str) -> None:
    for span in answering_words(quote, f"{asks}{quote[:30]}?"):
        assert 0 <= span.start < span.end <= len(quote)
