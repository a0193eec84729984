"""An answer without a model: article sentences that answer, in their own words, with the words that answer marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chatbot.answering.answerability import Answerability
from chatbot.answering.corrections import corrects
from chatbot.answering.draft import AnswerDraft
from chatbot.answering.events import Event, Progress, Stage
from chatbot.answering.notes import Annotator
from chatbot.answering.phrase_catalogue import phrases_of
from chatbot.letters import folded
from chatbot.question.asked import Asked, read_asked, stems_of
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
from chatbot.retrieval.sentences import sentences_of
from chatbot.text.sentence_kinds import tells
from chatbot.verification.local import states

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
_WORD = re.compile("[\\w\u0300-\u036f]{2,}")
_NAME_BEFORE = re.compile(r"(?:[A-ZÀ-ÞĀ-Ž][\w’'-]+ )*$")
_NAME_BEHIND = re.compile(r"(?: (?:of|de|von|van|bin|al)? ?[A-ZÀ-ÞĀ-Ž][\w’-]+)*")
_NUMBER_BEFORE = re.compile(r"(?:\w+-)+$")
_NUMBER_BEHIND = re.compile(r"(?:-\w+)*(?: (?:hundred|thousand|million|billion|trillion)\b)?(?:(?<=[ap]\.m)\.)?")
AMONG = 40
"""Characters from what is asked for in which words for it are looked for."""


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
        telling = [item for item in evidence if states(item)]
        if not telling or draft.answerability < self.answerability.threshold:
            draft.refused = True
        else:
            chosen = _chosen(telling, question.kind)
            following = _Following(passages[:PASSAGES], question.text, chosen)
            for item in chosen:
                draft.begin_block(BlockKind.QUOTATION)
                for quoted in (item, *following.of(item)):
                    yield draft.show(_quotation(quoted, question.text), (quoted,))
            yield from self.annotator.annotate(question.text, evidence, draft, quoted=True)
            draft.book("notes")
        yield from untranslated(question, languages, draft)


def untranslated(question: ParsedQuestion, languages: Sequence[str], draft: AnswerDraft) -> Iterator[Event]:
    """A note where a question is in a language of no article: it was searched as it stands.

    Args:
        question: as it was understood.
        languages: ISO codes of the library's articles, most frequent first.
        draft: of the answer.
    """
    if languages and question.language not in languages:
        phrases = phrases_of(question.language)
        named = ", ".join(phrases.languages.get(code, code) for code in languages[:2])
        yield draft.note(NoteKind.LANGUAGE, phrases.untranslated.format(languages=named))


class _Following:
    """The sentences that go on with what a quoted one says.

    A question for no number, time or name is often answered by two sentences: "He named conditions. Ukraine must …".
    """

    def __init__(self, passages: Sequence[RankedPassage], question: str, chosen: Sequence[Evidence]) -> None:
        self._passages = passages
        self._chosen = chosen
        self._asks_for_more = expected_answer(question).kind is None

    def of(self, item: Evidence) -> tuple[Evidence, ...]:
        """The next sentence of the paragraph, where the question needs more than one; else nothing."""
        if not self._asks_for_more:
            return ()
        of_article = (found for found in self._passages if found.stored.passage.article_key == item.article_key)
        sentences = [sentence for found in of_article for sentence in sentences_of(found)]
        after = (sentence for sentence in sentences if _goes_on(item, sentence) and not self._is_quoted(sentence))
        return tuple(sentence for sentence in after if tells(sentence.quote) and states(sentence))[:1]

    def _is_quoted(self, sentence: Evidence) -> bool:
        return any(_holds(item, sentence) for item in self._chosen)


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
    close = [item for item in evidence if evidence[0].score - item.score <= near][:most]
    # What corrects another of them is told beside the answer, as a correction.
    best = [item for item in close if not any(corrects(item, other) for other in close)]
    articles = list(dict.fromkeys(item.article_key for item in best))
    ordered = sorted(best, key=lambda item: (articles.index(item.article_key), item.span))
    told = [item.with_sentence_before() if _REFERS_BACK.match(item.quote) else item for item in ordered]
    return [item for at, item in enumerate(told) if not any(_holds(other, item) for other in told[at + 1 :])]


def _holds(outer: Evidence, inner: Evidence) -> bool:
    of_one = outer.article_key == inner.article_key
    return of_one and outer.span.start <= inner.span.start and inner.span.end <= outer.span.end


def _quotation(item: Evidence, question: str) -> Sentence:
    text = " ".join(item.quote.split())
    return Sentence(text, Verdict.SUPPORTED, 1.0, answering=answering_words(text, question))


def answering_words(quote: str, question: str) -> tuple[Span, ...]:
    """The words of a quote that are the thing asked for: of several, those that stand among words for what is asked.

    Nothing where the question asks for no number, money, length, time or name, and where it cannot be told.
    """
    expected, asked = expected_answer(question), read_asked(question)
    found = list(dict.fromkeys(_whole(match, quote, expected.kind) for match in expected.found_in(quote)))
    told = [Span(*word.span()) for word in _WORD.finditer(quote) if _asks_for(word.group(), asked)]
    near = [(len(gaps), -min(gaps), -span.start, span) for span in found if (gaps := _gaps(span, told))]
    if near:
        return (max(near)[-1],)
    return tuple(found) if len(found) == 1 and expected.kind is not Kind.NAME else ()


def _asks_for(word: str, asked: Asked) -> bool:
    """Whether a word tells what is asked; where the question only names something, whether it is of the name."""
    stem = stems_of(word)
    return any(alike & stem for alike in asked.told) if asked.told else folded(word).casefold() in asked.names


def _gaps(span: Span, words: Sequence[Span]) -> list[int]:
    """How far the words are from a span, of those that stand near."""
    gaps = (max(word.start - span.end, span.start - word.end) for word in words)
    return [gap for gap in gaps if 0 <= gap <= AMONG]


def _whole(match: re.Match[str], quote: str, kind: Kind | None) -> Span:
    """What was matched, without quotation marks and full stops; of a name all its words, of money the millions."""
    start, end = match.span()
    while start < end and not quote[start].isalnum() and quote[start] not in "$€£¥":
        start += 1
    before, behind = (_NAME_BEFORE, _NAME_BEHIND) if kind is Kind.NAME else (_NUMBER_BEFORE, _NUMBER_BEHIND)
    if found := before.search(quote[:start]):
        start = found.start()
    if found := behind.match(quote, end):
        end = found.end()
    while kind is not Kind.TIME and quote[end - 1] in ".,":
        end -= 1
    return Span(start, end)
