"""What became of the sentences that a model wrote, and of the evidence that it should have been given. Pure.

Rows hold what the task `newsroom` finds for each question: `kind`, `refused`, `withheld`, `quotes` (gold quotes, each
with whether it was `given`), `claims` and `twins` (right and wrong sentences, each with `in_prompt`, `written` and
`fate`), `must_have` (points, each with whether it was `found`; empty where that was not asked) and what it cost.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from enum import StrEnum

import numpy as np

from chatbot.records import Verdict
from evals.datasets import Row
from evals.runs.report import Metrics, defined
from evals.scoring.letters import letters, places
from evals.scoring.shown import mean, median

UNANSWERABLE = "unanswerable"


class Fate(StrEnum):
    """What a reader sees of a sentence that a model wrote. The best of its places in the answer counts."""

    SUPPORTED = "supported"
    """Its words stand in the answer, and every sentence that holds some of them is supported."""
    MARKED = "marked"
    """Its words stand there, and a sentence that holds some of them is marked as doubtful."""
    UNCHECKED = "unchecked"
    """Its words stand there, neither supported nor marked."""
    CORRECTED = "corrected"
    """The model has put another sentence in its place after the check."""
    MISSING = "missing"


_LOST = frozenset((Fate.UNCHECKED, Fate.MISSING))


def fate_of(text: str, sentences: Sequence[Row]) -> Fate:
    """What became of a sentence.

    Args:
        text: as the model wrote it. The product may have cut it in two, or set it as a row of a table.
        sentences: of the answer, in order, each with `text`, `verdict` and `original`.
    """
    wanted = letters(text)
    found = {_fate_at([sentences[at] for at in touched]) for touched in places(wanted, _texts(sentences))}
    for fate in Fate:
        if fate in found:
            return fate
    firsts = [sentence.get("original") or sentence["text"] for sentence in sentences]
    return Fate.CORRECTED if any(places(wanted, firsts)) else Fate.MISSING


def _texts(sentences: Sequence[Row]) -> list[str]:
    return [sentence["text"] for sentence in sentences]


def _fate_at(touched: Sequence[Row]) -> Fate:
    verdicts = [Verdict(sentence["verdict"]) for sentence in touched]
    if any(verdict.is_doubtful for verdict in verdicts):
        return Fate.MARKED
    return Fate.SUPPORTED if set(verdicts) == {Verdict.SUPPORTED} else Fate.UNCHECKED


def is_written(text: str, other: str, reply: str) -> bool:
    """Whether a sentence stands in a reply by itself, and not only as a part of the other one of its pair."""
    wanted, longer, whole = letters(text), letters(other), letters(reply)
    return wanted in (whole.replace(longer, " ") if wanted in longer else whole)


def wrote(rows: Sequence[Row]) -> frozenset[str]:
    """Which sentences of the data were written in a run: some `claims`, some `twins`, both or none."""
    return frozenset(name for name in ("claims", "twins") if any(each["written"] for row in rows for each in row[name]))


def newsroom_metrics(rows: Sequence[Row], written: frozenset[str]) -> Metrics:
    """The metrics of some questions; what is undefined is left out.

    Args:
        rows: of the questions.
        written: which sentences of the data were written in the whole run. A model that writes none of them writes its
            own, and only the points that an answer must have can be looked for.
    """
    own = _of_sentences(rows, written) if written else _points(rows)
    return defined(_evidence(rows) | own | _refusals(rows) | _costs(rows))


def _evidence(rows: Sequence[Row]) -> dict[str, float]:
    """Of the questions that can be answered, where there are any."""
    counted = [row for row in rows if row["kind"] != UNANSWERABLE] or rows
    return {"evidence_recall": mean(quote["given"] for row in counted for quote in row["quotes"])}


def _points(rows: Sequence[Row]) -> dict[str, float]:
    return {"must_have": mean(point["found"] for row in rows for point in row["must_have"])}


def _of_sentences(rows: Sequence[Row], written: frozenset[str]) -> dict[str, float]:
    found: dict[str, float] = {"dropped": _dropped(rows)}
    if "claims" in written:
        claims = [claim for row in rows for claim in row["claims"]]
        found["complete"] = mean(_is_shown(claim) for claim in claims)
        found["kept"] = mean(_is_shown(claim) for claim in claims if claim["in_prompt"])
    if "twins" in written:
        twins = [twin for row in rows for twin in row["twins"] if twin["written"]]
        found["wrong_supported"] = mean(twin["fate"] == Fate.SUPPORTED for twin in twins)
        found["wrong_marked"] = mean(twin["fate"] == Fate.MARKED for twin in twins)
    return found


def _dropped(rows: Sequence[Row]) -> float:
    expected = sum(_is_expected(sentence) for row in rows for sentence in (*row["claims"], *row["twins"]))
    return sum(map(lost, rows)) / expected if expected else math.nan


def _is_shown(sentence: Row) -> bool:
    return bool(sentence["written"] and sentence["fate"] == Fate.SUPPORTED)


def _is_expected(sentence: Row) -> bool:
    return bool(sentence["written"] and sentence["in_prompt"])


def lost(row: Row) -> int:
    """How many sentences that the model wrote from its prompt a reader neither sees as checked nor is told of."""
    fates = [sentence["fate"] for sentence in (*row["claims"], *row["twins"]) if _is_expected(sentence)]
    told = min(int(row["withheld"]), fates.count(Fate.MISSING))
    return sum(fate in _LOST for fate in fates) - told


def _refusals(rows: Sequence[Row]) -> dict[str, float]:
    return {
        "refusal_rate": mean(row["refused"] for row in rows if row["kind"] == UNANSWERABLE),
        "false_refusal_rate": mean(row["refused"] for row in rows if row["kind"] != UNANSWERABLE),
    }


def _costs(rows: Sequence[Row]) -> dict[str, float]:
    return {
        "prompt_tokens_p50": median(_known(row["usage"]["prompt_tokens"] or None for row in rows)),
        "evidence_tokens_p50": median(_known(row["evidence_tokens"] for row in rows)),
        "first_sentence_s_p50": median(row["first_sentence_s"] for row in rows),
        "answer_s_p50": median(row["answer_s"] for row in rows),
        "answer_s_p95": float(np.percentile([row["answer_s"] for row in rows], 95)) if rows else math.nan,
        "after_last_word_s_p50": median(_known(row["after_last_word_s"] for row in rows)),
    }


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]
