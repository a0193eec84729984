"""Claims in other people's words: what one article says beside another, and leads beside their articles.

    python -m evals.training.retold --data FOLDER --out PAIRS

Newsrooms tell the same events independently, so sentences of one article are claims about another: some backed, some
in part, some not, and in nobody's manner in particular. A lead says again what its article tells at length. Which are
backed nobody has judged; `evals.training.teacher` says what it believes.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from chatbot.embedding.encoder import SentenceEncoder, TextEncoder, Vectors
from chatbot.library.sentences import split_sentences
from chatbot.verification.evidence_selection import select_evidence
from evals.training.documents import SourceText, source_texts
from evals.training.pairs import SUPPORT, Pair, write_pairs

READ, CLAIMED = 30, 8
"""Sentences of an article that are evidence, and of these the first ones that may be claims."""
WORDS = range(8, 46)
"""Words of a claim."""
ALIKE = (0.5, 0.95)
"""Cosine of a claim with the nearest sentence of another article: below, it is another event; above, a copy."""
PER_ARTICLE = 3
COMPARED = 512
"""Claims that are compared with all others at a time."""
RETOLD, LEAD = "retold", "lead"
"""Kinds of these pairs."""

Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Article:
    """A text as sentences."""

    id: str
    sentences: tuple[str, ...]
    claims: tuple[str, ...]


def articles(data: Path) -> Iterator[Article]:
    """The texts that pairs are made from, where they have sentences that can be claims."""
    for source in source_texts(data):
        sentences = _sentences(source)
        claims = tuple(text for text in sentences[:CLAIMED] if len(text.split()) in WORDS)
        if claims and len(sentences) > CLAIMED:
            yield Article(source.id, sentences, claims)


def _sentences(source: SourceText) -> tuple[str, ...]:
    found = (span.of(source.text).strip() for span in split_sentences(source.text[:8000]))
    return tuple(text for text in found if "\n" not in text)[:READ]


def lead_pairs(texts: Sequence[Article]) -> Iterator[Pair]:
    """The first sentence of each article that can be a claim, beside what follows it."""
    for text in texts:
        rest = text.sentences[text.sentences.index(text.claims[0]) + 1 :]
        if rest:
            yield _pair(LEAD, text, text.claims[0], rest)


def retold_pairs(texts: Sequence[Article], encoder: TextEncoder) -> Iterator[Pair]:
    """Some claims of each article, each beside the other article that says the most similar thing."""
    owners = np.array([at for at, text in enumerate(texts) for _ in text.claims])
    claims = [claim for text in texts for claim in text.claims]
    nearest = _nearest(encoder.encode(claims), owners)
    for at in _drawn(owners, nearest):
        other = texts[owners[nearest[at]]]
        if claims[at] not in other.sentences:
            yield _pair(RETOLD, texts[owners[at]], claims[at], other.sentences)


def _nearest(vectors: Vectors, owners: Places) -> Places:
    """For each claim the place of the most similar one of another article; -1 where it is another event, or a copy."""
    found = np.full(len(vectors), -1)
    for start in range(0, len(vectors), COMPARED):
        part = slice(start, start + COMPARED)
        cosines = vectors[part] @ vectors.T
        cosines[owners[part, None] == owners[None]] = -1
        best, most = cosines.argmax(axis=1), cosines.max(axis=1)
        found[part] = np.where((most >= ALIKE[0]) & (most < ALIKE[1]), best, -1)
    return found


def _drawn(owners: Places, nearest: Places) -> Iterator[int]:
    """Places of the claims that are taken: at most `PER_ARTICLE` of each article, at random."""
    taken: Counter[int] = Counter()
    for at in random.Random(RETOLD).sample(range(len(owners)), len(owners)):  # noqa: S311
        taken[owners[at]] += nearest[at] >= 0
        if nearest[at] >= 0 and taken[owners[at]] <= PER_ARTICLE:
            yield at


def _pair(kind: str, text: Article, claim: str, evidence: Sequence[str]) -> Pair:
    return Pair(SUPPORT, kind, text.id, claim, select_evidence(claim, evidence), label=False)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.retold", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    parser.add_argument("--out", type=Path, required=True, help="file of pairs")
    options = parser.parse_args()
    texts = list(articles(options.data))
    pairs = [*lead_pairs(texts), *retold_pairs(texts, SentenceEncoder())]
    random.Random(0).shuffle(pairs)  # noqa: S311
    print(write_pairs(options.out, pairs))


if __name__ == "__main__":
    main()
