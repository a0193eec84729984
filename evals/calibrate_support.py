"""Fits the support model on labelled claims and writes its weights: `python -m evals.calibrate_support --data F`.

The product's regression has two stages (`evals.stacking`): one over words, fitted on the claims that the evidence model
was trained on, and one that adds what that model says, fitted on the claims whose documents it has never seen.
`--baseline` fits the regression without that model, on all claims.

Sets and classes weigh the same, however many claims they have. What is printed is cross-validated by source document:
no document is ever in both the part that is fitted and the part that is scored, nor are the two sides of a pair.

Beside them, claims made from the evidence itself take part (`evals.made_claims`), since no data set has what the
product sees most: a short sentence, copied from one or two others but for a detail. They have no say in the thresholds.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from chatbot.verification.support_gates import apply_gates
from chatbot.verification.support_weights import READING_WEIGHTS, WORDS_WEIGHTS, SupportWeights
from evals.crossvalidation import (
    FOLDS,
    Crossed,
    Matrix,
    balance,
    document_of,
    fold_thresholds,
    folds_of,
    precision_threshold,
    unseen,
)
from evals.datasets import LabelledClaim, read_claims
from evals.made_claims import MADE, made_claims
from evals.runs.report import Metrics, table
from evals.scaling import best_scaling, scaled_weights
from evals.stacking import stack_columns, unstacked
from evals.support_file import write_weights
from evals.tasks.verify import BATCH, over_sets, score_sets, split_pairs
from evals.word_overlap import word_overlap

REGULARISATION = 0.002
"""Inverse strength of the L2 penalty, scikit-learn's C; .001 to .006 are equally good in cross-validation."""
STACKED = 0.01
"""The same for the second stage; .003 loses .02 of balanced accuracy, .1 is as good."""
EVEN = 0.5
"""Threshold: likelier supported than not. With calibrated probabilities and classes of equal weight no other is better.

In cross-validation none is (docs/verification.md), and one that is fitted moves with the division into folds.
"""
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
    "lengths": ("length", "content_share", "clauses", "evidence_", "sentences"),
}
"""Features that belong together, by the beginning of their names."""


def fit(
    names: Sequence[str], features: Matrix, claims: Sequence[LabelledClaim], strength: float = REGULARISATION
) -> SupportWeights:
    """A logistic regression on features standardised over the data sets' claims; its thresholds are 0.5 and 1.

    Args:
        names: of the features.
        features: a row for each claim.
        claims: those that are fitted.
        strength: inverse of the penalty.
    """
    from sklearn.linear_model import LogisticRegression

    given = features[[claim.set != MADE for claim in claims]]
    means, scales = given.mean(axis=0), given.std(axis=0)
    kept = scales > 1e-9
    scaled = (features[:, kept] - means[kept]) / scales[kept]
    model = LogisticRegression(C=strength, max_iter=5000)
    model.fit(scaled, [claim.supported for claim in claims], sample_weight=balance(claims))
    return SupportWeights(
        features=tuple(name for name, keep in zip(names, kept, strict=True) if keep),
        means=tuple(means[kept].tolist()),
        scales=tuple(scales[kept].tolist()),
        coefficients=tuple(model.coef_[0].tolist()),
        intercept=float(model.intercept_[0]),
        threshold=EVEN,
        precision_95=1.0,
    )


def cross_validate(
    names: Sequence[str], features: Matrix, claims: Sequence[LabelledClaim], strength: float = REGULARISATION
) -> Crossed:
    """Scores by models that have not seen the claim's document, before the gates."""
    folds, scores = folds_of(claims, within=True), np.zeros(len(claims))
    for fold in range(FOLDS):
        known = [claim for claim, own in zip(claims, folds, strict=True) if own != fold]
        weights = fit(names, features[folds != fold], known, strength)
        rows = (dict(zip(names, row, strict=True)) for row in features[folds == fold])
        scores[folds == fold] = [weights.probability(row) for row in rows]
    return judged_evenly(scores)


def judged_evenly(scores: Matrix) -> Crossed:
    """The scores beside the threshold that is shipped."""
    return Crossed(scores, np.full(len(scores), EVEN))


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
    from chatbot.embedding.encoder import SentenceEncoder
    from chatbot.verification.cross_encoder import CrossEncoder
    from chatbot.verification.evidence import FeatureSupportModel

    unfitted = SupportWeights((), (), (), (), 0.0, 0.5, 1.0)
    model = FeatureSupportModel(SentenceEncoder(), None if baseline else CrossEncoder(), unfitted)
    rows = [row for start in range(0, len(pairs), BATCH) for row in model.features(pairs[start : start + BATCH])]
    names = list(rows[0])
    return names, np.array([[row[name] for name in names] for row in rows])


class Material(NamedTuple):
    """Claims with what a regression sees of them; made claims stand behind those of the data sets."""

    claims: Sequence[LabelledClaim]
    pairs: Sequence[tuple[str, Sequence[str]]]
    names: list[str]
    features: Matrix


def material(claims: Sequence[LabelledClaim], *, baseline: bool) -> Material:
    """The claims, and those made from their evidence, with their features."""
    trained, pairs = paired(claims)
    return Material(trained, pairs, *extract(pairs, baseline=baseline))


def paired(claims: Sequence[LabelledClaim]) -> tuple[list[LabelledClaim], list[tuple[str, Sequence[str]]]]:
    """The claims, and those made from their evidence, each with its evidence sentences."""
    pairs = split_pairs(claims)
    trained = with_made(claims, pairs)
    return trained, [*pairs, *((claim.claim, list(claim.evidence)) for claim in trained[len(claims) :])]


def calibrate_baseline(claims: Sequence[LabelledClaim], command: str, path: Path, *, ablate: bool = False) -> None:
    """Fit the regression without the evidence model on all claims, print its table and write its weights.

    Args:
        claims: of all data sets.
        command: noted in the weights.
        path: where the weights go.
        ablate: print what is lost without each family of features too.
    """
    given = material(claims, baseline=True)
    crossed = cross_validate(given.names, given.features, given.claims)
    conclude(claims, given, crossed, fit(given.names, given.features, given.claims), (command, path))
    if ablate:
        show_ablation(given.names, given.features, given.claims)


def calibrate(claims: Sequence[LabelledClaim], command: str, path: Path) -> None:
    """Fit the product's regression in its two stages, print its table and write its weights; arguments as above."""
    own = unseen(claims)
    words = words_of_seen([claim for claim in claims if claim not in set(own)])
    given = material(own, baseline=False)
    scores = np.array([words.probability(dict(zip(given.names, row, strict=True))) for row in given.features])
    show("words alone, the same claims", given.claims, judged_evenly(scores))
    names, columns = stack_columns(words, given.names, given.features)
    crossed = cross_validate(names, columns, given.claims, STACKED)
    second = fit(names, columns, given.claims, STACKED)
    conclude(own, given, crossed, unstacked(words, second), (command, path))


def words_of_seen(claims: Sequence[LabelledClaim]) -> SupportWeights:
    """The regression over words, fitted on these claims and those made from their evidence."""
    seen = material(claims, baseline=True)
    return fit(seen.names, seen.features, seen.claims)


def conclude(
    claims: Sequence[LabelledClaim], given: Material, crossed: Crossed, fitted: SupportWeights, note: tuple[str, Path]
) -> None:
    """Print the tables of the floor and of the model, and write the weights with their thresholds."""
    floor = np.array([word_overlap(*pair) for pair in given.pairs[: len(claims)]])
    show("word overlap", claims, Crossed(floor, fold_thresholds(claims, floor)))
    show("features", given.claims, crossed)
    agreement = show("features and gates", given.claims, gated(given.pairs, crossed))
    scores = crossed.scores[: len(claims)]
    decided = replace(fitted, precision_95=precision_threshold(claims, scores))
    scaled = replace(scaled_weights(decided, best_scaling(claims, scores)), threshold=EVEN)
    command, path = note
    write_weights(path, scaled, command, agreement)


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
    parser.add_argument(
        "--ablate", action="store_true", help="with --baseline: print what each family of features is worth"
    )
    arguments = parser.parse_args()
    claims, command = read_claims(arguments.data), f"python -m evals.calibrate_support --data {arguments.data.name}"
    if arguments.baseline:
        path = arguments.out or WORDS_WEIGHTS
        calibrate_baseline(claims, f"{command} --baseline", path, ablate=arguments.ablate)
    else:
        calibrate(claims, command, arguments.out or READING_WEIGHTS)


if __name__ == "__main__":
    main()
