"""Claims are compared with quotes in one writing: numbers by value, letters whatever their code points."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.records import Evidence, Metadata
from chatbot.verification.evidence import FeatureSupportModel
from chatbot.verification.local import LocalVerifier
from chatbot.verification.plain_text import plain_claim, plain_quote
from chatbot.verification.support_gates import missing_name, missing_number
from chatbot.verification.verifier import Claim
from tests.verification.articles import evidence
from tests.verification.judges import ScriptedJudge, judged_by


@pytest.fixture
def verifier(encoder: SentenceEncoder) -> LocalVerifier:
    return LocalVerifier(FeatureSupportModel(encoder))


def said_in(language: str, quote: str) -> Evidence:
    return replace(evidence(quote), metadata=Metadata(language=language))


BACKED = [
    ("en", "The arena at Selm will cost 6.250.000 euros.", "The arena at Selm will cost 6,250,000 euros."),
    ("en", "The arena at Selm will cost 6 250 000 euros.", "The arena at Selm will cost 6.25 million euros."),
    ("en", "The arena at Selm will cost 6’250’000 francs.", "The arena at Selm will cost 6,250,000 francs."),
    ("en", "The arena at Selm will cost 62,50,000 rupees.", "The arena at Selm will cost 6,250,000 rupees."),
    ("en", "The arena at Selm holds ６，２５０ people.", "The arena at Selm holds 6,250 people."),
    ("de", "Die Arena in Selm kostet 6.250 Euro.", "Die Arena in Selm kostet 6250 Euro."),
    ("de", "Die Arena in Selm kostet 6,25 Mio. Euro.", "Die Arena in Selm kostet 6.250.000 Euro."),
    ("ar", "The arena at Selm holds ٦٬٢٥٠ people.", "The arena at Selm holds 6,250 people."),
    ("", "The arena at Selm lies 2,5 km from the sea.", "The arena at Selm lies 2.5 km from the sea."),
]
NOT_BACKED = [
    ("en", "The arena at Selm will cost 6.250.000 euros.", "The arena at Selm will cost 6.25 euros."),
    ("en", "The arena at Selm will cost 6 250 000 euros.", "The arena at Selm will cost 6 euros."),
    ("en", "The arena at Selm will cost 6’250’000 francs.", "The arena at Selm will cost 250 francs."),
    ("de", "Die Arena in Selm kostet 6.250 Euro.", "Die Arena in Selm kostet 6,25 Euro."),
    ("de", "Die Arena in Selm kostet 6,250 Euro.", "Die Arena in Selm kostet 6.250 Euro."),
    ("en", "The arena at Selm lies 2,5 km from the sea.", "The arena at Selm lies 25 km from the sea."),
    ("en", "The arena at Selm will cost 6,250 euros.", "The arena at Selm will cost 6.25 euros."),
    ("xx", "Arena Selm: 6.250 euro ticket.", "Arena Selm: 6250 euro ticket."),
    ("xx", "Arena Selm: 6.250 euro ticket.", "Arena Selm: 6,25 euro ticket."),
]


@pytest.mark.parametrize(("language", "quote", "claim"), BACKED)
def test_a_number_is_backed_in_another_notation(verifier: LocalVerifier, language: str, quote: str, claim: str) -> None:
    told = said_in(language, quote)
    finding = verifier.check(Claim(claim, (told,)), [told])
    assert finding.supported, finding.reason
    assert finding.evidence == (told,)


@pytest.mark.parametrize(("language", "quote", "claim"), NOT_BACKED)
def test_a_number_that_only_looks_alike_is_not(verifier: LocalVerifier, language: str, quote: str, claim: str) -> None:
    told = said_in(language, quote)
    assert not verifier.check(Claim(claim, (told,)), [told]).supported


@pytest.mark.parametrize(
    ("number", "quote"),
    [("1.25 million", "Die Brücke kostet 1.250.000 Euro."), ("1.25 million", "Die Brücke kostet 1,25 Millionen Euro.")],
)
def test_a_claim_in_english_has_the_value_of_a_german_article(number: str, quote: str) -> None:
    told = said_in("de", quote)
    claim = plain_claim(f"The bridge will cost {number} euros.", [told]).text
    assert not missing_number(claim, [plain_quote(told)])
    assert missing_number(plain_claim("The bridge will cost 1.25 euros.", [told]).text, [plain_quote(told)]) == "1.25"


def test_the_reason_names_a_number_as_the_claim_writes_it(verifier: LocalVerifier) -> None:
    told = said_in("de", "Die Arena in Selm kostet 6.250.000 Euro.")
    finding = verifier.check(Claim("Die Arena in Selm kostet 8.250.000 Euro.", (told,)), [told])
    assert finding.reason == "the number 8.250.000 is not in the cited text"


@pytest.mark.parametrize(("number", "supported"), [("6,250,000", True), ("6.25", False)])
def test_a_judge_cannot_argue_a_number_away_in_any_notation(number: str, supported: bool) -> None:
    told = said_in("en", "The arena at Selm will cost 6.250.000 euros.")
    entry = {"id": 1, "verdict": "supported", "quotes": [told.quote]}
    claim = Claim(f"The arena at Selm will cost {number} euros.", (told,))
    (finding,) = judged_by(ScriptedJudge({"sentences": [entry]})).verify([claim], [told]).findings
    assert finding.supported is supported


def test_the_language_of_an_article_is_read_off_where_it_does_not_say_it() -> None:
    context = "Der Rat hat am Montag entschieden, dass die Arena gebaut wird. Sie kostet 6.250 Euro."
    told = replace(evidence("Sie kostet 6.250 Euro."), context=context)
    assert plain_quote(told) == "Sie kostet 6,250 Euro."


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("other", ["NFC", "NFD", "ASCII"])
def test_a_name_is_known_whatever_its_code_points(verifier: LocalVerifier, form: str, other: str) -> None:
    told = evidence(unicodedata.normalize(form, "The council named Zoë Škrabalová as its new harbor master on Monday."))  # type: ignore[arg-type]
    claim = "Zoë Škrabalová was named harbor master on Monday."
    claim = "Zoe Skrabalova was named harbor master on Monday." if other == "ASCII" else claim
    finding = verifier.check(Claim(unicodedata.normalize("NFD" if other == "NFD" else "NFC", claim), (told,)), [told])
    assert finding.supported, finding.reason


@pytest.mark.parametrize("typed", ["Muller", "Mueller", "Müller", "Mu\u0308ller", "MÜLLER"])
@pytest.mark.parametrize("written", ["Müller", "Mu\u0308ller", "Mül\u00adler"])
def test_an_umlaut_may_be_typed_as_each_keyboard_has_it(typed: str, written: str) -> None:
    assert not missing_name(
        f"On Monday the clerk Jan {typed} retired from his office.", [f"Jan {written} retired in January."]
    )


def test_another_name_stays_another_name() -> None:
    claim = "On Monday the clerk Jan Möller retired from his office."
    assert missing_name(claim, ["Jan Müller retired in January."]) == "Möller"


def test_unbacked_words_are_marked_where_they_stand(verifier: LocalVerifier) -> None:
    text = unicodedata.normalize("NFD", "Zoë Škrabalová paid 9.500.000 euros for the oﬃce.")
    plain = plain_claim(text, ())
    at = plain.text.index("9,500,000")
    start, end = plain.original(at, at + len("9,500,000"))
    assert text[start:end] == "9.500.000"
    at = plain.text.index("office")
    start, end = plain.original(at, at + len("office"))
    assert text[start:end] == "oﬃce"
