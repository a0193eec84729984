"""What a parsed article offers to put in a wrong place: names, words, phrases, and what it says of its subjects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from evals.training.alterations import CONTENT_TAGS, Inventory

Parsed = Any


def inventory_of(parsed: Parsed, sentences: Sequence[Parsed], other_names: Mapping[str, Sequence[str]]) -> Inventory:
    """The inventory of an article.

    Args:
        parsed: the whole article.
        sentences: those that count.
        other_names: names of other articles, by kind.
    """
    return Inventory(_names(parsed), other_names, _words(parsed), _phrases(parsed), _predicates(parsed, sentences))


def for_claim(inventory: Inventory, sentence: Parsed, claim: str) -> Inventory:
    """The inventory for a claim made from a sentence: with its words' tags, and where its subject ends."""
    subject = subject_of(sentence)
    phrase = "" if subject is None or subject.pos_ == "PRON" else _phrase(subject)
    end = len(phrase) if claim.startswith(phrase) else 0
    return replace(inventory, subject_end=end, tagged={token.text: token.tag_ for token in sentence})


def subject_of(sentence: Parsed) -> Parsed | None:
    """The subject of the main verb where it stands before it."""
    root = sentence.root
    if root.pos_ not in {"VERB", "AUX"}:
        return None
    return next((t for t in root.children if t.dep_ in {"nsubj", "nsubjpass"} and t.i < root.i), None)


def _phrase(token: Parsed) -> str:
    return str(token.doc[token.left_edge.i : token.right_edge.i + 1].text)


def _names(parsed: Parsed) -> dict[str, list[str]]:
    names: dict[str, list[str]] = defaultdict(list)
    for entity in parsed.ents:
        if entity.text not in names[entity.label_] and len(entity.text) < 60 and "\n" not in entity.text:
            names[entity.label_].append(entity.text)
    return names


def _words(parsed: Parsed) -> dict[str, list[str]]:
    words: dict[str, list[str]] = defaultdict(list)
    for token in parsed:
        if token.tag_ in CONTENT_TAGS and token.is_alpha and len(token) > 3:
            words[token.tag_].append(token.text)
    return words


def _phrases(parsed: Parsed) -> list[str]:
    wide = (t for t in parsed if t.dep_ in {"prep", "acl", "relcl"} and 2 < t.right_edge.i - t.left_edge.i < 12)
    return [phrase for phrase in map(_phrase, wide) if "\n" not in phrase]


def _predicates(parsed: Parsed, sentences: Sequence[Parsed]) -> list[str]:
    pairs = ((subject_of(sentence), sentence) for sentence in sentences)
    said = [parsed[s.right_edge.i + 1 : sentence.end].text.strip() for s, sentence in pairs if s is not None]
    return [text for text in said if 3 <= len(text.split()) <= 18 and text[:1].islower()]
