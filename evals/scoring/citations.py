"""Do the citations hold? ALCE's recall and precision with our verifier as judge, and figures that need no judge.

Gao et al., "Enabling large language models to generate text with citations" (2023). A sentence is recalled when its
citations together support it; a citation is precise when the sentence is recalled and the citation matters: it supports
the sentence alone, or the others do not without it. Both are averaged over the sentences, or citations, of an answer,
then over answers. Refusals are left out; a claim without citation counts as not recalled, an answer without any
citation as precision 0. A sentence that does nothing but quote is judged by its letters, not by the model.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatbot.answering.wording import source_name
from chatbot.library.sentences import split_sentences
from chatbot.records import Answer, Citation, Metadata, Sentence, Verdict
from chatbot.verification.evidence import SupportModel
from chatbot.verification.support_weights import WORDS_WEIGHTS, load_support_weights
from evals.datasets import Row
from evals.runs.report import Metrics, defined

PEOPLE = ("wice", "ragtruth-summary")
"""The data sets by which readers know how far to trust the judge."""


_QUOTED = re.compile(r"“([^“”]*)”")
_WORD = re.compile(r"\w+")
_LINKS = frozenset(("sources", "disagree", "corrected", "since", "but"))
"""Words with which quotations are put beside each other."""


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """What the judge says of one claim."""

    recalled: bool
    precise: tuple[bool, ...]
    """For each of its citations."""


@dataclass(frozen=True, slots=True)
class CitationJudge:
    """Judges cited sentences as ALCE does."""

    model: SupportModel

    def judge(self, answer: Answer) -> list[JudgedSentence | None]:
        """One judgement for each sentence; None for what claims nothing."""
        known = {citation.id: citation for citation in answer.citations}
        return [
            self._judge(sentence, known) if sentence.verdict is not Verdict.NOT_A_CLAIM else None
            for sentence in answer.sentences
        ]

    def _judge(self, sentence: Sentence, known: Mapping[int, Citation]) -> JudgedSentence:
        """The whole sentence that a short answer stands for: a bare name claims nothing."""
        claim = sentence.claim or sentence.text
        cited = [known[number] for number in sentence.citations if number in known]
        if not cited:
            return JudgedSentence(recalled=False, precise=())
        if quoting := _verbatim(claim, cited):
            return quoting
        alone = [[citation] for citation in cited]
        without = [[other for other in cited if other is not citation] for citation in cited] if len(cited) > 1 else []
        together, *others = self._supported(claim, [list(cited), *alone, *without])
        if not together:
            return JudgedSentence(recalled=False, precise=(False,) * len(cited))
        singly, rest = others[: len(cited)], others[len(cited) :] or [False]
        precise = (own or not enough for own, enough in zip(singly, rest, strict=True))
        return JudgedSentence(recalled=True, precise=tuple(precise))

    def _supported(self, claim: str, groups: Sequence[Sequence[Citation]]) -> list[bool]:
        """Whether each group of citations supports the claim: their quotes, under the titles of their articles."""
        evidence = [[text for citation in group for text in _premise(citation)] for group in groups]
        scores = self.model.support_many([(claim, texts) for texts in evidence])
        return [score >= self.model.threshold for score in scores]


def _premise(citation: Citation) -> list[str]:
    """The title of the article, as in ALCE, then the sentences of the quote."""
    sentences = [span.of(citation.quote) for span in split_sentences(citation.quote)]
    return [citation.title or _label(citation), *(sentences or [citation.quote])]


def _label(citation: Citation) -> str:
    return source_name(Metadata(title=citation.title, publisher=citation.publisher, published=citation.published))


def _verbatim(claim: str, cited: Sequence[Citation]) -> JudgedSentence | None:
    """The judgement of a sentence that only quotes, by comparing letters; None when it says anything of its own."""
    parts = [_letters(part) for part in _QUOTED.findall(claim)]
    own = set(_WORD.findall(_QUOTED.sub(" ", claim).casefold()))
    named = set(_WORD.findall(" ".join(map(_label, cited)).casefold()))
    if not any(parts) or not own <= named | _LINKS:
        return None
    sources = [_letters(citation.quote) for citation in cited]
    if not all(any(part in source for source in sources) for part in parts):
        return None
    return JudgedSentence(recalled=True, precise=tuple(any(part in source for part in parts) for source in sources))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def agreement_with_people() -> dict[str, float]:
    """Balanced accuracy of the judge, by data set, from the verifier's cross-validation."""
    measured = load_support_weights(WORDS_WEIGHTS).agreement
    return {name: measured[name] for name in PEOPLE if name in measured}


def judge_line() -> str:
    """How far the judge can be trusted, in a line to print beside its figures."""
    figures = ", ".join(f"{value:.3f} on {name}" for name, value in agreement_with_people().items())
    return f"alce_* are judged by the product's verifier, whose balanced accuracy against people is {figures}"


def alce_metrics(rows: Sequence[Row]) -> Metrics:
    """ALCE's two figures over the answers that were not refused and claim something."""
    judged = [[sentence for sentence in row["sentences"] if sentence["claim"]] for row in rows if not row["refused"]]
    answers = [sentences for sentences in judged if sentences]
    recalls = [_mean([sentence["recalled"] for sentence in sentences]) for sentences in answers]
    precisions = [
        _mean([precise for sentence in sentences for precise in sentence["precise"]], 0.0) for sentences in answers
    ]
    return defined({"alce_precision": _mean(precisions), "alce_recall": _mean(recalls)})


def _mean(values: Sequence[float], otherwise: float = math.nan) -> float:
    return math.fsum(values) / len(values) if values else otherwise
