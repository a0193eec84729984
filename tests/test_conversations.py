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

from chatbot.answering.serialising import answer_object
from chatbot.conversations.export import to_case, to_json, to_markdown
from chatbot.conversations.forgetting import REMOVED, REMOVED_NOTE, without_article
from chatbot.conversations.records import Conversation, Exchange, Feedback, RatedAnswer
from chatbot.conversations.serialising import exchange_from_json, exchange_to_json
from chatbot.conversations.store import FILE_NAME, ConversationStore
from chatbot.conversations.tables import metadata
from chatbot.database import connect
from chatbot.errors import AnswerNotFound, ConversationNotFound, ConversationsError
from chatbot.records import (
    Answer,
    ArticleLink,
    Block,
    BlockKind,
    Citation,
    Filters,
    Note,
    NoteKind,
    Period,
    Sentence,
    Turn,
    Verdict,
)
from chatbot.web.exchange_markup import exchange_html
from tests.answers import ferry_answer

ROOT = Path(__file__).parent.parent
NOW = datetime(2025, 3, 18, 19, 30, tzinfo=UTC)


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
    engine = connect(url, ConversationsError)
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
        Sentence("Perhaps Peskov.", Verdict.NOT_FOUND, 0.1, reason="nothing says so", nearest=(1,)),
    )
    blocks = (Block(BlockKind.PARAGRAPH, sentences),)
    answer = Answer(question, "id", refused=False, blocks=blocks, citations=citations, model="m")
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
        blocks = (Block(BlockKind.PARAGRAPH, (refusal,)),)
        refused = Answer("Oil?", "id", refused=True, blocks=blocks, citations=(), model="m")
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


def test_blocks_notes_links_and_what_was_written_first_forget_a_deleted_article() -> None:
    said = Sentence("Peskov | spoke", Verdict.SUPPORTED, 0.9, (1,), cells=("Peskov", "spoke"))
    kept = Sentence("True it is.", Verdict.SUPPORTED, 0.9, (2,), original="Peskov is true.")
    title = Sentence("Kremlin speaks | 7", Verdict.NOT_A_CLAIM, 1.0, (2,), cells=("Kremlin speaks", "7"))
    gone, other = (ArticleLink(name, 1, f"Named {name}") for name in ("a1", "b2"))
    notes = (
        Note(NoteKind.DISAGREEMENT, "Peskov spoke, but true.", (1, 2)),
        Note(NoteKind.NOT_IN_LIBRARY, "The closest are “Named a1” and “Named b2”.", (), (gone, other)),
        Note(NoteKind.OTHER_STORIES, "“Kremlin speaks” tells more."),
        Note(NoteKind.CORRECTION, "Corrected: true.", (2,)),
        Note(NoteKind.CUT_OFF, "The reply ended early."),
    )
    blocks = tuple(Block(BlockKind.ROW, (sentence,)) for sentence in (said, kept, title))
    whole = exchange()
    left = without_article(
        replace(whole, answer=replace(whole.answer, blocks=blocks, notes=notes)), "a1", {"Kremlin speaks"}
    )
    answer = left.answer
    assert [sentence.cells for sentence in answer.sentences] == [(REMOVED, ""), (), (REMOVED, "")]
    assert [sentence.text for sentence in answer.sentences] == [REMOVED, "True it is.", REMOVED]
    assert answer.sentences[1].original == ""
    assert [note.text for note in answer.notes] == [REMOVED_NOTE] * 3 + ["Corrected: true.", "The reply ended early."]
    assert answer.notes[1].links == (other,)
    text = exchange_to_json(left)
    assert not [word for word in ("Peskov", "Kremlin", "Named a1") if word in text]
    assert without_article(left, "a1", {"Kremlin speaks"}) == left
    assert without_article(whole, "c3", {"Unknown title"}) == whole


OLD = """{"question":"Who spoke?","answer":{"question":"Who spoke?","answer_id":"5f0c","refused":false,"sentences":[
{"text":"Peskov spoke.","verdict":"supported","score":0.93,"citations":[1],"reason":"","claim":"","unbacked":[]},
{"text":"Unicorns sang.","verdict":"unsupported","score":0.1,"citations":[],"reason":"nothing says so","claim":"",
"unbacked":[[0,8]]},{"text":"Hello.","verdict":"not_a_claim","score":1.0,"citations":[],"reason":"","claim":"",
"unbacked":[]}],"citations":[{"id":1,"article_id":"a1","version":1,"title":"Kremlin speaks","publisher":"Courier",
"url":"https://c.example/1","published":"2025-03-18T19:30:00Z","start":0,"end":13,"quote":"Peskov spoke."}],
"model":"SmolLM2","usage":{"prompt_tokens":7,"completion_tokens":3},"timings":{"total":1.5},"answerability":0.8},
"asked_at":"2025-03-18T19:30:00Z","filters":{"period":{"since":null,"until":null},"publishers":[],"authors":[],
"article_ids":[]},"settings":{"top_k":"6"},"feedback":{"helpful":true,"given":"2025-03-18T19:31:00Z","reason":""}}"""


def test_what_an_earlier_version_kept_is_one_paragraph_today() -> None:
    read = exchange_from_json(OLD)
    (block,) = read.answer.blocks
    assert block.kind is BlockKind.PARAGRAPH
    assert [sentence.verdict for sentence in block.sentences] == [
        Verdict.SUPPORTED, Verdict.NOT_FOUND, Verdict.NOT_A_CLAIM,
    ]  # fmt: skip
    assert block.sentences[1].unbacked == ((0, 8),)
    assert (read.answer.notes, read.answer.complete, read.answer.model) == ((), True, "SmolLM2")
    assert read.turn == Turn("Who spoke?", "Peskov spoke. Unicorns sang. Hello.", ("a1",))
    assert read.feedback
    assert exchange_from_json(exchange_to_json(read)) == read
    without = json.dumps(json.loads(OLD) | {"answer": json.loads(OLD)["answer"] | {"sentences": []}})
    assert exchange_from_json(without).answer.blocks == ()


@pytest.mark.parametrize(
    "damaged", ["", "[]", "{}", "7", '{"answer":{}}', OLD.replace('"supported"', "7"), OLD.replace("sentences", "said")]
)
def test_a_damaged_record_is_an_error_and_no_other(damaged: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- of whatever kind: the store tells what to do
        exchange_from_json(damaged)


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
    sentences = (replace(first, text="one \u2069\u202etwo\u2067", verdict=Verdict.NOT_FOUND), *rest)
    blocks = (Block(BlockKind.PARAGRAPH, sentences),)
    store.add("ada", name, replace(turned, answer=replace(turned.answer, blocks=blocks)))
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
    assert "[not found in your articles]" in text
    assert "2 of 3 sentences supported, 1 not found, 2 articles" in text
    exported = json.loads(to_json(conversation))
    assert exported["exchanges"][0]["answer"] == answer_object(conversation.exchanges[0].answer)
    assert exported["exchanges"][0]["answer"]["citations"][1]["quote"] == "True"


def test_an_exported_answer_keeps_its_blocks_and_notes() -> None:
    told = Conversation("c1", "", "Talk", (Exchange("Ferry?", ferry_answer(), NOW),))
    text = to_markdown(told)
    for part in (
        "### The accident",
        "- It sank. [1]\n  - Perhaps at noon. [not sure: nearest “It was noon.”",
        "| Ledger | 14 [2] |",
        "> The Harbor Ledger, 8 July 2025: “Fourteen",
        "Sources disagree: The Harbor Ledger",
        "* Title of plans, The Harbor Ledger, 8 July 2025, <https://x.example/plans> (plans@1)",
    ):
        assert part in text
    case = json.loads(to_case(RatedAnswer(told.exchanges[0], (Turn("Before?", "Yes.", ("a1",)),))))
    assert case["history"] == [{"question": "Before?", "answer": "Yes.", "article_ids": ["a1"]}]
    assert case["answer"] == ferry_answer().text
    assert [note["kind"] for note in case["notes"]] == ["disagreement", "other_stories"]
