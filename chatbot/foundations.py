"""What everything else stands on: the library, what is kept beside it, the models, search and checks.

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
    from chatbot.briefing.keeping.store import BriefingStore
    from chatbot.conversations.store import ConversationStore
    from chatbot.embedding.encoder import TextEncoder
    from chatbot.library.library import Library
    from chatbot.llm.chat import ChatModel
    from chatbot.llm.choice import ChosenModel
    from chatbot.retrieval.evidence import EvidenceRanker
    from chatbot.retrieval.retriever import Retriever
    from chatbot.verification.cross_encoder import CrossEncoder
    from chatbot.verification.endpoint import EndpointVerifier
    from chatbot.verification.evidence import SupportModel
    from chatbot.verification.local import LocalVerifier


class Foundations:
    """What a chatbot over one library stands on; what must be closed is in `_open`."""

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
    def briefings(self) -> BriefingStore:
        """The kept briefings: in the database of the conversations where several servers share one."""
        from chatbot.briefing.keeping.moving import OLDER_FILE_NAME
        from chatbot.briefing.keeping.store import FILE_NAME, BriefingStore

        folder, address = self.settings.library, self.settings.conversations_url.get_secret_value()
        return self._open.enter_context(BriefingStore.open(address or folder / FILE_NAME, folder / OLDER_FILE_NAME))

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

    @property
    def _model_can_write(self) -> bool:
        """The bundled model cannot: its sentences are those of its sources with errors, and take seconds each."""
        from chatbot.llm.choice import Writer

        return self.chosen_model.writer is not Writer.NOBODY
