"""How right the marked words of unsupported sentences are: `python -m evals.marking --data verify-dev.jsonl.gz`.

Judged on the documents that the evidence model has never seen, sentence by sentence, against the words that people
marked (RAGTruth), or by which an unsupported claim differs from the supported one that it was made from (the others).
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from chatbot.records import Span
from chatbot.verification.claim_novelty import novel_spans
from chatbot.verification.evidence_selection import select_evidence
from evals.calibrate_support import with_made
from evals.crossvalidation import UNSEEN_FOLDS, unseen
from evals.datasets import read_claims
from evals.made_claims import MADE
from evals.runs.report import Metrics, table
from evals.tasks.verify import split_pairs
from evals.training.labelled import difference, labelled_pairs
from evals.training.pairs import LABELLED

_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")


class Unsupported(NamedTuple):
    """A sentence with the characters that are known to be wrong."""

    set: str
    text: str
    evidence: str
    wrong: Sequence[tuple[int, int]]


class Marking(NamedTuple):
    """The words of a sentence, by place, that are wrong and that were marked."""

    wrong: frozenset[int]
    marked: frozenset[int]


def unsupported_sentences(data: Path) -> Iterator[Unsupported]:
    """The sentences of unseen documents whose wrong words are known, then those of made claims."""
    for pair, fold in labelled_pairs(data):
        if fold in UNSEEN_FOLDS and pair.spans:
            yield Unsupported(pair.kind.removeprefix(LABELLED), pair.text, pair.evidence, pair.spans)
    own = unseen(read_claims(data))
    made = with_made(own, split_pairs(own))[len(own) :]
    for right, wrong in zip(made[::2], made[1::2], strict=True):
        evidence = select_evidence(wrong.claim, wrong.evidence)
        yield Unsupported(MADE, wrong.claim, evidence, difference(wrong.claim, right.claim))


def words_in(text: str, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The places of the words that the spans touch."""
    words = enumerate(match.span() for match in _WORD.finditer(text))
    return frozenset(at for at, (start, end) in words if any(a < end and b > start for a, b in spans))


def score_markings(markings: Sequence[Marking]) -> Metrics:
    """Precision, recall and F1 over all words; how often sentences are marked, and then at a wrong word at least."""
    right = sum(len(found.wrong & found.marked) for found in markings)
    marked, wrong = (sum(map(len, sides)) for sides in zip(*((m.marked, m.wrong) for m in markings), strict=True))
    touched = [found for found in markings if found.marked]
    return {
        "precision": right / marked if marked else 0.0,
        "recall": right / wrong,
        "f1": 2 * right / (marked + wrong),
        "sentences_marked": len(touched) / len(markings),
        "of_these_right": sum(bool(found.wrong & found.marked) for found in touched) / max(len(touched), 1),
        "sentences": float(len(markings)),
    }


def print_scores(ways: Mapping[str, Sequence[Sequence[Span]]], sentences: Sequence[Unsupported]) -> None:
    """Print the scores of each way to mark, by set."""
    for name, spans in ways.items():
        by_set: dict[str, list[Marking]] = {}
        for sentence, marked in zip(sentences, spans, strict=True):
            places = Marking(words_in(sentence.text, sentence.wrong), words_in(sentence.text, marked))
            by_set.setdefault(sentence.set, []).append(places)
        everything = [found for kind, sides in by_set.items() if kind != MADE for found in sides]
        print(f"{name}\n{table(score_markings(everything), {k: score_markings(v) for k, v in by_set.items()})}\n")


def main() -> None:
    """The command line."""
    from chatbot.embedding.encoder import SentenceEncoder
    from chatbot.verification.cross_encoder import CrossEncoder
    from chatbot.verification.evidence import FeatureSupportModel, telling

    parser = argparse.ArgumentParser(prog="python -m evals.marking", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="labelled claims, .jsonl or .jsonl.gz")
    sentences = [
        found for found in unsupported_sentences(parser.parse_args().data) if words_in(found.text, found.wrong)
    ]
    reader = CrossEncoder()
    model = FeatureSupportModel(SentenceEncoder(), marker=reader)
    readings = reader.read([(found.text, found.evidence) for found in sentences])
    pairs = list(zip(readings, sentences, strict=True))
    ways = {
        "evidence model": [telling(found.text, read.unbacked_spans(found.text)) for read, found in pairs],
        "words that the evidence lacks": [telling(s.text, novel_spans(s.text, [s.evidence])) for s in sentences],
        "both, as the product marks": [model.unbacked(found.text, [found.evidence]) for found in sentences],
    }
    print_scores(ways, sentences)
    silent = [at for at, spans in enumerate(ways["evidence model"]) if not spans]
    left = {"where the evidence model marks nothing": [ways["words that the evidence lacks"][at] for at in silent]}
    print_scores(left, [sentences[at] for at in silent])


if __name__ == "__main__":
    main()
