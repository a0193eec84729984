"""The only place where the stages meet: settings in, a working chatbot out.

Everything is opened when it is first needed: listing articles loads no chat model, and `--help` loads nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from chatbot.errors import UnreadableSource
from chatbot.records import Answer, Article, Document, Filters, Metadata, Question, Turn
from chatbot.settings import Settings, load_settings
from chatbot.watching.watch import Watch

if TYPE_CHECKING:
    from chatbot.answering.answerer import Answerer
    from chatbot.answering.attribution import Attributor
    from chatbot.answering.checking import CheckedText
    from chatbot.answering.events import Event
    from chatbot.briefing.briefer import Briefer
    from chatbot.briefing.events import BriefingEvent
    from chatbot.briefing.history import BriefingHistory
    from chatbot.briefing.records import BriefingRequest
    from chatbot.briefing.summarizing import Summary, SummaryForm
    from chatbot.briefing.writing import BriefingWriter
    from chatbot.conversations.store import ConversationStore
    from chatbot.library.ingest import Outcome
    from chatbot.library.library import Library
    from chatbot.library.sources import Failure
    from chatbot.models.chat import ChatModel
    from chatbot.models.cross_encoder import CrossEncoder
    from chatbot.models.encoder import TextEncoder
    from chatbot.models.evidence import SupportModel
    from chatbot.retrieval.evidence import EvidenceRanker
    from chatbot.retrieval.retriever import Retriever
    from chatbot.upkeep.doctor import Doctor

SEEDS = Path(__file__).parent.parent / "seeds"
"""The folder of sample articles."""


class Chatbot:
    """A chatbot over one library. Use as a context manager, or `close()` it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.watch = Watch()
        """Tells observers what happens; nobody watches at first."""
        self._open = ExitStack()

    def beside(self, library: Path) -> Chatbot:
        """A chatbot over another library that shares this one's models, which stay open when it is closed."""
        other = Chatbot(self.settings.model_copy(update={"library": library}))
        other.encoder, other.reader, other.chat_model = self.encoder, self.reader, self.chat_model
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

    def check(self, text: str) -> CheckedText:
        """Check each sentence of a text against the library."""
        from chatbot.answering.checking import TextChecker

        return TextChecker(self.retriever, self.ranker, self.attributor).check(text, datetime.now(UTC))

    def brief(self, request: BriefingRequest, user: str = "") -> Iterator[BriefingEvent]:
        """Write a briefing step by step; the last event holds it. Closing the iterator ends the work.

        Raises:
            NothingToReport: no article is in the request's scope.
            ChatbotError: the library or its embedding model failed.
        """
        return self.briefer.stream(request, user)

    @cached_property
    def library(self) -> Library:
        from chatbot.library.library import Library

        settings = self.settings
        return self._open.enter_context(
            Library.open(
                settings.library,
                self.encoder.fingerprint,
                server_url=settings.chroma_url,
                server_token=settings.chroma_token.get_secret_value(),
            )
        )

    def delete_article(self, article_id: str) -> None:
        """Delete an article with all its versions, from the library and from the conversations that cite it.

        Raises:
            ArticleNotFound: there is no such article.
        """
        newest = self.library.get(article_id)
        versions = [self.library.get(article_id, version) for version in range(1, newest.version + 1)]
        titles = {article.metadata.title for article in versions} - {""}
        # First, because after a crash the article is still there to be deleted; and again, because an answer may have
        # cited it meanwhile.
        self._forget(article_id, titles)
        self.library.delete(article_id)
        self._forget(article_id, titles)

    def _forget(self, article_id: str, titles: set[str]) -> None:
        self.conversations.forget(article_id, titles)
        self.briefing_history.forget(article_id)

    def doctor(self, *, repair: bool) -> Doctor:
        """Whoever examines the library, which must not be open."""
        from chatbot.models import files
        from chatbot.upkeep.doctor import Doctor

        weights = {"evidence model": files.evidence_model_path}
        if not self.settings.embedding_base_url:
            weights |= {"embedding model": files.minilm_path}
        weights |= {"tokenizer": files.minilm_tokenizer_path}
        if not self._model_can_write:
            weights |= {"chat model": files.smollm2_path}
        return Doctor(self.settings.library, lambda: self.encoder, weights, self.settings.passage_tokens, repair)

    @cached_property
    def conversations(self) -> ConversationStore:
        from chatbot.conversations.store import FILE_NAME, ConversationStore

        address = self.settings.conversations_url.get_secret_value()
        return self._open.enter_context(ConversationStore.open(address or self.settings.library / FILE_NAME))

    @cached_property
    def encoder(self) -> TextEncoder:
        return self._encoder_maker()()

    def _encoder_maker(self, threads: int = 0) -> Callable[[], TextEncoder]:
        """Makes the configured encoder, here or in another process."""
        settings = self.settings
        if not settings.embedding_base_url:
            from chatbot.models.encoder import SentenceEncoder

            return partial(SentenceEncoder, threads)
        from chatbot.models.embeddings import remote_encoder

        return partial(
            remote_encoder,
            settings.embedding_base_url,
            settings.api_key.get_secret_value(),
            settings.embedding_model,
        )

    @cached_property
    def chat_model(self) -> ChatModel:
        from chatbot.models.chat import open_chat_model, open_embedded_chat_model
        from chatbot.models.files import smollm2_path

        settings = self.settings
        if settings.llm_base_url:
            model = open_chat_model(
                settings.llm_base_url,
                settings.llm_model,
                settings.api_key.get_secret_value(),
                timeout=settings.llm_timeout,
            )
        else:
            model = open_embedded_chat_model(settings.llm_path or smollm2_path())
        return self._open.enter_context(model)

    @cached_property
    def retriever(self) -> Retriever:
        from chatbot.retrieval.retriever import RankingWeights, Retriever

        weights = RankingWeights(half_life_days=self.settings.recency_days)
        if self.settings.recency_weight is not None:
            weights = replace(weights, recency=self.settings.recency_weight)
        return Retriever(self.library, self.encoder, weights)

    @cached_property
    def ranker(self) -> EvidenceRanker:
        from chatbot.retrieval.evidence import EvidenceRanker

        return EvidenceRanker(self.library.lexical, self.encoder)

    @cached_property
    def attributor(self) -> Attributor:
        from chatbot.answering.attribution import Attributor

        return Attributor(self.verifier, self.settings.support_threshold)

    @cached_property
    def reader(self) -> CrossEncoder:
        from chatbot.models.cross_encoder import CrossEncoder

        return CrossEncoder()

    @cached_property
    def verifier(self) -> SupportModel:
        from chatbot.models.evidence import FeatureSupportModel

        # The evidence model marks words but has no vote yet: with one, endpoints lost right short answers.
        return FeatureSupportModel(self.encoder, marker=self.reader)

    @cached_property
    def answerer(self) -> Answerer:
        from chatbot.answering.answerability import Answerability
        from chatbot.answering.answerer import Answerer
        from chatbot.answering.composing import Composer
        from chatbot.answering.conflicts import ConflictFinder
        from chatbot.answering.conversation import Condenser
        from chatbot.answering.generation import Writer
        from chatbot.prompts import load_prompt

        settings = self.settings
        return Answerer(
            retriever=self.retriever,
            ranker=self.ranker,
            condenser=Condenser(self.chat_model, load_prompt("condense")),
            answerability=Answerability(settings.answer_threshold),
            composer=Composer(
                writer=Writer(self.chat_model, load_prompt("answer" if self._model_can_write else "answer_bundled")),
                attributor=self.attributor,
                conflicts=ConflictFinder(self.encoder),
                top_k=settings.top_k,
                strict=settings.strict,
            ),
        )

    @cached_property
    def briefing_history(self) -> BriefingHistory:
        from chatbot.briefing.history import FILE_NAME, BriefingHistory

        return BriefingHistory(self.settings.library / FILE_NAME)

    @cached_property
    def briefer(self) -> Briefer:
        from chatbot.briefing.briefer import Briefer

        return Briefer(self.library, self.encoder, self.verifier, self._briefing_writer, self.briefing_history)

    def _briefing_writer(self) -> BriefingWriter | None:
        from chatbot.briefing.writing import BriefingWriter
        from chatbot.prompts import load_prompt

        return BriefingWriter(self.chat_model, load_prompt("brief"), self.attributor) if self._model_can_write else None

    @property
    def answered_with(self) -> dict[str, str]:
        """What answers now, kept with each answer so that it can be judged later: models, prompt, thresholds."""
        return {
            "chat_model": self.chat_model.name,
            "embedding_model": self.encoder.fingerprint,
            "prompt": self.answerer.composer.writer.prompt_hash,
            "top_k": str(self.settings.top_k),
            "strict": str(self.settings.strict).lower(),
            "support_threshold": f"{self.attributor.threshold:.4f}",
            "answer_threshold": f"{self.answerer.answerability.threshold:.4f}",
        }

    @property
    def _model_can_write(self) -> bool:
        """The bundled model cannot: its sentences are those of its sources with errors, and take seconds each."""
        return bool(self.settings.llm_base_url or self.settings.llm_path)

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
            writer = SummaryWriter(self.chat_model, load_prompt("summarize"), self.attributor)
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
    return Question(" ".join(text.split()), asked_at or datetime.now(UTC), filters)
