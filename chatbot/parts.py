"""The parts of a chatbot, as the settings want them; `app.py` says what is done with them.

Each is opened when it is first needed: listing articles loads no chat model.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from chatbot.settings import Settings

if TYPE_CHECKING:
    from chatbot.answering.answerer import Answerer, ModelAnswering, QuotedAnswering
    from chatbot.answering.checking import TextChecker
    from chatbot.answering.notes import Annotator
    from chatbot.briefing.briefer import Briefer
    from chatbot.briefing.history import BriefingHistory
    from chatbot.briefing.writing import BriefingWriter
    from chatbot.conversations.store import ConversationStore
    from chatbot.embedding.encoder import TextEncoder
    from chatbot.library.library import Library
    from chatbot.llm.chat import ChatModel
    from chatbot.llm.choice import ChosenModel
    from chatbot.question.understanding import Understanding
    from chatbot.retrieval.evidence import EvidenceRanker
    from chatbot.retrieval.retriever import Retriever
    from chatbot.verification.cross_encoder import CrossEncoder
    from chatbot.verification.endpoint import EndpointVerifier
    from chatbot.verification.evidence import SupportModel
    from chatbot.verification.local import LocalVerifier


class Parts:
    """Everything that a chatbot over one library is made of; what must be closed is in `_open`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._open = ExitStack()

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
            from chatbot.embedding.encoder import SentenceEncoder

            return partial(SentenceEncoder, threads)
        from chatbot.embedding.embeddings import remote_encoder

        return partial(
            remote_encoder,
            settings.embedding_base_url,
            settings.api_key.get_secret_value(),
            settings.embedding_model,
        )

    @property
    def chosen_model(self) -> ChosenModel:
        """Who writes answers, and who then receives text."""
        from chatbot.llm.choice import chosen_endpoint

        settings = self.settings
        # Beside an endpoint for embeddings a key alone is that endpoint's.
        key = "" if settings.embedding_base_url else settings.api_key.get_secret_value()
        return chosen_endpoint(settings.llm_base_url, key, settings.llm_model, settings.llm_path)

    @cached_property
    def chat_model(self) -> ChatModel:
        """The model that writes; where none is configured the bundled one, which only programs and tests ask."""
        from chatbot.llm.chat import open_chat_model, open_embedded_chat_model
        from chatbot.llm.choice import Writer
        from chatbot.weights.files import smollm2_path

        settings, chosen = self.settings, self.chosen_model
        if chosen.writer is Writer.ENDPOINT:
            key = settings.api_key.get_secret_value()
            model = open_chat_model(chosen.base_url, chosen.model, key, timeout=settings.llm_timeout)
        else:
            model = open_embedded_chat_model(chosen.path or smollm2_path())
        return self._open.enter_context(model)

    @cached_property
    def retriever(self) -> Retriever:
        from chatbot.retrieval.reranking import Reranker, RerankingWeights
        from chatbot.retrieval.retriever import RankingWeights, Retriever

        weights, reranking = RankingWeights(half_life_days=self.settings.recency_days), RerankingWeights()
        if self.settings.recency_weight is not None:
            # Who wants newer articles preferred less, or not at all, means it of reranking too.
            reranking = replace(reranking, week=reranking.week * self.settings.recency_weight / weights.recency)
            weights = replace(weights, recency=self.settings.recency_weight)
        return Retriever(self.library, self.encoder, weights, Reranker(reranking))

    @cached_property
    def ranker(self) -> EvidenceRanker:
        from chatbot.retrieval.evidence import EvidenceRanker

        return EvidenceRanker(self.library.lexical, self.encoder)

    @cached_property
    def reader(self) -> CrossEncoder:
        from chatbot.verification.cross_encoder import CrossEncoder

        return CrossEncoder()

    @cached_property
    def support_model(self) -> SupportModel:
        from chatbot.verification.evidence import FeatureSupportModel

        # The evidence model marks and doubts words but has no vote: with one, endpoints lost right short answers.
        return FeatureSupportModel(self.encoder, marker=self.reader)

    @cached_property
    def verifier(self) -> LocalVerifier:
        from chatbot.verification.local import LocalVerifier

        return LocalVerifier(self.support_model, self.settings.support_threshold)

    @cached_property
    def judge(self) -> EndpointVerifier | None:
        """The chat model as judge; None where none is asked."""
        from chatbot.prompts import load_prompt
        from chatbot.verification.endpoint import EndpointVerifier

        if self.settings.verifier == "local" or not self._model_can_write:
            return None
        return EndpointVerifier(self.chat_model, load_prompt("judge"))

    @property
    def _first_verifier(self) -> LocalVerifier | None:
        return None if self.judge and self.settings.verifier == "endpoint" else self.verifier

    @cached_property
    def text_checker(self) -> TextChecker:
        from chatbot.answering.checking import TextChecker

        return TextChecker(self.retriever, self._first_verifier, self.judge)

    @cached_property
    def understanding(self) -> Understanding:
        from chatbot.prompts import load_prompt
        from chatbot.question.planning import Planner
        from chatbot.question.understanding import Understanding

        planner = Planner(self.chat_model, load_prompt("understand")) if self._model_can_write else None
        return Understanding(planner, self.library.languages, self.library.publishers)

    @cached_property
    def answerer(self) -> Answerer:
        from chatbot.answering.answerer import Answerer
        from chatbot.answering.library_answers import LibraryAnswers

        return Answerer(
            understanding=self.understanding,
            retriever=self.retriever,
            records=LibraryAnswers(self.library),
            answering=self._model_answering() if self._model_can_write else self._quoted_answering(),
        )

    def _model_answering(self) -> ModelAnswering:
        from chatbot.answering.advising import Adviser
        from chatbot.answering.answerability import Answerability
        from chatbot.answering.answerer import ModelAnswering
        from chatbot.answering.composing import Composer
        from chatbot.answering.repairing import Repairer
        from chatbot.answering.writing import Writer
        from chatbot.llm.choice import EVIDENCE_TOKENS
        from chatbot.prompts import load_prompt
        from chatbot.retrieval.packing import Packer

        settings = self.settings
        composer = Composer(
            writer=Writer(self.chat_model, load_prompt("answer"), settings.answer_tokens),
            first=self._first_verifier,
            second=self.judge,
            repairer=Repairer(self.chat_model, load_prompt("repair"), self.verifier),
            strict=settings.strict,
        )
        budget = settings.evidence_tokens or EVIDENCE_TOKENS
        answerability = Answerability(settings.answer_threshold, self.encoder.reads)
        adviser = Adviser(self.ranker, answerability, self.library.languages)
        return ModelAnswering(Packer(self.library), adviser, composer, self._annotator, budget)

    def _quoted_answering(self) -> QuotedAnswering:
        from chatbot.answering.answerability import Answerability
        from chatbot.answering.answerer import QuotedAnswering
        from chatbot.answering.quoting import Quoter
        from chatbot.briefing.briefer import Briefer
        from chatbot.briefing.digest import DIGEST_LIMITS, BriefingDigester

        answerability = Answerability(self.settings.answer_threshold, self.encoder.reads)
        quoter = Quoter(self.ranker, answerability, self._annotator)
        briefer = Briefer(self.library, self.encoder, self.support_model, lambda: None, None, DIGEST_LIMITS)
        return QuotedAnswering(quoter, BriefingDigester(briefer), self.library.languages)

    @property
    def _annotator(self) -> Annotator:
        from chatbot.answering.conflicts import ConflictFinder
        from chatbot.answering.notes import Annotator

        return Annotator(ConflictFinder(self.encoder))

    @cached_property
    def briefing_history(self) -> BriefingHistory:
        from chatbot.briefing.history import FILE_NAME, BriefingHistory

        return BriefingHistory(self.settings.library / FILE_NAME)

    @cached_property
    def briefer(self) -> Briefer:
        from chatbot.briefing.briefer import Briefer

        return Briefer(self.library, self.encoder, self.support_model, self._briefing_writer, self.briefing_history)

    def _briefing_writer(self) -> BriefingWriter | None:
        from chatbot.briefing.writing import BriefingWriter
        from chatbot.prompts import load_prompt

        return BriefingWriter(self.chat_model, load_prompt("brief"), self.verifier) if self._model_can_write else None

    @property
    def answered_with(self) -> dict[str, str]:
        """What answers now, kept with each answer so that it can be judged later: models, prompt, thresholds."""
        from chatbot.answering.answerer import ModelAnswering

        answering, settings = self.answerer.answering, self.settings
        common = {
            "embedding_model": self.encoder.fingerprint,
            "strict": str(settings.strict).lower(),
            "support_threshold": f"{self.verifier.threshold:.4f}",
        }
        if isinstance(answering, ModelAnswering):
            return {
                "chat_model": answering.composer.writer.model_name,
                "prompt": answering.composer.writer.prompt_hash,
                "evidence_tokens": str(answering.evidence_tokens),
                "answer_tokens": str(settings.answer_tokens),
                "verifier": settings.verifier,
            } | common
        return {"chat_model": ""} | common | {"answer_threshold": f"{answering.quoter.answerability.threshold:.4f}"}

    @property
    def _model_can_write(self) -> bool:
        """The bundled model cannot: its sentences are those of its sources with errors, and take seconds each."""
        from chatbot.llm.choice import Writer

        return self.chosen_model.writer is not Writer.NOBODY
