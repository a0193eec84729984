"""Records in which one text stands in every place that articles, models, readers and reports can fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from chatbot.briefing.records import Briefing, Entry, Section, SectionKind, SourceUse
from chatbot.conversations.records import Conversation, Exchange, Feedback
from chatbot.records import Answer, Article, ArticleSummary, Citation, Metadata, Sentence, Span, Verdict
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
    return (
        Sentence(text, Verdict.SUPPORTED, 0.9, (1,), claim=text),
        Sentence(text, Verdict.UNSUPPORTED, 0.1, reason=text, unbacked=(Span(0, 1),)),
        Sentence(text, Verdict.NOT_A_CLAIM, 1.0),
        Sentence(f"Sources disagree: {text}", Verdict.SUPPORTED, 0.9, (1, 2)),
    )


def answer(text: str) -> Answer:
    return Answer(text, "answer", refused=False, sentences=sentences(text), citations=citations(text), model=text)


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


def briefing_of_all(texts: Sequence[str]) -> Briefing:
    """All of them in one, for formats of which each file takes long to write."""
    each = [briefing(text) for text in texts]
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
