"""What else is known of a sentence of a summary: numbers that overtook its own or dispute them, and corrections."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chatbot.answering.conflicts import comparable
from chatbot.answering.corrections import find_corrections, is_notice
from chatbot.briefing.headline import headline_of
from chatbot.briefing.overtaking import differ, is_later, near_enough
from chatbot.briefing.summary_choice import Considered
from chatbot.embedding.encoder import TextEncoder
from chatbot.records import Evidence

Near = Callable[[Evidence], Sequence[Evidence]]
"""Finds sentences elsewhere in the library that are near to one."""


class OtherKnowledge:
    """Looks in what is summarized, then in the rest of the library.

    Args:
        considered: what is summarized.
        encoder: the one that embedded its sentences.
        near: finds sentences elsewhere; None: nothing else is known.
    """

    def __init__(self, considered: Considered, encoder: TextEncoder, near: Near | None) -> None:
        self._considered = considered
        self._encoder = encoder
        self._near = near
        self._found: dict[Evidence, Sequence[Evidence]] = {}
        read = considered.articles.values()
        self._notices = [item for one in read for item in one.sentences if is_notice(item)]
        self._places = {item: at for at, item in enumerate(considered.material.sentences)}

    def overtaking(self, item: Evidence) -> Evidence | None:
        """The later sentence that gives another number for what one counts; None where there is none."""
        sentences = self._considered.material.sentences
        places = self._considered.overtaken_by(self._places[item]) if item in self._places else []
        if places:
            return sentences[places[0]]
        later = (other for other in self._elsewhere(item) if is_later(other, item) and differ(other, item))
        return next((other for other in later if self._near_enough(other, item)), None)

    def disputing(self, item: Evidence) -> Evidence | None:
        """A sentence of another source that, about the same days, gives another number for what one counts."""
        sentences = self._considered.material.sentences
        places = self._considered.near(self._places[item]) if item in self._places else []
        others = (*(sentences[at] for at in places), *self._elsewhere(item))
        of_then = (one for one in others if comparable(one, item) and not (is_later(one, item) or is_later(item, one)))
        differing = (one for one in of_then if differ(one, item) and not is_notice(one))
        return next((one for one in differing if self._near_enough(one, item)), None)

    def corrections(self, items: Sequence[Evidence]) -> list[tuple[Evidence, ...]]:
        """What publishers have corrected of sentences, as `find_corrections` tells it."""
        elsewhere = [other for item in items for other in self._elsewhere(item)]
        return find_corrections(items, list(dict.fromkeys((*self._notices, *elsewhere))))

    def holds(self, item: Evidence) -> bool:
        """Whether nothing later takes a sentence back or gives another number."""
        return self.overtaking(item) is None and not self.corrections((item,))

    def _elsewhere(self, item: Evidence) -> Sequence[Evidence]:
        if self._near is None:
            return ()
        if item not in self._found:
            self._found[item] = self._near(item)
        return self._found[item]

    def _near_enough(self, later: Evidence, earlier: Evidence) -> bool:
        titles = [headline_of(item.metadata.title) for item in (earlier, later)]
        vectors = self._encoder.encode([earlier.quote, later.quote, *titles])
        likeness, headlines = float(vectors[0] @ vectors[1]), float(vectors[2] @ vectors[3])
        return near_enough(likeness, headlines, one_article=later.article_id == earlier.article_id)
