"""Everything that a chatbot does, over one library: settings in, a working chatbot out.

What it is made of is in `parts.py`. Everything is opened when it is first needed, and `--help` loads nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pydantic import SecretStr

from chatbot.control_characters import printable, printable_line
from chatbot.errors import QuestionMissing, UnreadableSource
from chatbot.parts import Parts
from chatbot.records import Answer, Article, Document, Filters, Metadata, Question, Turn
from chatbot.settings import Settings, load_settings
from chatbot.watching.watch import Watch

if TYPE_CHECKING:
    from chatbot.answering.checking import CheckedText
    from chatbot.answering.events import Event
    from chatbot.briefing.events import BriefingEvent
    from chatbot.briefing.records import BriefingRequest
    from chatbot.briefing.summarizing import Summary, SummaryForm
    from chatbot.library.ingest import Outcome
    from chatbot.library.sources import Failure
    from chatbot.upkeep.doctor import Doctor

SEEDS = Path(__file__).parent.parent / "seeds"
"""The folder of sample articles."""


class Chatbot(Parts):
    """A chatbot over one library. Use as a context manager, or `close()` it."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.watch = Watch()
        """Tells observers what happens; nobody watches at first."""

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

    def ingest(self, sources: Sequence[str], metadata: Metadata = Metadata(), *, ray: str = "") -> Iterator[Outcome]:
        """Read sources into the library, lazily; one outcome for each article or failure.

        Args:
            sources: files, folders, URLs of pages or feeds, or `-` for standard input.
            metadata: what is known better than the sources say; empty values change nothing.
            ray: embed in the workers of Ray: `local` starts it on this machine, else the address of a cluster.
        """
        return self.ingest_documents(self._documents(sources, metadata), ray=ray)

    def _documents(self, sources: Sequence[str], metadata: Metadata) -> Iterator[Document | Failure]:
        from chatbot.library.fetching import Fetcher
        from chatbot.library.sources import open_sources

        settings = self.settings
        fetcher = Fetcher(
            total_timeout=settings.fetch_timeout,
            max_bytes=settings.fetch_max_bytes,
            allow_hosts=frozenset(settings.fetch_allow_hosts),
        )
        return open_sources(sources, fetcher, metadata)

    def ingest_documents(self, documents: Iterable[Document | Failure], *, ray: str = "") -> Iterator[Outcome]:
        """Put articles that were read elsewhere into the library, lazily; one outcome for each. `ray`: see `ingest`."""
        from chatbot.library.ingest import Ingestor

        if ray:
            return self.watch.ingesting(self._ingested_with_ray(documents, ray))
        return self.watch.ingesting(Ingestor(self.library, self.encoder, self.settings.passage_tokens).run(documents))

    def _ingested_with_ray(self, documents: Iterable[Document | Failure], address: str) -> Iterator[Outcome]:
        from chatbot.library.distributed import RayPreparer
        from chatbot.library.ingest import Ingestor
        from chatbot.library.ray_cluster import running_ray

        library, tokens = self.library, self.settings.passage_tokens
        with running_ray(address) as cores:
            # Each worker has one core.
            workers = RayPreparer(self._encoder_maker(threads=1), self.encoder.fingerprint, tokens, cores)
            yield from Ingestor(library, self.encoder, tokens, preparing=workers).run(documents)

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
            filters: restricts the search.

        Raises:
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
        return self.watch.following(self.answerer.stream(_question(question, asked_at, filters), history))

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

    def brief(self, request: BriefingRequest, user: str = "") -> Iterator[BriefingEvent]:
        """Write a briefing step by step; the last event holds it. Closing the iterator ends the work.

        Raises:
            NothingToReport: no article is in the request's scope.
            ChatbotError: the library or its embedding model failed.
        """
        return self.briefer.stream(replace(request, topic=printable_line(request.topic)), user)

    def delete_article(self, article_id: str) -> None:
        """Delete an article with all its versions, from the library and from the conversations that cite it.

        Raises:
            ArticleNotFound: there is no such article.
            NotErased: it is deleted, and words of it are still in the library's files.
        """
        titles = {article.metadata.title for article in self.library.versions(article_id)} - {""}
        # First, because after a crash the article is still there to be deleted; and again, because an answer may have
        # cited it meanwhile.
        self._forget(article_id, titles)
        try:
            self.library.delete(article_id)
        finally:
            self._forget(article_id, titles)

    def _forget(self, article_id: str, titles: set[str]) -> None:
        self.conversations.forget(article_id, titles)
        self.briefing_history.forget(article_id)

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

    def summarize(self, source: str, form: SummaryForm) -> Summary:
        """Summarize one article.

        Args:
            source: the id of an article in the library or the first characters of one, a file, or a web address.
            form: how long.

        Raises:
            ReadError: the file or page cannot be read.
            ArticleNotFound: no article has this id.
        """
        from chatbot.briefing.summarizing import Summarizer
        from chatbot.briefing.writing import SummaryWriter
        from chatbot.prompts import load_prompt

        writer = None
        if self._model_can_write:
            writer = SummaryWriter(self.chat_model, load_prompt("summarize"), self.verifier)
        return Summarizer(self.encoder, writer).summarize(self._article(source), form)

    def _article(self, source: str) -> Article:
        """An article of the library, or one that is read for the moment only."""
        if not (Path(source).exists() or "://" in source):
            return self.library.get(self.library.resolve(source))
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
