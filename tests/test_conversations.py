"""Conversations are kept whole, belong to one user, and forget what is deleted."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.conversations.export import to_json, to_markdown
from chatbot.conversations.forgetting import REMOVED
from chatbot.conversations.records import Exchange, Feedback
from chatbot.conversations.serialising import exchange_from_json, exchange_to_json
from chatbot.conversations.store import FILE_NAME, ConversationStore
from chatbot.conversations.tables import connect, metadata
from chatbot.errors import AnswerNotFound, ConversationNotFound, ConversationsError
from chatbot.records import Answer, Citation, Filters, Period, Sentence, Verdict
from chatbot.web.markup import exchange_html
from tests import postgresql

ROOT = Path(__file__).parent.parent
NOW = datetime(2025, 3, 18, 19, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    folder = postgresql.programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with postgresql.running(folder) as url:
        yield url


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ConversationStore]:
    """An empty store in each of the databases."""
    if request.param == "SQLite":
        with ConversationStore.open(tmp_path / FILE_NAME) as opened:
            yield opened
        return
    url = request.getfixturevalue("postgresql_url")
    with ConversationStore.open(url) as opened:
        yield opened
    engine = connect(url)
    metadata.drop_all(engine)
    engine.dispose()


def exchange(question: str = "Who?", article: str = "a1", quote: str = "Peskov spoke.") -> Exchange:
    citations = (
        Citation(1, article, 1, "Kremlin speaks", "Courier", "https://c.example/1", NOW, 0, len(quote), quote),
        Citation(2, "b2", 3, "Other", "Tribune", "", None, 5, 9, "True"),
    )
    sentences = (
        Sentence(quote, Verdict.SUPPORTED, 0.9, (1,)),
        Sentence("True it is.", Verdict.SUPPORTED, 0.8, (2,)),
        Sentence("Perhaps Peskov.", Verdict.UNSUPPORTED, 0.1, reason="nothing says so"),
    )
    answer = Answer(question, "id", refused=False, sentences=sentences, citations=citations, model="m")
    return Exchange(question, answer, NOW, Filters(Period(NOW, None), ("Courier",)))


def test_a_conversation_survives_a_restart(tmp_path: Path) -> None:
    with ConversationStore.open(tmp_path / FILE_NAME) as store:
        name = store.begin("ada", "Who spoke?")
        store.add("ada", name, exchange("One?"))
        store.add("ada", name, exchange("Two?"))
    with ConversationStore.open(tmp_path / FILE_NAME) as store:
        found = store.load("ada", name)
        assert found.exchanges == (exchange("One?"), exchange("Two?"))
        assert found.history[1].question == "Two?"
        (summary,) = store.conversations("ada")
        assert (summary.id, summary.title, summary.exchanges) == (name, "Who spoke?", 2)


def test_nobody_sees_or_changes_the_conversations_of_another(store: ConversationStore) -> None:
    name = store.begin("ada", "Mine")
    store.add("ada", name, exchange())
    assert store.conversations("eve") == []
    for attempt in (
        lambda: store.load("eve", name),
        lambda: store.add("eve", name, exchange()),
        lambda: store.keep("eve", name, 0),
        lambda: store.rename("eve", name, "Hers"),
        lambda: store.delete("eve", name),
    ):
        with pytest.raises(ConversationNotFound):
            attempt()
    assert store.load("ada", name).title == "Mine"
    assert len(store.load("ada", name).exchanges) == 1


def test_the_last_changed_conversation_is_listed_first(store: ConversationStore) -> None:
    first, second = store.begin("ada", "First"), store.begin("ada", "Second")
    store.add("ada", first, exchange())
    assert [item.id for item in store.conversations("ada")] == [first, second]
    store.rename("ada", second, "  Better\n title ")
    assert [item.title for item in store.conversations("ada")] == ["Better title", "First"]
    store.delete("ada", first)
    assert [item.id for item in store.conversations("ada")] == [second]


def test_later_exchanges_can_be_taken_back(store: ConversationStore) -> None:
    name = store.begin("ada", "Talk")
    for number in range(4):
        store.add("ada", name, exchange(f"{number}?"))
    store.keep("ada", name, 2)
    store.add("ada", name, exchange("again?"))
    assert [item.question for item in store.load("ada", name).exchanges] == ["0?", "1?", "again?"]


def test_of_a_deleted_article_nothing_is_left_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    with ConversationStore.open(path) as store:
        name = store.begin("ada", "Talk")
        store.add("ada", name, exchange(quote="Zebrafinch spoke."))
        refusal = Sentence("The closest article is “Kremlin speaks” (Courier).", Verdict.NOT_A_CLAIM, 1.0)
        refused = Answer("Oil?", "id", refused=True, sentences=(refusal,), citations=(), model="m")
        store.add("ada", name, Exchange("Oil?", refused, NOW))
        store.forget("a1", {"Kremlin speaks"})
        first, second = store.load("ada", name).exchanges
    assert [sentence.text for sentence in first.answer.sentences] == [REMOVED, "True it is.", REMOVED]
    assert [citation.quote for citation in first.answer.citations] == ["", "True"]
    assert second.answer.text == REMOVED
    left = path.read_bytes()
    assert b"Zebrafinch" not in left
    assert b"Kremlin" not in left
    assert b"True it is" in left


def test_feedback_stays_with_its_answer_and_goes_with_it(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    with ConversationStore.open(path) as store:
        name = store.begin("ada", "Talk")
        store.add("ada", name, exchange("One?"))
        store.rate("ada", name, "id", Feedback(helpful=True, given=NOW))
        store.rate("ada", name, "id", Feedback(helpful=False, given=NOW, reason="  wrong\nplatypus  "))
    with ConversationStore.open(path) as store:
        assert store.load("ada", name).exchanges[0].feedback == Feedback(False, NOW, "wrong platypus")
        (rated,) = store.rated()
        assert rated.exchange.question == "One?"
        with pytest.raises(ConversationNotFound):
            store.rate("eve", name, "id", None)
        with pytest.raises(AnswerNotFound):
            store.rate("ada", name, "other", None)
        store.delete("ada", name)
        assert store.rated() == []
    assert b"platypus" not in path.read_bytes()


def test_feedback_can_be_taken_back_and_loses_its_reason_with_an_article(store: ConversationStore) -> None:
    name = store.begin("ada", "Talk")
    store.add("ada", name, exchange())
    store.rate("ada", name, "id", Feedback(helpful=False, given=NOW, reason="Peskov did not speak"))
    store.forget("a1")
    assert store.load("ada", name).exchanges[0].feedback == Feedback(helpful=False, given=NOW)
    store.rate("ada", name, "id", None)
    assert store.load("ada", name).exchanges[0].feedback is None


def test_what_was_kept_before_there_was_feedback_is_read_and_can_be_rated(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    with ConversationStore.open(path) as store:
        name = store.begin("ada", "Old")
        store.add("ada", name, exchange("Then?"))
    with sqlite3.connect(path) as database:
        old = json.loads(database.execute("SELECT record FROM exchanges").fetchone()[0])
        del old["feedback"], old["settings"]
        database.execute("UPDATE exchanges SET record = ?", [json.dumps(old)])
    database.close()
    with ConversationStore.open(path) as store:
        assert store.load("ada", name).exchanges == (exchange("Then?"),)
        store.rate("ada", name, "id", Feedback(helpful=True, given=NOW))
        assert store.load("ada", name).exchanges[0].feedback == Feedback(helpful=True, given=NOW)


def test_threads_add_side_by_side(store: ConversationStore) -> None:
    names = [store.begin(f"user{number}", "Talk") for number in range(8)]

    def chat(number: int) -> None:
        for turn in range(5):
            store.add(f"user{number}", names[number], exchange(f"{number}/{turn}"))

    threads = [threading.Thread(target=chat, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, name in enumerate(names):
        asked = [item.question for item in store.load(f"user{number}", name).exchanges]
        assert asked == [f"{number}/{turn}" for turn in range(5)]


def test_what_databases_refuse_in_titles_is_left_out(store: ConversationStore) -> None:
    name = store.begin("ada", "Null \0 and half a pair \ud83d")
    store.add("ada", name, exchange("Null \0?"))
    assert store.conversations("ada")[0].title == "Null and half a pair ?"
    assert store.load("ada", name).exchanges[0].question == "Null \0?"


def test_servers_share_conversations(postgresql_url: str) -> None:
    """Each process has its own connections; they start at once, and append to one conversation without a gap."""
    program = """
import sys
from tests.test_conversations import exchange
from chatbot.conversations.store import ConversationStore
with ConversationStore.open(sys.argv[1]) as store:
    print("ready", flush=True)
    name = sys.stdin.readline().strip()
    for turn in range(10):
        store.add("ada", name, exchange(f"{sys.argv[2]}/{turn}"))
"""
    command = [sys.executable, "-c", program, postgresql_url]
    servers = [
        subprocess.Popen([*command, each], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for each in "01"
    ]
    assert [server.stdout.readline() for server in servers if server.stdout] == ["ready\n"] * 2
    with ConversationStore.open(postgresql_url) as store:
        name = store.begin("ada", "Shared")
        for server in servers:
            server.communicate(f"{name}\n", timeout=60)
        asked = [item.question for item in store.load("ada", name).exchanges]
        store.delete("ada", name)
    assert sorted(asked) == sorted(f"{number}/{turn}" for number in range(2) for turn in range(10))
    assert [item for item in asked if item.startswith("1/")] == [f"1/{turn}" for turn in range(10)]


def test_an_unreachable_database_is_named_without_its_password() -> None:
    with pytest.raises(ConversationsError, match="database server runs") as raised:
        ConversationStore.open("postgresql+psycopg://news:secret@127.0.0.1:9/talk?connect_timeout=2")
    assert "secret" not in str(raised.value)
    assert "127.0.0.1:9/talk" in str(raised.value)


def test_an_address_that_is_none_is_explained_without_its_password() -> None:
    with pytest.raises(ConversationsError, match="CHATBOT_CONVERSATIONS_URL") as raised:
        ConversationStore.open("secret")
    assert "secret" not in str(raised.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("not a database, but long enough to look like something" * 20)
    with pytest.raises(ConversationsError, match="cannot be read or written"):
        ConversationStore.open(tmp_path / FILE_NAME)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, TEXTS)
def test_an_exchange_survives_its_json(question: str, quote: str) -> None:
    said = exchange(question, quote=quote)
    assert exchange_from_json(exchange_to_json(said)) == said


def test_no_sentence_turns_the_mark_behind_it_around(store: ConversationStore) -> None:
    """Neither alone nor after the mark that ends a direction of its own."""
    name = store.begin("ada", "Talk")
    turned = exchange(quote="one \u202etwo")
    (first, *rest) = turned.answer.sentences
    sentences = (replace(first, text="one \u2069\u202etwo\u2067", verdict=Verdict.UNSUPPORTED), *rest)
    store.add("ada", name, replace(turned, answer=replace(turned.answer, sentences=sentences)))
    conversation = store.load("ada", name)
    for shown in (to_markdown(conversation), exchange_html(conversation.exchanges[0])):
        assert "one two" in shown
        assert not set("\u202e\u2067\u2069") & set(shown)
    assert "one \\u2069\\u202etwo" in json.dumps(json.loads(to_json(conversation))), "JSON keeps every character"


def test_exports_hold_every_citation_and_no_markup_of_articles(store: ConversationStore) -> None:
    name = store.begin("ada", "Talk <b>")
    store.add("ada", name, exchange(quote="[Click](javascript:alert(1)) <img src=x>"))
    conversation = store.load("ada", name)
    text = to_markdown(conversation)
    assert "](javascript" not in text.replace("\\]", "")
    assert "<img" not in text
    assert "a1@1, characters 0-40" in text
    assert "not backed" in text
    exported = json.loads(to_json(conversation))
    assert exported["exchanges"][0]["answer"]["citations"][1]["quote"] == "True"
