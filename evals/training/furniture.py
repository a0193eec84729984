"""Fits the weights that tell furniture and headings.

`python -m evals.training.furniture --corpus retrieval-corpus.jsonl.gz`

`furniture_labels.jsonl.gz` holds what a language model, which read the pages line by line, says of 6,200 lines and
sentences. It names them by characters of articles of the retrieval corpus and holds none of their words. Captions that
state facts are left out: they are both. The bars are chosen here too, on cross-validated probabilities of these labels
and on nothing else.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from chatbot.library.sentences import split_sentences
from chatbot.text.furniture import Weights, logistic, states_a_fact, with_neighbours
from chatbot.text.heading_lines import ends_tell, heading_features
from chatbot.text.page_labels import behind_labels
from chatbot.text.page_lines import SENTENCE_END, features
from evals.datasets import read_rows
from evals.training.bars import balanced_bar
from evals.training.headings import JudgedLine, Line, fit_headings, heading_bar, heading_report
from evals.training.regression import fit_regression

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


@dataclass(frozen=True, slots=True)
class Page:
    """The sentences of an article with what is known of each."""

    id: str
    described: Sequence[Mapping[str, float]]
    labels: Sequence[str]
    """Empty where nobody judged."""
    ends: Sequence[bool]
    """Whether each ends like a sentence."""
    lines: Mapping[int, Line]
    """Those of them that may be headings and were judged, by their positions."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged sentence, with the probability that a regression gives it which has not seen its page."""

    label: str
    ends: bool
    probability: float
    line: JudgedLine | None
    """Where it may be a heading."""

    def is_heading(self, bar: float) -> bool:
        """Whether it looks like a heading, be it the headline of another story."""
        return self.line is not None and self.line.taken(bar)


def read_pages(corpus: Path, labels: Path = LABELS) -> list[Page]:
    """The judged pages."""
    judged = {row["article"]: row["labels"] for row in read_rows(labels, {"article": str, "labels": list})}
    rows = read_rows(corpus, {"id": str, "title": str, "text": str})
    return [_page(row["id"], row["title"], row["text"], judged[row["id"]]) for row in rows if row["id"] in judged]


def _page(name: str, title: str, text: str, labels: Sequence[tuple[int, int, str]]) -> Page:
    sentences = [behind_labels(text, span) for span in split_sentences(text)]
    found = [""] * len(sentences)
    # What was judged in a smaller piece is nearer to the sentence.
    for start, end, label in sorted(labels, key=lambda each: each[0] - each[1]):
        for at, span in enumerate(sentences):
            if start <= span.start < end:
                found[at] = label
    ends = [bool(SENTENCE_END.search(span.of(text))) for span in sentences]
    lines = {
        at: _line(sentences[at].of(text), found[at], described)
        for at, described in heading_features(text, sentences, title)
        if found[at] and ends_tell(text, sentences)
    }
    return Page(name, list(features(text, sentences, title)), found, ends, lines)


def _line(text: str, label: str, described: Mapping[str, float]) -> Line:
    return Line(text, label, described, states_a_fact(text))


def fit(described: Sequence[Mapping[str, float]], labels: Sequence[str], kinds: Counter[str]) -> dict[str, float]:
    """Weights of one regression."""
    wanted = [label not in NEWS for label in labels]
    return fit_regression(described, wanted, [_weight(label, kinds) for label in labels])


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
        others = _folded(pages, fold, kept=False)
        (first, second), heading = fit_both(others), fit_headings(_lines(others))
        for page in _folded(pages, fold, kept=True):
            told = [logistic(second, each) for each in _seen(page, first)]
            lines = {at: JudgedLine(line, logistic(heading, line.described)) for at, line in page.lines.items()}
            found += [
                Judged(label, page.ends[at], told[at], lines.get(at)) for at, label in enumerate(page.labels) if label
            ]
    return found


def _bar(judged: Iterable[Judged], others: str) -> float:
    """The bar that parts furniture from sentences of another label."""
    probabilities: dict[bool, list[float]] = {True: [], False: []}
    for each in judged:
        if each.label == others or each.label not in NEWS | LEFT_OUT:
            probabilities[each.label != others].append(each.probability)
    return balanced_bar(probabilities[True], probabilities[False])


def choose_bars(judged: Sequence[Judged]) -> dict[str, float]:
    """All bars, by their names in `Weights`."""
    news = sum(each.label == "content" for each in judged)
    least = heading_bar([each.line for each in judged if each.line], news)
    return {
        # Headings count neither way: alone they are no evidence either.
        "bar": _bar((each for each in judged if each.ends), "content"),
        "bar_without_end": _bar((each for each in judged if not each.ends), "content"),
        "heading_bar": least,
        "bar_of_headings": _bar((each for each in judged if each.is_heading(least)), "heading"),
    }


def _report(judged: Sequence[Judged], bars: Mapping[str, float]) -> Iterator[str]:
    """For each label how much is taken for what."""
    for label in sorted({each.label for each in judged}):
        told = [_told(each, bars) for each in judged if each.label == label]
        shares = (f"{name} {statistics.fmean(each == name for each in told):.3f}" for name in ("furniture", "heading"))
        yield f"{label:14} {len(told):5} taken for {', '.join(shares)}"
    lines = [each.line for each in judged if each.line]
    yield from heading_report(lines, bars["heading_bar"], sum(each.label == "content" for each in judged))


def _told(judged: Judged, bars: Mapping[str, float]) -> str:
    heading = judged.is_heading(bars["heading_bar"])
    name = "bar" if judged.ends else "bar_of_headings" if heading else "bar_without_end"
    return "furniture" if judged.probability > bars[name] else "heading" if heading else "news"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.furniture", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="retrieval-corpus.jsonl.gz")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the weights go")
    options = parser.parse_args()
    pages = read_pages(options.corpus)
    judged = cross_validated(pages)
    bars = choose_bars(judged)
    print(*_report(judged, bars), bars, sep="\n")
    first, second = fit_both(pages)
    weights = Weights(first=first, second=second, heading=fit_headings(_lines(pages)), **bars)
    options.out.write_text(json.dumps(asdict(weights), indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"→ {options.out}")


def _lines(pages: Iterable[Page]) -> list[Line]:
    return [line for page in pages for line in page.lines.values()]


if __name__ == "__main__":
    main()
