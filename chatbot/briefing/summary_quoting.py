"""Tells a summary in the articles' own words: sentences, bullets, or a table of figures, each with its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event
from chatbot.answering.wording import correction, quotation, quoted, sides
from chatbot.briefing.facts import Fact, carriers
from chatbot.briefing.key_figures import SMALL, KeyFigure, figures_in
from chatbot.briefing.other_knowledge import OtherKnowledge
from chatbot.briefing.summary_choice import Considered
from chatbot.briefing.summary_records import SummaryForm
from chatbot.control_characters import printable_line
from chatbot.errors import NothingToReport
from chatbot.records import BlockKind, Evidence, NoteKind, Sentence, Verdict
from chatbot.verification.evidence import SupportModel

HEADS = ("Figure", "What it counts", "In the article’s words")
FIGURES_OF_A_SENTENCE = 2
FEW = 3
"""Strong figures below which those that tell little by themselves are told too."""
BEST = 3
"""Most important sentences with figures whose small numbers matter too: two dead."""
LOOKED_AT = 60
"""Sentences of an article in which figures are looked for, the most important ones."""
MOST_CHANGES = 3
"""Notes of what has changed or is disputed."""


class _Told(NamedTuple):
    figure: KeyFigure
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class SummaryQuoter:
    """Quotes what a summary tells.

    Args:
        support: says whether a sentence of another article carries a statement too; None: each stands alone.
    """

    support: SupportModel | None

    def tell(
        self, considered: Considered, form: SummaryForm, draft: AnswerDraft, known: OtherKnowledge
    ) -> Iterator[Event]:
        """Fill a draft step by step.

        Raises:
            NothingToReport: figures are wanted, and the articles hold none.
        """
        limit = form.statements(considered.stories)
        if form is SummaryForm.FIGURES:
            yield from self._figures(considered, limit, draft, known)
            return
        several = len(considered.articles) > 1
        places = considered.choose(limit)
        for number, at in enumerate(places):
            item = considered.material.sentences[at]
            if form is SummaryForm.BULLETS:
                draft.begin_block(BlockKind.BULLET)
                text = quotation(item) if several else quoted(item.quote)
            else:
                if several or not number:
                    draft.begin_block(BlockKind.QUOTATION)
                text = printable_line(item.quote)
            yield draft.show(_supported(text), self._sources(considered, at))
        told = [considered.material.sentences[at] for at in places]
        yield from _notes(told, known, draft)

    def _sources(self, considered: Considered, at: int) -> Sequence[Evidence]:
        item = considered.material.sentences[at]
        if self.support is None or considered.stories < 2:
            return (item,)
        return carriers(Fact(at, item, 1, 0.0), considered.material, self.support)

    def _figures(
        self, considered: Considered, limit: int, draft: AnswerDraft, known: OtherKnowledge
    ) -> Iterator[Event]:
        found, changed = _current(considered, limit, known)
        if not found:
            raise NothingToReport(
                "No number that counts something stands in what was given", "Ask for another form of summary."
            )
        draft.begin_block(BlockKind.ROW, head=True)
        yield draft.show(Sentence(" | ".join(HEADS), Verdict.NOT_A_CLAIM, 1.0, cells=HEADS))
        for figure, item in found:
            draft.begin_block(BlockKind.ROW)
            cells = (figure.figure, figure.counts, quoted(printable_line(item.quote)))
            at = considered.material.sentences.index(item)
            yield draft.show(_supported(" | ".join(cells), cells), self._sources(considered, at))
        yield from _notes([*(told.evidence for told in found), *changed], known, draft)


def _current(considered: Considered, limit: int, known: OtherKnowledge) -> tuple[list[_Told], list[Evidence]]:
    """The figures that matter and still hold, newest article first; and the sentences whose figures do not hold."""
    sentences = considered.material.sentences
    headed = set(considered.choose(considered.stories))
    strong: list[_Told] = []
    weak: list[_Told] = []
    gone: list[Evidence] = []
    looked_at = 0
    for at in considered.ranked()[: LOOKED_AT * len(considered.articles)]:
        figures = figures_in(" ".join(sentences[at].quote.split()))[:FIGURES_OF_A_SENTENCE]
        looked_at += bool(figures)
        if figures and not known.holds(sentences[at]):
            gone.append(sentences[at])
            continue
        for told in (_Told(figure, sentences[at]) for figure in figures):
            if not _repeats(told, [*strong, *weak]):
                matters = told.figure.strong or at in headed or looked_at <= BEST
                (strong if matters else weak).append(told)
        if len(strong) >= limit:
            break
    kept = [*strong, *(weak if len(strong) < FEW else [])][:limit]
    keys = list(considered.articles)
    return sorted(kept, key=lambda told: keys.index(told.evidence.article_key)), gone


def _repeats(told: _Told, before: Sequence[_Told]) -> bool:
    """Whether the same number of the same is told already."""
    words = set(told.figure.counts.casefold().split())
    same = [other for other in before if other.figure.value == told.figure.value]
    return any(told.figure.value > SMALL or words & set(other.figure.counts.casefold().split()) for other in same)


def _notes(told: Sequence[Evidence], known: OtherKnowledge, draft: AnswerDraft) -> Iterator[Event]:
    """What was told first and what holds now, where sources disagree, and what has been corrected."""
    seen = set[Evidence]()
    for item in told:
        for kind, other in ((NoteKind.CHANGE, known.overtaking(item)), (NoteKind.DISAGREEMENT, known.disputing(item))):
            if other and not {item, other} <= seen and len(seen) < 2 * MOST_CHANGES:
                seen |= {item, other}
                yield draft.note(kind, sides((item, other), change=kind is NoteKind.CHANGE), (item, other))
    for notice in known.corrections(told):
        yield draft.note(NoteKind.CORRECTION, correction(notice), notice)


def _supported(text: str, cells: tuple[str, ...] = ()) -> Sentence:
    """An article's own words, which need no check."""
    return Sentence(text, Verdict.SUPPORTED, 1.0, cells=cells)
