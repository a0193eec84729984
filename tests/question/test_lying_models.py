"""A model that says nothing, nonsense or lies takes nothing away from what the rules understand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.control_characters import printable_line
from chatbot.errors import ModelError, ModelRefused, ModelReplyInvalid, ModelUnreachable
from chatbot.question.planning import SCHEMA
from chatbot.question.understanding import Understood
from chatbot.records import AnswerKind, Turn
from tests.question.asking import COURT, FERRY, MAINS, PRIZE, by_rules
from tests.question.scripted_planner import COST, Scripted, understood

CONVERSATIONS: list[tuple[str, tuple[Turn, ...]]] = [
    ("Who is the mayor of Port Arden?", ()),
    ("heater recall latest count, and how many of them in Calder?", ()),
    ("Please tell me how many people were hurt this week.", ()),
    ("Why was the heater recalled?", ()),
    ("Why was the heater recalled, and what do the maker, " + "the shops, " * 40 + "say of it?", ()),
    ("list all articles from April", ()),
    ("Which articles mention Artemis?", ()),
    ("summarize everything on the rail strike", ()),
    ("Build me a timeline of the strike, from the vote to the deal.", ()),
    ("what happened this week?", ()),
    ("Wie viele Menschen wurden verletzt?", ()),
    ("¿Cuántos trenes fueron cancelados esta semana en Calder y por qué?", ()),
    ("Gazprom", ()),
    ("when?", (FERRY,)),
    ("and who said that?", (FERRY, MAINS)),
    ("how many died?", (FERRY,)),
    ("and in the rail strike?", (FERRY,)),
    ("Who won the Sarnia Prize?", (FERRY, MAINS)),
    ("How old is he?", (PRIZE,)),
    ("summarize that", (COURT,)),
]


def filled(schema: dict[str, Any], text: str) -> Any:
    """The object that satisfies a schema and means nothing."""
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "object":
        return {name: filled(part, text) for name, part in schema["properties"].items()}
    if schema["type"] == "array":
        return [filled(schema["items"], text)]
    return {"boolean": True}.get(schema["type"], text)


def test_the_first_kind_of_the_schema_changes_nothing() -> None:
    assert SCHEMA["properties"]["kind"]["enum"][0] == AnswerKind.FACT
    assert set(SCHEMA["properties"]["kind"]["enum"]) == set(AnswerKind)
    assert set(SCHEMA["required"]) == set(SCHEMA["properties"])


@pytest.mark.parametrize(("text", "history"), CONVERSATIONS)
def test_an_object_that_means_nothing_leaves_what_the_rules_say(text: str, history: tuple[Turn, ...]) -> None:
    for said in (text, history[-1].question if history else "", ""):
        found = understood(Scripted(filled(SCHEMA, said)), text, history)
        assert found == Understood(by_rules(text, history), COST)


@pytest.mark.parametrize(("text", "history"), CONVERSATIONS)
@pytest.mark.parametrize(
    "value",
    [
        {},
        dict.fromkeys(SCHEMA["properties"]),
        {"question": 5, "queries": "when", "kind": ["digest"], "since": 20250101, "until": {}, "language": 7},
        {"queries": [None, 3, {}, [], True, "", "  ", "?!"], "newest_first": "true", "kind": "everything"},
        {"question": {"a": [1]}, "queries": {"0": "x"}, "kind": None, "newest_first": 1, "unknown": "x"},
        {"since": "2025-13-45", "until": "yesterday", "language": "english", "question": "\u202e\u0000"},
        {"since": "0001-01-01", "until": "9999-12-31", "language": "xx"},
    ],
)
def test_wrong_types_leave_what_the_rules_say(text: str, history: tuple[Turn, ...], value: dict[str, Any]) -> None:
    assert understood(Scripted(value), text, history) == Understood(by_rules(text, history), COST)


@pytest.mark.parametrize("error", [ModelUnreachable, ModelRefused, ModelReplyInvalid, ModelError])
def test_a_model_that_fails_leaves_what_the_rules_say(error: type[ModelError]) -> None:
    for text, history in CONVERSATIONS:
        assert understood(Scripted(error=error("No", "Try.")), text, history) == Understood(by_rules(text, history))


@pytest.mark.parametrize("text", ["hi", "thanks!", "what's new?", "How many articles do you have?", "help"])
def test_courtesy_and_questions_about_the_library_ask_no_model(text: str) -> None:
    model = Scripted(error=ModelUnreachable("No", "Try."))
    assert understood(model, text, [FERRY]).question == by_rules(text, [FERRY])
    assert model.seen == []


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([*SCHEMA["properties"], "other"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from([*AnswerKind, "2025-01-01", "de"]),
            lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(), inner, max_size=3),
        ),
    ),
    st.sampled_from(CONVERSATIONS),
)
def test_whatever_a_model_says_the_result_is_bounded(
    value: dict[str, Any], asking: tuple[str, tuple[Turn, ...]]
) -> None:
    text, history = asking
    parsed = understood(Scripted(value), text, history).question
    rules = by_rules(text, history)
    assert len(parsed.queries) <= 4
    assert all(query == printable_line(query) for query in parsed.queries)
    assert parsed.filters.publishers == rules.filters.publishers
    assert set(parsed.article_ids) <= {article for turn in history for article in turn.article_ids}
    assert len(parsed.language) == 2
    assert rules.kind is AnswerKind.FACT or parsed.kind is rules.kind
