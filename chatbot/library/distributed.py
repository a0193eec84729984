"""Prepares documents in the workers of a Ray cluster; this process reads the sources and is the library's one writer.

Documents travel in rounds, each one dataset of Ray Data that is mapped by a pool of actors: Ray Data wants to know its
input before it starts, and a library may be given more articles than fit into memory. A round takes each worker
minutes, so that the seconds in which its pool starts hardly count. Ray runs the tasks of a killed worker again; the
order of the documents is kept, because it decides which of two copies is the original.
"""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from chatbot.embedding.encoder import TextEncoder
from chatbot.errors import ChatbotError, ClusterError, LibraryMismatch
from chatbot.library.preparing import PreparedDocument, Preparer
from chatbot.records import Document

if TYPE_CHECKING:
    import pyarrow

GROUPS_PER_WORKER = 20
"""Batches of the ingest in one round, of about ten seconds each for one core."""
MOST_GROUPS = 1000
"""In one round, however many workers there are: they are held in memory."""
TASK_CHARACTERS = 50_000
"""Text in one task: seconds of work, so that at the end of a round no worker is left alone for long."""
DOCUMENT, PREPARED = "document", "prepared"


class RayPreparer:
    """Prepares documents in the workers of a Ray that is ready (`running_ray`).

    Args:
        make_encoder: called in each worker; travels there.
        fingerprint: of the encoder with which the library was made.
        passage_tokens: about how many tokens a passage has.
        workers: how many work at once, with one core each.
    """

    def __init__(
        self, make_encoder: Callable[[], TextEncoder], fingerprint: str, passage_tokens: int, workers: int
    ) -> None:
        self._worker = (make_encoder, fingerprint, passage_tokens)
        self._workers = workers

    def prepare_each(self, groups: Iterable[Sequence[Document]]) -> Iterator[list[PreparedDocument]]:
        """See `Preparing`; as many groups as make a round are asked for at a time.

        Raises:
            ClusterError: workers fail again and again, or cannot run this program.
            LibraryMismatch: a worker has another embedding model.
            ModelError: the embedding endpoint could not do its work.
            WeightsError: the embedded model's files are missing on a worker or are not the expected ones.
        """
        groups = iter(groups)
        while taken := list(islice(groups, min(self._workers * GROUPS_PER_WORKER, MOST_GROUPS))):
            prepared = self._prepare(list(chain.from_iterable(taken)))
            yield from (list(islice(prepared, len(group))) for group in taken)

    def _prepare(self, documents: Sequence[Document]) -> Iterator[PreparedDocument]:
        """The documents of one round; none starts no workers."""
        from ray.data.exceptions import ExecutionTimeoutError
        from ray.exceptions import RayError

        if not documents:
            return
        try:
            yield from map(_unpacked, self._rows(documents))
        except (RayError, ExecutionTimeoutError) as error:
            raise ClusterError(
                f"The workers of the Ray cluster failed: {str(error).strip().splitlines()[-1]}",
                "Check that every machine of the cluster has memory left and the same news-chatbot[ray] installed; "
                "then run the same ingest again, which goes on where it stopped.",
            ) from error

    def _rows(self, documents: Sequence[Document]) -> Iterator[bytes]:
        import ray.data

        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = context.print_on_execution_start = False
        context.execution_options.preserve_order = True
        tasks = math.ceil(sum(len(document.text) for document in documents) / TASK_CHARACTERS)
        # As bytes: a table's types would only take the records apart that are put together again in the worker.
        rows = [{DOCUMENT: pickle.dumps(document)} for document in documents]
        dataset = ray.data.from_items(rows, override_num_blocks=min(max(tasks, 1), len(rows))).map_batches(
            PreparingWorker,
            fn_constructor_args=self._worker,
            batch_size=None,
            batch_format="pyarrow",
            compute=ray.data.ActorPoolStrategy(size=min(self._workers, tasks or 1)),
            num_cpus=1,
        )
        for batch in dataset.iter_batches(batch_size=None, batch_format="pyarrow"):
            yield from batch[PREPARED].to_pylist()


class PreparingWorker:
    """One actor of the pool; see `RayPreparer` for what it is made of."""

    def __init__(self, make_encoder: Callable[[], TextEncoder], fingerprint: str, passage_tokens: int) -> None:
        self._encoder = make_encoder()
        self._fingerprint = fingerprint
        self._preparer = Preparer(self._encoder, passage_tokens)

    def __call__(self, batch: pyarrow.Table) -> pyarrow.Table:
        """A row for each row: what was prepared, or the error that says why not, in a form that travels."""
        import pyarrow

        documents = [pickle.loads(row) for row in batch[DOCUMENT].to_pylist()]  # noqa: S301 -- Ray pickles all anyway
        found: Sequence[PreparedDocument | ChatbotError]
        try:
            self._check_model()
            found = self._preparer.prepare(documents)
        except ChatbotError as error:
            found = [error] * len(documents)
        return pyarrow.table({PREPARED: pyarrow.array(map(pickle.dumps, found), pyarrow.large_binary())})

    def _check_model(self) -> None:
        if self._encoder.fingerprint != self._fingerprint:
            raise LibraryMismatch(
                f"A worker embeds with {self._encoder.fingerprint}, this process with {self._fingerprint}",
                "Install the same version of news-chatbot[ray] on every machine of the cluster.",
            )


def _unpacked(row: bytes) -> PreparedDocument:
    found = pickle.loads(row)  # noqa: S301 -- made by our own workers, to whom Ray gives whatever they ask for
    if isinstance(found, ChatbotError):
        raise found
    return found  # type: ignore[no-any-return]
