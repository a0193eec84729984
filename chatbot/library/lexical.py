"""The lexical index: BM25 over passages with Tantivy.

It holds nothing that Chroma does not hold, so it may be thrown away at any time: `Library` rebuilds it.
BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), k1 = 1.2 and b = 0.75.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from chatbot.library.lexical_files import is_whole
from chatbot.library.rows import seconds
from chatbot.records import Filters, StoredPassage

if TYPE_CHECKING:
    import tantivy

ANALYZER = "news"
WRITER_BYTES = 50_000_000
TITLE_BOOST = 0.5
BEYOND_ALL_TIMES = 2**62


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
            writer.add_document(tantivy.Document.from_dict(_fields(article_id, stored), self._schema))
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
        """The passages that share words with the text, best first. Empty when no word of it can be searched for."""
        query = self._query(text, filters)
        if query is None:
            return []
        searcher = self._index.searcher()
        hits = searcher.search(query, limit, count=False).hits
        return [LexicalHit(searcher.doc(address)["passage_id"][0], float(score)) for score, address in hits]

    def terms(self, text: str) -> list[str]:
        """The index terms of a text: folded, stemmed, without stop words, in order."""
        return list(self._analyzer.analyze(text))

    def document_frequency(self, term: str) -> int:
        """In how many passages a term stands."""
        return int(self._index.searcher().doc_freq("text", term))

    def __len__(self) -> int:
        """Number of passages."""
        return int(self._index.searcher().num_docs)

    def _open(self) -> None:
        import tantivy

        self._schema = _schema()
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
        self._analyzer = _analyzer()
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

        terms = dict.fromkeys(self.terms(text))
        if not terms:
            return None
        # One flat union of terms: only of such a one Tantivy skips the passages that cannot be among the best.
        words = [(tantivy.Occur.Should, word) for term in terms for word in self._words(term)]
        matching = tantivy.Query.boolean_query(words)
        restrictions = [(tantivy.Occur.Must, clause) for clause in self._restrictions(filters)]
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
        ]
        period = filters.period
        if period.since or period.until:
            lower = seconds(period.since) if period.since else 1 - BEYOND_ALL_TIMES
            upper = seconds(period.until) if period.until else BEYOND_ALL_TIMES
            clauses.append(
                tantivy.Query.range_query(
                    self._schema, "published", tantivy.FieldType.Integer, lower, upper, include_upper=False
                )
            )
        return [tantivy.Query.const_score_query(clause, 0.0) for clause in clauses if clause is not None]

    def _any_of(self, field: str, values: Sequence[str]) -> tantivy.Query | None:
        import tantivy

        return tantivy.Query.term_set_query(self._schema, field, list(values)) if values else None


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in ("passage_id", "article_id", "publisher", "author"):
        builder.add_text_field(name, stored=name == "passage_id", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("published", indexed=True, fast=True)
    builder.add_text_field("title", tokenizer_name=ANALYZER, index_option="freq")
    builder.add_text_field("text", tokenizer_name=ANALYZER, index_option="freq")
    return builder.build()


def _analyzer() -> tantivy.TextAnalyzer:
    import tantivy

    filters = (
        tantivy.Filter.remove_long(60),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stopword("english"),
        tantivy.Filter.stemmer("english"),
    )
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in filters:
        builder = builder.filter(step)
    return builder.build()


def _fields(article_id: str, stored: StoredPassage) -> dict[str, object]:
    metadata = stored.metadata
    fields: dict[str, object] = {
        "passage_id": stored.passage.id,
        "article_id": article_id,
        "publisher": metadata.publisher.casefold(),
        "author": [author.casefold() for author in metadata.authors],
        "title": metadata.title,
        "text": stored.passage.text,
    }
    if metadata.published:
        fields["published"] = seconds(metadata.published)
    return fields
