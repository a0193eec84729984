"""The records that travel between stages: articles, questions, evidence, answers."""

from chatbot.records.answers import (
    Answer,
    ArticleLink,
    Block,
    BlockKind,
    Citation,
    Note,
    NoteKind,
    Sentence,
    Usage,
    Verdict,
)
from chatbot.records.articles import (
    Article,
    ArticleSummary,
    Corrections,
    Document,
    Metadata,
    Passage,
    Span,
    StoredPassage,
)
from chatbot.records.evidence import Evidence, EvidencePack, PackedArticle, PackedSentence, RankedPassage
from chatbot.records.questions import AnswerKind, Filters, ParsedQuestion, Period, Question, TimeReading, Turn

__all__ = [
    "Answer",
    "AnswerKind",
    "Article",
    "ArticleLink",
    "ArticleSummary",
    "Block",
    "BlockKind",
    "Citation",
    "Corrections",
    "Document",
    "Evidence",
    "EvidencePack",
    "Filters",
    "Metadata",
    "Note",
    "NoteKind",
    "PackedArticle",
    "PackedSentence",
    "ParsedQuestion",
    "Passage",
    "Period",
    "Question",
    "RankedPassage",
    "Sentence",
    "Span",
    "StoredPassage",
    "TimeReading",
    "Turn",
    "Usage",
    "Verdict",
]
