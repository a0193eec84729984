"""Makes pairs whose errors are a language model's own: `python -m evals.training.completions --data FOLDER --out P`.

The bundled chat model reads a headline, the sentences before one and that one's first half, and finishes it without
having read the article: fluent, on the subject, and not backed, as summaries go wrong. Then each ending is once the
one that the evidence holds and once the other, so that a model's style gives nothing away.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from chatbot.library.sentences import split_sentences
from chatbot.verification.claim_analysis import analyse
from chatbot.weights.files import smollm2_path
from evals.training.documents import SourceText, source_texts
from evals.training.making import CHARACTERS, MOST_WORDS, is_whole, parser_folder
from evals.training.pairs import SUPPORT, Pair, write_pairs
from evals.training.wordings import said_otherwise

PER_ARTICLE = 4
LEAST_WORDS = 10
KEPT_SHARES = (0.35, 0.75)
"""Of a sentence's words, the least and the greatest share that is kept."""
CONTEXT_WORDS = 60
"""Words of the sentences before one that the language model reads."""
REWORDED = 0.6
"""Share of the claims that are said otherwise than their evidence."""
LEAST_CLAIM = 4
"""Words of a claim."""
NEW_TOKENS = 32
TEMPERATURE, MOST_LIKELY = 0.9, 40
BATCH = 64
COMPLETED = "completed"
"""Begins the kind of these pairs."""

_END = re.compile(r"[.!?][”\"’']*(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Opening:
    """The first words of a sentence of an article, to be finished by a language model."""

    doc: str
    before: str
    """Headline and sentences before it."""
    kept: str
    sentence: str
    neighbours: tuple[str, str]
    """The sentences before and after it; empty where there is none."""


def openings(source: SourceText) -> Iterator[Opening]:
    """Openings of some sentences of an article, chosen by a seed of its own."""
    chance = random.Random(f"{COMPLETED} {source.id}")  # noqa: S311
    text = source.text[:CHARACTERS]
    sentences = [re.sub(r"\s+", " ", span.of(text)) for span in split_sentences(text)]
    fit = [at for at, sentence in enumerate(sentences) if _is_fit(sentence)]
    for at in chance.sample(fit, min(PER_ARTICLE, len(fit))):
        words = sentences[at].split(" ")
        kept = " ".join(words[: max(3, round(len(words) * chance.uniform(*KEPT_SHARES)))])
        before = " ".join(sentences[max(0, at - 2) : at]).split(" ")[-CONTEXT_WORDS:]
        beside = (sentences[at - 1] if at else "", sentences[at + 1] if at + 1 < len(sentences) else "")
        yield Opening(source.id, f"{source.title}\n\n{' '.join(before)}".strip(), kept, sentences[at], beside)


def _is_fit(sentence: str) -> bool:
    return LEAST_WORDS <= len(sentence.split()) <= MOST_WORDS and sentence[-1] in '.!?”"' and is_whole(sentence)


class Completer:
    """The bundled chat model as a language model, in bfloat16."""

    def __init__(self, seed: int = 0) -> None:
        import torch
        from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

        torch.manual_seed(seed)
        path = smollm2_path()
        given: Any = {"gguf_file": path.name}
        self._tokenizer = AutoTokenizer.from_pretrained(path.parent, padding_side="left", **given)
        given["quantization_config"] = GgufConfig(dequantize=True)
        model = AutoModelForCausalLM.from_pretrained(path.parent, dtype=torch.bfloat16, **given)
        self._model = model.eval().to("cuda" if torch.cuda.is_available() else "cpu")

    def finish(self, texts: Sequence[str]) -> list[str]:
        """What the model writes behind each text."""
        given = self._tokenizer(list(texts), return_tensors="pt", padding=True).to(self._model.device)
        written = self._model.generate(
            **given, max_new_tokens=NEW_TOKENS, do_sample=True, temperature=TEMPERATURE, top_k=MOST_LIKELY,
            pad_token_id=self._tokenizer.pad_token_id,
        )  # fmt: skip
        start = given["input_ids"].shape[1]
        return [self._tokenizer.decode(row[start:], skip_special_tokens=True) for row in written]


def other_ending(opening: Opening, written: str) -> str:
    """The sentence as the language model finished it; empty where it ends nowhere or says nothing new."""
    line = written.split("\n", maxsplit=1)[0]
    end = _END.search(line)
    if end is None or not line.startswith((" ", ",")):
        return ""
    finished = opening.kept + line[: end.end()]
    new = analyse(finished).content - analyse(" ".join([opening.sentence, *opening.neighbours])).content
    return finished if new and is_whole(finished) and len(finished.split()) <= MOST_WORDS else ""


def four_pairs(opening: Opening, finished: str, claims: tuple[str, str], chance: random.Random) -> Iterator[Pair]:
    """Each of the two sentences with evidence that holds it, and with evidence that holds the other.

    Args:
        opening: where the sentences come from.
        finished: the language model's sentence.
        claims: what is claimed: the article's sentence and the language model's, as they are or said otherwise.
        chance: chooses the neighbours that stand beside the evidence.
    """
    before, after = opening.neighbours
    beside = chance.choice([(before, after), (before, ""), ("", after), ("", "")])
    for whose, text, other, claim in zip(
        ("own", "model"), (opening.sentence, finished), (finished, opening.sentence), claims, strict=True
    ):
        having, lacking = (" ".join(filter(None, (beside[0], held, beside[1]))) for held in (text, other))
        yield Pair(SUPPORT, f"{COMPLETED}_{whose}", opening.doc, claim, having, label=True, spans=())
        lost = analyse(text).content - analyse(lacking).content
        if lost & analyse(claim).content:
            spans = ((len(opening.kept), len(claim)),) if claim == text else None
            yield Pair(SUPPORT, f"{COMPLETED}_{whose}_wrong", opening.doc, claim, lacking, label=False, spans=spans)


def worded(sentence: Any, chance: random.Random) -> str:
    """A parsed sentence as a claim: often said otherwise."""
    claim = said_otherwise(sentence, chance, {})[0] if chance.random() < REWORDED else ""
    return claim if len(claim.split()) >= LEAST_CLAIM and is_whole(claim) else str(sentence.text)


def completed_pairs(sources: Iterable[SourceText], limit: int | None = None) -> Iterator[Pair]:
    """Pairs of all articles.

    Args:
        sources: articles.
        limit: openings that are finished, of articles in random order.
    """
    import spacy

    parse, model = spacy.load(parser_folder()), Completer()
    shuffled = list(sources)
    random.Random(COMPLETED).shuffle(shuffled)  # noqa: S311
    every = list(islice((opening for source in shuffled for opening in openings(source)), limit))
    every.sort(key=lambda opening: len(opening.before) + len(opening.kept))
    started, chance = time.time(), random.Random(COMPLETED)  # noqa: S311
    for at in range(0, len(every), BATCH):
        part = every[at : at + BATCH]
        written = model.finish([f"{opening.before} {opening.kept}".lstrip() for opening in part])
        found = [(o, text) for o, w in zip(part, written, strict=True) if (text := other_ending(o, w))]
        parsed = list(parse.pipe([text for o, finished in found for text in (o.sentence, finished)]))
        for place, (opening, finished) in enumerate(found):
            own, models = (worded(sentence[:], chance) for sentence in parsed[2 * place : 2 * place + 2])
            yield from four_pairs(opening, finished, (own, models), chance)
        if at // BATCH % 10 == 0:
            print(f"{at + len(part)}/{len(every)} {(at + len(part)) / (time.time() - started):.1f}/s", flush=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.completions", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    parser.add_argument("--out", type=Path, required=True, help="where the pairs go, .jsonl.gz")
    parser.add_argument("--limit", type=int, help="sentences to finish")
    arguments = parser.parse_args()
    print(write_pairs(arguments.out, completed_pairs(source_texts(arguments.data), arguments.limit)), "pairs")


if __name__ == "__main__":
    main()
