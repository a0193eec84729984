"""A supported sentence with one thing made wrong, as models make it wrong, and where in it the wrong words stand."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from evals.training.pairs import Span
from evals.training.wordings import tidied


class Altered(NamedTuple):
    """A sentence that is no longer supported."""

    text: str
    spans: tuple[Span, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a document, and the collection behind it, offer to put in a wrong place."""

    entities: Mapping[str, Sequence[str]]
    """Names of the document by their kind."""
    other_entities: Mapping[str, Sequence[str]]
    """Names of other documents by their kind."""
    words: Mapping[str, Sequence[str]]
    """Words of the document by part-of-speech tag."""
    phrases: Sequence[str]
    """Prepositional and participial phrases of the document."""
    predicates: Sequence[str]
    """What its sentences say of their subjects."""
    subject_end: int = 0
    """Length of the claim's subject, where the claim begins with it."""
    tagged: Mapping[str, str] = field(default_factory=dict)
    """Part-of-speech tags of the claim's words."""


_NUMBER = re.compile(r"(?<![\w.])\$?\d[\d,]*(?:\.\d+)?(?![\w])")
_NUMBER_WORDS = "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty".split()
_SCALES = {"million": "billion", "billion": "million", "thousand": "million", "hundreds": "thousands",
           "thousands": "hundreds", "percent": "percentage points", "months": "weeks", "weeks": "months",
           "days": "weeks",
           "years": "months", "hours": "minutes", "minutes": "hours", "first": "third", "second": "first",
           "third": "second", "Monday": "Thursday", "Tuesday": "Saturday", "Wednesday": "Friday", "Thursday": "Monday",
           "Friday": "Sunday", "Saturday": "Tuesday", "Sunday": "Wednesday", "January": "June", "February": "August",
           "March": "October", "April": "December", "May": "November", "June": "February", "July": "April",
           "August": "January", "September": "March", "October": "July", "November": "September", "December": "May",
           "half": "a third", "double": "triple", "doubled": "halved", "miles": "kilometers",
           "feet": "meters"}  # fmt: skip
OPPOSITES = {
    "rose": "fell", "fell": "rose", "increase": "decrease", "increased": "decreased", "decreased": "increased",
    "more": "fewer", "less": "more", "won": "lost", "lost": "won", "before": "after", "after": "before",
    "above": "below", "below": "above", "accepted": "rejected", "rejected": "accepted", "approved": "blocked",
    "support": "oppose", "supported": "opposed", "opposed": "backed", "allowed": "banned", "banned": "allowed",
    "largest": "smallest", "highest": "lowest", "lowest": "highest", "best": "worst", "worst": "best", "first": "last",
    "last": "first", "new": "former", "former": "current", "all": "some", "some": "all", "many": "few", "few": "many",
    "most": "few", "always": "rarely", "often": "rarely", "never": "always", "guilty": "not guilty",
    "confirmed": "denied", "denied": "confirmed", "admitted": "denied", "failed": "managed", "agreed": "refused",
    "refused": "agreed", "began": "ended", "started": "stopped", "ended": "began", "opened": "closed",
    "closed": "opened", "arrived": "left", "bought": "sold", "sold": "bought", "male": "female", "man": "woman",
    "woman": "man", "son": "daughter", "daughter": "son", "father": "brother", "mother": "sister", "wife": "mother",
    "husband": "father", "north": "south", "south": "north", "east": "west", "west": "east", "northern": "southern",
    "southern": "northern", "eastern": "western", "western": "eastern", "positive": "negative", "negative": "positive",
    "safe": "dangerous", "early": "late", "late": "early", "public": "private", "private": "public", "up": "down",
    "down": "up", "higher": "lower", "lower": "higher", "win": "lose", "success": "failure",
    "successful": "unsuccessful",
    "good": "bad", "bad": "good", "old": "young", "young": "old", "same": "different", "alive": "dead", "dead": "alive",
    "killed": "injured", "injured": "killed", "arrested": "released", "released": "arrested", "hired": "fired",
    "fired": "hired", "joined": "left", "least": "most", "over": "under", "under": "over", "rise": "fall",
    "growth": "decline", "gain": "loss", "gained": "lost", "strong": "weak", "improved": "worsened", "with": "without",
    "praised": "criticized", "criticized": "praised", "attacked": "defended", "defended": "attacked",
}  # fmt: skip
_CERTAINTY = {"may": "will", "might": "will", "could": "will", "can": "must", "would": "did", "will": "might",
              "should": "must", "must": "may", "is expected to": "has", "plans to": "has decided to",
              "reportedly": "certainly", "allegedly": "undoubtedly", "about": "exactly", "nearly": "more than",
              "almost": "more than", "at least": "at most", "up to": "more than", "said": "denied", "says": "denies",
              "suggested": "proved", "likely": "certain", "some": "all"}  # fmt: skip
_NEGATED = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|did|does|do|should)\b( not\b|n't\b|n’t\b)?"
)
_VERBS_AFTER = re.compile(r"\b(\w+)\b")


def altered(claim: str, inventory: Inventory, chance: random.Random) -> Altered | None:
    """The claim with one wrong thing in it, or None when no way applies."""
    ways = list(_WAYS)
    # The ways that models go wrong most are tried first more often.
    chance.shuffle(ways)
    for kind, way in ways:
        made = way(claim, inventory, chance)
        if made and made[0].strip() != claim.strip():
            return Altered(made[0], made[1], kind)
    return None


Made = tuple[str, tuple[Span, ...]] | None


def replaced(text: str, start: int, end: int, new: str) -> tuple[str, tuple[Span, ...]]:
    """The text with other characters at a place, and the place of these."""
    return text[:start] + new + text[end:], ((start, start + len(new)),)


def _number(claim: str, inventory: Inventory, chance: random.Random) -> Made:
    places = list(_NUMBER.finditer(claim))
    if places:
        place = chance.choice(places)
        others = [
            n
            for kind in ("CARDINAL", "MONEY", "PERCENT", "QUANTITY", "DATE")
            for text in inventory.entities.get(kind, ())
            for n in _NUMBER.findall(text)
        ]
        others = [n for n in others if n not in claim and n.startswith("$") == place.group().startswith("$")]
        new = chance.choice(others) if others and chance.random() < 0.5 else _nearby(place.group(), chance)
        return replaced(claim, *place.span(), new)
    words = [m for m in re.finditer(r"\b[a-z]+\b", claim) if m.group() in _NUMBER_WORDS]
    if words:
        place = chance.choice(words)
        return replaced(claim, *place.span(), chance.choice([w for w in _NUMBER_WORDS if w != place.group()]))
    return None


def _nearby(number: str, chance: random.Random) -> str:
    """Another number of the same shape: a digit or two changed, or ten times as much."""
    digits = [at for at, sign in enumerate(number) if sign.isdigit()]
    changed = list(number)
    for at in chance.sample(digits, min(len(digits), chance.choice([1, 1, 2]))):
        changed[at] = chance.choice([d for d in "123456789" if d != number[at]])
    return "".join(changed)


def _scale(claim: str, _: Inventory, chance: random.Random) -> Made:
    return _by_table(claim, _SCALES, chance)


def _opposite(claim: str, _: Inventory, chance: random.Random) -> Made:
    return _by_table(claim, OPPOSITES, chance)


def _certainty(claim: str, _: Inventory, chance: random.Random) -> Made:
    return _by_table(claim, _CERTAINTY, chance)


def _by_table(claim: str, table: Mapping[str, str], chance: random.Random) -> Made:
    places = [m for words in table for m in re.finditer(rf"\b{re.escape(words)}\b", claim)]
    if not places:
        return None
    place = chance.choice(places)
    return replaced(claim, *place.span(), table[place.group()])


def _entity(claim: str, inventory: Inventory, chance: random.Random) -> Made:
    own = [
        (kind, name) for kind, names in inventory.entities.items() for name in names if name in claim and len(name) > 2
    ]
    chance.shuffle(own)
    for kind, name in own:
        pool = inventory.entities[kind] if chance.random() < 0.65 else inventory.other_entities.get(kind, ())
        others = [other for other in pool if other not in claim and name not in other and other not in name]
        if others:
            start = claim.index(name)
            return replaced(claim, start, start + len(name), chance.choice(others))
    return None


def _roles(claim: str, inventory: Inventory, chance: random.Random) -> Made:
    """Two names of one kind in each other's place."""
    for names in inventory.entities.values():
        held = [name for name in dict.fromkeys(names) if claim.count(name) == 1 and len(name) > 2]
        held = [name for name in held if not any(name != other and (name in other or other in name) for other in held)]
        if len(held) >= 2:
            first, second = sorted(chance.sample(held, 2), key=claim.index)
            a, b = claim.index(first), claim.index(second)
            text = claim[:a] + second + claim[a + len(first) : b] + first + claim[b + len(second) :]
            moved = b + len(second) - len(first)
            return text, ((a, a + len(second)), (moved, moved + len(first)))
    return None


def _negation(claim: str, _: Inventory, chance: random.Random) -> Made:
    places = list(_NEGATED.finditer(claim))
    if not places:
        return None
    place = chance.choice(places)
    return replaced(claim, *place.span(), place[1] if place[2] else f"{place[1]} not")


def _word(claim: str, inventory: Inventory, chance: random.Random) -> Made:
    """A content word in the place of another of its kind."""
    places = [
        m for m in _VERBS_AFTER.finditer(claim) if inventory.tagged.get(m.group()) in CONTENT_TAGS and m.start() > 0
    ]
    chance.shuffle(places)
    for place in places:
        others = [w for w in inventory.words.get(inventory.tagged[place.group()], ()) if w.lower() not in claim.lower()]
        if others:
            return replaced(claim, *place.span(), chance.choice(others))
    return None


CONTENT_TAGS = frozenset({"NN", "NNS", "VBD", "VBN", "VB", "VBG", "VBZ", "JJ"})


def _added(claim: str, inventory: Inventory, chance: random.Random) -> Made:
    """A detail from elsewhere, in the sentence or behind it."""
    fresh = [phrase for phrase in inventory.phrases if phrase not in claim and 8 < len(phrase) < 90]
    if not fresh:
        return None
    phrase = chance.choice(fresh)
    end = len(claim.rstrip(".!?"))
    return replaced(claim, end, end, f" {phrase}" if phrase.split()[0].islower() else f", {phrase}")


def _merged(claim: str, inventory: Inventory, chance: random.Random) -> Made:
    """What was said of one subject, said of another."""
    if not inventory.subject_end or not inventory.predicates:
        return None
    predicate = chance.choice(inventory.predicates)
    if predicate in claim:
        return None
    start = inventory.subject_end
    text = tidied(f"{claim[:start]} {predicate}")
    return text, ((min(start + 1, len(text) - 1), len(text)),)


def _continued(claim: str, inventory: Inventory, chance: random.Random) -> Made:
    """A second thing said of the same subject, which is true of another."""
    if not inventory.predicates:
        return None
    predicate = chance.choice(inventory.predicates).rstrip(".")
    end = len(claim.rstrip(".!?"))
    return None if predicate in claim else replaced(claim, end, end, f" and {predicate}")


_WAYS: list[tuple[str, Callable[[str, Inventory, random.Random], Made]]] = [
    ("number", _number), ("number", _number), ("scale", _scale), ("opposite", _opposite), ("certainty", _certainty),
    ("entity", _entity), ("entity", _entity), ("roles", _roles), ("negation", _negation), ("word", _word),
    ("word", _word), ("added", _added), ("merged", _merged), ("continued", _continued),
]  # fmt: skip
