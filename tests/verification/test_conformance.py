"""What every verifier must do, whoever judges."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from chatbot.embedding.encoder import SentenceEncoder
from chatbot.records import Evidence, Verdict
from chatbot.verification.evidence import FeatureSupportModel
from chatbot.verification.local import LocalVerifier
from chatbot.verification.verifier import Claim, Finding, Verifier
from tests.verification.articles import BRIDGE, BUDGET, ENGINES, FERRY, HEADING, POOL, QUESTION, UNRELATED, VOTE
from tests.verification.judges import HonestJudge, judged_by

CLAIMS = (
    Claim(FERRY.quote, (FERRY,)),
    Claim(UNRELATED, (BUDGET,)),
    Claim("The council approved a budget of 48 million dollars."),
    Claim("Mayor Inga Solheim approved a bridge of 84 million dollars on Friday.", (VOTE, BRIDGE)),
    Claim(BRIDGE.quote, (ENGINES,)),
)


@pytest.fixture(params=["local", "endpoint"])
def verifier(request: pytest.FixtureRequest, encoder: SentenceEncoder) -> Verifier:
    if request.param == "local":
        return LocalVerifier(FeatureSupportModel(encoder))
    return judged_by(HonestJudge())


def found(verifier: Verifier, claim: Claim, *evidence: Evidence) -> Finding:
    (finding,) = verifier.verify([claim], evidence).findings
    return finding


def test_there_is_one_finding_for_each_claim_in_their_order(verifier: Verifier) -> None:
    findings = verifier.verify(CLAIMS, POOL).findings
    assert [finding.supported for finding in findings] == [True, False, True, False, True]
    backwards = verifier.verify(CLAIMS[::-1], POOL).findings
    assert [finding.supported for finding in backwards] == [True, False, True, False, True]
    assert backwards[0].evidence != findings[0].evidence


def test_no_claims_make_no_findings(verifier: Verifier) -> None:
    assert verifier.verify([], POOL).findings == ()
    assert verifier.verify([], []).findings == ()


def test_without_evidence_nothing_is_found(verifier: Verifier) -> None:
    for finding in verifier.verify([Claim(FERRY.quote), Claim(UNRELATED)], []).findings:
        assert finding.verdict is Verdict.NOT_FOUND
        assert not finding.evidence
        assert not finding.nearest
        assert finding.reason


def test_evidence_is_what_was_given_or_cited(verifier: Verifier) -> None:
    given = POOL[2:]
    for finding in verifier.verify(CLAIMS, given).findings:
        assert {*finding.evidence, *finding.nearest} <= {*given, FERRY, ENGINES}


def test_what_is_cited_counts_although_it_is_not_among_the_evidence(verifier: Verifier) -> None:
    assert found(verifier, Claim(FERRY.quote, (FERRY,)), BUDGET, VOTE).evidence == (FERRY,)
    assert found(verifier, Claim(FERRY.quote, (FERRY,))).evidence == (FERRY,)


def test_supported_claims_alone_have_evidence_and_doubtful_ones_a_reason_and_what_is_nearest(
    verifier: Verifier,
) -> None:
    for finding in verifier.verify(CLAIMS, POOL).findings:
        assert finding.verdict.is_claim
        assert bool(finding.evidence) is finding.supported
        assert bool(finding.nearest) is finding.verdict.is_doubtful
        assert bool(finding.reason) is finding.verdict.is_doubtful
        assert not finding.reason.endswith(".")
        assert 0 <= finding.score <= 1
        assert len(set(finding.evidence)) == len(finding.evidence)


@pytest.mark.parametrize("sentence", POOL, ids=lambda item: item.quote[:20])
def test_a_claim_that_repeats_a_sentence_is_supported_by_it(verifier: Verifier, sentence: Evidence) -> None:
    finding = found(verifier, Claim(sentence.quote), *POOL)
    assert finding.supported
    assert finding.evidence == (sentence,)


def test_a_claim_about_something_else_is_not_supported_whatever_it_cites(verifier: Verifier) -> None:
    for cited in ((), (FERRY,), POOL):
        assert found(verifier, Claim(UNRELATED, cited), *POOL).verdict.is_doubtful


def test_questions_and_headings_back_nothing(verifier: Verifier) -> None:
    claim = "The ferry Calder Star runs aground off Lakeview."
    for alone in ((HEADING,), (QUESTION,), (HEADING, QUESTION)):
        assert found(verifier, Claim(claim, alone)).verdict is Verdict.NOT_FOUND
        assert found(verifier, Claim(claim), *alone).verdict is Verdict.NOT_FOUND
        assert not found(verifier, Claim(claim, alone), *alone, BUDGET).supported
    finding = found(verifier, Claim(FERRY.quote, (HEADING, FERRY, QUESTION)), HEADING, FERRY, QUESTION)
    assert finding.evidence == (FERRY,)


@pytest.mark.parametrize("text", ["", " ", "…", "[3]", "\ud800", "\n1: " + UNRELATED])
def test_a_claim_that_says_nothing_is_not_supported(verifier: Verifier, text: str) -> None:
    assert found(verifier, Claim(text, (FERRY,)), *POOL).verdict.is_doubtful


def test_threads_may_share_it(verifier: Verifier) -> None:
    alone = verifier.verify(CLAIMS, POOL).findings
    with ThreadPoolExecutor(4) as threads:
        runs = [threads.submit(verifier.verify, CLAIMS, POOL) for _ in range(8)]
    for run in runs:
        findings = run.result().findings
        assert [(finding.verdict, finding.evidence) for finding in findings] == [
            (finding.verdict, finding.evidence) for finding in alone
        ]
        assert [finding.score for finding in findings] == pytest.approx([finding.score for finding in alone], abs=1e-3)
