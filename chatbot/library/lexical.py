"""The lexical index: BM25 over passages with Tantivy.

It holds nothing that Chroma does not hold, so it may be thrown away at any time: `Library` rebuilds it.
BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), k1 = 1.2 and b = 0.75.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from chatbot.library.lexical_fields import ANALYZER, analyzer, fields, schema
from chatbot.library.lexical_files import is_whole
from chatbot.library.misspelling import may_be_misspelt, most_edits, nearest
from chatbot.library.rows import seconds
from chatbot.records import Filters, StoredPassage
from chatbot.records.questions import parts_days
from chatbot.text.tokenizing import index_tokens, query_tokens

if TYPE_CHECKING:
    import tantivy

WRITER_BYTES = 50_000_000
TITLE_BOOST = 0.5
BEYOND_ALL_TIMES = 2**62
NEAREST = 3
"""Known words that are searched in the place of one that stands nowhere."""
MOST_MISSPELT = 4
"""Words of a text that are compared with all known ones, each for a few milliseconds: more are another language."""


class LexicalHit(NamedTuple):
    passage_id: str
    score: float
    """BM25; comparable only within one search."""


class LexicalIndex:
    """A Tantivy index in a folder of its own. Not safe for two writers; the library's lock sees to that."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._open()

    def add(self, passages: Iterable[tuple[str, StoredPassage]]) -> None:
        """Add passages, each with its article's id, and make them searchable."""
        import tantivy

        writer = self._index.writer(WRITER_BYTES, 1)
        for article_id, stored in passages:
            writer.add_document(tantivy.Document.from_dict(fields(article_id, stored), self._schema))
        self._commit(writer)

    def remove_articles(self, article_ids: Iterable[str]) -> None:
        """Remove every passage of these articles, whatever its version."""
        writer = self._index.writer(WRITER_BYTES, 1)
        for article_id in article_ids:
            writer.delete_documents_by_term("article_id", article_id)
        self._commit(writer)

    def clear(self) -> None:
        """Throw the index away, files included, and begin an empty one."""
        self._remove()
        self._open()

    def search(self, text: str, limit: int, filters: Filters = Filters()) -> list[LexicalHit]:
        """The passages that share words with the text, best first. Empty when no word of it can be searched for.

        For a word that stands in no passage those are searched that it may be meant to be.
        """
        query = self._query(text, filters)
        if query is None:
            return []
        searcher = self._index.searcher()
        hits = searcher.search(query, limit, count=False).hits
        return [LexicalHit(searcher.doc(address)["passage_id"][0], float(score)) for score, address in hits]

    def terms(self, text: str) -> list[str]:
        """The index terms of a text: folded, stemmed, without stop words, in order."""
        return list(self._analyzer.analyze(" ".join(index_tokens(text))))

    def query_terms(self, text: str) -> list[str]:
        """The index terms that are asked for with a text, in order: `terms`, where no spaces part words the pairs."""
        return list(self._analyzer.analyze(" ".join(query_tokens(text))))

    def searched_terms(self, text: str) -> list[str]:
        """The index terms that are searched for a text: its own, or the nearest to one that stands nowhere."""
        found: dict[str, None] = {}
        compared = 0
        for term in dict.fromkeys(self.query_terms(text)):
            compare = compared < MOST_MISSPELT and may_be_misspelt(term) and not self._is_known(term)
            compared += compare
            found |= dict.fromkeys((self.nearest_terms(term) if compare else []) or [term])
        return list(found)

    def nearest_terms(self, term: str) -> list[str]:
        """Terms of passages that a term which stands in none may be meant to be, the likeliest first.

        They begin with its first letter, which is rarely the wrong one, and are one edit away, from eight letters on
        two. Empty where nothing is so near.
        """
        import tantivy

        searcher = self._index.searcher()
        like = tantivy.Query.fuzzy_term_query(self._schema, "text", term, most_edits(term))
        # Few words that stand nowhere are misspelt, and this is told in a millisecond.
        if not may_be_misspelt(term) or not searcher.search(like, 1, count=False).hits:
            return []
        return nearest(term, searcher.terms_with_prefix("text", term[0]), NEAREST)

    def standing(self, term: str) -> set[str]:
        """The ids of all passages in which a term stands, in the text or in the article's title."""
        import tantivy

        searcher = self._index.searcher()
        either = tantivy.Query.boolean_query([(tantivy.Occur.Should, word) for word in self._words(term)])
        hits = searcher.search(tantivy.Query.const_score_query(either, 1.0), max(len(self), 1), count=False).hits
        return {searcher.doc(address)["passage_id"][0] for _, address in hits}

    def document_frequency(self, term: str) -> int:
        """In how many passages a term stands."""
        return int(self._index.searcher().doc_freq("text", term))

    def __len__(self) -> int:
        """Number of passages."""
        return int(self._index.searcher().num_docs)

    def _is_known(self, term: str) -> bool:
        """Whether a term stands in any passage or title."""
        searcher = self._index.searcher()
        return any(searcher.doc_freq(field, term) for field in ("text", "title"))

    def _open(self) -> None:
        import tantivy

        self._schema = schema()
        # Another schema or damaged files: derived data, so an empty index that the library refills is right.
        if self._directory.exists() and not is_whole(self._directory):
            self._remove()
        self._directory.mkdir(parents=True, exist_ok=True)
        try:
            self._index = tantivy.Index(self._schema, str(self._directory))
        except (ValueError, OSError):
            self._remove()
            self._directory.mkdir(parents=True)
            self._index = tantivy.Index(self._schema, str(self._directory))
        self._analyzer = analyzer()
        self._index.register_tokenizer(ANALYZER, self._analyzer)
        self._drop_uncommitted()

    def _drop_uncommitted(self) -> None:
        """Delete files that a killed process wrote but did not commit: the next commit would use their names again."""
        writer = self._index.writer(WRITER_BYTES, 1)
        writer.garbage_collect_files()
        writer.wait_merging_threads()

    def _remove(self) -> None:
        if self._directory.is_dir():
            shutil.rmtree(self._directory)
        else:
            self._directory.unlink()

    def _commit(self, writer: tantivy.IndexWriter) -> None:
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def _query(self, text: str, filters: Filters) -> tantivy.Query | None:
        import tantivy

        terms = self.searched_terms(text)
        if not terms:
            return None
        # One flat union of terms: only of such a one Tantivy skips the passages that cannot be among the best.
        words = [(tantivy.Occur.Should, word) for term in terms for word in self._words(term)]
        matching = tantivy.Query.boolean_query(words)
        restrictions = [(tantivy.Occur.Must, clause) for clause in self._restrictions(filters)]
        if filters.without_opinion:
            restrictions.append((tantivy.Occur.MustNot, tantivy.Query.term_query(self._schema, "opinion", True)))
        if not restrictions:
            return matching
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, matching), *restrictions])

    def _words(self, term: str) -> tuple[tantivy.Query, tantivy.Query]:
        """The term in the text and, for less, in the title."""
        import tantivy

        in_title = tantivy.Query.term_query(self._schema, "title", term)
        return tantivy.Query.term_query(self._schema, "text", term), tantivy.Query.boost_query(in_title, TITLE_BOOST)

    def _restrictions(self, filters: Filters) -> list[tantivy.Query]:
        import tantivy

        clauses = [
            self._any_of("publisher", [name.casefold() for name in filters.publishers]),
            self._any_of("author", [name.casefold() for name in filters.authors]),
            self._any_of("article_id", filters.article_ids),
            self._range(filters.period.since, since=True),
            self._range(filters.period.until, since=False),
        ]
        return [tantivy.Query.const_score_query(clause, 0.0) for clause in clauses if clause is not None]

    def _range(self, end: datetime | None, *, since: bool) -> tantivy.Query | None:
        """What was published from an end of a period on, or before it."""
        import tantivy

        if end is None:
            return None
        field, at = ("published", seconds(end))
        if parts_days(end):
            field, at = ("published_clock", seconds(end.replace(tzinfo=UTC)))
        lower, upper = (at, BEYOND_ALL_TIMES) if since else (1 - BEYOND_ALL_TIMES, at)
        return tantivy.Query.range_query(
            self._schema, field, tantivy.FieldType.Integer, lower, upper, include_upper=False
        )

    def _any_of(self, field: str, values: Sequence[str]) -> tantivy.Query | None:
        import tantivy

        return tantivy.Query.term_set_query(self._schema, field, list(values)) if values else None
