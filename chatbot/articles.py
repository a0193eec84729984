"""What is done with the articles of a library: they are put in, named, corrected and deleted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from chatbot.parts import Parts
from chatbot.records import Article, Document, Filters, Metadata
from chatbot.settings import Settings
from chatbot.watching.watch import Watch

if TYPE_CHECKING:
    from chatbot.library.correcting import MetadataChanges
    from chatbot.library.ingest import Outcome
    from chatbot.library.sources import Failure


class Articles(Parts):
    """The part of a chatbot that keeps its articles."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.watch = Watch()
        """Tells observers what happens; nobody watches at first."""

    def ingest(self, sources: Sequence[str], metadata: Metadata = Metadata(), *, ray: str = "") -> Iterator[Outcome]:
        """Read sources into the library, lazily; one outcome for each article or failure.

        Args:
            sources: files, folders, URLs of pages or feeds, or `-` for standard input.
            metadata: what is known better than the sources say; empty values change nothing.
            ray: embed in the workers of Ray: `local` starts it on this machine, else the address of a cluster.
        """
        return self.ingest_documents(self._documents(sources, metadata), ray=ray)

    def _documents(self, sources: Sequence[str], metadata: Metadata) -> Iterator[Document | Failure]:
        from chatbot.library.fetching import Fetcher
        from chatbot.library.sources import open_sources

        settings = self.settings
        fetcher = Fetcher(
            total_timeout=settings.fetch_timeout,
            max_bytes=settings.fetch_max_bytes,
            allow_hosts=frozenset(settings.fetch_allow_hosts),
        )
        return open_sources(sources, fetcher, metadata)

    def ingest_documents(self, documents: Iterable[Document | Failure], *, ray: str = "") -> Iterator[Outcome]:
        """Put articles that were read elsewhere into the library, lazily; one outcome for each. `ray`: see `ingest`."""
        from chatbot.library.ingest import Ingestor

        if ray:
            return self.watch.ingesting(self._ingested_with_ray(documents, ray))
        return self.watch.ingesting(Ingestor(self.library, self.encoder, self.settings.passage_tokens).run(documents))

    def _ingested_with_ray(self, documents: Iterable[Document | Failure], address: str) -> Iterator[Outcome]:
        from chatbot.library.distributed import RayPreparer
        from chatbot.library.ingest import Ingestor
        from chatbot.library.ray_cluster import running_ray

        library, tokens = self.library, self.settings.passage_tokens
        with running_ray(address) as cores:
            # Each worker has one core.
            workers = RayPreparer(self._encoder_maker(threads=1), self.encoder.fingerprint, tokens, cores)
            yield from Ingestor(library, self.encoder, tokens, preparing=workers).run(documents)

    def edit_article(self, article_id: str, changes: MetadataChanges, clear: Collection[str] = ()) -> Article:
        """Correct by hand what is known about an article; its text never changes.

        Corrected values win over what the source states, also when it is ingested again, until they are cleared.

        Args:
            article_id: its id or the first characters of it; the newest version is corrected.
            changes: the right values by their names in `Metadata`; its address cannot be corrected.
            clear: names of corrected values that are taken back, so that those of the source count again.

        Returns:
            The article as it is now.

        Raises:
            ArticleNotFound: no article is named so, or several are.
            CorrectionRefused: a value will not do, or cannot be corrected.
        """
        from chatbot.library.correcting import Corrector

        return Corrector(self.library, self.encoder).correct(self.library.resolve(article_id), changes, clear)

    def delete_article(self, article_id: str) -> None:
        """Delete an article with all its versions, from the library, conversations and kept briefings.

        Args:
            article_id: its id or the first characters of it.

        Raises:
            ArticleNotFound: no article is named so, or several are.
            NotErased: it is deleted, and words of it are still in the library's files.
        """
        from chatbot.library.correcting import titles_of

        article_id = self.library.resolve(article_id)
        titles = set[str]().union(*map(titles_of, self.library.versions(article_id)))
        # First, because after a crash the article is still there to be deleted; and again, because an answer may have
        # cited it meanwhile.
        self._forget(article_id, titles)
        try:
            self.library.delete(article_id)
        finally:
            self._forget(article_id, titles)

    def _forget(self, article_id: str, titles: set[str]) -> None:
        self.conversations.forget(article_id, titles)
        self.briefings.forget(article_id, titles)

    def _with_whole_ids(self, filters: Filters) -> Filters:
        """The filters with whole ids in the place of their first characters."""
        return replace(filters, article_ids=tuple(map(self.library.resolve, filters.article_ids)))
