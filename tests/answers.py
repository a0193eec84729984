"""A hand-made answer with a block of each kind, a sentence of each verdict and notes, as it is told step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event, Finished, Progress, Stage
from chatbot.records import Answer, ArticleLink, BlockKind, Evidence, Metadata, NoteKind, Sentence, Span, Usage, Verdict

PIER = "The ferry struck the north pier."
HURT = 'Fourteen people were injured, the "harbor authority" said.'
ELSE = "Twenty-three people were injured."
NOON = "It was noon."
PLANS = "A new ferry is planned."
QUOTES = {"pier": PIER, "hurt": HURT, "else": ELSE, "noon": NOON, "plans": PLANS}
"""With what each article begins that the answer cites or names."""
INJURED = "Fifteen people were injured."


def metadata(article: str) -> Metadata:
    publisher = "Lakeview Tribune" if article == "else" else "The Harbor Ledger"
    day = datetime(2025, 7, 8, tzinfo=UTC)
    return Metadata(title=f"Title of {article}", publisher=publisher, published=day, url=f"https://x.example/{article}")


def ferry_events(model: str = "big-model", ids: Mapping[str, str] = MappingProxyType({})) -> Iterator[Event]:
    """An answer that uses everything there is; its third sentence is revised while it is told.

    Args:
        model: who wrote it.
        ids: of the articles, where they stand in a library; otherwise their names.
    """

    def evidence(article: str) -> Evidence:
        quote = QUOTES[article]
        return Evidence(ids.get(article, article), 1, Span(0, len(quote)), quote, metadata(article))

    draft = AnswerDraft("What happened to the ferry?")
    for stage in ("understand", "retrieve"):
        draft.book(stage)
    yield Progress(Stage.WRITING)
    with draft.verifying():
        draft.usage = Usage(70, 12)
    draft.begin_block(BlockKind.HEADING, level=2)
    yield draft.show(Sentence("The accident", Verdict.NOT_A_CLAIM, 1.0))
    draft.begin_block(BlockKind.PARAGRAPH)
    yield draft.show(Sentence("The ferry struck the pier.", Verdict.SUPPORTED, 0.9), [evidence("pier")])
    yield draft.show(Sentence(INJURED, Verdict.UNSURE, 0.4), settled=False)
    yield draft.show(Sentence("The mayor wept.", Verdict.NOT_FOUND, 0.1, reason="nothing says so"))
    wrong = Sentence(INJURED, Verdict.CONTRADICTED, 0.2, reason="14, not 15", unbacked=(Span(0, 7),))
    yield draft.revise(2, wrong, nearest=[evidence("hurt")])
    draft.begin_block(BlockKind.BULLET)
    yield draft.show(Sentence("It sank.", Verdict.SUPPORTED, 0.9, original="It flew."), [evidence("pier")])
    draft.begin_block(BlockKind.BULLET, level=5)
    yield draft.show(Sentence("Perhaps at noon.", Verdict.UNSURE, 0.5), nearest=[evidence("noon")])
    draft.begin_block(BlockKind.ROW, head=True)
    yield draft.show(Sentence("Source | Injured", Verdict.NOT_A_CLAIM, 1.0, cells=("Source", "Injured")))
    draft.begin_block(BlockKind.ROW)
    row = Sentence("Ledger | 14", Verdict.SUPPORTED, 0.9, cells=("Ledger", "14"), claim="Source: Ledger, injured: 14")
    yield draft.show(row, [evidence("hurt")])
    draft.begin_block(BlockKind.QUOTATION)
    yield draft.show(Sentence(HURT, Verdict.SUPPORTED, 1.0, answering=(Span(0, 8),)), [evidence("hurt")])
    sides = [evidence("hurt"), evidence("else")]
    yield draft.note(NoteKind.DISAGREEMENT, "The Harbor Ledger says “14”, but Lakeview Tribune “23”.", sides)
    named = metadata("plans")
    link = ArticleLink(ids.get("plans", "plans"), 1, named.title, named.publisher, named.published, named.url)
    yield draft.note(NoteKind.OTHER_STORIES, "The closest article is “Title of plans”.", links=[link])
    draft.withheld = 1
    draft.book("generate")
    yield draft.finish(model)


def ferry_answer(model: str = "big-model") -> Answer:
    """The same when it is finished."""
    return next(event.answer for event in ferry_events(model) if isinstance(event, Finished))


def refused_events() -> Iterator[Event]:
    """A question that the library does not answer."""
    draft = AnswerDraft("Who won?")
    draft.refused = True
    yield draft.note(NoteKind.NOT_IN_LIBRARY, "Your library does not answer this question.")
    yield draft.finish("big-model")
