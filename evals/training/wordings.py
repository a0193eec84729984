"""A parsed sentence said otherwise with the same meaning: shorter, reordered, turned round, reported."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from typing import Any

Parsed = Any
"""A spaCy span or token; spaCy brings no types for its extension-module classes."""

DROPPED = frozenset({"advcl", "relcl", "appos", "acl", "npadvmod", "advmod", "parataxis", "amod"})
"""Dependents that a sentence can lose and still be entailed by the whole, unless they limit it."""
_LIMITING = frozenset(
    "not never no only if unless without may might could allegedly reportedly almost nearly about hardly barely less "
    "fewer former fake alleged possible potential likely unlikely planned proposed until".split()
)
_FACTIVE = frozenset({"VBD", "VBZ", "VBP"})
_QUOTED = re.compile(
    r"^[“\"](?P<words>[^“”\"]{20,220}?)[,.]?[”\"],? (?P<verb>said|says|told \w+) (?P<who>[A-Z][^,.“”\"]{2,60})"
)
_PERSONS = {"I": "they", "we": "they", "We": "they", "my": "their", "My": "their", "our": "their", "Our": "their",
            "me": "them", "us": "them", "I'm": "they are", "we're": "they are", "I’m": "they are",
            "we’re": "they are"}  # fmt: skip
SYNONYMS = {
    "said": "stated", "says": "states", "nearly": "almost", "about": "around", "people": "individuals",
    "also": "too", "began": "started", "many": "numerous", "until": "till", "help": "aid", "shows": "demonstrates",
    "used": "utilized", "near": "close to", "after": "following", "before": "prior to", "because": "since",
    "children": "kids", "important": "significant", "film": "movie", "movie": "film", "buy": "purchase",
    "bought": "purchased", "found": "discovered", "told": "informed", "wants": "seeks", "died": "passed away",
    "announced": "revealed", "car": "vehicle", "job": "position", "home": "house", "big": "large", "huge": "enormous",
    "company": "firm", "firm": "company", "doctors": "physicians", "fired": "dismissed", "hired": "recruited",
    "won": "claimed victory in", "increased": "rose", "decreased": "fell", "whole": "entire", "started": "began",
    "ended": "concluded", "attempt": "effort", "attempted": "tried", "tried": "attempted", "talks": "negotiations",
    "quickly": "rapidly", "often": "frequently", "show": "demonstrate", "need": "require", "needs": "requires",
    "called": "named", "child": "kid", "city": "town", "area": "region", "countries": "nations", "country": "nation",
    "lawmakers": "legislators", "major": "significant", "previously": "earlier", "currently": "at present",
    "approximately": "about", "around": "about", "resigned": "stepped down", "killed": "left dead", "injured": "hurt",
    "hurt": "injured", "received": "got", "got": "received", "made": "created", "including": "such as",
}  # fmt: skip


def compressed(sentence: Parsed, chance: random.Random, *, rate: float = 0.5) -> str:
    """The sentence without some of its modifiers; the sentence itself when it has none that may go."""
    gone: set[int] = set()
    for token in sentence:
        if (token.dep_ in DROPPED and token.i not in gone and chance.random() < rate and _may_go(token, sentence)) or (
            token.dep_ == "prep" and token.i not in gone and chance.random() < rate / 3 and _may_go(token, sentence)
        ):
            gone.update(part.i for part in token.subtree)
    if len(gone) > 0.7 * len(sentence):
        return str(sentence.text)
    return tidied("".join(token.text_with_ws for token in sentence if token.i not in gone))


def _may_go(token: Parsed, sentence: Parsed) -> bool:
    whole = [part.lower_ for part in token.subtree]
    if token.head.i == token.i or any(word in _LIMITING for word in whole) or len(whole) > 0.6 * len(sentence):
        return False
    if token.dep_ == "prep":  # "in Ohio" may go, "of the party" makes the noun what it is.
        return bool(token.head.pos_ == "VERB" and token.head.dep_ == "ROOT" and token.i > token.head.i)
    if token.tag_ in {"WRB", "JJS", "RBS", "JJR"} or token.lower_ in {"as", "so", "too", "more", "well"}:
        return False
    return not (token.dep_ in {"advmod", "amod"} and token.head.pos_ in {"ADV", "ADJ", "NUM"})


def tidied(text: str) -> str:
    """The text with spaces, commas and its first and last characters as a sentence has them."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s+([,.;:!?%’”)])", r"\1", text)
    text = re.sub(r"(,\s*)+([,.;!?])", r"\2", text)
    text = re.sub(r"([(“])\s+", r"\1", text).strip(" ,;:-–—")
    text = re.sub(r"\(\s*\)", "", text)
    if text and text[-1].isalnum():
        text += "."
    return text[:1].upper() + text[1:]


def apposition(sentence: Parsed) -> str:
    """ "Jo Bloggs, the harbour master," as "Jo Bloggs is the harbour master."; empty when there is none."""
    for token in sentence:
        if token.dep_ == "appos" and token.head.ent_type_ in {"PERSON", "ORG"} and len(list(token.subtree)) > 2:
            name = next((entity.text for entity in sentence.ents if entity.start <= token.head.i < entity.end), "")
            role = sentence.doc[token.left_edge.i : token.right_edge.i + 1].text
            if name and role and role[0].islower() and "," not in role:
                return tidied(f"{name} {'is' if token.head.ent_type_ == 'PERSON' else 'was'} {role}")
    return ""


def reported(sentence: Parsed) -> str:
    """A quotation as reported speech; empty when the sentence is none."""
    match = _QUOTED.match(sentence.text)
    if not match:
        return ""
    words = " ".join(_PERSONS.get(word, word) for word in match["words"].split())
    first = (
        words[:1].lower() + words[1:]
        if words.split(" ")[0] not in {e.text.split()[0] for e in sentence.ents}
        else words
    )
    return tidied(f"{match['who'].strip()} {'says' if match['verb'] == 'says' else 'said'} that {first}")


def passive(sentence: Parsed, participles: dict[str, str]) -> str:
    """ "X hit Y" as "Y was hit by X"; empty when the sentence is no plain transitive one."""
    root = sentence.root
    kept = {child.dep_: child for child in root.children if child.dep_ in {"nsubj", "dobj"}}
    blocked = any(child.dep_ in {"neg", "aux", "auxpass", "prt", "conj"} for child in root.children)
    if root.tag_ != "VBD" or blocked or len(kept) < 2 or kept["dobj"].pos_ == "PRON" or kept["nsubj"].pos_ == "PRON":
        return ""
    subject, thing = (_phrase(kept[name]) for name in ("nsubj", "dobj"))
    participle = participles.get(root.lemma_, root.text if root.text.endswith("ed") else "")
    if not participle or len(subject) + len(thing) > 200:
        return ""
    be = "were" if kept["dobj"].tag_ in {"NNS", "NNPS"} else "was"
    rest = "".join(_phrase(child) + " " for child in root.children if child.dep_ == "prep" and child.i > root.i)
    return tidied(f"{thing} {be} {participle} by {_mid(kept['nsubj'], subject)} {rest}")


def _phrase(token: Parsed) -> str:
    return str(token.doc[token.left_edge.i : token.right_edge.i + 1].text)


def _mid(token: Parsed, phrase: str) -> str:
    """The phrase as it stands within a sentence."""
    first = token.doc[token.left_edge.i]
    return phrase if first.pos_ == "PROPN" or first.ent_type_ else phrase[:1].lower() + phrase[1:]


def fronted(sentence: Parsed) -> str:
    """A time or place from the end of the sentence moved to its front, or the other way; empty when there is none."""
    root = sentence.root
    for child in root.children:
        subtree = list(child.subtree)
        if (
            child.dep_ in {"prep", "npadvmod"}
            and 2 <= len(subtree) <= 8
            and any(part.ent_type_ in {"DATE", "TIME", "GPE"} for part in subtree)
        ):
            gone = {part.i for part in subtree}
            rest = "".join(token.text_with_ws for token in sentence if token.i not in gone)
            phrase = sentence.doc[subtree[0].i : subtree[-1].i + 1].text
            if subtree[0].i > root.i:
                return tidied(f"{phrase[:1].upper()}{phrase[1:]}, {_mid(sentence[0], tidied(rest))}")
            return tidied(f"{tidied(rest).rstrip('.')} {phrase[:1].lower()}{phrase[1:]}")
    return ""


def reworded(text: str, chance: random.Random, rate: float = 0.6) -> str:
    """Some words replaced by others that say the same."""
    return " ".join(SYNONYMS.get(w, w) if chance.random() < rate else w for w in text.split(" "))


def merged(first: str, second: str, chance: random.Random) -> str:
    """Two sentences as one, or side by side."""
    if chance.random() < 0.5 and len(first) + len(second) < 260:
        joint = chance.choice([", and ", " and ", ", while "])
        second = (
            second
            if second.split(" ", maxsplit=1)[0] not in {"The", "A", "An", "He", "She", "It", "They", "In", "But"}
            else second[:1].lower() + second[1:]
        )
        return first.rstrip(".") + joint + second
    return f"{first} {second}"


def said_otherwise(sentence: Parsed, chance: random.Random, participles: dict[str, str]) -> tuple[str, str]:
    """One entailed wording of the sentence, and the name of the way it was made."""
    ways: list[tuple[str, Callable[[], str]]] = [
        ("apposition", lambda: apposition(sentence)),
        ("reported", lambda: reported(sentence)),
        ("passive", lambda: passive(sentence, participles)),
        ("fronted", lambda: fronted(sentence)),
    ]
    chance.shuffle(ways)
    if chance.random() < 0.5:
        for name, way in ways:
            if made := way():
                return reworded(made, chance), name
    return reworded(compressed(sentence, chance), chance), "compressed"


def participles_of(sentences: Iterable[Parsed]) -> dict[str, str]:
    """Past participles by lemma, as the texts themselves hold them."""
    return {token.lemma_: token.lower_ for sentence in sentences for token in sentence if token.tag_ == "VBN"}
