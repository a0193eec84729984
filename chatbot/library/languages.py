"""Which languages the articles of a library are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chatbot.records import ArticleSummary
from chatbot.text.languages import language_of

SAMPLED_TITLES = 200


def languages_of(summaries: Sequence[ArticleSummary]) -> list[str]:
    """ISO 639-1 codes of the articles' languages, the most frequent first.

    Of articles that do not say it, the titles tell; of many, an even sample of titles stands for all.
    """
    said = Counter(summary.metadata.language for summary in summaries if summary.metadata.language)
    titles = [summary.metadata.title for summary in summaries if not summary.metadata.language]
    sample = titles[:: -(-len(titles) // SAMPLED_TITLES) or 1]
    told = Counter(language_of(title, tuple(said)) for title in sample)
    for code, times in told.items():
        if code:
            said[code] += max(1, round(times * len(titles) / len(sample)))
    return [code for code, _ in said.most_common()]
