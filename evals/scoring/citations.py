"""Do the citations hold? ALCE's recall and precision with our verifier as judge, and figures that need no judge.

Gao et al., "Enabling large language models to generate text with citations" (2023). A sentence is recalled when its
citations together support it; a citation is precise when the sentence is recalled and the citation matters: it supports
the sentence alone, or the others do not without it. Both are averaged over the sentences, or citations, of an answer,
then over answers. Refusals are left out; a claim without citation counts as not recalled, an answer without any
citation as precision 0. A quotation is judged by its letters, not by the model.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chatbot.answering.wording import origin
from chatbot.library.sentences import split_sentences
from chatbot.records import Answer, BlockKind, Citation, Sentence
from chatbot.verification.evidence import SupportModel
from chatbot.verification.support_weights import WORDS_WEIGHTS, load_support_weights
from evals.datasets import Row
from evals.runs.report import Metrics, defined
from evals.scoring.letters import letters

PEOPLE = ("wice", "ragtruth-summary")
"""The data sets by which readers know how far to trust the judge."""


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
        kinds = [(block.kind, sentence) for block in answer.blocks for sentence in block.sentences]
        return [self._judge(kind, sentence, known) if sentence.verdict.is_claim else None for kind, sentence in kinds]

    def _judge(self, kind: BlockKind, sentence: Sentence, known: Mapping[int, Citation]) -> JudgedSentence:
        cited = [known[number] for number in sentence.citations if number in known]
        if not cited:
            return JudgedSentence(recalled=False, precise=())
        if kind is BlockKind.QUOTATION:
            return _verbatim(sentence.text, cited)
        # What stands for a whole sentence, such as a bare name or a row of a table, claims nothing by itself.
        return self._weighed(sentence.claim or sentence.text, cited)

    def _weighed(self, claim: str, cited: Sequence[Citation]) -> JudgedSentence:
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
        return supported(self.model, [(claim, [text for item in group for text in _premise(item)]) for group in groups])


def supported(model: SupportModel, pairs: Sequence[tuple[str, Sequence[str]]]) -> list[bool]:
    """Whether texts together support a claim, by the product's verifier at its own threshold, for each pair of both."""
    return [score >= model.threshold for score in model.support_many(pairs)]


def _premise(citation: Citation) -> list[str]:
    """The title of the article, as in ALCE, then the sentences of the quote."""
    sentences = [span.of(citation.quote) for span in split_sentences(citation.quote)]
    return [citation.title or origin(citation), *(sentences or [citation.quote])]


def _verbatim(text: str, cited: Sequence[Citation]) -> JudgedSentence:
    """The judgement of a quotation, by comparing letters: each citation must hold its words."""
    precise = tuple(letters(text) in letters(citation.quote) for citation in cited)
    return JudgedSentence(any(precise), precise)


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
