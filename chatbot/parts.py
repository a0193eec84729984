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
    from chatbot.answering.answerer import Answerer
    from chatbot.answering.attribution import Attributor
    from chatbot.briefing.briefer import Briefer
    from chatbot.briefing.history import BriefingHistory
    from chatbot.briefing.writing import BriefingWriter
    from chatbot.conversations.store import ConversationStore
    from chatbot.embedding.encoder import TextEncoder
    from chatbot.library.library import Library
    from chatbot.llm.chat import ChatModel
    from chatbot.retrieval.evidence import EvidenceRanker
    from chatbot.retrieval.retriever import Retriever
    from chatbot.verification.cross_encoder import CrossEncoder
    from chatbot.verification.evidence import SupportModel


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

    @cached_property
    def chat_model(self) -> ChatModel:
        from chatbot.llm.chat import open_chat_model, open_embedded_chat_model
        from chatbot.weights.files import smollm2_path

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
    def attributor(self) -> Attributor:
        from chatbot.answering.attribution import Attributor

        return Attributor(self.verifier, self.settings.support_threshold)

    @cached_property
    def reader(self) -> CrossEncoder:
        from chatbot.verification.cross_encoder import CrossEncoder

        return CrossEncoder()

    @cached_property
    def verifier(self) -> SupportModel:
        from chatbot.verification.evidence import FeatureSupportModel

        # The evidence model marks and doubts words but has no vote: with one, endpoints lost right short answers.
        return FeatureSupportModel(self.encoder, marker=self.reader)

    @cached_property
    def answerer(self) -> Answerer:
        from chatbot.answering.answerability import Answerability
        from chatbot.answering.answerer import Answerer
        from chatbot.answering.completing import Completer
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
                completer=Completer(ConflictFinder(self.encoder)),
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
