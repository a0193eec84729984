"""Commands of the program over a library in which every place holds an injection."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from chatbot.control_characters import printable
from tests.injections.articles import QUESTION
from tests.injections.commands import STEERING, Shelf
from tests.injections.payloads import PAYLOADS, PLAIN, as_read, one_of_each_kind
from tests.loopback import Loopback, running_loopback

STEERED = {"terminal", "unicode", "template"}
"""Kinds that terminals may understand; of the others one each."""
STORED = [
    each.text
    for each in PAYLOADS
    if (each.kind in STEERED or each in one_of_each_kind(PAYLOADS)) and "\0" not in each.text
]
"""The library takes no text with null characters."""
FEW = STORED[::2]
DOUBT = re.compile(r"\[(?:not sure|contradicted by your articles|not found in your articles)\]")
HARMLESS = [PLAIN] * 3
QUOTING = "\x1b[3m"
"""Of cited words below a check; those of the harmless articles stand above already."""


@pytest.fixture(scope="module")
def endpoint() -> Iterator[Loopback]:
    with running_loopback() as running:
        yield running


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, endpoint: Loopback) -> Shelf:
    return Shelf(tmp_path_factory.mktemp("hostile"), STORED, endpoint)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, endpoint: Loopback) -> set[str]:
    """What steers the terminal when nobody attacks."""
    shelf = Shelf(tmp_path_factory.mktemp("harmless"), HARMLESS, endpoint)
    asked = shelf.said("ask", QUESTION, invented=HARMLESS)
    told = [asked, shelf.ingested, shelf.said("articles", "list"), shelf.said("brief", "bird census")]
    checked = shelf.said("check", shelf.draft(["that nobody has ever seen"] * 5))
    assert DOUBT.search(STEERING.sub("", checked))
    return {*STEERING.findall("".join([*told, checked])), QUOTING}


def unshown(told: str, texts: list[str]) -> list[str]:
    read = as_read(STEERING.sub("", told))
    return [text for text in texts if as_read(printable(text)) not in read]


def test_ingesting_and_listing_obey_no_text(hostile: Shelf, own: set[str]) -> None:
    listed = hostile.said("articles", "list")
    assert unshown(listed, STORED) == []
    assert set(STEERING.findall(hostile.ingested + listed)) <= own
    assert hostile.ingested.count("\n") == 2 * len(STORED) + 2, "two lines for each failure, and a summary"


def test_answers_obey_no_text(hostile: Shelf, own: set[str]) -> None:
    told = hostile.said("ask", f"{QUESTION} {' '.join(FEW)}", invented=FEW)
    assert re.search(rf"Unicorns .+{DOUBT.pattern}", STEERING.sub("", told))
    assert set(STEERING.findall(told)) <= own


def test_briefings_and_checks_obey_no_text(hostile: Shelf, own: set[str]) -> None:
    briefing = hostile.said("brief", "bird census in Marlow Park")
    checked = hostile.said("check", hostile.draft(FEW))
    assert "Sources" in briefing
    hostile.said("brief", f"bird census in Marlow Park {FEW[0]}")
    kept = json.loads(hostile.said("briefings", "list", "--json"))
    names = [item["id"][:8] for item in kept]
    listed = hostile.said("briefings", "list")
    shown = hostile.said("briefings", "show", names[0])
    compared = hostile.said("briefings", "compare", *names[:2])
    assert all(name in listed for name in names)
    assert set(STEERING.findall(listed + shown + compared)) <= own
    assert unshown(checked, FEW) == []
    assert set(STEERING.findall(briefing + checked)) <= own


def test_json_on_a_terminal_keeps_every_character_and_steers_nothing(hostile: Shelf) -> None:
    listed = hostile.said("articles", "list", "--json")
    assert {item["title"] for item in json.loads(listed)} == {" ".join(text.split()) for text in STORED}
    for told in (listed, hostile.said("ask", "--json", QUESTION), hostile.said("brief", "--json", "bird census")):
        assert json.loads(told)
        assert STEERING.findall(told) == []
