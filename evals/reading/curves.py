"""Which plots a report can show, from its rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evals.datasets import Row
from evals.reading.plots import Axes, Line, histogram, line_chart
from evals.runs.report import Report
from evals.scoring.reliability import Bin, brier_score, equal_mass_bins, expected_calibration_error

CUTS = tuple(float(cut) for cut in np.round(np.arange(0.05, 1.0, 0.05), 2))
DIAGONAL = Line("perfect", ((0, 0), (1, 1)), dashed=True)


def plots_of(report: Report) -> list[str]:
    """Reliability and thresholds of the verifier, refusals over thresholds, latency."""
    rows = report.rows
    if report.task == "verify":
        return [reliability(rows), over_thresholds(rows)]
    drawn = []
    if report.task in {"refusal", "citations"} and any(row.get("answerability") for row in rows):
        drawn.append(refusals(rows))
    if rows and "answer_s" in rows[0]:
        drawn.append(histogram("Seconds to the whole answer", "seconds", [row["answer_s"] for row in rows]))
        drawn.append(histogram("Seconds to the first sentence", "seconds", [row["first_sentence_s"] for row in rows]))
    return drawn


def reliability(rows: Sequence[Row]) -> str:
    """How often claims of each probability were supported, in bins of equal mass: DeGroot and Fienberg (1983)."""
    truth, chances = [row["supported"] for row in rows], [row["score"] for row in rows]
    bins = equal_mass_bins(truth, chances)
    if not bins:
        return ""
    found = f"ECE {expected_calibration_error(bins):.3f}, Brier score {brier_score(truth, chances):.3f}"
    line = Line("verifier", [(each.probability, each.share) for each in bins])
    axes = Axes("probability of support", "share supported")
    return line_chart(f"Reliability of the verifier: {found}", axes, [line, DIAGONAL]) + _bins_table(bins)


def _bins_table(bins: Sequence[Bin]) -> str:
    """The bins in figures: a point on a curve does not say how many claims it stands for."""
    body = "".join(
        f"<tr><td>{at}</td><td>{each.claims}</td><td>{each.probability:.3f}</td><td>{each.share:.3f}</td></tr>"
        for at, each in enumerate(bins, 1)
    )
    head = "<tr><th>bin</th><th>claims</th><th>mean probability</th><th>share supported</th></tr>"
    return f"<figure><figcaption>Bins of the reliability curve</figcaption><table>{head}{body}</table></figure>"


def over_thresholds(rows: Sequence[Row]) -> str:
    """Precision and recall of what is judged to be supported, at each threshold."""
    precision, recall = [], []
    total = sum(row["supported"] for row in rows) or 1
    for cut in CUTS:
        passed = [row["supported"] for row in rows if row["score"] >= cut]
        recall.append((cut, sum(passed) / total))
        if passed:
            precision.append((cut, sum(passed) / len(passed)))
    axes = Axes("threshold", "share")
    return line_chart("Precision and recall of support", axes, [Line("precision", precision), Line("recall", recall)])


def refusals(rows: Sequence[Row]) -> str:
    """Right and false refusals at each threshold of the answerability."""

    def refused(answerable: bool, cut: float) -> float:
        chances = [row["answerability"] for row in rows if row["answerable"] is answerable]
        return sum(float(chance < cut) for chance in chances) / (len(chances) or 1)

    lines = [
        Line("refused when unanswerable", [(cut, refused(False, cut)) for cut in CUTS]),
        Line("refused when answerable", [(cut, refused(True, cut)) for cut in CUTS]),
    ]
    return line_chart("Refusals", Axes("threshold", "share refused"), lines)
