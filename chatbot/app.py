"""Everything that a chatbot does, over one library: settings in, a working chatbot out.

What it is made of is in `parts.py`, what is done with its articles in `articles.py`. Everything is opened when it is
first needed, and `--help` loads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import SecretStr

from chatbot.articles import Articles
from chatbot.control_characters import printable, printable_line
from chatbot.errors import QuestionMissing, UnreadableSource
from chatbot.records import Answer, Article, Filters, Metadata, Question, Turn
from chatbot.settings import Settings, load_settings

if TYPE_CHECKING:
    from chatbot.answering.checking import CheckedText
    from chatbot.answering.events import Event
    from chatbot.briefing.events import BriefingEvent
    from chatbot.briefing.keeping.comparing import Comparison
    from chatbot.briefing.records import BriefingRequest
    from chatbot.briefing.summarizing import Summary, SummaryForm
    from chatbot.upkeep.doctor import Doctor

SEEDS = Path(__file__).parent.parent / "seeds"
"""The folder of sample articles."""


class Chatbot(Articles):
    """A chatbot over one library. Use as a context manager, or `close()` it."""

    def beside(self, library: Path) -> Chatbot:
        """A chatbot over the library in another folder, with this one's models, which stay open when it is closed.

        It shares no Chroma server and no database of conversations: these belong to this one's library.
        """
        apart = {"library": library, "chroma_url": "", "conversations_url": SecretStr("")}
        other = Chatbot(self.settings.model_copy(update=apart))
        other.encoder, other.reader = self.encoder, self.reader
        if self._model_can_write:
            other.chat_model = self.chat_model
        return other

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        asked_at: datetime | None = None,
        filters: Filters = Filters(),
    ) -> Answer:
        """Answer a question from the library.

        Args:
            question: in words.
            history: earlier turns of the conversation, oldest first, for follow-up questions.
            asked_at: the moment against which "yesterday" is read, timezone-aware; now by default.
            filters: restricts the search; articles may be named by the first characters of their ids.

        Raises:
            ArticleNotFound: no article is named so, or several are.
            QuestionMissing: the question holds no word.
            ChatbotError: a model or the library cannot do its work; the error says what to do.
        """
        from chatbot.answering.answerer import whole_answer

        return whole_answer(self.stream(question, history=history, asked_at=asked_at, filters=filters))

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        asked_at: datetime | None = None,
        filters: Filters = Filters(),
    ) -> Iterator[Event]:
        """Like `ask`, but step by step: each sentence as soon as it has been checked."""
        asked = _question(question, asked_at, self._with_whole_ids(filters))
        return self.watch.following(self.answerer.stream(asked, history))

    def check(self, text: str, *, asked_at: datetime | None = None) -> CheckedText:
        """Check each sentence of a text against the library.

        Args:
            text: plain text.
            asked_at: the moment against which its "yesterday" is read, timezone-aware; now by default.
        """
        return self.text_checker.check(printable(text), asked_at or datetime.now(UTC).astimezone())

    @property
    def receives_text(self) -> str:
        """One line that names who receives questions and passages; empty where they stay on this machine."""
        from chatbot.llm.choice import receives_text

        return " ".join(filter(None, (receives_text(self.chosen_model), self.embeds_text)))

    @property
    def embeds_text(self) -> str:
        """One line that names who receives all text to embed it; empty where it stays on this machine."""
        from chatbot.llm.choice import embeds_text

        return embeds_text(self.settings.embedding_base_url)

    def brief(self, request: BriefingRequest, user: str = "", *, keep: bool = True) -> Iterator[BriefingEvent]:
        """Write a briefing step by step; the last event holds it. Closing the iterator ends the work.

        Args:
            request: what is to be told.
            user: whose briefing it is.
            keep: whether it is kept among the user's, `briefings`, before the last event tells of it.

        Raises:
            NothingToReport: no article is in the request's scope.
            ArticleNotFound: its filters name an article that is not there, or several at once.
            ChatbotError: the library or its embedding model failed.
        """
        filters = self._with_whole_ids(request.filters)
        asked = replace(request, topic=printable_line(request.topic), filters=filters)
        events = self.briefer.stream(asked, user)
        return self._keeping(events, asked, user) if keep else events

    def _keeping(self, events: Iterator[BriefingEvent], asked: BriefingRequest, user: str) -> Iterator[BriefingEvent]:
        from chatbot.briefing.events import BriefingFinished
        from chatbot.briefing.keeping.keeper import keep

        for event in events:
            if isinstance(event, BriefingFinished):
                yield keep(asked, event, user, self.briefings, self.library)
            else:
                yield event

    def compare_briefings(self, name: str, other: str = "", user: str = "") -> Comparison:
        """What the later of two kept briefings tells and the earlier does not, no longer, or with other numbers.

        Args:
            name: the id of one, or the first characters of it.
            other: the id of the other one; by default the one before it on the same topic.
            user: whose both are.

        Raises:
            BriefingNotFound: there is no such briefing, or none before it.
        """
        from chatbot.briefing.keeping.keeper import compare_kept

        return compare_kept(self.briefings, self.encoder, name, other, user)

    def doctor(self, *, repair: bool) -> Doctor:
        """Whoever examines the library, which must not be open."""
        from chatbot.upkeep.doctor import Doctor
        from chatbot.weights import files

        weights = {"evidence model": files.evidence_model_path}
        if not self.settings.embedding_base_url:
            weights |= {"embedding model": files.minilm_path}
        weights |= {"tokenizer": files.minilm_tokenizer_path}
        if not self._model_can_write:
            weights |= {"chat model": files.smollm2_path}
        return Doctor(self.settings.library, lambda: self.encoder, weights, self.settings.passage_tokens, repair)

    def summarize(self, sources: str | Sequence[str], form: SummaryForm | None = None) -> Summary:
        """Summarize one article, or several as one.

        Args:
            sources: each an article of the library by its id or the first characters of it, `1a2b3c4d` or
                `1a2b3c4d@2`; a file, or a web address.
            form: how long, and in what shape; a few sentences by default.

        Raises:
            ReadError: a file or page cannot be read.
            ArticleNotFound: no article has this id.
            BriefingError: too many articles, or none that fits the form.
        """
        from chatbot.briefing.summary_records import SummaryForm

        named = [sources] if isinstance(sources, str) else list(sources)
        if not named:
            raise UnreadableSource("No article was named", "Name an article of the library, a file or a page.")
        return self.summarizer.summarize([self._article(source) for source in named], form or SummaryForm.STANDARD)

    def _article(self, source: str) -> Article:
        """An article of the library, or one that is read for the moment only."""
        if not (Path(source).exists() or "://" in source):
            return self.library.find(source)
        from chatbot.library.identity import article_id
        from chatbot.library.sources import Failure

        for found in self._documents([source], Metadata()):
            if isinstance(found, Failure):
                raise found.error
            now = datetime.now(UTC)
            return Article(article_id(found), 1, found.source, found.text, found.metadata, "", now)
        raise UnreadableSource(f"{source} holds no article", "Name a file or a page with one.")

    def open(self) -> Self:
        """Open everything now rather than when it is first needed; whoever shares this among threads must."""
        _ = self.answerer, self.conversations, self.briefer
        return self

    def close(self) -> None:
        """Release the library and stop the embedded model."""
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def build_chatbot(settings: Settings | None = None, **given: Any) -> Chatbot:
    """A chatbot as configured.

    Args:
        settings: the configuration; read from the environment and chatbot.toml by default.
        given: single settings that replace what is configured, such as `library=Path("news")`.

    Raises:
        SettingsError: the configuration does not fit.
    """
    return Chatbot(settings or load_settings(**given))


def _question(text: str, asked_at: datetime | None, filters: Filters) -> Question:
    words = printable_line(text)
    if not words:
        raise QuestionMissing("The question is empty", "Write what you want to know, in a sentence or a few words.")
    return Question(words, asked_at or datetime.now(UTC).astimezone(), filters)
