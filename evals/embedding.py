"""What the embedded embedding model loses against fp32, and how fast the product runs it.

    python -m evals.embedding --corpus CORPUS --queries QUERIES [--articles 1000] [--full FP32.onnx] [--out R.json]

Both files are JSON lines, gzipped or not: {"id", "title", "text"} and {"question", "gold_ids"}. Without --full the
fp32 graph is exported anew, which needs the `export` dependency group.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.embedding.encoder import MAX_TOKENS, SentenceEncoder, Vectors, usable_cores
from chatbot.weights.files import minilm_path, minilm_tokenizer_path
from evals.export_embedder import export_fp32, source_folder

PASSAGE_CHARACTERS = 900
RAW_BATCH = 16
ROUNDS = 5


class Sample(NamedTuple):
    """Passages, and questions with the places of their gold passages."""

    passages: list[str]
    questions: list[str]
    gold: list[list[int]]


class RawSession:
    """A bare ONNX session fed with token batches sorted by length and padded, on all cores: the usual way."""

    def __init__(self, graph: Path) -> None:
        from onnxruntime import InferenceSession, SessionOptions
        from tokenizers import Tokenizer

        options = SessionOptions()
        options.intra_op_num_threads = usable_cores()
        self._session = InferenceSession(graph, options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(minilm_tokenizer_path()))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.enable_padding()

    def batches(self, texts: Sequence[str], size: int) -> list[tuple[list[int], dict[str, NDArray[np.int64]]]]:
        """Places of the texts, and the session's input for them."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        places = [order[start : start + size] for start in range(0, len(order), size)]
        return [(chosen, self._input([texts[index] for index in chosen])) for chosen in places]

    def run(self, batches: list[tuple[list[int], dict[str, NDArray[np.int64]]]]) -> Vectors:
        """One row for each text."""
        vectors = np.empty((sum(len(places) for places, _ in batches), 384), np.float32)
        for places, given in batches:
            vectors[places] = self._session.run(None, given)[0]
        return vectors

    def _input(self, texts: list[str]) -> dict[str, NDArray[np.int64]]:
        found = self._tokenizer.encode_batch(texts)
        return {
            "input_ids": np.array([text.ids for text in found], np.int64),
            "attention_mask": np.array([text.attention_mask for text in found], np.int64),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--full", type=Path, help="the fp32 graph, when it is already there")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    sample = draw(read_rows(given.corpus), read_rows(given.queries), given.articles)
    with tempfile.TemporaryDirectory() as scratch:
        full = given.full or Path(scratch) / "fp32.onnx"
        if not given.full:
            export_fp32(source_folder(), full)
        report = {"articles": len(sample.passages), "queries": len(sample.questions)} | loss(sample, full)
    report |= speed(sample.passages[:200])
    text = json.dumps(report, indent=2)
    print(text)
    if given.out:
        given.out.write_text(text + "\n", encoding="utf-8")


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON lines file."""
    opener: Callable[..., Any] = gzip.open if path.suffix == ".gz" else Path.open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def draw(corpus: list[dict[str, Any]], queries: list[dict[str, Any]], articles: int) -> Sample:
    """The openings of some articles, and the queries whose gold is among them; the same ones each time."""
    wanted = {gold for query in queries for gold in query["gold_ids"]}
    # Gold articles first, at most half of the sample, so that there are both questions and distractors.
    drawn = random.Random(1)  # noqa: S311 - a sample, not a secret
    gold_rows = [row for row in corpus if row["id"] in wanted]
    other_rows = [row for row in corpus if row["id"] not in wanted]
    chosen = drawn.sample(gold_rows, min(articles // 2, len(gold_rows)))
    chosen += drawn.sample(other_rows, min(articles - len(chosen), len(other_rows)))
    places = {row["id"]: place for place, row in enumerate(chosen)}
    asked = [(q["question"], [places[g] for g in q["gold_ids"] if g in places]) for q in queries]
    asked = [(question, gold) for question, gold in asked if gold]
    return Sample(
        [f"{row['title']}\n{row['text'][:PASSAGE_CHARACTERS]}" for row in chosen],
        [question for question, _ in asked],
        [gold for _, gold in asked],
    )


def loss(sample: Sample, full: Path) -> dict[str, Any]:
    """Cosine between int8 and fp32 vectors of the same texts, and retrieval with either."""
    reference, product = RawSession(full), SentenceEncoder()
    texts = sample.passages + sample.questions
    exact, ours = reference.run(reference.batches(texts, 1)), product.encode(texts)
    raw = RawSession(minilm_path())
    batched = raw.run(raw.batches(texts, RAW_BATCH))
    split = len(sample.passages)
    return {
        "cosine_int8_fp32": spread(ours, exact),
        "cosine_int8_batched_fp32": spread(batched, exact),
        "cosine_int8_alone_batched": spread(ours, batched),
        "retrieval_fp32": retrieval(exact[:split], exact[split:], sample.gold),
        "retrieval_int8": retrieval(ours[:split], ours[split:], sample.gold),
        "retrieval_int8_batched": retrieval(batched[:split], batched[split:], sample.gold),
    }


def spread(one: Vectors, other: Vectors) -> dict[str, float]:
    """Mean, first percentile and minimum of the cosines of two sets of unit vectors, row by row."""
    cosines = (one * other).sum(axis=1)
    return {
        "mean": round(float(cosines.mean()), 5),
        "p1": round(float(np.quantile(cosines, 0.01)), 5),
        "min": round(float(cosines.min()), 5),
    }


def retrieval(passages: Vectors, questions: Vectors, gold: list[list[int]]) -> dict[str, float]:
    """Hits@1, @4, @10 and MRR@10 of ranking all passages by cosine."""
    scores = questions @ passages.T
    ranks = [
        1 + min(int((row > row[place]).sum()) for place in places) for row, places in zip(scores, gold, strict=True)
    ]
    hits = {f"hits@{k}": round(statistics.fmean(rank <= k for rank in ranks), 4) for k in (1, 4, 10)}
    return hits | {"mrr@10": round(statistics.fmean(1 / rank if rank <= 10 else 0.0 for rank in ranks), 4)}


def speed(passages: list[str]) -> dict[str, Any]:
    """Passages per second of the product, tokenising included, and of the bare session without; in turns."""
    product, raw = SentenceEncoder(), RawSession(minilm_path())
    batched, single = raw.batches(passages, RAW_BATCH), raw.batches(passages, 1)
    works: list[Callable[[], object]] = [
        lambda: product.encode(passages),
        lambda: raw.run(batched),
        lambda: raw.run(single),
    ]
    rounds = [[timed(work) for work in works] for _ in range(ROUNDS + 1)][1:]  # The first round loads the model.
    ours, of_16, of_1 = (round(len(passages) / min(times), 1) for times in zip(*rounds, strict=True))
    return {
        "product_passages_per_second": ours,
        f"raw_passages_per_second_batches_of_{RAW_BATCH}": of_16,
        "raw_passages_per_second_batches_of_1": of_1,
        f"product_over_raw_of_{RAW_BATCH}": round(statistics.median(batch / own for own, batch, _ in rounds), 2),
        "product_over_raw_of_1": round(statistics.median(alone / own for own, _, alone in rounds), 2),
    }


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
