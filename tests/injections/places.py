"""Records in which one text stands in every place that articles, models, readers and reports can fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from chatbot.answering.events import AnswerSoFar, Noted, Shown
from chatbot.answering.wording import quoted
from chatbot.briefing.keeping.comparing import Comparison, Recounted, Told
from chatbot.briefing.keeping.records import KeptBriefing
from chatbot.briefing.records import Briefing, Entry, Section, SectionKind, SourceUse
from chatbot.conversations.records import Conversation, Exchange, Feedback
from chatbot.records import (
    Answer,
    Article,
    ArticleLink,
    ArticleSummary,
    Block,
    BlockKind,
    Citation,
    Metadata,
    Note,
    NoteKind,
    Sentence,
    Span,
    Verdict,
)
from evals.runs.report import Report

MOMENT = datetime(2025, 3, 18, 19, 30, tzinfo=UTC)
ADDRESS = "https://post.example/story"
REPORTS = ("citations", "refusal", "verify")


def citations(text: str) -> tuple[Citation, ...]:
    return tuple(
        Citation(number, f"a{number}", 1, text, text, ADDRESS, MOMENT, 0, len(text), text) for number in (1, 2)
    )


def sentences(text: str) -> tuple[Sentence, ...]:
    """Of each kind that is shown differently."""
    doubtful = {"reason": text, "claim": text, "nearest": (2,), "unbacked": (Span(0, len(text)),), "original": text}
    return (
        Sentence(text, Verdict.SUPPORTED, 0.9, (1,), claim=text),
        *(Sentence(text, verdict, 0.1, **doubtful) for verdict in Verdict if verdict.is_doubtful),
        Sentence(text, Verdict.NOT_A_CLAIM, 1.0),
    )


def blocks(text: str) -> tuple[Block, ...]:
    """Of each kind, with sentences of each kind."""
    head = Sentence(text, Verdict.NOT_A_CLAIM, 1.0, cells=(text, text))
    quotation = Sentence(text, Verdict.SUPPORTED, 1.0, (1,), answering=(Span(0, len(text)),))
    return (
        Block(BlockKind.HEADING, (head,), level=2),
        Block(BlockKind.PARAGRAPH, sentences(text)),
        *(Block(BlockKind.BULLET, (said,), level) for level, said in enumerate(sentences(text))),
        Block(BlockKind.ROW, (head,), head=True),
        *(Block(BlockKind.ROW, (replace(said, cells=(text, text)),)) for said in sentences(text)),
        Block(BlockKind.QUOTATION, (quotation,)),
        Block(BlockKind.ROW, (replace(quotation, cells=()),)),
    )


def notes(text: str) -> tuple[Note, ...]:
    """Of each kind: without anything, with quotations, with an article that it names, and with one that it does not."""
    link = ArticleLink("a1", 1, text, text, MOMENT, ADDRESS)
    naming = f"The closest is {quoted(text)}, says {text}."
    return tuple(
        note
        for kind in NoteKind
        for note in (
            Note(kind, text),
            Note(kind, text, (1, 2)),
            Note(kind, naming, (), (link,)),
            Note(kind, "", (), (link,)),
        )
    )


def answer(text: str) -> Answer:
    return Answer(
        text, "answer", refused=False, blocks=blocks(text), citations=citations(text), model=text, notes=notes(text),
        withheld=1,
    )  # fmt: skip


def events(text: str) -> list[Shown | Noted]:
    """The same answer as it is told."""
    cited, made = citations(text), answer(text)
    shown = [
        Shown(at, block.kind, sentence, cited, block.level, block.head)
        for at, block in enumerate(made.blocks)
        for sentence in block.sentences
    ]
    return [*shown, *(Noted(note, cited) for note in made.notes)]


def so_far(text: str) -> AnswerSoFar:
    """The same in the making."""
    told = AnswerSoFar()
    for event in events(text):
        told.add(event)
    return told


def exchange(text: str) -> Exchange:
    return Exchange(text, answer(text), MOMENT, feedback=Feedback(helpful=False, given=MOMENT, reason=text))


def conversation(text: str) -> Conversation:
    return Conversation("c1", "", text, (exchange(text),))


def article(text: str) -> Article:
    known = Metadata(title=text, publisher=text, authors=(text,), published=MOMENT, language="en", url=ADDRESS)
    return Article("a1", 1, text, f"{text} reports it.", known, "", MOMENT)


def summary(text: str) -> ArticleSummary:
    return ArticleSummary("a1", 1, text, article(text).metadata, MOMENT, "", 1, 99)


def briefing(text: str) -> Briefing:
    cited, day = citations(text), date(2025, 3, 18)
    entries = tuple(Entry(sentence, label) for sentence in sentences(text)[:3] for label in ("", text))
    uses = tuple(SourceUse(each.article_id, 1, text, text, ADDRESS, MOMENT, 2) for each in cited)
    return Briefing(
        title=text, topic=text, first_day=day, last_day=day, written_at=MOMENT, audience=text, articles=2, stories=2,
        sections=(Section(SectionKind.STATEMENTS, text, entries),), citations=cited, sources=uses, model=text,
        notes=(text,),
    )  # fmt: skip


def kept(text: str) -> KeptBriefing:
    return KeptBriefing("0123456789abcdef", briefing(text), ())


def comparison(text: str) -> Comparison:
    """One statement of each kind on each side."""
    known = {item.id: item for item in citations(text)}
    told = tuple(
        Told(section.kind, entry, tuple(known[number] for number in entry.sentence.citations))
        for section in briefing(text).sections
        for entry in section.entries
    )
    summary = kept(text).summary
    return Comparison(summary, summary, told, (Recounted(told[0], told[1]),), told, 1)


def report(text: str, task: str = "citations") -> Report:
    """Measurements whose file somebody else wrote: nothing in it can be believed."""
    sentence = {"text": text, "claim": True, "supported": False, "score": 0.5, "citations": [text], "reason": text}
    cited = {"id": text, "source": text, "title": text, "broken": True, "before": text, "quote": text, "after": text}
    row: dict[str, Any] = {
        "id": text, "unit": text, "question": text, "gold": text, "model": text, "kind": text, "answerable": True,
        "answerability": 0.5, "refused": False, "answer_s": 1.0, "first_sentence_s": 0.5, "score": 0.5,
        "supported": True, "sentences": [sentence | {"recalled": False, "precise": [False]}], "citations": [cited],
    }  # fmt: skip
    counted: Any = text
    return Report(
        task, counted, {text: 0.5}, {text: {text: 0.5}}, {text: {text: text}}, 1.0, [row], text, {text: (0.1, 0.9)}
    )


def _renumbered(told: Briefing, beyond: int) -> Briefing:
    """The same with other numbers of citations, as they are within one briefing."""

    def moved(sentence: Sentence) -> Sentence:
        cited = tuple(number + beyond for number in sentence.citations)
        return replace(sentence, citations=cited, nearest=tuple(number + beyond for number in sentence.nearest))

    citations = tuple(replace(each, id=each.id + beyond) for each in told.citations)
    (section,) = told.sections
    entries = tuple(replace(entry, sentence=moved(entry.sentence)) for entry in section.entries)
    return replace(told, citations=citations, sections=(replace(section, entries=entries),))


def briefing_of_all(texts: Sequence[str]) -> Briefing:
    """All of them in one, for formats of which each file takes long to write."""
    each = [_renumbered(briefing(text), 2 * at) for at, text in enumerate(texts)]
    together = " ".join(texts)
    return replace(
        each[0],
        title=together,
        audience=together,
        notes=tuple(texts),
        sections=tuple(section for one in each for section in one.sections),
        citations=tuple(citation for one in each for citation in one.citations),
        sources=tuple(use for one in each for use in one.sources),
    )


def _numbered_from(first: int, made: Briefing) -> Briefing:
    """The same with citations of articles that no other briefing cites."""
    citations = tuple(replace(each, id=first + each.id, article_id=f"a{first + each.id}") for each in made.citations)
    (section,) = made.sections
    entries = tuple(replace(entry, sentence=_shifted(entry.sentence, first)) for entry in section.entries)
    return replace(made, citations=citations, sections=(replace(section, entries=entries),))


def _shifted(sentence: Sentence, by: int) -> Sentence:
    cited, nearest = (tuple(by + number for number in numbers) for numbers in (sentence.citations, sentence.nearest))
    return replace(sentence, citations=cited, nearest=nearest)
