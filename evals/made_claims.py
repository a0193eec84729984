"""Claims made from evidence itself, so that calibration sees what the product sees: short claims on short evidence.

A supported claim is a part of an evidence sentence, cut at a comma or conjunction or turned from "spokesman Jo Bloggs"
into "Jo Bloggs is the spokesman". Its unsupported twin differs in one thing: a number, a name, a word from elsewhere in
the document, or a negation. Nothing is stored; the claims are made anew, the same each time, from the data at hand.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence

from evals.datasets import LabelledClaim

MADE = "made"
"""Name of the set of made claims."""
PER_DOCUMENT = 2
KEPT = 0.5
"""Chance of each part of a sentence, after the first, to be kept."""
REORDERED = 0.3
REWORDED = 0.7
_LOWERED = frozenset({"the", "a", "an", "he", "she", "it", "they", "this", "these", "his", "her", "their", "its", "in"})
_SAME = {
    "the": "a", "a": "the", "an": "the", "that": "which", "said": "stated", "says": "stated", "nearly": "almost",
    "about": "around", "more": "over", "people": "persons", "also": "too", "but": "and", "while": "and",
    "has": "had", "have": "had", "big": "large", "began": "started", "began.": "started.", "many": "several",
    "until": "till", "however": "but", "help": "aid", "show": "demonstrate", "shows": "demonstrates",
    "use": "utilize", "used": "utilized", "near": "close to", "after": "following", "before": "prior to",
    "because": "since", "children": "kids", "important": "essential", "film": "movie", "movie": "film",
    "buy": "purchase", "bought": "purchased", "get": "obtain", "found": "discovered", "told": "informed",
    "wants": "seeks", "died": "passed away", "killed": "slain", "announced": "made public", "police": "officers",
    "car": "vehicle", "job": "position", "home": "house",
}  # fmt: skip
_LEAST_WORDS, _MOST_WORDS = 5, 45
_CUT = re.compile(
    r",\s+|;\s+|\s+(?=(?:who|which|but|while|after|before|because|when|with|in|on|at|for|from|during|by)\s)"
)
_TITLE = re.compile(
    r"\b([A-Z]\w+ )?([a-z]+(?:man|woman|ist|or|er|ent|master|ary|chief|coach)) ((?:[A-Z][a-z]+ )[A-Z][a-z]+)\b"
)
_NUMBER = re.compile(r"\b\d+(?:,\d{3})*(?:\.\d+)?\b")
_NAME = re.compile(r"(?<=[a-z,] )(?:[A-Z][a-z]{2,}(?: [A-Z][a-z]+)*)")
_LONG_WORD = re.compile(r"(?<=[a-z] )[a-z]{5,}\b")
_VERB = re.compile(r"\b(is|are|was|were|has|have|had|will|would|can|could)\b(?! not)")


def made_claims(documents: Sequence[tuple[str, Sequence[str]]]) -> list[LabelledClaim]:
    """Pairs of claims, equal in everything but one detail.

    Args:
        documents: name of each document with its sentences.
    """
    return [claim for name, sentences in documents for claim in _of_document(name, sentences)]


def _of_document(name: str, sentences: Sequence[str]) -> Iterator[LabelledClaim]:
    chance = random.Random(name)  # noqa: S311
    fit = [at for at, text in enumerate(sentences) if _LEAST_WORDS <= len(text.split()) <= _MOST_WORDS]
    for at in chance.sample(fit, min(PER_DOCUMENT, len(fit))):
        claim = _shortened(sentences[at], chance)
        twin = _altered(claim, [text for other, text in enumerate(sentences) if other != at], chance)
        if claim != twin:
            evidence = tuple(sentences[max(0, at - chance.randint(0, 1)) : at + 1 + chance.randint(0, 1)])
            pair = f"{name}:{at}"
            yield LabelledClaim(f"{pair}+", MADE, claim, evidence, supported=True, pair=pair, doc=name)
            yield LabelledClaim(f"{pair}-", MADE, twin, evidence, supported=False, pair=pair, doc=name)


def _shortened(sentence: str, chance: random.Random) -> str:
    """What the sentence entails, or nearly so: some of its parts, sometimes in another order, rarely all of them."""
    if title := _TITLE.search(sentence):
        return f"{title[3]} is the {title[1] or ''}{title[2]}."
    parts = [part.strip(" ,;.") for part in _CUT.split(sentence.rstrip(".!? "))]
    kept = [parts[0], *(part for part in parts[1:] if chance.random() < KEPT)]
    if len(" ".join(kept).split()) < _LEAST_WORDS:
        kept = parts[:3]
    if len(kept) > 1 and chance.random() < REORDERED:
        first = kept.pop()
        kept[0] = f"{first[:1].upper()}{first[1:]}, {_lowered(kept[0])}"
    text = " ".join(_reworded(word, chance) for word in " ".join(kept).split())
    return text.strip(" ,;.") + "."


def _lowered(part: str) -> str:
    """The part without the capital letter of its article or pronoun; a name keeps its own."""
    first, _, rest = part.partition(" ")
    return f"{first.lower()} {rest}" if first.lower() in _LOWERED else part


def _reworded(word: str, chance: random.Random) -> str:
    """Now and then another word that says the same."""
    return _SAME.get(word, word) if chance.random() < REWORDED else word


def _altered(claim: str, others: Sequence[str], chance: random.Random) -> str:
    """The claim with one thing changed; the same claim when nothing in it can be."""
    ways = [_other_number, _other_name, _other_word, _negated]
    chance.shuffle(ways)
    made = (way(claim, " ".join(others), chance) for way in ways)
    return next((text for text in made if text != claim), claim)


def _other_number(claim: str, _: str, chance: random.Random) -> str:
    number = _NUMBER.search(claim)
    if not number:
        return claim
    digits = number.group()
    changed = str((int(digits[0]) + chance.randint(1, 7)) % 9 + 1) + digits[1:]
    return claim[: number.start()] + changed + claim[number.end() :] if changed != digits else claim


def _other_name(claim: str, elsewhere: str, chance: random.Random) -> str:
    return _swapped(_NAME, claim, elsewhere, chance)


def _other_word(claim: str, elsewhere: str, chance: random.Random) -> str:
    return _swapped(_LONG_WORD, claim, elsewhere, chance)


def _swapped(kind: re.Pattern[str], claim: str, elsewhere: str, chance: random.Random) -> str:
    """The claim with one match replaced by a match from elsewhere that it does not hold."""
    own = list(kind.finditer(claim))
    foreign = sorted({match.group() for match in kind.finditer(elsewhere)} - {match.group() for match in own})
    if not own or not foreign:
        return claim
    place = chance.choice(own)
    alike = [word for word in foreign if word[-2:] == place.group()[-2:]] or foreign
    return claim[: place.start()] + chance.choice(alike) + claim[place.end() :]


def _negated(claim: str, _: str, __: random.Random) -> str:
    return _VERB.sub(r"\1 not", claim, count=1)
