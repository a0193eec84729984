"""Pairs from labelled development data: claims that people judged, cut into what the model reads at a time.

A long claim is several sentences, of which people judged the whole. A supported whole makes every sentence supported;
an unsupported one makes those unsupported that hold marked words, or differ from the right side of their pair.
"""

from __future__ import annotations

import difflib
import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from chatbot.answering.fragments import is_fragment
from chatbot.library.sentences import split_sentences
from chatbot.question.expected_answer import Kind, expected_answer
from chatbot.verification.claim_analysis import analyse
from chatbot.verification.claim_words import sentences_of
from chatbot.verification.evidence_selection import cut, select_evidence
from evals.crossvalidation import document_of, folds_of
from evals.datasets import LabelledClaim, read_claims, read_rows
from evals.tasks.verify import split_pairs
from evals.training.pairs import ANSWER, LABELLED, SUPPORT, Pair, Span, stated_pair

OTHERS = 2
"""Wrong answers that stand beside a right one."""
EDITED = 0.8
"""Likeness from which a claim counts as an edit of another."""

_NAMES = re.compile(r"(?<=[\w,;] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*")


def labelled_pairs(data: Path) -> Iterator[tuple[Pair, int]]:
    """Pairs of the judged claims, each with the fold of its document (`evals.crossvalidation`)."""
    claims = read_claims(data)
    rows = list(read_rows(data, {"claim": str}))
    rights = _rights(claims)
    for claim, row, (_, sentences), fold in zip(claims, rows, split_pairs(claims), folds_of(claims), strict=True):
        wrong = wrong_places(claim, row.get("unsupported_spans"), rights[claim.pair or document_of(claim)])
        for pair in _of_claim(claim, sentences, wrong):
            yield pair, int(fold)


def _rights(claims: Sequence[LabelledClaim]) -> dict[str, list[str]]:
    """Supported claims by pair, and by document: what unsupported ones were made from is among them."""
    rights: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if claim.supported:
            rights[claim.pair or document_of(claim)].append(claim.claim)
    return rights


def _of_claim(claim: LabelledClaim, evidence: Sequence[str], wrong: list[Span] | None) -> Iterator[Pair]:
    parts, at = sentences_of(claim.claim), 0
    for part in parts:
        start = max(claim.claim.find(part, at), at)
        at = start + len(part)
        label = claim.supported
        spans: tuple[Span, ...] | None = () if claim.supported else None
        if wrong:
            inside = [(max(a - start, 0), min(b - start, len(part))) for a, b in wrong if b > start and a < at]
            label, spans = not inside, tuple(inside)
        elif not claim.supported and len(parts) > 1:
            continue  # Which of the sentences is wrong is not known.
        kind, doc = LABELLED + claim.set, document_of(claim)
        yield Pair(SUPPORT, kind, doc, part, select_evidence(part, evidence), label, spans)


def wrong_places(claim: LabelledClaim, marked: Sequence[Span] | None, rights: Sequence[str]) -> list[Span] | None:
    """Characters of a claim that are not supported: [] for a supported claim, None where that is not known.

    Args:
        claim: as people judged it.
        marked: what they marked in it.
        rights: supported claims of the same pair or document; the unsupported one may be an edit of one of them.
    """
    if claim.supported:
        return []
    if marked:
        return [(start, end) for start, end in marked]
    alike = [(difflib.SequenceMatcher(None, claim.claim, right, autojunk=False).ratio(), right) for right in rights]
    nearest, right = max(alike, default=(0.0, ""))
    return difference(claim.claim, right) or None if nearest >= EDITED else None


def difference(wrong: str, right: str) -> list[Span]:
    """Characters of one text that the other, nearly equal one has not."""
    words, others = wrong.split(" "), right.split(" ")
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word) + 1)
    codes = difflib.SequenceMatcher(None, words, others, autojunk=False).get_opcodes()
    return [(starts[a], starts[b] - 1) for kind, a, b, _, _ in codes if kind != "equal" and b > a]


def insight_pairs(data: Path, seed: str = "insights") -> Iterator[Pair]:
    """Insights of briefing topics, each with documents that hold it and with some that do not."""
    chance = random.Random(seed)  # noqa: S311
    for row in read_rows(data, {"documents": list, "queries": list}):
        texts = {d["id"]: [span.of(d["text"]) for span in split_sentences(d["text"])] for d in row["documents"]}
        for insight in [insight for query in row["queries"] for insight in query["insights"]]:
            text = insight.get("insight") or insight.get("text") or ""
            having = [name for name in insight["document_ids"] if name in texts]
            lacking = [name for name in texts if name not in insight["document_ids"]]
            for name, label in [(n, True) for n in having[:6]] + [
                (n, False) for n in chance.sample(lacking, min(4, len(lacking)))
            ]:
                yield Pair(
                    SUPPORT, "insight", name, text, select_evidence(text, texts[name]), label, () if label else None
                )


def answered_pairs(data: Path) -> Iterator[Pair]:
    """Questions with the passages that answer them, and such as do not."""
    for row in read_rows(data, {"question": str, "documents": list, "answerable": bool}):
        sentences = [span.of(d["text"]) for d in row["documents"] for span in split_sentences(d["text"])]
        evidence = select_evidence(row["question"], sentences)
        yield Pair(ANSWER, "clapnq", row["id"], row["question"], evidence, row["answerable"])
        if row["answerable"]:
            for answer in row["answers"][:2]:
                yield Pair(
                    SUPPORT,
                    "clapnq_answer",
                    row["id"],
                    answer,
                    select_evidence(answer, sentences),
                    label=True,
                    spans=(),
                )


def located_answers(data: Path) -> Iterator[Pair]:
    """Questions with sentences that hold a known answer, and with the likeliest of those that do not.

    Only questions with an even hash are used, so that the others can measure what was learned.
    """
    for row in read_rows(data, {"question": str, "documents": list}):
        answers = row.get("answers") or row.get("gold_answers") or []
        if is_held_out(row["id"]) or not answers:
            continue
        sentences = [span.of(d["text"]) for d in row["documents"] for span in split_sentences(d["text"])]
        asked = analyse(row["question"]).content
        ranked = sorted(range(len(sentences)), key=lambda at: -len(asked & analyse(sentences[at]).content))
        having = [at for at in ranked if any(answer.casefold() in sentences[at].casefold() for answer in answers)]
        lacking = [at for at in ranked if at not in having][:4]
        having = [at for at in having if asked & analyse(sentences[at]).content][:4]
        for at in [*having, *lacking]:
            evidence = cut(" ".join(sentences[max(0, at - 1) : at + 1]), 110)
            yield Pair(ANSWER, "located", row["id"], row["question"], evidence, at in having)
            yield from _stated(row, [*answers, *_wrong_answers(row)], evidence)


def _wrong_answers(row: Mapping[str, Any]) -> list[str]:
    right = {answer.casefold() for answer in row.get("answers") or row.get("gold_answers") or []}
    others = [*(row.get("choices") or []), *(row.get("wrong_answers") or [])]
    return [other for other in dict.fromkeys(others) if other.casefold() not in right]


def _stated(row: Mapping[str, Any], answers: Sequence[str], evidence: str) -> Iterator[Pair]:
    """Short answers as the claims that they make: those that the evidence holds, one that it does not hold, and other
    things that stand in it.
    """
    short = [answer for answer in answers if is_fragment(answer, row["question"])]
    right = [answer for answer in short if answer.casefold() in evidence.casefold()]
    wrong = [answer for answer in short if answer not in right]
    chance = random.Random(evidence)  # noqa: S311
    wrong = chance.sample(wrong, min(1, len(wrong)))
    if right:  # Elsewhere nobody knows whether what stands there answers.
        others = other_things(row["question"], evidence, answers)
        wrong += chance.sample(others, min(OTHERS, len(others)))
    for answer in right + wrong:
        yield stated_pair(row["id"], row["question"], answer, evidence, right=answer in right)


def other_things(question: str, evidence: str, answers: Sequence[str]) -> list[str]:
    """Names, numbers or times in the evidence of the kind that is asked for, but for the known answers."""
    expected = expected_answer(question)
    if expected.kind in {None, Kind.NAME}:
        found = [name for name in _NAMES.findall(evidence) if name.casefold() not in question.casefold()]
    else:
        found = [match.group() for match in expected.found_in(evidence)]
    known = " ".join(answers).casefold()
    return [thing for thing in dict.fromkeys(found) if not set(thing.casefold().split()) & set(known.split())]


def is_held_out(question: str) -> bool:
    """Whether a question of the development data is kept out of training."""
    return hashlib.sha256(question.encode()).digest()[0] % 2 == 1
