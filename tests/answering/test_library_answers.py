"""Lists, counts and courtesies come from the library's records, and say nothing that these do not hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from chatbot.answering.library_answers import MOST_LISTED, LibraryAnswers
from chatbot.answering.library_questions import Courtesy, LibraryTopic, courtesy_of, library_topics_of
from chatbot.answering.phrase_catalogue import phrases_of
from chatbot.library.library import Library
from chatbot.records import Answer, AnswerKind, BlockKind, Filters, NoteKind, Period, Verdict
from tests.answering.conftest import assert_citations_resolve, parsed, told
from tests.conftest import document

APRIL = Filters(Period(datetime(2025, 4, 1, tzinfo=UTC), datetime(2025, 5, 1, tzinfo=UTC)))
LANGUAGES = ("en", "de", "es", "fr")


def listed(library: Library, text: str, *queries: str, language: str = "en", filters: Filters = Filters()) -> Answer:
    question = parsed(text, AnswerKind.ARTICLES, *queries, language=language, filters=filters)
    answer = told(LibraryAnswers(library).answer, question)
    assert_citations_resolve(library, answer)
    assert {sentence.verdict for sentence in answer.sentences} == {Verdict.NOT_A_CLAIM}
    return answer


def about(library: Library, text: str, *, language: str = "en", filters: Filters = Filters()) -> Answer:
    question = parsed(text, AnswerKind.LIBRARY, language=language, filters=filters)
    answer = told(LibraryAnswers(library).answer, question)
    assert_citations_resolve(library, answer)
    assert not answer.refused
    return answer


def bullets(answer: Answer) -> list[str]:
    return [block.sentences[0].text for block in answer.blocks if block.kind is BlockKind.BULLET]


@pytest.mark.parametrize(
    ("text", "courtesy"),
    [
        ("hi", Courtesy.GREETING),
        ("Hello there!", Courtesy.GREETING),
        ("¡Hola!", Courtesy.GREETING),
        (":-)", Courtesy.GREETING),
        ("thanks", Courtesy.THANKS),
        ("Ok, thank you so much.", Courtesy.THANKS),
        ("vielen Dank", Courtesy.THANKS),
        ("merci beaucoup", Courtesy.THANKS),
        ("bye", Courtesy.FAREWELL),
        ("Auf Wiedersehen!", Courtesy.FAREWELL),
    ],
)
def test_courtesies_are_told_apart(text: str, courtesy: Courtesy) -> None:
    assert courtesy_of(text) is courtesy


@pytest.mark.parametrize("language", [*LANGUAGES, "pl"])
def test_a_greeting_is_answered_in_the_language_of_the_asker(samples: Library, language: str) -> None:
    question = parsed("hi", AnswerKind.COURTESY, language=language)
    answer = told(LibraryAnswers(samples).answer, question)
    assert [sentence.verdict for sentence in answer.sentences] == [Verdict.NOT_A_CLAIM]
    assert answer.text == phrases_of(language).greeting
    assert not answer.refused


def test_whoever_greets_an_empty_library_is_told_how_to_fill_it(library: Library) -> None:
    greeting = told(LibraryAnswers(library).answer, parsed("hi", AnswerKind.COURTESY))
    thanks = told(LibraryAnswers(library).answer, parsed("thanks", AnswerKind.COURTESY))
    assert "chatbot ingest" in greeting.text
    assert "chatbot ingest" not in thanks.text


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("how many articles do you have?", (LibraryTopic.COUNT,)),
        ("Wie viele Artikel gibt es?", (LibraryTopic.COUNT,)),
        ("which newspapers do you know", (LibraryTopic.PUBLISHERS,)),
        ("how many publishers are there?", (LibraryTopic.COUNT, LibraryTopic.PUBLISHERS)),
        ("How far back do the articles go?", (LibraryTopic.PERIOD,)),
        ("What’s new?", (LibraryTopic.NEWEST,)),
        ("¿Qué hay de nuevo?", (LibraryTopic.NEWEST,)),
        ("Quoi de neuf ?", (LibraryTopic.NEWEST,)),
        ("what's new this month?", (LibraryTopic.NEWEST,)),
        ("what can you do?", (LibraryTopic.HELP,)),
        ("help", (LibraryTopic.HELP,)),
        ("what do you have?", (LibraryTopic.COUNT, LibraryTopic.PERIOD, LibraryTopic.NEWEST)),
    ],
)
def test_what_is_asked_about_the_library(text: str, topics: tuple[LibraryTopic, ...]) -> None:
    assert library_topics_of(text) == topics


def test_counts_are_those_of_the_records(samples: Library) -> None:
    held = samples.summaries()
    assert about(samples, "how many articles do you have?").text == f"Your library holds {len(held)} articles."
    publishers = {article.metadata.publisher for article in held}
    answer = about(samples, "which publishers are there?")
    assert answer.sentences[0].text == f"{len(publishers)} publishers:"
    assert "The Harbor Ledger: 6 articles" in bullets(answer)
    assert "Field & Orbit: 1 article" in bullets(answer)
    assert len(bullets(answer)) == len(publishers)


def test_counts_keep_to_the_filters_and_write_names_as_the_articles_do(samples: Library) -> None:
    filters = Filters(APRIL.period, ("meridian wire",))
    answer = about(samples, "how many articles?", filters=filters)
    assert answer.text == "Your library holds 1 article in Meridian Wire from 1 April 2025 to 30 April 2025."
    none = about(samples, "how many articles?", filters=Filters(publishers=("Nobody’s Post",)))
    assert none.text == "Your library holds no article in Nobody’s Post."


def test_the_period_and_the_newest_articles_are_told(samples: Library) -> None:
    period = about(samples, "which period do your articles cover?")
    assert period.text == "The articles were published from 4 March 2025 to 10 April 2025."
    newest = about(samples, "what's new?")
    assert bullets(newest)[0] == "“212,000 WarmNest heaters recalled after 17 fires”, Meridian Wire, 10 April 2025"
    assert all(block.sentences[0].citations for block in newest.blocks if block.kind is BlockKind.BULLET)


def test_help_says_what_can_be_asked(samples: Library) -> None:
    assert len(bullets(about(samples, "what can you do?"))) >= 4


@pytest.mark.parametrize("text", ["how many articles are there?", "what's new?", "what can you do?"])
def test_an_empty_library_says_so(library: Library, text: str) -> None:
    answer = about(library, text)
    assert "Your library is empty." in answer.text
    assert "chatbot ingest" in answer.text


def test_the_first_and_the_last_day_are_told_by_the_days_and_not_by_the_moments(
    library: Library, ingest: Callable[..., object]
) -> None:
    """The article of 2 July in Tokyo is older than that of 1 July in Washington."""
    ingest(
        document("/tokyo", "The ferry sank.", published="2025-07-02T00:30:00+09:00"),
        document("/washington", "The train stopped.", published="2025-07-01T20:00:00-05:00"),
    )
    told_period = about(library, "How far back do the articles go?").text
    assert told_period == "The articles were published from 1 July 2025 to 2 July 2025."
    second = Filters(Period(datetime(2025, 7, 2, tzinfo=UTC), datetime(2025, 7, 3, tzinfo=UTC)))
    assert len(bullets(listed(library, "list all articles", filters=second))) == 1


def test_a_list_by_period_is_newest_first_and_cites_each_article(samples: Library) -> None:
    for queries in ((), ("list all articles from April",)):
        answer = listed(samples, "list all articles from April", *queries, filters=APRIL)
        expected = [item for item in samples.summaries() if APRIL.period.contains(item.metadata.published)]
        assert answer.sentences[0].text == "7 articles from 1 April 2025 to 30 April 2025 in your library:"
        assert bullets(answer)[0].startswith(f"“{expected[0].metadata.title}”")
        assert len(bullets(answer)) == len(expected) == 7
        assert [citation.article_id for citation in answer.citations] == [item.id for item in expected]


def test_a_list_by_publisher_and_by_author(samples: Library) -> None:
    ledger = Filters(publishers=("The Harbor Ledger",))
    answer = listed(samples, "show me everything by The Harbor Ledger", filters=ledger)
    assert len(bullets(answer)) == 6
    assert all("The Harbor Ledger" in text for text in bullets(answer))
    one = listed(samples, "articles by Käthe Wülfing-Maaß", filters=Filters(authors=("käthe wülfing-maaß",)))
    assert one.sentences[0].text == "1 article by Käthe Wülfing-Maaß in your library:"


def test_a_long_list_is_cut_and_counts_the_rest(samples: Library) -> None:
    answer = listed(samples, "list all articles", "list all articles")
    total = len(samples.summaries())
    assert answer.sentences[0].text == f"{total} articles in your library:"
    assert len(bullets(answer)) == MOST_LISTED
    assert answer.sentences[-1].text == f"And {total - MOST_LISTED} more."


@pytest.mark.parametrize(
    ("topic", "titles"),
    [
        ("Kilbrannagh", {"23 injured in Kilbrannagh ferry crash", "Fourteen hurt as ferry strikes pier"}),
        ("Bank of Caldria", {"Bank of Caldria cuts its key rate"}),
        ("ferry accident", {"23 injured in Kilbrannagh ferry crash", "Fourteen hurt as ferry strikes pier"}),
        ("Putin and Oslo", {"From Oslo, Zelensky says"}),
        ("Zolkiewski", {"Jury with ten alphabets"}),
        ("Radbrücke", {"Die Radbrücke von Altenried"}),
    ],
)
def test_the_articles_that_mention_a_topic_are_found(samples: Library, topic: str, titles: set[str]) -> None:
    answer = listed(samples, f"which articles mention {topic}?", topic)
    assert len(bullets(answer)) == len(titles)
    assert all(any(title in text for text in bullets(answer)) for title in titles)
    noun = "1 article mentions" if len(titles) == 1 else f"{len(titles)} articles mention"
    assert answer.sentences[0].text == f"{noun} {topic}:"


def test_an_article_is_cited_with_the_sentence_that_mentions_the_topic(samples: Library) -> None:
    answer = listed(samples, "which articles mention Karasin?", "Karasin")
    assert answer.citations
    assert all("Karasin" in citation.quote for citation in answer.citations)


def test_a_topic_within_a_period(samples: Library) -> None:
    answer = listed(samples, "which articles of April mention Port Arden?", "Port Arden", filters=APRIL)
    assert all("April 2025" in text for text in bullets(answer))
    assert answer.sentences[0].text.endswith("articles from 1 April 2025 to 30 April 2025 mention Port Arden:")


def test_a_misspelt_topic_is_found_and_the_reader_is_told(samples: Library) -> None:
    answer = listed(samples, "which articles mention Kilbranagh?", "Kilbranagh")
    assert answer.sentences[0].text == "No article mentions Kilbranagh; 2 mention Kilbrannagh:"
    assert len(bullets(answer)) == 2


@pytest.mark.parametrize("topic", ["Artemis", "Artmis", "computing", "Harbor Bank", "IT"])
def test_what_no_article_mentions_is_refused(samples: Library, topic: str) -> None:
    answer = listed(samples, f"which articles mention {topic}?", topic)
    assert answer.refused
    assert answer.sentences[0].text == f"No article in your library mentions {topic}."
    assert not answer.citations


def test_a_refusal_names_what_is_nearest(samples: Library) -> None:
    (note,) = listed(samples, "which articles of April mention Putin?", "Putin", filters=APRIL).notes
    assert note.kind is NoteKind.NOT_IN_LIBRARY
    assert note.links
    assert all("Putin" in samples.get(link.article_id, link.version).text for link in note.links)
    assert all(link.title in note.text for link in note.links)


def test_a_topic_of_which_most_words_stand_together_is_listed_as_such(samples: Library) -> None:
    answer = listed(samples, "articles about delays on the Arden Valley railway", "delays on the Arden Valley railway")
    assert answer.sentences[0].text == "2 articles mention most of “delays on the Arden Valley railway”:"


def test_words_far_apart_are_no_name(library: Library, ingest: Callable[..., object]) -> None:
    far = "The harbor was closed on Monday. Later the river rose over its left bank and flooded the market square."
    near = "The Harbor Bank lent the town two million crowns for a new bridge over the river Tarn."
    ingest(document("/far", far, title="Storm"), document("/near", near, title="Bridge"))
    assert [text[1:7] for text in bullets(listed(library, "which articles mention Harbor Bank?", "Harbor Bank"))] == [
        "Bridge"
    ]
    assert len(bullets(listed(library, "which articles mention harbor and bank?", "harbor and bank"))) == 2


def test_titles_cannot_write_lines_of_their_own(library: Library, ingest: Callable[..., object]) -> None:
    ingest(document("/a", "The ferry struck the pier on Monday evening.", title="One\n- “Two”\u202e, Paper"))
    (text,) = bullets(listed(library, "list all articles"))
    assert text == "“One - ‘Two’, Paper”"


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [
        ("de", "1 Artikel erwähnt Karasin:", "2 Artikel erwähnen Kilbrannagh:"),
        ("es", "1 artículo menciona Karasin:", "2 artículos mencionan Kilbrannagh:"),
        ("fr", "1 article mentionne Karasin :", "2 articles mentionnent Kilbrannagh :"),
    ],
)
def test_lists_speak_the_language_of_the_asker(samples: Library, language: str, one: str, many: str) -> None:
    assert listed(samples, "?", "Karasin", language=language).sentences[0].text == one
    answer = listed(samples, "?", "Kilbrannagh", language=language)
    assert answer.sentences[0].text == many
    assert all(phrases_of(language).months[2] in text for text in bullets(answer))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_can_be_filled_in(language: str) -> None:
    phrases = phrases_of(language)
    words = {"scope": " x", "topic": "y", "meant": "z", "titles": "t", "first": "1", "last": "2"}
    for name in phrases.__slots__:
        phrase = getattr(phrases, name)
        if isinstance(phrase, tuple) and hasattr(phrase, "of"):
            assert "{" not in phrase.of(1, **words) + phrase.of(5, **words)
    assert len(phrases.months) == 12
    assert phrases.day(datetime(2025, 3, 1, tzinfo=UTC)).endswith("2025")
