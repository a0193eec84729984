"""What answers, checks drafts, briefs and summarizes, as the settings want it; `app.py` says what is done with it.

It stands on `foundations.py`, and each part is made when it is first needed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from chatbot.control_characters import printable_line
from chatbot.foundations import Foundations
from chatbot.records import Evidence, Question

if TYPE_CHECKING:
    from chatbot.answering.answerer import Answerer, ModelAnswering, QuotedAnswering
    from chatbot.answering.checking import TextChecker
    from chatbot.answering.notes import Annotator
    from chatbot.answering.sentence_checks import SentenceChecker
    from chatbot.briefing.briefer import Briefer
    from chatbot.briefing.summarizing import Summarizer
    from chatbot.briefing.summary_writing import SummaryWriting
    from chatbot.briefing.writing import BriefingWriter
    from chatbot.question.understanding import Understanding

NEAR_PASSAGES = 8
"""In which it is looked for what overtook a statement of a summary."""


class Parts(Foundations):
    """What a chatbot over one library does its work with."""

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
        from chatbot.answering.naming import ArticleNaming
        from chatbot.retrieval.timed import TimedSearch

        return Answerer(
            understanding=self.understanding,
            retriever=self.retriever,
            timed=TimedSearch(self.library),
            records=LibraryAnswers(self.library),
            answering=self._model_answering() if self._model_can_write else self._quoted_answering(),
            naming=ArticleNaming(self.library),
        )

    def _model_answering(self) -> ModelAnswering:
        from chatbot.answering.advising import Adviser
        from chatbot.answering.answerability import Answerability
        from chatbot.answering.answerer import ModelAnswering
        from chatbot.answering.composing import Composer
        from chatbot.answering.writing import Writer
        from chatbot.prompts import load_prompt
        from chatbot.retrieval.packing import Packer

        settings = self.settings
        composer = Composer(
            writer=Writer(self.chat_model, load_prompt("answer"), settings.answer_tokens),
            checker=self._sentence_checker,
            strict=settings.strict,
        )
        answerability = Answerability(settings.answer_threshold, self.encoder.reads)
        adviser = Adviser(self.ranker, answerability, self.library.languages)
        return ModelAnswering(Packer(self.library), adviser, composer, self._annotator, self._evidence_tokens)

    @property
    def _sentence_checker(self) -> SentenceChecker:
        from chatbot.answering.repairing import Repairer
        from chatbot.answering.sentence_checks import SentenceChecker
        from chatbot.prompts import load_prompt

        repairer = Repairer(self.chat_model, load_prompt("repair"), self.verifier)
        return SentenceChecker(self._first_verifier, self.judge, repairer)

    @property
    def _evidence_tokens(self) -> int:
        """How much of the articles the chat model reads at once."""
        from chatbot.llm.choice import EVIDENCE_TOKENS

        return self.settings.evidence_tokens or EVIDENCE_TOKENS

    def _quoted_answering(self) -> QuotedAnswering:
        from chatbot.answering.answerability import Answerability
        from chatbot.answering.answerer import QuotedAnswering
        from chatbot.answering.quoting import Quoter
        from chatbot.briefing.article_digester import ArticleDigester
        from chatbot.briefing.briefer import Briefer
        from chatbot.briefing.digest import DIGEST_LIMITS, BriefingDigester
        from chatbot.briefing.summarizing import Summarizer

        answerability = Answerability(self.settings.answer_threshold, self.encoder.reads)
        quoter = Quoter(self.ranker, answerability, self._annotator)
        briefer = Briefer(self.library, self.encoder, self.support_model, lambda: None, None, DIGEST_LIMITS)
        summarizer = Summarizer(self.encoder, None, self.support_model)
        digester = ArticleDigester(self.library, summarizer, BriefingDigester(briefer))
        return QuotedAnswering(quoter, digester, self.library.languages)

    @property
    def _annotator(self) -> Annotator:
        from chatbot.answering.conflicts import ConflictFinder
        from chatbot.answering.notes import Annotator

        return Annotator(ConflictFinder(self.encoder))

    @cached_property
    def briefer(self) -> Briefer:
        from chatbot.briefing.briefer import Briefer

        return Briefer(self.library, self.encoder, self.support_model, self._briefing_writer, self.briefings)

    def _briefing_writer(self) -> BriefingWriter | None:
        from chatbot.briefing.writing import BriefingWriter
        from chatbot.prompts import load_prompt

        if not self._model_can_write:
            return None
        settings = self.settings
        prompt = load_prompt("brief")
        return BriefingWriter(self.chat_model, prompt, self._sentence_checker, self._evidence_tokens, settings.strict)

    @property
    def summarizer(self) -> Summarizer:
        """Summarizes articles, with the chat model where one writes."""
        from chatbot.briefing.summarizing import Summarizer

        writing = self._summary_writing() if self._model_can_write else None
        return Summarizer(self.encoder, writing, self.support_model, self._near)

    def _summary_writing(self) -> SummaryWriting:
        from chatbot.answering.composing import Composer
        from chatbot.briefing.summary_writing import SummaryWriting
        from chatbot.prompts import load_prompt

        settings, checker = self.settings, self._sentence_checker
        return SummaryWriting(
            self.chat_model,
            load_prompt("summarize"),
            settings.answer_tokens,
            self._evidence_tokens,
            lambda writer: Composer(writer, checker, settings.strict),
        )

    def _near(self, item: Evidence) -> list[Evidence]:
        """Sentences of the library's articles that are near to one."""
        from chatbot.question.understanding import plain_question
        from chatbot.retrieval.sentences import sentences_of

        question = plain_question(Question(printable_line(item.quote), datetime.now(UTC).astimezone()))
        found = self.retriever.retrieve(question, NEAR_PASSAGES)
        return [sentence for passage in found for sentence in sentences_of(passage) if not sentence.heading]

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
