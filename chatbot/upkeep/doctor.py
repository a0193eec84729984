"""Looks at every part of a library, and repairs what is derived. An article is never changed or deleted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from chatbot.embedding.encoder import TextEncoder
from chatbot.errors import ChatbotError, LibraryDamaged, LibraryError
from chatbot.library.library import Library
from chatbot.library.lock import hold
from chatbot.library.opening import CHROMA_FOLDER, DATABASE, LEXICAL_FOLDER, REBUILT_FOLDER
from chatbot.records import StoredPassage
from chatbot.upkeep import files
from chatbot.upkeep.findings import Finding, State, broken, mended, well
from chatbot.upkeep.kept_briefings import check_briefings
from chatbot.upkeep.rebuilding import Rebuilder, can_be_read

AT_ONCE = 100
BACKUP = "`chatbot restore` a backup"


@dataclass(frozen=True, slots=True)
class Doctor:
    """Examines one library.

    Args:
        library: its folder.
        encoder: makes the encoder of its embeddings; called only when it is needed.
        weights: name and finder of each model file that is in use.
        passage_tokens: about how many tokens a passage has, where passages are made anew.
        repair: whether damaged derived parts are rebuilt or set aside.
    """

    library: Path
    encoder: Callable[[], TextEncoder]
    weights: dict[str, Callable[[], Path]]
    passage_tokens: int
    repair: bool

    def examine(self) -> Iterator[Finding]:
        """One finding for each part, as soon as it is known."""
        yield from files.check_weights(self.weights)
        if not self.library.is_dir():
            yield broken(
                "folder", LibraryError(f"There is no library in {self.library}", "Name it with --library DIR.")
            )
            return
        folder = [self._look("folder", self._folder), self._look("room", lambda: files.check_room(self.library))]
        yield from folder
        if folder[0].state is State.BROKEN:
            return
        if self._has_database:
            yield from self._files()
        else:
            yield well("database", "no article was ever ingested here")
        yield files.check_conversations(self.library, repair=self.repair)
        yield from check_briefings(self.library, repair=self.repair)

    @property
    def _has_database(self) -> bool:
        return any((self.library / name).exists() for name in (CHROMA_FOLDER, REBUILT_FOLDER, LEXICAL_FOLDER))

    def _folder(self) -> str:
        files.check_folder(self.library)
        hold(self.library).release()
        return f"{self.library} can be read and written, and nobody else uses it"

    def _files(self) -> Iterator[Finding]:
        database = self._look("database", lambda: files.check_articles_database(self.library))
        if database.state is State.BROKEN and (self.library / CHROMA_FOLDER).exists():
            yield self._recovered(database)
            return
        vectors = self._look("vector index", lambda: files.check_vector_indexes(self.library))
        if State.BROKEN in {database.state, vectors.state}:
            vectors = self._rebuilt(vectors)
        if vectors.state is not State.REPAIRED:
            yield database
        yield vectors
        if vectors.state is not State.BROKEN:
            yield from self._contents()

    def _contents(self) -> Iterator[Finding]:
        """What can be said only of a library that opens."""
        encoder = self.encoder()
        try:
            with Library.open(self.library, encoder.fingerprint) as library:
                yield well("embeddings", f"made with {encoder.fingerprint}")
                yield from _repaired(library)
                yield self._look("articles", lambda: _check_texts(library))
                passages = self._look("passages", lambda: _check_passages(library))
            yield self._rebuilt(passages) if passages.state is State.BROKEN else passages
        except LibraryDamaged as error:
            # Chroma itself found what a look at the files did not show.
            yield self._rebuilt(broken("vector index", error))
        except LibraryError as error:
            yield broken("opening", error)

    def _rebuilt(self, finding: Finding) -> Finding:
        if not self.repair:
            return finding
        try:
            kept = Rebuilder(self.encoder(), self.passage_tokens).rebuild(self.library)
        except ChatbotError as error:
            return broken(finding.part, error)
        return mended(
            finding.part,
            f"{finding.said}; made anew from the articles' texts. Delete {kept} when you no longer need what was there",
        )

    def _recovered(self, finding: Finding) -> Finding:
        path = self.library / CHROMA_FOLDER / DATABASE
        number = can_be_read(path) if path.exists() else 0
        if not number:
            remedy = f"No article can be read from it: {BACKUP}, or ingest the articles again into a new library."
            return Finding(finding.part, State.BROKEN, finding.said, remedy)
        if not self.repair:
            remedy = f"{number} texts of articles can be read: {BACKUP}, or run `chatbot doctor --repair` to put them "
            return Finding(finding.part, State.BROKEN, finding.said, remedy + "into a new library.")
        target, held = Rebuilder(self.encoder(), self.passage_tokens).recover(self.library)
        said = f"{finding.said}; {held} texts were recovered into {target}, what else it held cannot be read"
        return Finding(finding.part, State.BROKEN, said, f"Use it with --library {target}, or {BACKUP}.")

    def _look(self, part: str, check: Callable[[], str]) -> Finding:
        try:
            return well(part, check())
        except ChatbotError as error:
            return broken(part, error)


def _repaired(library: Library) -> Iterator[Finding]:
    for what in library.repaired:
        yield mended("opening", what)
    if not library.repaired:
        yield well("opening", "no change was interrupted, the lexical index is complete")
    if library.unerased:
        yield broken("erasing", library.unerased)


def _check_texts(library: Library) -> str:
    """Compare every text with the hash that was stored with it.

    Raises:
        LibraryError: names the articles that differ.
    """
    if wrong := library.altered_texts():
        raise LibraryError(
            f"{len(wrong)} articles differ from what was stored: {_named(wrong)}",
            f"Ingest their sources again, which makes new versions, or {BACKUP}.",
        )
    return f"{len(library)} texts equal their hashes"


def _check_passages(library: Library) -> str:
    """Compare every passage with the text of its article.

    Raises:
        LibraryDamaged: names the articles of which passages are missing or differ.
    """
    newest = [f"{summary.id}@{summary.version}" for summary in library.summaries()]
    wrong = set(library.half_written())
    for at in range(0, len(newest), AT_ONCE):
        texts = {article.key: article.text for article in library.get_many(newest[at : at + AT_ONCE])}
        passages = library.passages_of([key.partition("@")[0] for key in texts])
        wrong |= {
            stored.passage.article_key
            for stored in passages
            if not _stands(stored, texts.get(stored.passage.article_key, ""))
        }
    if wrong:
        raise LibraryDamaged(
            f"Passages of {len(wrong)} articles are missing or differ from their texts: {_named(wrong)}",
            f"Run `chatbot doctor --repair`, which makes all passages anew from the texts, or {BACKUP}.",
        )
    return f"those of {len(newest)} articles equal their texts"


def _named(articles: Collection[str]) -> str:
    return ", ".join(sorted(articles)[:5])


def _stands(stored: StoredPassage, text: str) -> bool:
    passage = stored.passage
    inside = all(passage.start <= span.start < span.end <= passage.end for span in stored.sentences)
    return inside and passage.span.of(text) == passage.text
