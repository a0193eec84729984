"""What the lexical index holds of a passage, and how its text becomes terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chatbot.library.rows import clock_seconds, seconds
from chatbot.records import StoredPassage
from chatbot.text.tokenizing import index_tokens

if TYPE_CHECKING:
    import tantivy

ANALYZER = "folded_tokens"
"""Named in the schema: an index that was made with other tokens is made anew."""


def schema() -> tantivy.Schema:
    """One document is one passage, with what searches are limited by."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in ("passage_id", "article_id", "publisher", "author"):
        builder.add_text_field(name, stored=name == "passage_id", tokenizer_name="raw", index_option="basic")
    for name in ("published", "published_clock"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_boolean_field("opinion", indexed=True)
    builder.add_text_field("title", tokenizer_name=ANALYZER, index_option="freq")
    builder.add_text_field("text", tokenizer_name=ANALYZER, index_option="freq")
    return builder.build()


def analyzer() -> tantivy.TextAnalyzer:
    """Tokens with spaces between them to terms: folded, without English stop words, stemmed."""
    import tantivy

    filters = (
        tantivy.Filter.remove_long(60),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stopword("english"),
        tantivy.Filter.stemmer("english"),
    )
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    for step in filters:
        builder = builder.filter(step)
    return builder.build()


def fields(article_id: str, stored: StoredPassage) -> dict[str, object]:
    """What is indexed of a passage."""
    metadata = stored.metadata
    indexed: dict[str, object] = {
        "passage_id": stored.passage.id,
        "article_id": article_id,
        "publisher": metadata.publisher.casefold(),
        "author": [author.casefold() for author in metadata.authors],
        "title": " ".join(index_tokens(metadata.title)),
        "text": " ".join(index_tokens(stored.passage.text)),
    }
    if metadata.published:
        # A limit by days counts on the publisher's clock, any other one by the moment.
        indexed["published"] = seconds(metadata.published)
        indexed["published_clock"] = clock_seconds(metadata.published)
    if metadata.opinion is not None:
        indexed["opinion"] = metadata.opinion
    return indexed
