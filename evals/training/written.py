"""Pairs from sentences and twins that were written for this project, as a strong model writes them of news.

A group holds two true wordings of the same facts, the exact sentences of an article that back both, and twins with one
error each. `strong.jsonl.gz` holds some hundred groups with their evidence; `written.jsonl.gz`, beside this module,
holds thousands, whose evidence is named by characters of articles in the retrieval corpus of the development data.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from chatbot.records import Metadata
from chatbot.verification.claim_analysis import analyse
from chatbot.verification.claim_features import coverage
from chatbot.verification.evidence_selection import select_evidence
from evals.datasets import read_rows
from evals.training.documents import Corpus
from evals.training.labelled import difference
from evals.training.pairs import LABELLED, SUPPORT, Pair, Span

WRITTEN = Path(__file__).parent / "written.jsonl.gz"
SELECTED_WORDS = 150
"""Words of evidence that are read with a claim."""
HEADED = 0.6
"""Share of the pairs with headings: in the product they are there, in published sets they are not."""
SURROUNDED = 0.4
"""Share of the wordings whose evidence stands among other sentences of the article, as several citations do."""
LACKING = 0.35
"""Share of the groups of which a true sentence stands beside too little evidence."""
MOST_COVERED = 0.75
"""Share of a claim's words above which evidence with one sentence less may still suffice."""


@dataclass(frozen=True, slots=True)
class Group:
    """Wordings of the same facts, right and wrong, with what backs the right ones."""

    url: str
    metadata: Metadata
    evidence: tuple[str, ...]
    others: tuple[str, ...]
    """Sentences of the same article that are no part of the evidence."""
    right: tuple[str, ...]
    wrong: tuple[str, ...]


def strong_groups(rows: Iterable[Mapping[str, Any]]) -> list[Group]:
    """The groups of `strong.jsonl.gz`. What backs one group of an article is an other sentence to the next."""
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    told: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        grouped[(row["url"], row["group"])].append(row)
        told[row["url"]].update(dict.fromkeys(row["evidence"]))
    return [_group(url, members, tuple(told[url])) for (url, _), members in grouped.items()]


def _group(url: str, members: Sequence[Mapping[str, Any]], told: Sequence[str]) -> Group:
    evidence = tuple(members[0]["evidence"])
    sides = [tuple(str(row["claim"]) for row in members if bool(row["supported"]) == side) for side in (True, False)]
    others = tuple(text for text in told if text not in evidence)
    return Group(url, _metadata(members[0]), evidence, others, *sides)


def written_groups(corpus: Path, written: Path = WRITTEN) -> Iterator[Group]:
    """The groups of a file like `written.jsonl.gz`, with their articles' sentences out of the retrieval corpus.

    Raises:
        DataError: the corpus lacks an article.
    """
    articles = Corpus(corpus)
    for row in read_rows(written, {"url": str, "evidence": list, "others": list, "right": list, "wrong": list}):
        article = articles.article(row["url"])
        backing, others = (
            tuple(" ".join(article["text"][start:end].split()) for start, end in row[name])
            for name in ("evidence", "others")
        )
        wrong = tuple(twin["claim"] for twin in row["wrong"])
        yield Group(row["url"], _metadata(article), backing, others, tuple(row["right"]), wrong)


def _metadata(row: Mapping[str, Any]) -> Metadata:
    day = str(row.get("published") or "")[:10]
    return Metadata(title=str(row.get("title") or ""), published=datetime.fromisoformat(day) if day else None)


def pairs_of(group: Group, chance: random.Random) -> Iterator[Pair]:
    """The right and wrong wordings with the evidence, and sometimes a right one with too little of it."""
    for claims, supported in ((group.right, True), (group.wrong, False)):
        for claim in claims:
            spans = () if supported else tuple(difference(claim, closest(claim, group.right)))
            around = _others(group, chance) if chance.random() < SURROUNDED else []
            yield _pair(group, claim, _in_order([*group.evidence, *around], chance), (supported, spans), chance)
    if chance.random() < LACKING and (lacking := _too_little(group, chance)):
        claim, evidence = lacking
        yield _pair(group, claim, evidence, (False, None), chance)


def closest(claim: str, rights: Sequence[str]) -> str:
    """The right wording that a twin shares most words with: it was made from that one."""
    words = set(claim.split())
    return max(rights, key=lambda right: len(words & set(right.split())), default="")


def _others(group: Group, chance: random.Random) -> list[str]:
    return chance.sample(group.others, min(len(group.others), chance.randint(1, 3)))


def _in_order(sentences: Sequence[str], chance: random.Random) -> list[str]:
    """Sentences as a writer might cite them: half of the time in another order."""
    if chance.random() < 0.5:
        return list(sentences)
    return chance.sample(list(sentences), len(sentences))


def _too_little(group: Group, chance: random.Random) -> tuple[str, list[str]] | None:
    """A right wording with a sentence less than it needs, or with other sentences of the article alone."""
    claim = chance.choice(group.right)
    at = chance.randrange(len(group.evidence))
    left = [text for place, text in enumerate(group.evidence) if place != at]
    evidence = [*left, *(_others(group, chance) if not left or chance.random() < 0.5 else [])]
    if not evidence:
        return None
    held = frozenset[str]().union(*(analyse(text).content for text in evidence))
    return (claim, evidence) if coverage(analyse(claim), held) < MOST_COVERED else None


def headings(metadata: Metadata) -> Iterator[str]:
    """What stands above the evidence: the article's title, and its day with the weekday, which tells "on Tuesday"."""
    if metadata.title:
        yield metadata.title
    if published := metadata.published:
        yield f"Published on {published:%A}, {published.day} {published:%B %Y}."


def _pair(
    group: Group,
    claim: str,
    evidence: Sequence[str],
    judged: tuple[bool, tuple[Span, ...] | None],
    chance: random.Random,
) -> Pair:
    heads = headings(group.metadata) if chance.random() < HEADED else ()
    read = select_evidence(claim, [*heads, *evidence], SELECTED_WORDS)
    return Pair(SUPPORT, f"{LABELLED}strong", group.url, claim, read, *judged)
