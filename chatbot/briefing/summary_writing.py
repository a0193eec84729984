"""Lets a chat model write a summary, each of whose sentences is checked and marked as those of an answer are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chatbot.answering.composing import Composer
from chatbot.answering.counted import counts_differ
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.wording import correction, day, quoted
from chatbot.answering.writing import Writer
from chatbot.briefing.headline import headline_of
from chatbot.briefing.key_figures import leading_figure
from chatbot.briefing.other_knowledge import OtherKnowledge
from chatbot.briefing.summary_choice import Considered
from chatbot.briefing.summary_pack import pack_articles
from chatbot.briefing.summary_quoting import HEADS
from chatbot.briefing.summary_records import SummaryForm
from chatbot.control_characters import printable_line
from chatbot.errors import PromptTooLong
from chatbot.llm.chat import ChatModel, Generation, Message
from chatbot.prompts import Prompt
from chatbot.records import (
    Answer,
    AnswerKind,
    Block,
    BlockKind,
    EvidencePack,
    NoteKind,
    ParsedQuestion,
    Question,
    Sentence,
    Verdict,
)
from chatbot.retrieval.pack_text import pack_text, plain_line
from chatbot.verification.plain_text import plain_quote

LEAST_TOKENS = 500
"""Of a pack: a model that reads less is of no use."""
OVERTAKEN = "a later article gives another number"
_FORMS = {
    SummaryForm.SHORT: "at most {count} sentences in one paragraph",
    SummaryForm.STANDARD: "one paragraph of at most {count} sentences",
    SummaryForm.BULLETS: "at most {count} bullets of one sentence each",
    SummaryForm.FIGURES: (
        "at most {count} bullets for the numbers that matter most and are current: each begins with the number as the "
        "article writes it, with its unit, and says behind it in a few words what it counts, of whom and when"
    ),
}


class SummaryWriter(Writer):
    """Asks a chat model for one summary.

    Args:
        model: the chat model.
        prompt: with the variables `evidence`, `asked_at` and `wanted`.
        answer_tokens: longest summary, in the model's tokens.
    """

    def __init__(self, model: ChatModel, prompt: Prompt, answer_tokens: int, wanted: str) -> None:
        super().__init__(model, prompt, answer_tokens)
        self._wanted = wanted

    def begin(
        self,
        question: ParsedQuestion,
        pack: EvidencePack,
        chance: float | None = None,  # noqa: ARG002 -- nobody doubts that articles hold their own summary
    ) -> Generation:
        """Start the model on a summary; the request goes out when the generation is read."""
        user = self._prompt.render(
            evidence=pack_text(pack), asked_at=day(question.asked_at), wanted=self._wanted
        ).rstrip()
        messages = [Message("system", self._prompt.system), Message("user", user)]
        return self._model.stream(messages, max_tokens=self._answer_tokens)


@dataclass(frozen=True, slots=True)
class SummaryWriting:
    """How summaries are made where a chat model writes them.

    Args:
        model: writes.
        prompt: `summarize.md`.
        answer_tokens: longest summary, in the model's tokens.
        evidence_tokens: how much of the articles the model reads.
        composer: makes what checks a writer's sentences.
    """

    model: ChatModel
    prompt: Prompt
    answer_tokens: int
    evidence_tokens: int
    composer: Callable[[Writer], Composer]

    def write(self, considered: Considered, form: SummaryForm, asked_at: datetime, draft: AnswerDraft) -> EvidencePack:
        """Fill a draft; it is `refused` where the model wrote nothing that the articles may back.

        Returns:
            What the model has read.

        Raises:
            ModelError: the model failed.
        """
        writer = SummaryWriter(self.model, self.prompt, self.answer_tokens, _wanted(considered, form))
        composer, question = self.composer(writer), _question(considered, asked_at)
        worth, budget = considered.worth(), self.evidence_tokens
        while True:
            pack = pack_articles(list(considered.articles.values()), worth, budget)
            draft.wrote = True
            try:
                for _ in composer.compose(question, pack, draft):
                    pass
            except PromptTooLong:
                budget //= 2
                if budget < LEAST_TOKENS or draft.sentences:
                    raise
            else:
                return pack


def mark_overtaken(draft: AnswerDraft, known: OtherKnowledge) -> None:
    """Mark the supported sentences of a draft whose numbers a later article, version or entry has overtaken, and tell
    in notes what has been corrected."""
    for place, sentence in enumerate(draft.sentences):
        backing = draft.backing.get(place, ())
        new = next(filter(None, map(known.overtaking, backing)), None)
        if sentence.verdict is not Verdict.SUPPORTED or new is None or new in backing:
            continue
        if counts_differ(sentence.claim or sentence.text, plain_quote(new)):
            marked = replace(sentence, verdict=Verdict.CONTRADICTED, score=0.0, reason=OVERTAKEN)
            draft.revise(place, marked, (), (new,))
    for notice in known.corrections(draft.cited):
        draft.note(NoteKind.CORRECTION, correction(notice), notice)


def as_table(answer: Answer) -> Answer:
    """An answer whose bullets become a table of figures: each with what it counts and the words that say so."""
    quotes = {citation.id: citation.quote for citation in answer.citations}
    head = Block(BlockKind.ROW, (Sentence(" | ".join(HEADS), Verdict.NOT_A_CLAIM, 1.0, cells=HEADS),), head=True)
    rows = [_row(item, quotes) for block in answer.blocks for item in block.sentences if not block.head]
    return replace(answer, blocks=(head, *rows))


def _row(sentence: Sentence, quotes: Mapping[int, str]) -> Block:
    """What was checked stays the sentence's text; its cells part the figure from what it counts."""
    said = [quotes[number] for number in sentence.citations if number in quotes][:1]
    words = "".join(quoted(printable_line(quote)) for quote in said)
    cells = (*(sentence.cells or leading_figure(sentence.text)), words)
    return Block(BlockKind.ROW, (replace(sentence, cells=cells),))


def _wanted(considered: Considered, form: SummaryForm) -> str:
    """What is asked for, and what is particular about the articles."""
    count = form.statements(considered.stories)
    wanted = f"Write {_FORMS[form].format(count=count)}."
    if len(considered.articles) > 1:
        wanted += (
            " It is one summary of all articles together: tell once what several of them say, the newest state first."
        )
    live = [read for read in considered.articles.values() if read.entries]
    names = ", ".join(f"“{plain_line(headline_of(read.article.metadata.title))}”" for read in live)
    return f"{wanted} Live pages, their newest entry first, with which to begin: {names}." if live else wanted


def _question(considered: Considered, asked_at: datetime) -> ParsedQuestion:
    titles = "; ".join(filter(None, (read.article.metadata.title for read in considered.articles.values())))
    return ParsedQuestion(Question(titles, asked_at), titles, (titles,), AnswerKind.DIGEST)
