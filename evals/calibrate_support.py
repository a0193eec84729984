"""Fits the support model on labelled claims and writes its weights: `python -m evals.calibrate_support --data F`.

The product's regression sees what the evidence model says, so it is fitted on claims whose documents that model has
never been trained on. `--baseline` fits the one without that model, on all claims.

Sets and classes weigh the same, however many claims they have. What is printed is cross-validated by source document:
no document is ever in both the part that is fitted and the part that is scored, nor are the two sides of a pair.

Beside them, claims made from the evidence itself take part (`evals.made_claims`), since no data set has what the
product sees most: a short sentence, copied from one or two others but for a detail. They have no say in the thresholds.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from chatbot.models.support_gates import apply_gates
from chatbot.models.support_weights import READING_WEIGHTS, WORDS_WEIGHTS, SupportWeights
from evals.crossvalidation import (
    FOLDS,
    Crossed,
    Matrix,
    balance,
    best_threshold,
    document_of,
    fold_thresholds,
    folds_of,
    precision_threshold,
    unseen,
)
from evals.datasets import LabelledClaim, read_claims
from evals.made_claims import MADE, made_claims
from evals.runs.report import Metrics, table
from evals.tasks.verify import BATCH, over_sets, score_sets, split_pairs
from evals.word_overlap import word_overlap

REGULARISATION = 0.002
"""Inverse strength of the L2 penalty, scikit-learn's C; .001 to .006 are equally good in cross-validation."""
MADE_DOCUMENTS = 150
"""Documents of each set from which claims are made."""

FAMILIES = {
    "word coverage": ("coverage", "covered"),
    "word order": ("bigrams", "trigrams", "longest_run", "swapped"),
    "embeddings": ("cosine", "clause_"),
    "numbers": ("numbers", "digits", "spelled"),
    "names": ("names",),
    "negation, opposites, certainty": ("negation", "opposites", "certainty", "hedge"),
    "novel and substituted words": ("novel", "substituted", "inserted", "quote_"),
    "evidence model": ("read_",),
    "lengths": ("length", "content_share", "clauses", "evidence_", "sentences"),
}
"""Features that belong together, by the beginning of their names."""


def fit(names: Sequence[str], features: Matrix, claims: Sequence[LabelledClaim]) -> SupportWeights:
    """A logistic regression on features standardised over the data sets' claims; its thresholds stay 0.5 and 1."""
    from sklearn.linear_model import LogisticRegression

    given = features[[claim.set != MADE for claim in claims]]
    means, scales = given.mean(axis=0), given.std(axis=0)
    kept = scales > 1e-9
    scaled = (features[:, kept] - means[kept]) / scales[kept]
    model = LogisticRegression(C=REGULARISATION, max_iter=5000)
    model.fit(scaled, [claim.supported for claim in claims], sample_weight=balance(claims))
    return SupportWeights(
        features=tuple(name for name, keep in zip(names, kept, strict=True) if keep),
        means=tuple(means[kept].tolist()),
        scales=tuple(scales[kept].tolist()),
        coefficients=tuple(model.coef_[0].tolist()),
        intercept=float(model.intercept_[0]),
        threshold=0.5,
        precision_95=1.0,
    )


def cross_validate(names: Sequence[str], features: Matrix, claims: Sequence[LabelledClaim]) -> Crossed:
    """Scores by models that have not seen the claim's document, before the gates."""
    folds, scores = folds_of(claims, within=True), np.zeros(len(claims))
    for fold in range(FOLDS):
        weights = fit(names, features[folds != fold], [c for c, f in zip(claims, folds, strict=True) if f != fold])
        rows = (dict(zip(names, row, strict=True)) for row in features[folds == fold])
        scores[folds == fold] = [weights.probability(row) for row in rows]
    return Crossed(scores, fold_thresholds(claims, scores))


def with_made(claims: Sequence[LabelledClaim], pairs: Sequence[tuple[str, Sequence[str]]]) -> list[LabelledClaim]:
    """The claims, followed by those made from their evidence."""
    documents = {document_of(claim): (claim.set, pair[1]) for claim, pair in zip(claims, pairs, strict=True)}
    taken: Counter[str] = Counter()
    chosen = []
    for name, (set_name, sentences) in documents.items():
        taken[set_name] += 1
        if taken[set_name] <= MADE_DOCUMENTS:
            chosen.append((name, sentences))
    return [*claims, *made_claims(chosen)]


def gated(pairs: Sequence[tuple[str, Sequence[str]]], crossed: Crossed) -> Crossed:
    """The scores as the product shows them, after the gates."""
    rows = zip(pairs, crossed.scores.tolist(), crossed.thresholds.tolist(), strict=True)
    return Crossed(np.array([apply_gates(*pair, score, threshold) for pair, score, threshold in rows]), crossed[1])


def extract(pairs: Sequence[tuple[str, Sequence[str]]], *, baseline: bool) -> tuple[list[str], Matrix]:
    """Names of the features, and their values for each pair of claim and evidence sentences."""
    from chatbot.models.cross_encoder import CrossEncoder
    from chatbot.models.encoder import SentenceEncoder
    from chatbot.models.evidence import FeatureSupportModel

    unfitted = SupportWeights((), (), (), (), 0.0, 0.5, 1.0)
    model = FeatureSupportModel(SentenceEncoder(), None if baseline else CrossEncoder(), unfitted)
    rows = [row for start in range(0, len(pairs), BATCH) for row in model.features(pairs[start : start + BATCH])]
    names = list(rows[0])
    return names, np.array([[row[name] for name in names] for row in rows])


def write_weights(path: Path, weights: SupportWeights, command: str, by_set: Mapping[str, Metrics]) -> None:
    """Store the weights as JSON, one feature a line, with the cross-validated agreement with people on each set."""
    columns = zip(weights.features, weights.means, weights.scales, weights.coefficients, strict=True)
    stored: dict[str, Any] = {
        "command": command,
        "threshold": round(weights.threshold, 4),
        "precision_95": round(weights.precision_95, 4),
        "agreement": {name: round(metrics["balanced_accuracy"], 3) for name, metrics in by_set.items()},
        "intercept": round(weights.intercept, 6),
        "features": {
            name: {"mean": round(mean, 6), "scale": round(scale, 6), "coefficient": round(coefficient, 6)}
            for name, mean, scale, coefficient in columns
        },
    }
    path.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def calibrate(
    claims: Sequence[LabelledClaim], data: str, path: Path, *, baseline: bool = False, ablate: bool = False
) -> None:
    """Print the cross-validated table beside the floor's, fit on everything, and write the weights.

    Args:
        claims: of all data sets.
        data: name of their file, noted in the weights.
        path: where the weights go.
        baseline: leave the evidence model out, and use all claims.
        ablate: print what is lost without each family of features too.
    """
    claims = claims if baseline else unseen(claims)
    pairs = split_pairs(claims)
    floor = np.array([word_overlap(claim, evidence) for claim, evidence in pairs])
    show("word overlap", claims, Crossed(floor, fold_thresholds(claims, floor)))
    trained = with_made(claims, pairs)
    pairs += [(claim.claim, list(claim.evidence)) for claim in trained[len(claims) :]]
    names, features = extract(pairs, baseline=baseline)
    crossed = cross_validate(names, features, trained)
    show("features", trained, crossed)
    agreement = show("features and gates", trained, gated(pairs, crossed))
    scores, fitted = crossed.scores[: len(claims)], fit(names, features, trained)
    threshold, sure = best_threshold(claims, scores), precision_threshold(claims, scores)
    command = f"python -m evals.calibrate_support --data {data}" + (" --baseline" if baseline else "")
    write_weights(path, replace(fitted, threshold=threshold, precision_95=sure), command, agreement)
    if ablate:
        show_ablation(names, features, trained)


def show_ablation(names: Sequence[str], features: Matrix, claims: Sequence[LabelledClaim]) -> None:
    """Print the mean over sets without each family of features, as cross-validated."""
    for family, starts in FAMILIES.items():
        kept = [at for at, name in enumerate(names) if not name.removeprefix("log ").startswith(starts)]
        crossed = cross_validate([names[at] for at in kept], features[:, kept], claims)
        by_set = score_sets(claims, crossed.scores.tolist(), crossed.thresholds.tolist())
        means = over_sets({name: metrics for name, metrics in by_set.items() if name != MADE})
        made = by_set[MADE]["auroc"] if MADE in by_set else float("nan")
        print(f"without {family}: {means['balanced_accuracy']:.3f} {means['auroc']:.3f} made {made:.3f}", flush=True)


def show(title: str, claims: Sequence[LabelledClaim], crossed: Crossed) -> dict[str, Metrics]:
    """Print the metrics of each set; returns those of the data sets."""
    by_set = score_sets(claims, crossed.scores.tolist(), crossed.thresholds.tolist())
    data_sets = {name: metrics for name, metrics in by_set.items() if name != MADE}
    print(f"{title}\n{table(over_sets(data_sets), by_set)}\n", flush=True)
    return data_sets


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.calibrate_support", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="labelled claims, .jsonl or .jsonl.gz")
    parser.add_argument("--out", type=Path, help="where the weights go, if not where the product reads them")
    parser.add_argument("--baseline", action="store_true", help="fit the regression without the evidence model")
    parser.add_argument("--ablate", action="store_true", help="print what each family of features is worth")
    arguments = parser.parse_args()
    path = arguments.out or (WORDS_WEIGHTS if arguments.baseline else READING_WEIGHTS)
    claims, name = read_claims(arguments.data), arguments.data.name
    calibrate(claims, name, path, baseline=arguments.baseline, ablate=arguments.ablate)


if __name__ == "__main__":
    main()
