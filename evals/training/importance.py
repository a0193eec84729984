"""Fits how much a sentence matters on a page: `python -m evals.training.importance --corpus retrieval-corpus.jsonl.gz`.

`briefing_labels.jsonl.gz` holds 34 topics over 2022's news, written for this project by a language model that read
all articles of a topic: what a page of the day must tell, what is good to have, and which sentences tell it. Sentences
are named by characters of articles of the retrieval corpus; none of their words is in the file. Each topic has strays
beside its articles: others that a search for the topic finds next. They are read as if they were published on the
day that stands beside them, within the topic's weeks, and tell nothing that its page needs.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from chatbot.briefing.importance import Features, ImportanceWeights, centred, features, scaled
from chatbot.briefing.material import LEAST_WORDS, Material, build_material, embed
from chatbot.library.quotable import quotable_sentences
from chatbot.library.sentences import split_sentences
from chatbot.records import Evidence, Metadata
from chatbot.text.sentence_kinds import asks
from chatbot.weights.files import importance_weights_path
from evals.datasets import Row, read_rows
from evals.scoring.judgements import auroc
from evals.training.documents import Corpus

if TYPE_CHECKING:
    from chatbot.briefing.material import Vectors
    from chatbot.embedding.encoder import TextEncoder

LABELS = Path(__file__).parent / "briefing_labels.jsonl.gz"
VITAL = 3.0
"""How often a sentence counts that tells what a page cannot do without; others that tell something count once."""
SPREAD = 20**0.5
"""By which embeddings are stretched, so that the penalty weighs on each of their parts as on a feature."""
PENALTY = 0.003
"""Inverse strength, as scikit-learn has it."""
FOLDS = 5

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Topic:
    """The sentences of a topic's articles with what is known of each."""

    name: str
    material: Material
    features: Features
    told: Matrix
    """0: a sentence that tells nothing a page needs; 1: what is good to have; `VITAL`: what it must tell."""

    @property
    def table(self) -> Matrix:
        """One row a sentence: the scaled features, then the stretched embedding."""
        columns = [scaled(values) for values in self.features.values()]
        return np.column_stack([*columns, centred(self.material.vectors) * SPREAD])


def read_topics(corpus: Path, encoder: TextEncoder, labels: Path = LABELS) -> list[Topic]:
    """The labelled topics."""
    articles = Corpus(corpus)
    rows = read_rows(labels, {"topic": str, "articles": list, "strays": list, "nuggets": list})
    return [
        _topic(row, [*(articles.article(url) for url in row["articles"]), *_strays(row, articles)], encoder)
        for row in rows
    ]


def _strays(row: Row, articles: Corpus) -> list[Row]:
    return [{**articles.article(url), "published": day} for url, day in row["strays"]]


def _topic(row: Row, articles: Sequence[Row], encoder: TextEncoder) -> Topic:
    sentences = [item for article in articles for item in _sentences(article)]
    vectors: list[Vectors] = []
    list(embed(sentences, encoder, vectors))
    material = build_material(sentences, np.vstack(vectors))
    told = np.zeros(len(sentences))
    for nugget in row["nuggets"]:
        worth = VITAL if nugget["importance"] == "vital" else 1.0
        for url, start, end in nugget["evidence"]:
            for at, item in enumerate(sentences):
                if item.article_id == url and item.span.start < end and start < item.span.end:
                    told[at] = max(told[at], worth)
    return Topic(row["topic"], material, features(material, row["topic"], encoder), told)


def _sentences(article: Row) -> list[Evidence]:
    """As a briefing reads them."""
    text, title = article["text"], article["title"]
    published = datetime.fromisoformat(article["published"][:10] + "T00:00:00+00:00")
    metadata = Metadata(title=title, url=article["url"], published=published)
    found: dict[str, Evidence] = {}
    for span in quotable_sentences(text, split_sentences(text), title):
        quote = span.of(text)
        if len(quote.split()) >= LEAST_WORDS and not asks(quote):
            found.setdefault(quote, Evidence(article["url"], 1, span, quote, metadata, story=article["url"]))
    return list(found.values())


def fit(topics: Sequence[Topic]) -> ImportanceWeights:
    """The regression; every topic counts the same."""
    from sklearn.linear_model import LogisticRegression

    tables = [topic.table for topic in topics]
    told = np.concatenate([topic.told for topic in topics])
    each = np.concatenate([np.full(len(table), 1000 / len(table)) for table in tables])
    model = LogisticRegression(C=PENALTY, max_iter=2000)
    model.fit(np.concatenate(tables), told > 0, each * np.maximum(told, 1.0))
    weights = model.coef_[0]
    names = list(topics[0].features)
    known = {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=False)}
    return ImportanceWeights(known, tuple(round(float(part * SPREAD), 4) for part in weights[len(names) :]))


def scores(weights: ImportanceWeights, topic: Topic) -> Matrix:
    """Importance of a topic's sentences."""
    stretched: Matrix = topic.table @ np.array([*weights.features.values(), *(x / SPREAD for x in weights.meaning)])
    return stretched


def cross_validated(topics: Sequence[Topic]) -> Mapping[str, tuple[float, float]]:
    """For each topic how well weights fitted to others tell vital sentences, and all that are told, from the rest.

    Returns:
        Area under the ROC curve of both, by topic.
    """
    found = {}
    for fold in range(FOLDS):
        weights = fit([topic for at, topic in enumerate(topics) if at % FOLDS != fold])
        for topic in topics[fold::FOLDS]:
            known = scores(weights, topic).tolist()
            found[topic.name] = (auroc((topic.told == VITAL).tolist(), known), auroc((topic.told > 0).tolist(), known))
    return found


def main() -> None:
    """The command line."""
    from chatbot.embedding.encoder import SentenceEncoder

    parser = argparse.ArgumentParser(prog="python -m evals.training.importance", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="retrieval-corpus.jsonl.gz")
    parser.add_argument("--out", type=Path, default=importance_weights_path(), help="where the weights go")
    options = parser.parse_args()
    topics = read_topics(options.corpus, SentenceEncoder())
    crossed = cross_validated(topics)
    for name, (vital, told) in crossed.items():
        print(f"{name:60.60} vital {vital:.3f}  told {told:.3f}")
    vital, told = np.mean(list(crossed.values()), axis=0)
    print(f"{'mean of topics, by weights that have not seen them':60} vital {vital:.3f}  told {told:.3f}")
    options.out.write_text(json.dumps(asdict(fit(topics)), indent=1) + "\n", "utf-8")
    print(f"→ {options.out}")


if __name__ == "__main__":
    main()
