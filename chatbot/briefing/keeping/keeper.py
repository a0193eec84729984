"""Keeps what was written, and looks into what is kept."""

from __future__ import annotations

from dataclasses import replace

from chatbot.briefing.events import BriefingFinished
from chatbot.briefing.keeping.comparing import Comparison, compare
from chatbot.briefing.keeping.store import BriefingStore
from chatbot.briefing.records import BriefingRequest
from chatbot.embedding.encoder import TextEncoder
from chatbot.errors import BriefingError, BriefingNotFound
from chatbot.library.library import Library


def keep(
    request: BriefingRequest, finished: BriefingFinished, user: str, store: BriefingStore, library: Library
) -> BriefingFinished:
    """Keep a briefing as soon as it is written, and tell under which id.

    A briefing that cannot be kept is not lost: it says so itself. An article that was deleted while it was written is
    taken out of it; one that is deleted from now on, whoever deletes it takes out.

    Raises:
        BriefingError: such an article cannot be taken out.
    """
    try:
        name = store.add(request, finished.briefing, finished.read, user)
    except BriefingError as error:
        notes = (*finished.briefing.notes, f"This briefing is not kept. {error}")
        return replace(finished, briefing=replace(finished.briefing, notes=notes))
    gone = _deleted(finished, library)
    for article_id, titles in gone.items():
        store.forget(article_id, titles)
    briefing = store.load(name, user).briefing if gone else finished.briefing
    return replace(finished, briefing=briefing, kept_as=name)


def compare_kept(store: BriefingStore, encoder: TextEncoder, name: str, other: str, user: str) -> Comparison:
    """Compare two kept briefings; which of them is named first does not matter.

    Args:
        store: where they are.
        encoder: tells how near two statements are in meaning.
        name: the id of one, or the first characters of it.
        other: the id of another one; empty: the one that the user had before on the same topic.
        user: whose both are.

    Raises:
        BriefingNotFound: there is no such briefing, or none before it on its topic.
        BriefingError: one is damaged.
    """
    one = store.load(name, user)
    two = store.load(other, user) if other else store.previous(name, user)
    if two is None:
        raise BriefingNotFound(
            f"There is no briefing on this topic before “{one.briefing.title}”", "Name another one to compare it with."
        )
    order = [item.id for item in store.summaries(user)]  # The newest first.
    before, after = sorted((one, two), key=lambda kept: -order.index(kept.id))
    return compare(before, after, encoder)


def _deleted(finished: BriefingFinished, library: Library) -> dict[str, set[str]]:
    """The ids of read articles that the library no longer has, with the titles under which they were cited."""
    read = {key.partition("@")[0] for key in finished.read}
    gone = read - library.newest_versions(sorted(read)).keys()
    cited = finished.briefing.citations
    return {name: {item.title for item in cited if item.article_id == name} for name in gone}
