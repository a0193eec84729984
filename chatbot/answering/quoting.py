"""An answer without a model: article sentences that answer, in their own words, with the words that answer marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbot.answering.answerability import Answerability
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event, Progress, Stage
from chatbot.answering.notes import Annotator
from chatbot.answering.phrase_catalogue import phrases_of
from chatbot.question.expected_answer import Kind, expected_answer
from chatbot.records import (
    AnswerKind,
    BlockKind,
    Evidence,
    NoteKind,
    ParsedQuestion,
    RankedPassage,
    Sentence,
    Span,
    Verdict,
)
from chatbot.retrieval.evidence import EvidenceRanker
from chatbot.retrieval.sentences import asks, sentences_of, tells

PASSAGES = 12
"""Passages whose sentences are ranked."""
SEARCHED_EVIDENCE = 24
"""Evidence sentences among which corrections and other stories are looked for."""
MOST_QUOTED = {AnswerKind.FACT: 2}
MOST_QUOTED_ELSE = 4
"""Who asks why or how needs more than one sentence."""
NEAR = {AnswerKind.FACT: 0.15}
NEAR_ELSE = 0.4
"""Evidence is quoted beside the best if its score is lower by no more."""
_REFERS_BACK = re.compile(r"[“\"']?(?:he|she|it|they|this|that|these|those|his|her|its|their|both)\b", re.IGNORECASE)
_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True, slots=True)
class Quoter:
    """Answers by quoting.

    Args:
        ranker: passages to evidence sentences.
        answerability: tells whether the evidence answers the question at all.
        annotator: adds notes.
    """

    ranker: EvidenceRanker
    answerability: Answerability
    annotator: Annotator

    def quote(
        self, question: ParsedQuestion, passages: Sequence[RankedPassage], languages: Sequence[str], draft: AnswerDraft
    ) -> Iterator[Event]:
        """Quote what answers. The draft is `refused` at the end where nothing does; then nothing has been shown.

        Args:
            question: as it was understood.
            passages: best first.
            languages: ISO codes of the library's articles.
            draft: of the answer.
        """
        yield Progress(Stage.READING)
        evidence = self.ranker.rank(question.text, passages[:PASSAGES], SEARCHED_EVIDENCE)
        draft.answerability = self.answerability.probability(question.text, evidence)
        draft.book("rank")
        if not evidence or draft.answerability < self.answerability.threshold:
            draft.refused = True
        else:
            following = _Following(passages[:PASSAGES], question.text)
            for item in _chosen(evidence, question.kind):
                draft.begin_block(BlockKind.QUOTATION)
                for quoted in (item, *following.of(item)):
                    yield draft.show(_quotation(quoted, question.text), (quoted,))
            yield from self.annotator.annotate(question.text, evidence, draft, quoted=True)
            draft.book("notes")
        if languages and question.language not in languages:
            phrases = phrases_of(question.language)
            named = ", ".join(phrases.languages.get(code, code) for code in languages[:2])
            yield draft.note(NoteKind.LANGUAGE, phrases.untranslated.format(languages=named))


class _Following:
    """The sentences that go on with what a quoted one says.

    A question for no number, time or name is often answered by two sentences: "He named conditions. Ukraine must …".
    """

    def __init__(self, passages: Sequence[RankedPassage], question: str) -> None:
        self._passages = passages
        self._asks_for_more = expected_answer(question).kind is None

    def of(self, item: Evidence) -> tuple[Evidence, ...]:
        """The next sentence of the paragraph, where the question needs more than one; else nothing."""
        if not self._asks_for_more:
            return ()
        of_article = (found for found in self._passages if found.stored.passage.article_key == item.article_key)
        sentences = [sentence for found in of_article for sentence in sentences_of(found)]
        after = (sentence for sentence in sentences if _goes_on(item, sentence))
        return tuple(sentence for sentence in after if tells(sentence.quote) and not asks(sentence.quote))[:1]


def _goes_on(item: Evidence, sentence: Evidence) -> bool:
    """Whether a sentence is the next one behind another in its paragraph."""
    begin = sentence.span.start - len(sentence.before)
    between = sentence.before[item.span.end - begin :]
    return (
        item.span.start <= begin < item.span.end <= sentence.span.start
        and bool(sentence.before)
        and "\n" not in between
    )


def _chosen(evidence: Sequence[Evidence], kind: AnswerKind) -> list[Evidence]:
    """The best sentences, those of one article together and in its order."""
    most, near = MOST_QUOTED.get(kind, MOST_QUOTED_ELSE), NEAR.get(kind, NEAR_ELSE)
    best = [item for item in evidence if evidence[0].score - item.score <= near][:most]
    articles = list(dict.fromkeys(item.article_key for item in best))
    ordered = sorted(best, key=lambda item: (articles.index(item.article_key), item.span))
    told = [item.with_sentence_before() if _REFERS_BACK.match(item.quote) else item for item in ordered]
    return [
        item
        for at, item in enumerate(told)
        if not any(item.article_key == other.article_key and _holds(other.span, item.span) for other in told[at + 1 :])
    ]


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _quotation(item: Evidence, question: str) -> Sentence:
    text = " ".join(item.quote.split())
    return Sentence(text, Verdict.SUPPORTED, 1.0, answering=answering_words(text, question))


def answering_words(quote: str, question: str) -> tuple[Span, ...]:
    """The words of a quote that are the thing asked for: of several, those nearest to words of the question.

    Nothing where the question asks for no number, money, length, time or name.
    """
    expected = expected_answer(question)
    found = [_whole(match, quote, expected.kind) for match in expected.found_in(quote)]
    if not found:
        return ()
    asked = {word.casefold()[:5] for word in _WORD.findall(question)}
    places = [word.start() for word in _WORD.finditer(quote) if word.group().casefold()[:5] in asked]
    if not places:
        return (found[0],)
    return (min(found, key=lambda span: min(abs(span.start - place) for place in places)),)


def _whole(match: re.Match[str], quote: str, kind: Kind | None) -> Span:
    """What was matched, without quotation marks; of a name all its words."""
    start, end = match.span()
    while start < end and not quote[start].isalnum() and quote[start] not in "$€£¥":
        start += 1
    if kind is not Kind.NAME:
        return Span(start, end)
    before = re.search(r"(?:[A-ZÀ-ÞĀ-Ž][\w’'-]+ )*$", quote[:start])
    behind = re.match(r"(?: (?:of|de|von|van|bin|al)? ?[A-ZÀ-ÞĀ-Ž][\w’-]+)*", quote[end:])
    return Span(start - len(before[0]) if before else start, end + (behind.end() if behind else 0))
