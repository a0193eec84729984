"""How near the articles of a topic stand to each other: one that shares its words alone stands apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from chatbot.briefing.material import Material, build_material
from chatbot.records import ArticleLink, Evidence

NEAREST = 3
"""Other articles that an article is compared with: those most like it."""
LEAST_ARTICLES = 4
"""Of fewer nobody can say which one stands apart."""
MOST_BELOW = 0.295
"""How much less central than the most central article one may be. Of 470 articles that belong to 34 topics and 181 that
only share words with them, this leaves out 3 % and 27 %; with weights of other topics, five-fold."""

Places = NDArray[np.int64]


def is_weighed(material: Material, topic: str) -> bool:
    """Whether importance tells what a page is made of: on a topic, where at least half of the articles have a day.

    It was learned from dated news; of undated documents the agreement of sources tells more.
    """
    days = {item.article_key: item.metadata.published for item in material.sentences}
    return bool(topic) and 2 * sum(day is not None for day in days.values()) >= len(days)


def article_places(material: Material) -> list[Places]:
    """The rows of each article, in the order of the articles."""
    rows: dict[str, list[int]] = {}
    for at, item in enumerate(material.sentences):
        rows.setdefault(item.article_key, []).append(at)
    return [np.array(places, np.int64) for places in rows.values()]


def centrality(material: Material) -> NDArray[np.float64]:
    """For each article the mean cosine of its direction and those of the nearest other articles; 0 without any."""
    means = np.array([material.vectors[places].mean(axis=0) for places in article_places(material)], np.float64)
    directions = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    cosines = directions @ directions.T
    np.fill_diagonal(cosines, -np.inf)
    near = np.sort(cosines, axis=1)[:, ::-1][:, : min(NEAREST, len(cosines) - 1)]
    found: NDArray[np.float64] = near.mean(axis=1) if near.size else np.zeros(len(cosines))
    return found


def without_strays(material: Material, topic: str) -> tuple[Material, tuple[ArticleLink, ...]]:
    """The material without articles that share words with the topic but stand apart from its other articles, and these.

    Args:
        material: of the articles in scope.
        topic: in words; empty for none, and then nothing stands apart.
    """
    central = centrality(material)
    if len(central) < LEAST_ARTICLES or not is_weighed(material, topic):
        return material, ()
    places = article_places(material)
    apart = central < central.max() - MOST_BELOW
    links = tuple(_link(material.sentences[rows[0]]) for rows, alone in zip(places, apart, strict=True) if alone)
    if not links:
        return material, ()
    kept = np.sort(np.concatenate([rows for rows, alone in zip(places, apart, strict=True) if not alone]))
    return build_material([material.sentences[at] for at in kept.tolist()], material.vectors[kept]), links


def _link(item: Evidence) -> ArticleLink:
    about = item.metadata
    return ArticleLink(item.article_id, item.version, about.title, about.publisher, about.published, about.url)
