"""Tells the furniture of a news page, and the headings on it, from its news.

Bylines, update notes, promotions, headlines of other stories, captions' credits and lists that a scraper repeated stand
among the paragraphs of an article. They stay in its text, so that offsets hold, and are evidence of nothing. Two
logistic regressions decide: the first by the words of a sentence, its form and its place, the second also by what the
first says of the sentences around it, because furniture stands together. A third tells headings by form and place
alone, in any language. Their weights come from sentences that were judged one by one
(`python -m evals.training.furniture`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chatbot.records import Span
from chatbot.text.function_words import function_word_evidence
from chatbot.text.heading_lines import ends_tell, heading_features
from chatbot.text.page_labels import is_label
from chatbot.text.page_lines import SENTENCE_END, features, has_places, words
from chatbot.text.sentence_kinds import heads, is_item, is_marked_heading, is_row, states_value
from chatbot.weights.files import furniture_weights_path

LEAST_REPEATED = 5
"""Words from which a sentence that stands on a page twice was repeated by whoever copied the page."""
RUN = 4
"""Words in a row that are compared."""
REPEATED_SHARE = 0.75
READ = 2_000
"""Characters by which the language of a page is told."""
AROUND = 6
"""Sentences behind one that tell whether the article has ended."""
_LANGUAGE = "en"
_PAGE_WORDS = frozenset(
    (
        "ad|ads|advertisement|article continues below advertisement|sponsored|sponsored content|promoted|"
        "share|share this|share this article|share on facebook|print|email|copy link|comments|"
        "leave a comment|related|related articles|related stories|read more|more|menu|"
        "skip to main content|loading|close|anzeige|werbung|teilen|drucken|mehr|publicité|partager|"
        "imprimer|publicidad|anuncio|compartir|leer más|pubblicità|condividi|leggi tutto|publicidade|"
        "compartilhar|reklama|advertentie|annons|annonse|реклама|広告|广告|광고"
    ).split("|")
)
"""Buttons and labels, which say nothing in whatever article they stand."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the regressions, by the names of their features; the constant has no name."""

    first: Mapping[str, float]
    second: Mapping[str, float]
    bar: float
    """Probability from which a sentence is furniture."""
    bar_without_end: float
    """The same where a line does not end like a sentence."""
    heading: Mapping[str, float]
    heading_bar: float
    """Probability from which a line that does not end like a sentence is a heading."""
    bar_of_headings: float
    """Probability of furniture from which what looks like a heading is the headline of another story."""


@dataclass(frozen=True, slots=True)
class JudgedPage:
    """Positions of the sentences of a page that are no news."""

    furniture: frozenset[int]
    headings: frozenset[int]
    """None of them furniture."""


def judge_page(text: str, sentences: Sequence[Span], title: str = "", language: str = "") -> JudgedPage:
    """Tell furniture and headings from news.

    Nothing is furniture where nothing else would be left, and none but marked lines are headings where they head
    nothing. Of pages in other languages than English only repetitions
    and a few labels and buttons are.

    Args:
        text: of the article.
        sentences: all of them, in order.
        title: of the article.
        language: ISO 639-1 code, where it is known.
    """
    found = repeated(text, sentences) | _page_words(text, sentences)
    headings = _headings(text, sentences, title)
    if language == _LANGUAGE or (not language and _is_english(text)):
        weights = _weights()
        for at, probability in enumerate(probabilities(text, sentences, title, weights)):
            sentence = sentences[at].of(text)
            bar = weights.bar if SENTENCE_END.search(sentence) else weights.bar_without_end
            bar = weights.bar_of_headings if at in headings else bar
            # The judged pages had hardly any tables and interviews.
            if probability > bar and not is_row(sentence):
                found.add(at)
    left_out = found if len(found) < len(sentences) else set()
    headings -= left_out
    if len(left_out) + len(headings) == len(sentences):
        headings = {at for at in headings if is_marked_heading(sentences[at].of(text))}
    return JudgedPage(frozenset(left_out), frozenset(headings))


def _headings(text: str, sentences: Sequence[Span], title: str) -> set[int]:
    """Lines that only head what follows: by a mark, by their form and what stands around them, or by their words alone
    where a missing end tells nothing.
    """
    if not ends_tell(text, sentences):
        return {at for at, span in enumerate(sentences) if heads(span.of(text))}
    weights = _weights()
    marked = {at for at, span in enumerate(sentences) if is_marked_heading(span.of(text))}
    return marked | {
        at
        for at, described in heading_features(text, sentences, title)
        if logistic(weights.heading, described) > weights.heading_bar and not states_a_fact(sentences[at].of(text))
    }


def states_a_fact(line: str) -> bool:
    """Whether a line is the row of a table, an item of a list, an answer of an interview, or names a number."""
    return is_row(line) or is_item(line) or states_value(line)


def _is_english(text: str) -> bool:
    """Whether function words speak for English, and of other languages none more; few words may be of any."""
    spoken = words(text[:READ])
    latin = sum(word.isascii() for word in spoken)
    evidence = function_word_evidence(spoken)
    return 2 * latin > len(spoken) and evidence[_LANGUAGE] >= max(evidence.values())


def _page_words(text: str, sentences: Sequence[Span]) -> set[int]:
    spoken = [span.of(text) for span in sentences]
    return {
        at
        for at, sentence in enumerate(spoken)
        if sentence.strip(" .:…»>|-").casefold() in _PAGE_WORDS or is_label(sentence)
    }


def probabilities(text: str, sentences: Sequence[Span], title: str, weights: Weights) -> list[float]:
    """For each sentence the probability that it is furniture."""
    described = list(features(text, sentences, title))
    first = [logistic(weights.first, each) for each in described]
    if not has_places(text, sentences):  # In a few lines, what stands last is no more furniture than what stands first.
        return first
    return [logistic(weights.second, each) for each in with_neighbours(described, first)]


def with_neighbours(described: Sequence[Mapping[str, float]], first: Sequence[float]) -> list[dict[str, float]]:
    """The features of sentences, with what the first regression says of each and of those around it.

    Args:
        described: features of the sentences of one page, in order.
        first: the first regression's probabilities.
    """
    found: list[dict[str, float]] = []
    for at, own in enumerate(described):
        behind = first[at + 1 :]
        near = behind[:AROUND]
        mean = sum(near) / len(near) if near else 1.0
        before = first[at - 1] if at else 0.0
        found.append(
            dict(own)
            | {
                "p": first[at],
                "p_before": before,
                "p_second_before": first[at - 2] if at > 1 else 0.0,
                "p_behind": behind[0] if behind else 0.0,
                "p_all_behind": min(behind, default=1.0),
                "p_near_behind": mean,
                "p_and_behind": first[at] * mean,
                "p_and_before": first[at] * before,
            }
        )
    return found


def logistic(weights: Mapping[str, float], described: Mapping[str, float]) -> float:
    """Probability of a logistic regression; features that it does not know count nothing."""
    logit = weights[""] + sum(weights.get(name, 0.0) * value for name, value in described.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def repeated(text: str, sentences: Sequence[Span]) -> set[int]:
    """Positions of sentences that nearly stand on the page before, whatever label or cut is between them there."""
    seen: set[tuple[str, ...]] = set()
    found: set[int] = set()
    for at, span in enumerate(sentences):
        spoken = words(span.of(text))
        runs = {tuple(spoken[start : start + RUN]) for start in range(len(spoken) - RUN + 1)}
        if len(spoken) >= LEAST_REPEATED and len(runs & seen) >= REPEATED_SHARE * len(runs):
            found.add(at)
        seen |= runs
    return found


@lru_cache(maxsize=1)
def _weights() -> Weights:
    return Weights(**json.loads(furniture_weights_path().read_text("utf-8")))
