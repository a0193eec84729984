"""Compares sentence splitters on hand-written cases: `python -m evals.splitting`.

A case is a text with `‖` behind every sentence but the last. A boundary is the number of characters that are not white
space before it, so that a splitter is not blamed for the side on which it leaves the white space. Reported are the
share of cases with exactly the right boundaries, precision, recall and F1 of boundaries over all cases, and the speed
on ten copies of all cases, best of three. Splitters that are not installed are left out.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

CASES = Path(__file__).with_name("splitting.jsonl")
MARK = "‖"

Splitter = Callable[[str], list[str]]
"""Text in, sentences out."""


class Case(NamedTuple):
    kind: str
    text: str
    boundaries: frozenset[int]


class Score(NamedTuple):
    exact: float
    precision: float
    recall: float
    f1: float
    broken: int
    """Cases in which the sentences did not hold exactly the characters of the text."""
    failed: tuple[Case, ...]


def read_cases(path: Path = CASES) -> list[Case]:
    """The cases of a JSONL file with the fields `kind` and `marked`."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return [Case(row["kind"], row["marked"].replace(MARK, ""), boundaries(row["marked"].split(MARK))) for row in rows]


def boundaries(sentences: Sequence[str]) -> frozenset[int]:
    """Where sentences end, but for the last, in characters that are not white space."""
    ends: list[int] = []
    for sentence in sentences:
        size = len("".join(sentence.split()))
        ends += [(ends[-1] if ends else 0) + size] if size else []
    return frozenset(ends[:-1])


def score(split: Splitter, cases: Sequence[Case]) -> Score:
    """How well a splitter finds the boundaries of the cases."""
    found = [split(case.text) for case in cases]
    pairs = [(case.boundaries, boundaries(sentences)) for case, sentences in zip(cases, found, strict=True)]
    hits = sum(len(right & given) for right, given in pairs)
    precision = hits / max(1, sum(len(given) for _, given in pairs))
    recall = hits / max(1, sum(len(right) for right, _ in pairs))
    failed = tuple(case for case, (right, given) in zip(cases, pairs, strict=True) if right != given)
    broken = sum(
        "".join("".join(sentences).split()) != "".join(case.text.split())
        for case, sentences in zip(cases, found, strict=True)
    )
    f1 = 2 * hits / max(1, sum(len(right) + len(given) for right, given in pairs))
    return Score(1 - len(failed) / len(cases), precision, recall, f1, broken, failed)


def megabytes_per_second(split: Splitter, cases: Sequence[Case]) -> float:
    """Speed in 10^6 bytes of UTF-8 a second, on articles of twenty cases each, best of three runs."""
    articles = ["\n\n".join(case.text for case in cases[at : at + 20]) for at in range(0, len(cases), 20)] * 10
    size = sum(len(article.encode()) for article in articles) / 1e6
    return size / min(_seconds(split, articles) for _ in range(3))


def _seconds(split: Splitter, texts: Sequence[str]) -> float:
    began = time.perf_counter()
    for text in texts:
        split(text)
    return time.perf_counter() - began


def splitters() -> Iterator[tuple[str, Splitter]]:
    """The product's splitter and every candidate that is installed."""
    yield "chatbot", _chatbot()
    for name, build in _CANDIDATES.items():
        if find_spec(name):
            yield name, build()


def _chatbot() -> Splitter:
    from chatbot.library.sentences import split_sentences

    return lambda text: [span.of(text) for span in split_sentences(text)]


def _sentencex() -> Splitter:
    from sentencex import get_sentence_boundaries

    return lambda text: [str(boundary["text"]) for boundary in get_sentence_boundaries("en", text)]


def _syntok() -> Splitter:
    from syntok.segmenter import analyze

    def text_of(tokens: list[Any]) -> str:
        return "".join(token.spacing + token.value for token in tokens)

    return lambda text: [text_of(sentence) for paragraph in analyze(text) for sentence in paragraph]


def _blingfire() -> Splitter:
    from blingfire import text_to_sentences_and_offsets

    return lambda text: [text[start:end] for start, end in text_to_sentences_and_offsets(text)[1]]


def _pysbd() -> Splitter:
    from pysbd import Segmenter

    segmenter = Segmenter(language="en", clean=False)
    return lambda text: [str(sentence) for sentence in segmenter.segment(text)]


def _spacy() -> Splitter:
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return lambda text: [sentence.text for sentence in pipeline(text).sents]


def _nupunkt() -> Splitter:
    from nupunkt import sent_spans

    return lambda text: [text[start:end] for start, end in sent_spans(text)]


_CANDIDATES: dict[str, Callable[[], Splitter]] = {
    "sentencex": _sentencex,
    "syntok": _syntok,
    "blingfire": _blingfire,
    "pysbd": _pysbd,
    "spacy": _spacy,
    "nupunkt": _nupunkt,
}


def main() -> None:
    cases = read_cases()
    print(f"{len(cases)} cases, {sum(len(case.boundaries) for case in cases)} boundaries")
    print("| splitter | exact | precision | recall | F1 | broken | MB/s |")
    print("|---|---|---|---|---|---|---|")
    for name, split in splitters():
        result = score(split, cases)
        figures = " | ".join(f"{value:.3f}" for value in result[:4])
        print(f"| {name} | {figures} | {result.broken} | {megabytes_per_second(split, cases):.2f} |")


if __name__ == "__main__":
    main()
