"""Articles in a few sentences, each cited to the sentences that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event
from chatbot.briefing.article_sentences import ReadArticle, read_articles
from chatbot.briefing.other_knowledge import Near, OtherKnowledge
from chatbot.briefing.summary_choice import Considered
from chatbot.briefing.summary_quoting import SummaryQuoter
from chatbot.briefing.summary_records import Summary, SummaryForm
from chatbot.briefing.summary_writing import SummaryWriting, as_table, mark_overtaken
from chatbot.embedding.encoder import TextEncoder
from chatbot.errors import BriefingError, ModelError, UnreadableSource
from chatbot.records import Answer, Article, EvidencePack
from chatbot.verification.evidence import SupportModel

__all__ = ["Summarizer", "Summary", "SummaryForm"]

MOST_ARTICLES = 50
WROTE_NOTHING = "The chat model wrote no summary, so the article is quoted instead."


@dataclass(frozen=True, slots=True)
class Summarizer:
    """Summarizes articles.

    Args:
        encoder: embeds sentences.
        writing: lets a chat model write; None: the best sentences are quoted.
        support: says whether a sentence of another article carries a statement too; None: that is not asked.
        near: finds sentences elsewhere in the library that are near to one; None: nothing else is known.
    """

    encoder: TextEncoder
    writing: SummaryWriting | None = None
    support: SupportModel | None = None
    near: Near | None = None

    def summarize(self, articles: Sequence[Article], form: SummaryForm) -> Summary:
        """The gist of articles, of several together. When the model fails or writes nothing, sentences are quoted.

        Args:
            articles: at least one; one that is given twice counts once.
            form: how long, and in what shape.

        Raises:
            UnreadableSource: an article has no sentence.
            BriefingError: too many articles.
            NothingToReport: figures are wanted, and the articles hold none.
        """
        opened = _opened(articles)
        considered = self._considered(opened)
        written, note = self._written(considered, form)
        told = written or self._quoted(considered, form)
        given = tuple({article.key: article for article in articles}.values())
        return Summary(given, form, told, " ".join(filter(None, (note, _left_out(opened, told, note)))))

    def quote(self, articles: Sequence[Article], form: SummaryForm, draft: AnswerDraft) -> Iterator[Event]:
        """Tell a summary in the articles' own words as an answer, step by step; the caller finishes the draft.

        Raises:
            The same as `summarize`.
        """
        yield from self._quoting(self._considered(_opened(articles)), form, draft)

    def _considered(self, opened: Sequence[ReadArticle]) -> Considered:
        return Considered([read for read in opened if read.telling], self.encoder)

    def _written(self, considered: Considered, form: SummaryForm) -> tuple[Answer | None, str]:
        """What the model wrote, or why it did not."""
        if self.writing is None:
            return None, ""
        draft = AnswerDraft("")
        try:
            pack = self.writing.write(considered, form, datetime.now(UTC).astimezone(), draft)
        except ModelError as error:
            return None, f"The chat model failed, so the article is quoted instead. {error}"
        if draft.refused or not draft.sentences:
            return None, WROTE_NOTHING
        known = OtherKnowledge(considered, self.encoder, self.near)
        mark_overtaken(draft, known)
        answer = draft.finish(self.writing.model.name).answer
        return as_table(answer) if form is SummaryForm.FIGURES else answer, _unread(considered, pack)

    def _quoted(self, considered: Considered, form: SummaryForm) -> Answer:
        draft = AnswerDraft("")
        for _ in self._quoting(considered, form, draft):
            pass
        return draft.finish("").answer

    def _quoting(self, considered: Considered, form: SummaryForm, draft: AnswerDraft) -> Iterator[Event]:
        quoter = SummaryQuoter(self.support)
        return quoter.tell(considered, form, draft, OtherKnowledge(considered, self.encoder, self.near))


def _opened(articles: Sequence[Article]) -> list[ReadArticle]:
    """The articles, each once, the newest first."""
    given = list({article.key: article for article in articles}.values())
    if len(given) > MOST_ARTICLES:
        raise BriefingError(
            f"{len(given)} articles are too many for one summary",
            f"Choose at most {MOST_ARTICLES}, or use a briefing.",
        )
    opened = read_articles(given)
    for read in opened:
        if not (read.telling or read.repeats):
            raise UnreadableSource(f"{read.article.source} has no sentence to summarize", "Give an article with text.")
    return opened


def _left_out(opened: Sequence[ReadArticle], told: Answer, note: str) -> str:
    """Which articles no statement rests on, and why."""
    cited = {f"{citation.article_id}@{citation.version}" for citation in told.citations}
    left = [read for read in opened if read.article.key not in cited]
    told_stories = {read.story for read in opened if read.article.key in cited}
    copies = [_name(read.article) for read in left if read.story in told_stories]
    others = [name for read in left if read.story not in told_stories and (name := _name(read.article)) not in note]
    return " ".join(
        filter(
            None,
            (
                f"Told once, since it is the same story: {'; '.join(copies)}." if copies else "",
                f"Not told, since others tell it or it does not fit: {'; '.join(others)}." if others else "",
            ),
        )
    )


def _name(article: Article) -> str:
    return f"“{article.metadata.title}”" if article.metadata.title else article.source


def _unread(considered: Considered, pack: EvidencePack) -> str:
    """Which articles did not fit into what the model reads."""
    read = {item.article_key for item in pack.sentences}
    left = [one.article for key, one in considered.articles.items() if key not in read]
    if not left:
        return ""
    names = "; ".join(map(_name, left))
    return f"More than the model reads at once, so not told: {names}."
