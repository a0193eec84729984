"""The support model with its real embeddings and weights."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.errors import WeightsError
from chatbot.verification.claim_names import is_known, names_of
from chatbot.verification.claim_novelty import novel_spans
from chatbot.verification.claim_numbers import is_backed, numbers_of, values_of
from chatbot.verification.claim_words import clauses_of, sentences_of, stem, words_of
from chatbot.verification.cross_encoder import CrossEncoder, Reading
from chatbot.verification.evidence import CANDIDATES, FeatureSupportModel, RememberingEncoder, candidates
from chatbot.verification.support_gates import apply_gates, explain, missing_name, missing_number, other_sign, repeats
from chatbot.verification.support_weights import WORDS_WEIGHTS, load_support_weights

EVIDENCE = (
    "The ferry Calder Star ran aground off Lakeview on Monday with 1,300 passengers on board.",
    "Harbour master Inga Solheim said the two engines may have failed in heavy fog.",
    "The operator denied that the crew had ignored a warning.",
)


SHARED_ENCODER = SentenceEncoder()


@pytest.fixture(scope="module")
def model() -> FeatureSupportModel:
    return FeatureSupportModel(SHARED_ENCODER, marker=CrossEncoder())


@pytest.mark.parametrize(
    ("supported", "unsupported"),
    [
        ("The ferry Calder Star ran aground off Lakeview.", "The ferry Calder Star sank off Port Arden."),
        ("The ferry ran aground with 1300 passengers.", "The ferry ran aground with 1,700 passengers."),
        ("Harbour master Inga Solheim said the engines may have failed.", "Harbour master Oskar Lund said it."),
        ("The two engines may have failed in heavy fog.", "Seven engines may have failed in heavy fog."),
        ("The ferry ran aground on Monday.", "Share prices rose after the accident."),
    ],
)
def test_supported_claims_pass_the_threshold_and_altered_ones_do_not(
    model: FeatureSupportModel, supported: str, unsupported: str
) -> None:
    good, bad = (max(model.support_many([(claim, [text]) for text in EVIDENCE])) for claim in (supported, unsupported))
    assert good >= model.threshold > bad


@pytest.mark.parametrize("sentence", EVIDENCE)
def test_a_copied_sentence_is_supported(model: FeatureSupportModel, sentence: str) -> None:
    assert model.support(sentence, EVIDENCE) > 0.9
    assert model.support(sentence.upper().rstrip("."), EVIDENCE) > 0.9


@pytest.mark.parametrize(
    ("claim", "evidence"), [("", EVIDENCE), (" … ", EVIDENCE), ("It sank.", []), ("It sank.", [" "])]
)
def test_nothing_to_compare_is_no_support(model: FeatureSupportModel, claim: str, evidence: list[str]) -> None:
    assert model.support(claim, evidence) == 0.0
    assert model.explain(claim, evidence)


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("The ferry ran aground with 23 passengers on board.", "the number 23 is not in the cited text"),
        ("The ferry of Nils Berg ran aground off Lakeview.", "the name Nils Berg is not in the cited text"),
        ("The crew had ignored a warning, the operator denied not.", "it negates what the source says"),
        ("Inflation slowed as bread became cheaper.", "the cited text is about something else"),
    ],
)
def test_reasons_name_what_is_wrong(model: FeatureSupportModel, claim: str, reason: str) -> None:
    evidence = EVIDENCE[:1] if "negates" not in reason else ["The operator said the crew had ignored a warning."]
    assert model.explain(claim, evidence) == reason


def test_reason_tells_negation_opposites_and_certainty(model: FeatureSupportModel) -> None:
    assert model.explain("The engine failed in fog.", ["The engine never failed in fog."]) == "the source negates it"
    assert "“rose”, not “fell”" in model.explain("Ticket sales fell in May.", ["Ticket sales rose in May."])
    assert model.explain("The engines failed in fog.", [EVIDENCE[1]]) == "the source is less certain"


def test_a_batch_judges_like_single_calls(model: FeatureSupportModel) -> None:
    pairs = [("The ferry ran aground.", EVIDENCE), ("", EVIDENCE), ("Engines failed. It was foggy.", EVIDENCE[1:])]
    assert model.support_many(pairs) == pytest.approx([model.support(*pair) for pair in pairs], abs=1e-6)
    assert model.support_many([]) == []


@settings(max_examples=30, deadline=None)
@given(claim=st.text(max_size=60), evidence=st.lists(st.text(max_size=60), max_size=3))
def test_any_text_gets_a_probability_and_a_reason(claim: str, evidence: list[str]) -> None:
    model = FeatureSupportModel(SHARED_ENCODER)
    assert 0.0 <= model.support(claim, evidence) <= 1.0
    assert model.explain(claim, evidence)


def test_long_evidence_is_searched_for_the_right_sentence(model: FeatureSupportModel) -> None:
    filler = [f"Entry {number} of the harbour log mentions calm weather." for number in range(3 * CANDIDATES)]
    evidence = [*filler, *EVIDENCE]
    chosen = candidates("The ferry Calder Star ran aground off Lakeview.", evidence)
    assert len(chosen) == CANDIDATES
    assert len(filler) in chosen
    assert model.support("The ferry Calder Star ran aground off Lakeview on Monday.", evidence) >= model.threshold


def test_each_distinct_text_is_embedded_once() -> None:
    seen: list[str] = []

    class Counting:
        def encode(self, texts):
            seen.extend(texts)
            return SHARED_ENCODER.encode(texts)

    remembering = RememberingEncoder(Counting(), limit=3)
    remembering.learn(["a", "b", "a"])
    remembering.encode(["b", "a"])
    assert seen == ["a", "b"]
    remembering.learn(["c", "d"])
    remembering.encode(["a"])
    assert seen == ["a", "b", "c", "d", "a"]


def test_what_another_thread_lets_the_encoder_forget_is_still_known_to_this_one() -> None:
    class Disturbed:
        def encode(self, texts):
            if texts == ["new"]:
                remembering.learn(["x", "y", "z"])
            return SHARED_ENCODER.encode(texts)

    remembering = RememberingEncoder(Disturbed(), limit=3)
    remembering.learn(["old"])
    assert remembering.encode(["old", "new"]).shape == (2, SHARED_ENCODER.encode(["a"]).shape[1])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,300 people", [1300]), ("1300 people", [1300]), ("$1.3 million", [1_300_000]), ("£5bn", [5_000_000_000]),
        ("twenty-three", [23]), ("two hundred and five thousand", [205_000]), ("the 1990s", [1990]), ("11.5%", [11.5]),
        ("24,9 million", [24_900_000]), ("3,5 %", [3.5]), ("in 9,8 and 7", [9, 8, 7]),
        ("539 B.C.", [539]), ("5 m away", [5]), ("the third time", [3]), ("May 29, 1943", [29, 1943]), ("nobody", []),
        ("two dozen boats", [24]), ("half a dozen", [6]), ("a dozen", [12]), ("the 2023-24 season", [2023, 2024]),
        ("the ’24 vote", [2024]), ("the '80s", [1980]), ("the 60s", [1960]), ("in his 60s", [60]),
        ("since 2025-03", [2025, 3]), ("2009-11-30", [2009, 11, 30]),
    ],
)  # fmt: skip
def test_numbers_are_values(text: str, values: list[float]) -> None:
    assert [number.value for number in numbers_of(text)] == values


@pytest.mark.parametrize(
    ("claim", "source", "backed"),
    [
        ("1,300", "1300", True), ("1.3 thousand", "1,300", True), ("nearly 500", "497", True), ("500", "497", False),
        ("2.4 million", "2,398,000", True), ("2.4 million", "2.6 million", False), ("235,000", "235, 000", True),
        ("in ’63", "in 1963", True), ("63", "in 1963", False), ("24", "in 2024", False), ("two", "2", True),
        ("12,300", "12,345", True), ("12,400", "12,345", False), ("12,345", "12,300", False),
        ("12,000", "12,345", False), ("about 12,000", "12,345", True), ("1,300", "1,299", False),
    ],
)  # fmt: skip
def test_numbers_are_backed_by_their_value(claim: str, source: str, backed: bool) -> None:
    assert is_backed(numbers_of(claim)[0], values_of(source)) is backed


@given(st.integers(min_value=0, max_value=10**12))
def test_a_number_backs_itself_however_it_is_grouped(value: int) -> None:
    assert is_backed(numbers_of(f"{value:,}")[0], values_of(str(value)))


def test_names_leave_out_what_any_sentence_capitalises() -> None:
    assert names_of(words_of("On Monday Prime Minister Inga Solheim met envoys of the UN in May.")) == [
        "Inga",
        "Solheim",
        "UN",
    ]
    assert names_of(words_of("FERRY AGROUND OFF LAKEVIEW")) == []


@pytest.mark.parametrize(("name", "word"), [("Russian", "russia"), ("Ukrainians", "ukraine"), ("French", "france")])
def test_related_names_are_known(name: str, word: str) -> None:
    assert is_known(name, frozenset({word}))
    assert not is_known(name, frozenset({"lakeview"}))


def test_gates_find_what_is_missing_in_any_sentence_of_the_claim() -> None:
    assert missing_number("It ran aground. It carried 40 crew.", EVIDENCE) == "40"
    assert missing_number("Both engines and two pumps failed.", EVIDENCE[:1]) == ""
    assert (
        missing_name("However, World Health Organization staff came.", ["The WHO sent staff."])
        == "World Health Organization"
    )
    assert missing_name("The WHO sent staff.", ["World Health Organization staff came."]) == ""


def test_repeating_allows_leaving_words_out_but_not_a_negation() -> None:
    assert repeats("The ferry Calder Star ran aground off Lakeview with 1,300 passengers on board", EVIDENCE)
    assert not repeats("The operator said the crew had ignored a warning.", EVIDENCE)
    assert not repeats("The crew ran.", ["The crew never ran."])


@pytest.mark.parametrize(
    ("one", "other"), [("agreed", "agree"), ("Russians", "russian"), ("running", "run"), ("studies", "study")]
)
def test_endings_do_not_matter(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    "forms",
    [
        "win wins winning won",
        "rise rose risen rising",
        "die dies died dying",
        "sue sues sued suing",
        "woman women",
        "centre centres center centers",
        "labour labours labored labor",
        "travelled traveled travels traveller traveler",
        "compel compels compelled",
        "programme programmes programs program",
    ],
)
def test_forms_and_spellings_do_not_matter(forms: str) -> None:
    assert len({stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("fell", "fed"), ("found", "founded"), ("labor", "lab"), ("center", "cent"), ("hour", "or"), ("called", "calf")],
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_another_form_of_a_word_is_not_said_to_be_missing(model: FeatureSupportModel) -> None:
    evidence = ["The harbour crew won the rowing race and sold its old boat."]
    told = model.explain("The harbor crew wins the rowing race and sells its old piano", evidence)
    assert told.endswith("nothing on “piano”")


def test_claims_are_cut_into_sentences_and_clauses() -> None:
    assert sentences_of("Here is a summary in 20 words:\n\nMr. Lund left. It rained [2].") == [
        "Mr. Lund left.",
        "It rained.",
    ]
    assert clauses_of("The ferry sank, while the crew was saved") == ["The ferry sank", "while the crew was saved"]


def test_damaged_weights_are_reported(tmp_path: Path) -> None:
    stored = json.loads(WORDS_WEIGHTS.read_text(encoding="utf-8"))
    del stored["threshold"]
    (tmp_path / "support.json").write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(WeightsError, match=r"threshold"):
        load_support_weights(tmp_path / "support.json")
    with pytest.raises(WeightsError, match=r"FileNotFoundError"):
        load_support_weights(tmp_path / "absent.json")


def test_the_words_that_nothing_backs_are_marked(model: FeatureSupportModel) -> None:
    claim = "The ferry ran aground off Port Arden on Monday."
    assert any(span.of(claim) in "Port Arden" for span in model.unbacked(claim, EVIDENCE))
    assert model.unbacked(EVIDENCE[0], EVIDENCE) == ()
    assert model.unbacked(claim, []) == ()
    assert FeatureSupportModel(SHARED_ENCODER).unbacked(claim, EVIDENCE) == ()


@pytest.mark.parametrize(
    ("claim", "novel"),
    [
        ("The ferry Calder Star sank off Port Arden.", ["sank", "Port Arden"]),
        ("Some 1300 passengers were on board the ferries.", []),
        ("About 1.3 thousand passengers, 40 of them Norwegian.", ["40", "Norwegian"]),
        ("Solheim’s engine failed in the two fogs.", []),
        ("The U.S. operator denied it.", ["U.S."]),
    ],
)
def test_novel_words_are_those_that_the_evidence_holds_in_no_form(claim: str, novel: list[str]) -> None:
    assert [span.of(claim) for span in novel_spans(claim, EVIDENCE)] == novel


@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=3))
def test_novel_words_lie_in_the_claim_in_order_and_a_copy_has_none(claim: str, evidence: list[str]) -> None:
    spans = novel_spans(claim, evidence)
    assert all(0 <= span.start < span.end <= len(claim) for span in spans)
    assert all(before.end < after.start for before, after in pairwise(spans))
    assert novel_spans(claim, [*evidence, claim]) == ()


class Unsure:
    """A reader that finds every word as likely backed as its logit says."""

    def __init__(self, logit: float) -> None:
        self.logit = logit

    def read(self, pairs: Sequence[tuple[str, str]]) -> list[Reading]:
        return [Reading(0.0, 0.0, ((0, len(text), self.logit),)) for text, _ in pairs]


@pytest.mark.parametrize("logit", [-3.0, 3.0])
def test_where_the_evidence_model_marks_nothing_or_everything_the_novel_words_are_marked(logit: float) -> None:
    model = FeatureSupportModel(SHARED_ENCODER, marker=Unsure(logit))
    claim = "The ferry Calder Star sank off Lakeview on Monday."
    assert [span.of(claim) for span in model.unbacked(claim, EVIDENCE)] == ["sank"]
    assert model.unbacked("Share prices soared afterwards, ferry aside.", EVIDENCE) == ()


@pytest.mark.parametrize(
    ("claim", "doubted"),
    [
        ("A second session with the Ukrainians followed on Tuesday.", False),
        ("A second session with the Ukrainians followed on Monday.", True),
        ("They met again. A second session with the Ukrainians followed on Monday.", True),
        ("", False),
    ],
)
def test_a_wrong_word_among_right_ones_is_doubted(model: FeatureSupportModel, claim: str, doubted: bool) -> None:
    evidence = ["A second session with the Ukrainians followed on Tuesday."]
    assert model.doubts(claim, evidence) is doubted
    assert not FeatureSupportModel(SHARED_ENCODER).doubts(claim, evidence)


def test_the_evidence_model_may_have_a_vote() -> None:
    voting = FeatureSupportModel(SHARED_ENCODER, CrossEncoder())
    other, same = voting.support_many([("Nobody denied it.", EVIDENCE[2:]), (EVIDENCE[2], EVIDENCE[2:])])
    assert same > voting.threshold > other


@pytest.mark.parametrize(
    ("claim", "source", "found"),
    [
        ("It was 12 °C on Monday.", "It was −12 °C on Monday.", "12"),
        ("Growth was -3.2% in 2020.", "Growth was 3.2% in 2020.", "−3.2"),
        ("The minimum was minus 7 degrees.", "The minimum was -7 degrees.", ""),
        ("Growth was -3.2%.", "The economy shrank by 3.2%.", ""),
        ("They won 2-1.", "They won 2-1.", ""),
        ("It was 12 °C.", "It was 12 °C, after -12 °C at night.", ""),
    ],
)
def test_a_number_with_the_other_sign_is_another_number(claim: str, source: str, found: str) -> None:
    assert other_sign(claim, [source]) == found
    if found:
        assert apply_gates(claim, [source], 0.99, 0.6) == 0.3
        assert "other sign" in explain(claim, [source])


@pytest.mark.parametrize(
    ("name", "word", "known"),
    [
        ("Niger", "nigeria", False),
        ("Nigeria", "nigerian", True),
        ("Austria", "australian", False),
        ("Australia", "australians", True),
        ("Russia", "russian", True),
    ],
)
def test_places_with_like_names_are_different_places(name: str, word: str, known: bool) -> None:
    assert is_known(name, frozenset({word})) is known
