"""Questions made from parsed sentences, with what the sentence answers."""

from __future__ import annotations

import random
from typing import Any, NamedTuple

from evals.training.wordings import SYNONYMS, compressed, tidied

Parsed = Any
_PLAIN = frozenset({"VBD"})


class Asked(NamedTuple):
    """A question and the words of the sentence that answer it."""

    question: str
    answer: str
    kind: str
    """The answer's kind as the parser calls it (PERSON, GPE, DATE, …); empty for what is no name."""


def question_of(sentence: Parsed, chance: random.Random) -> Asked | None:
    """A question that the sentence answers; None when none can be made."""
    ways = [who, when_or_where, how_many, what_did]
    chance.shuffle(ways)
    for way in ways:
        if made := way(sentence, chance):
            words = [SYNONYMS.get(w, w) if chance.random() < 0.25 else w for w in made.question.split()]
            return made._replace(question=" ".join(words))
    return None


def _subject(root: Parsed) -> Parsed | None:
    return next((child for child in root.children if child.dep_ in {"nsubj", "nsubjpass"}), None)


def _text(sentence: Parsed, gone: set[int]) -> str:
    return tidied("".join(token.text_with_ws for token in sentence if token.i not in gone)).rstrip(".!")


def _asked(text: str, answer: Parsed) -> Asked:
    words = answer.doc[answer.left_edge.i : answer.right_edge.i + 1]
    question = text[:1].upper() + text[1:].rstrip(".,;: ") + "?"
    return Asked(question, words.text.strip(" ,;"), next((t.ent_type_ for t in words if t.ent_type_), ""))


def who(sentence: Parsed, chance: random.Random) -> Asked | None:
    """Asks for the subject."""
    root, subject = sentence.root, _subject(sentence.root)
    if subject is None or root.pos_ not in {"VERB", "AUX"} or subject.pos_ == "PRON" or root.i < subject.i:
        return None
    asks = (
        "Who"
        if subject.ent_type_ == "PERSON"
        else "Which " + subject.lemma_.lower()
        if subject.tag_ == "NN"
        else "What"
    )
    rest = sentence.doc[subject.right_edge.i + 1 : sentence.end]
    words = tidied(_shorter(rest, chance)).rstrip(".")
    fits = 2 <= len(words.split()) <= 16
    return _asked(f"{asks} {words[:1].lower()}{words[1:]}", subject) if fits else None


def _shorter(span: Parsed, chance: random.Random) -> str:
    """The beginning of what is said, up to a comma or another clause."""
    words: list[str] = []
    for token in span:
        if len(words) > 4 and (token.text in {",", ";", "—"} or token.dep_ in {"mark", "relcl"}):
            break
        words.append(token.text_with_ws)
        if len(words) > chance.randint(9, 15):
            break
    return "".join(words)


def _did(sentence: Parsed, gone: set[int]) -> str:
    """ "did X do Y" of "X did Y"; empty when the verb is no plain past."""
    root, subject = sentence.root, _subject(sentence.root)
    if subject is None or subject.pos_ == "PRON" or root.tag_ not in _PLAIN:
        return ""
    head = sentence.doc[subject.left_edge.i : subject.right_edge.i + 1].text
    first = sentence.doc[subject.left_edge.i]
    head = head if first.pos_ == "PROPN" or first.ent_type_ else head[:1].lower() + head[1:]
    tail = "".join(t.text_with_ws for t in sentence.doc[root.i + 1 : sentence.end] if t.i not in gone)
    tail = tail.split(",")[0]
    made = f"{head} {root.lemma_} {tail}"
    if root.lemma_ == "be":
        return f"{root.text} {head} {tail}"
    return f"did {made}"


def when_or_where(sentence: Parsed, _: random.Random) -> Asked | None:
    """Asks for a time or a place."""
    for child in sentence.root.children:
        kinds = {token.ent_type_ for token in child.subtree}
        if child.dep_ in {"prep", "npadvmod"} and kinds & {"DATE", "TIME", "GPE"}:
            rest = _did(sentence, {token.i for token in child.subtree})
            word = "When" if kinds & {"DATE", "TIME"} else "Where"
            words = rest.split()
            return _asked(f"{word} {' '.join(words)}", child) if 4 <= len(words) <= 18 else None
    return None


def how_many(sentence: Parsed, chance: random.Random) -> Asked | None:
    """Asks for a number."""
    for token in sentence:
        if token.dep_ == "nummod" and token.ent_type_ == "CARDINAL" and token.head.tag_ == "NNS":
            text = compressed(sentence, chance)
            at = text.find(token.text)
            if token.head.dep_ in {"nsubj", "nsubjpass"} and at >= 0:
                rest = text[at + len(token.text) :].strip()
                return _asked(f"How many {rest}", token) if len(text.split()) < 20 else None
            rest = _did(sentence, {part.i for part in token.head.subtree})
            return _asked(f"How many {token.head.text} {rest}", token) if 3 < len(rest.split()) < 18 else None
    return None


def what_did(sentence: Parsed, _: random.Random) -> Asked | None:
    """Asks for the object, or for what was said."""
    for child in sentence.root.children:
        if child.dep_ in {"dobj", "ccomp"} and child.i > sentence.root.i:
            rest = _did(sentence, {token.i for token in child.subtree})
            return _asked(f"What {rest}", child) if 3 <= len(rest.split()) <= 14 else None
    return None
