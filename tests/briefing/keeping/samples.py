"""Briefings of our own making, small enough to be read in a test."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from chatbot.answering.wording import quoted
from chatbot.briefing.records import Briefing, BriefingRequest, Entry, Section, SectionKind, SourceUse
from chatbot.records import Citation, Filters, Sentence, Verdict

NOON = datetime(2025, 6, 3, 12, tzinfo=UTC)
BRIDGE = "Masons found two cracks in the arch of the Ostrel bridge on Tuesday."
FERRY = "A ferry carries walkers over the Ostrel until the bridge opens again."
BOTH = "The bridge over the Ostrel is closed and a ferry runs."
"""In a model's words, which rest on both articles."""


def request(topic: str = "the Ostrel bridge", *publishers: str) -> BriefingRequest:
    return BriefingRequest(NOON, topic, Filters(publishers=publishers))


def citation(number: int, article_id: str, quote: str, title: str, version: int = 1) -> Citation:
    return Citation(
        number, article_id, version, title, f"Paper {article_id}", f"https://{article_id}.example/1", NOON, 10,
        10 + len(quote), quote,
    )  # fmt: skip


def use(cited: Citation, count: int) -> SourceUse:
    return SourceUse(
        cited.article_id, cited.version, cited.title, cited.publisher, cited.url, cited.published, citations=count
    )


def said(text: str, *numbers: int, verdict: Verdict = Verdict.SUPPORTED) -> Sentence:
    return Sentence(text, verdict, 0.9, numbers)


def briefing(number: int = 0) -> Briefing:
    """Two articles: one quoted alone, one quoted with the other as a second source, and a model's words on both."""
    arch = citation(1, "a1", BRIDGE, "Cracks in the arch", version=2)
    ferry = citation(2, "b2", FERRY, "The ferry is back")
    other = citation(3, "a1", "Until then a ferry takes them over.", "Cracks in the arch", version=2)
    sections = (
        Section(
            SectionKind.BOTTOM_LINE,
            "Bottom line",
            (Entry(said(quoted(BRIDGE), 1), "Paper a1, 3 June 2025"), Entry(said(BOTH, 1, 2))),
        ),
        Section(
            SectionKind.TIMELINE,
            "Timeline",
            (
                Entry(said(quoted(FERRY), 2, 3), "Paper b2, 3 June 2025, and 1 other source", date(2025, 6, 3), 2),
                Entry(said(quoted(BRIDGE), 1), "Paper a1", date(2025, 6, 3)),
            ),
        ),
    )
    return Briefing(
        title="Briefing: the Ostrel bridge", topic="the Ostrel bridge", first_day=date(2025, 6, 1),
        last_day=date(2025, 6, 3), written_at=NOON + timedelta(seconds=number), audience="walkers", articles=3,
        stories=3, sections=sections, citations=(arch, ferry, other), sources=(use(arch, 4), use(ferry, 2)),
        model="writer-1", notes=("The model was slow.",), timings={"read": 0.125},
    )  # fmt: skip


def texts(whole: Briefing) -> list[str]:
    return [entry.sentence.text for section in whole.sections for entry in section.entries]


def telling(*told: tuple[SectionKind, str], articles: Iterable[str] = ()) -> Briefing:
    """A briefing of one citation for each statement: the words themselves, of an article each."""
    names = list(articles) or [f"n{at}" for at in range(len(told))]
    pairs = zip(names, told, strict=True)
    cited = tuple(citation(number, name, text, "") for number, (name, (_, text)) in enumerate(pairs, 1))
    entries = [(kind, Entry(said(quoted(text), number))) for number, (kind, text) in enumerate(told, 1)]
    sections = tuple(
        Section(kind, kind, tuple(entry for each, entry in entries if each is kind))
        for kind in dict.fromkeys(kind for kind, _ in told)
    )
    return Briefing("T", "t", None, None, NOON, "", len(told), len(told), sections, cited, (), "")
