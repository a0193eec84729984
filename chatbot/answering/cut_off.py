"""Whether a model's reply broke off in the middle of a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from chatbot.answering.draft_text import DraftSentence
from chatbot.llm.generation import Generation

_ENDS = (".", "!", "?", "”", "’", '"', ")", "…", "。", "！", "？")


def is_half(last: DraftSentence, generation: Generation) -> bool:
    """Whether the reply ended in the middle of its last sentence.

    Nobody knows whether the last row of a table is whole.
    """
    ended = bool(generation.finish_reason) and not generation.is_whole
    return ended and _may_be_half(last)


def with_ends_known(sentences: Iterator[DraftSentence]) -> Iterator[tuple[DraftSentence, bool]]:
    """Each sentence, and whether it is the last one as far as is known.

    One that may be half waits for the next one: a line may have ended before the reply is cut off.
    """
    waiting: DraftSentence | None = None
    for written in sentences:
        if waiting:
            yield waiting, False
        waiting = written if _may_be_half(written) else None
        if waiting is None:
            yield written, True
    if waiting:
        yield waiting, True


def _may_be_half(written: DraftSentence) -> bool:
    return bool(written.cells) or not written.text.endswith(_ENDS)
