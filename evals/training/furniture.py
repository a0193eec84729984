"""Fits the weights that tell furniture: `python -m evals.training.furniture --corpus retrieval-corpus.jsonl.gz`.

`furniture_labels.jsonl.gz` holds what people say of 6,200 lines and sentences of news pages. It names them by
characters of articles of the retrieval corpus and holds none of their words. Captions that state facts are left out:
they are both.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from chatbot.library.sentences import split_sentences
from chatbot.text.furniture import Weights, logistic, with_neighbours
from chatbot.text.page_lines import SENTENCE_END, features
from evals.datasets import read_rows

LABELS = Path(__file__).parent / "furniture_labels.jsonl.gz"
WEIGHTS = Path(__file__).parents[2] / "chatbot" / "weights" / "furniture.json"
NEWS = frozenset(("content", "heading"))
LEFT_OUT = frozenset(("caption", "unsure"))
HEADING_WEIGHT = 0.3
"""A heading that is taken for furniture costs nothing: alone it is no evidence either."""
USUAL = 250
"""Labels of a kind from which it needs no weight; rare kinds count up to four times."""
MOST_OFTEN = 4.0
FOLDS = 5
BAR, BAR_WITHOUT_END = 0.42, 0.38
"""Lower ones take hardly more of the furniture, but more of the news. Of what is judged, hard lines are more than
usual: the printed share of news that is taken for furniture is many times that of whole articles."""


@dataclass(frozen=True, slots=True)
class Page:
    """The sentences of an article with what is known of each."""

    id: str
    described: Sequence[Mapping[str, float]]
    labels: Sequence[str]
    """Empty where nobody judged."""
    ends: Sequence[bool]
    """Whether each ends like a sentence."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged sentence, with the probability that a regression gives it which has not seen its page."""

    label: str
    ends: bool
    probability: float


def read_pages(corpus: Path, labels: Path = LABELS) -> list[Page]:
    """The judged pages."""
    judged = {row["article"]: row["labels"] for row in read_rows(labels, {"article": str, "labels": list})}
    rows = read_rows(corpus, {"id": str, "title": str, "text": str})
    return [_page(row["id"], row["title"], row["text"], judged[row["id"]]) for row in rows if row["id"] in judged]


def _page(name: str, title: str, text: str, labels: Sequence[tuple[int, int, str]]) -> Page:
    sentences = split_sentences(text)
    found = [""] * len(sentences)
    # What was judged in a smaller piece is nearer to the sentence.
    for start, end, label in sorted(labels, key=lambda each: each[0] - each[1]):
        for at, span in enumerate(sentences):
            if start <= span.start < end:
                found[at] = label
    ends = [bool(SENTENCE_END.search(span.of(text))) for span in sentences]
    return Page(name, list(features(text, sentences, title)), found, ends)


def fit(described: Sequence[Mapping[str, float]], labels: Sequence[str], kinds: Counter[str]) -> dict[str, float]:
    """Weights of one regression."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = DictVectorizer(sparse=False)
    table = vectorizer.fit_transform([dict(each) for each in described])
    model = LogisticRegression(max_iter=4000)
    model.fit(table, [label not in NEWS for label in labels], [_weight(label, kinds) for label in labels])
    names = vectorizer.get_feature_names_out()
    weights = {name: round(float(weight), 4) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {"": round(float(model.intercept_[0]), 4)} | weights


def _weight(label: str, kinds: Counter[str]) -> float:
    if label == "heading":
        return HEADING_WEIGHT
    return 1.0 if label in NEWS else float(min(MOST_OFTEN, max(1.0, (USUAL / kinds[label]) ** 0.5)))


def fit_both(pages: Sequence[Page]) -> tuple[dict[str, float], dict[str, float]]:
    """Both regressions; the second learns from a first one that has not seen the page."""
    kinds = Counter(label for page in pages for label in page.labels)
    beheld: list[tuple[Page, list[dict[str, float]]]] = []
    for fold in range(FOLDS):
        first = _first(_folded(pages, fold, kept=False), kinds)
        beheld += [(page, _seen(page, first)) for page in _folded(pages, fold, kept=True)]
    pairs = [pair for page, seen in beheld for pair in zip(seen, page.labels, strict=True) if _counts(pair[1])]
    return _first(pages, kinds), fit([each for each, _ in pairs], [label for _, label in pairs], kinds)


def _first(pages: Iterable[Page], kinds: Counter[str]) -> dict[str, float]:
    pairs = [pair for page in pages for pair in zip(page.described, page.labels, strict=True) if _counts(pair[1])]
    return fit([each for each, _ in pairs], [label for _, label in pairs], kinds)


def _counts(label: str) -> bool:
    return bool(label) and label not in LEFT_OUT


def _seen(page: Page, first: Mapping[str, float]) -> list[dict[str, float]]:
    return with_neighbours(page.described, [logistic(first, each) for each in page.described])


def _folded(pages: Sequence[Page], fold: int, *, kept: bool) -> list[Page]:
    return [page for page in pages if (int(hashlib.sha256(page.id.encode()).hexdigest(), 16) % FOLDS == fold) is kept]


def cross_validated(pages: Sequence[Page]) -> list[Judged]:
    """The judged sentences, each with its probability by regressions fitted to other pages."""
    found: list[Judged] = []
    for fold in range(FOLDS):
        first, second = fit_both(_folded(pages, fold, kept=False))
        for page in _folded(pages, fold, kept=True):
            told = [logistic(second, each) for each in _seen(page, first)]
            found += [Judged(*each) for each in zip(page.labels, page.ends, told, strict=True) if each[0]]
    return found


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.furniture", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="retrieval-corpus.jsonl.gz")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    options = parser.parse_args()
    pages = read_pages(options.corpus)
    judged = cross_validated(pages)
    for label in sorted({each.label for each in judged}):
        taken = [each.probability > (BAR if each.ends else BAR_WITHOUT_END) for each in judged if each.label == label]
        print(f"{label:14} {len(taken):5} taken for furniture {statistics.fmean(taken):.3f}")
    weights = Weights(*fit_both(pages), bar=BAR, bar_without_end=BAR_WITHOUT_END)
    options.out.write_text(json.dumps(asdict(weights), indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"→ {options.out}")


if __name__ == "__main__":
    main()
