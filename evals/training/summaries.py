"""Claims that a language model writes about articles.

    python -m evals.training.summaries --model MODEL --data FOLDER --out PAIRS

A small model that summarises makes the errors that summaries have: it merges what is apart, fills in what it expects,
takes one's words for another's. Which sentences are wrong nobody has judged; `evals.training.teacher` says what it
believes. Meant for a GPU.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chatbot.library.sentences import split_sentences
from chatbot.models.claim_words import sentences_of
from chatbot.models.evidence_selection import cut, select_evidence
from evals.crossvalidation import UNSEEN_FOLDS, document_of, folds_of
from evals.datasets import read_claims
from evals.tasks.verify import split_pairs
from evals.training.documents import source_texts
from evals.training.language_model import chat_prompt, open_language_model
from evals.training.pairs import SUPPORT, Pair, write_pairs

TASKS = (
    "Summarise this article in three sentences.",
    "Write down four facts from this article, each as one full sentence on a line of its own.",
    "Who did what, when and why? Answer in three full sentences.",
    "Retell the most important part of this article in two long sentences, in your own words.",
    "Write the first three sentences of a news report about this, with names and numbers.",
)
READ_WORDS = (40, 160, 320)
"""Words of an article that the model reads, one of these each time; with few, it guesses what stands in the rest."""
PER_JUDGED, PER_ARTICLE = 3, 1
LEAST_OF_A_SET = 150
"""Texts written from the documents of each judged set: where these are few, each is read more often."""
LEAST_WORDS, MOST_WORDS = 5, 60
NEW_TOKENS = 110
BATCH = 768
WRITTEN = "written"
"""Kind of these pairs."""

_LIST_MARK = re.compile(r"^\s*(?:[-*•]|\d+[.):])\s*")


@dataclass(frozen=True, slots=True)
class Article:
    """What the model writes about."""

    doc: str
    kind: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to write."""

    article: Article
    task: str
    text: str
    """What of the article the model reads."""


def judged_articles(data: Path, folds: Iterable[int]) -> Iterator[Article]:
    """The documents of the judged claims of these folds, each once."""
    claims, wanted, seen = read_claims(data), set(folds), set()
    for claim, (_, sentences), fold in zip(claims, split_pairs(claims), folds_of(claims), strict=True):
        doc = document_of(claim)
        if fold in wanted and doc not in seen:
            seen.add(doc)
            yield Article(doc, claim.set, tuple(sentences))


def news_articles(data: Path) -> Iterator[Article]:
    """The articles that pairs are made from."""
    for source in source_texts(data):
        yield Article(source.id, "news", tuple(span.of(source.text) for span in split_sentences(source.text)))


def requests(articles: Sequence[Article], times: int, chance: random.Random) -> Iterator[Request]:
    """So many requests for each article, and for each kind at least `LEAST_OF_A_SET`, or 30 an article where fewer."""
    of_kind = {kind: [one for one in articles if one.kind == kind] for kind in {one.kind for one in articles}}
    for _, group in sorted(of_kind.items()):
        for at in range(max(times * len(group), min(LEAST_OF_A_SET, 30 * len(group)))):
            article = group[at % len(group)]
            start = chance.randrange(len(article.sentences)) if at >= len(group) and article.sentences else 0
            text = cut(" ".join(article.sentences[start:]), chance.choice(READ_WORDS))
            yield Request(article, chance.choice(TASKS), text)


def claims_in(written: str) -> list[str]:
    """The whole sentences of what a model wrote, without list marks."""
    lines = [_LIST_MARK.sub("", line).strip() for line in written.splitlines()]
    found = [sentence for line in lines if line for sentence in sentences_of(line)]
    return [one for one in found if _is_claim(one)]


def _is_claim(sentence: str) -> bool:
    words = len(sentence.split())
    return LEAST_WORDS <= words <= MOST_WORDS and sentence[-1] in '.!?”"' and sentence[0].isupper()


def pairs_of(request: Request, written: str) -> Iterator[Pair]:
    """Each claim with the evidence that would be selected for it; the label is for a teacher to give."""
    for claim in claims_in(written):
        evidence = select_evidence(claim, request.article.sentences)
        yield Pair(SUPPORT, f"{WRITTEN}-{request.article.kind}", request.article.doc, claim, evidence, label=False)


def write(model: Any, tokenizer: Any, wanted: Sequence[Request]) -> Iterator[tuple[Request, str]]:
    """What the model writes, sampled; the tokenizer pads on the left."""
    import torch

    started = time.time()
    for at in range(0, len(wanted), BATCH):
        part = wanted[at : at + BATCH]
        given = tokenizer(
            [chat_prompt(f"{request.text}\n\n{request.task}") for request in part], return_tensors="pt", padding=True
        ).to(model.device)
        with torch.no_grad():
            rows = model.generate(
                **given, max_new_tokens=NEW_TOKENS, do_sample=True, temperature=1.0, top_p=0.95, top_k=0,
                pad_token_id=tokenizer.pad_token_id,
            )  # fmt: skip
        texts = tokenizer.batch_decode(rows[:, given["input_ids"].shape[1] :], skip_special_tokens=True)
        print(f"{at + len(part)}/{len(wanted)} {time.time() - started:.0f} s", flush=True)
        yield from zip(part, texts, strict=True)


def all_requests(data: Path) -> list[Request]:
    """Requests for every article but those of the folds that nothing is trained on, in random order."""
    chance = random.Random(WRITTEN)  # noqa: S311
    seen_folds = sorted(set(range(5)) - UNSEEN_FOLDS)
    judged = requests(list(judged_articles(data / "verify-dev.jsonl.gz", seen_folds)), PER_JUDGED, chance)
    wanted = [*judged, *requests(list(news_articles(data)), PER_ARTICLE, chance)]
    chance.shuffle(wanted)
    return wanted


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.summaries", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="chat model of the Qwen family: folder or GGUF file")
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    parser.add_argument("--out", type=Path, required=True, help="where the pairs go, .jsonl.gz")
    parser.add_argument("--limit", type=int, help="texts to write")
    options = parser.parse_args()
    model, tokenizer = open_language_model(options.model)
    done = write(model, tokenizer, all_requests(options.data)[: options.limit])
    print(write_pairs(options.out, (pair for request, text in done for pair in pairs_of(request, text))), "pairs")


if __name__ == "__main__":
    main()
