"""The evidence model with its real weights."""

from __future__ import annotations

import pytest

from chatbot.verification.cross_encoder import CrossEncoder, Reading

EVIDENCE = (
    "The ferry Calder Star ran aground off Lakeview on Monday with 1,300 passengers on board. "
    "Harbour master Inga Solheim said the two engines may have failed in heavy fog."
)


@pytest.fixture(scope="module")
def reader() -> CrossEncoder:
    return CrossEncoder()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("The ferry ran aground on Monday.", "The ferry ran aground on Friday."),
        ("The Calder Star had 1,300 passengers on board.", "The Calder Star had 1,800 passengers on board."),
        ("Inga Solheim said the engines may have failed.", "Oskar Lund said the engines may have failed."),
    ],
)
def test_a_claim_with_one_wrong_thing_is_supported_less(reader: CrossEncoder, right: str, wrong: str) -> None:
    good, bad = reader.read([(right, EVIDENCE), (wrong, EVIDENCE)])
    assert good.support > bad.support
    assert good.worst < bad.worst


def test_the_wrong_words_are_pointed_at(reader: CrossEncoder) -> None:
    claim = "The ferry Calder Star ran aground off Port Arden on Monday."
    (reading,) = reader.read([(claim, EVIDENCE)])
    worst = max(reading.unbacked, key=lambda token: token[2])
    assert claim[worst[0] : worst[1]] in "Port Arden"


def test_what_is_said_of_a_pair_does_not_depend_on_the_pairs_beside_it() -> None:
    pairs = [("The ferry sank.", EVIDENCE), ("It was Monday.", "It rained."), ("", ""), ("a" * 5000, "b " * 5000)]
    together = CrossEncoder().read(pairs)
    assert [CrossEncoder().read([pair])[0] for pair in pairs] == together
    assert CrossEncoder(threads=1).read(pairs) == together
    assert CrossEncoder().read([]) == []


def test_half_a_surrogate_pair_is_read(reader: CrossEncoder) -> None:
    assert reader.read([("a \ud800 b", EVIDENCE)])


def test_unbacked_words_are_whole_and_joined() -> None:
    text = "Solheim left Lakeview at noon"
    tokens = ((0, 4, -3.0), (4, 7, -3.0), (8, 12, 1.0), (13, 17, 2.0), (17, 21, -1.0), (22, 24, -2.0), (25, 29, 0.5))
    spans = Reading(0.0, 0.0, tokens).unbacked_spans(text)
    assert [span.of(text) for span in spans] == ["left Lakeview", "noon"]
    assert Reading(0.0, 0.0, ()).worst < 0
