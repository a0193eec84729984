"""What the program itself says in an answer, in the asker's language: a greeting, a count, what was not found.

Marks in braces are filled in: `{n}` a number, `{scope}` a period, publishers and authors, `{topic}` what is looked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from chatbot.answering.wording import quoted
from chatbot.control_characters import printable_line
from chatbot.records import ArticleLink, Filters, Metadata, Period

LONGEST_TITLE = 200
LONGEST_TOPIC = 120
_INSTANT = timedelta(microseconds=1)


class Counted(NamedTuple):
    """A phrase with a number in it."""

    one: str
    """For 1."""
    many: str
    """For all other numbers, 0 included."""

    def of(self, n: int, **words: str) -> str:
        """The phrase with the number and the other words filled in."""
        return (self.one if n == 1 else self.many).format(n=n, **words)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language."""

    greeting: str
    thanks: str
    farewell: str
    empty: str
    """The library holds no article, and how to add some."""
    help_lead: str
    help: tuple[str, ...]
    """What one can ask, a bullet each."""
    held: Counted
    """How many articles the library holds: `{scope}`."""
    none_held: str
    """`{scope}`."""
    published: Counted
    """When they were published: `{first}`, `{last}`."""
    published_at_once: Counted
    """The same where all are of one day: `{first}`."""
    undated: Counted
    """How many articles have no date."""
    publishers: Counted
    articles: Counted
    listed: Counted
    """Leads up to a list of articles: `{scope}`."""
    newest: Counted
    """Leads up to the newest articles: `{scope}`."""
    mention: Counted
    """How many articles mention `{topic}`: `{scope}`."""
    meant: Counted
    """The same where no article mentions `{topic}` and one or more mention `{meant}`, which is written much like it."""
    mention_most: Counted
    """The same where they hold most words of `{topic}`, and not all."""
    no_mention: str
    more: Counted
    """How many more there are than those that are listed."""
    digest: Counted
    """Leads up to what articles say: `{scope}`."""
    nothing: str
    """The library has nothing on `{topic}`: `{scope}`."""
    no_answer: str
    """The library does not answer the question."""
    untranslated: str
    """The embedded mode cannot translate a question into the articles' languages: `{languages}`."""
    languages: dict[str, str]
    """Names of languages by their codes, as they stand in `untranslated`; others stand as their codes."""
    nearest: Counted
    """Which articles come nearest to what was not found: `{titles}`."""
    nearest_entries: str
    """Which entries of a live page stand nearest to a time at which none stands: `{title}`, `{times}`."""
    which: str
    """A question may mean any of several articles: `{titles}`."""
    untitled: str
    """Stands for a title."""
    unnamed: str
    """A publisher that is not known."""
    either: str
    """The word between the last two of several names."""
    by: str
    """Authors: `{names}`."""
    published_in: str
    """Publishers: `{names}`."""
    on_day: str
    """`{first}`."""
    from_to: str
    """`{first}`, `{last}`."""
    since: str
    until: str
    months: tuple[str, ...]
    date_form: str
    """`{day}`, `{month}`, `{year}`."""
    first_of_month: str = "1"

    def day(self, moment: date) -> str:
        """`12 July 2025`."""
        number = self.first_of_month if moment.day == 1 else str(moment.day)
        return self.date_form.format(day=number, month=self.months[moment.month - 1], year=moment.year)

    def named(self, metadata: Metadata | ArticleLink) -> str:
        """`“Title”, Publisher, 12 July 2025`, as far as it is known."""
        title = quoted(_short(metadata.title, LONGEST_TITLE) or self.untitled)
        day = self.day(metadata.published) if metadata.published else ""
        return ", ".join(part for part in (title, printable_line(metadata.publisher), day) if part)

    def scope(self, filters: Filters) -> str:
        """What a search was limited to, ready to stand behind a noun: ` in The Harbor Ledger since 1 March 2025`."""
        names = [
            phrase.format(names=self._any_of(names))
            for phrase, names in ((self.by, filters.authors), (self.published_in, filters.publishers))
            if names
        ]
        return "".join(f" {part}" for part in (*names, self._period(filters.period)) if part)

    def between(self, first: date, last: date) -> str:
        """`from 1 March 2025 to 4 March 2025`, or the one day."""
        named = self.day(first), self.day(last)
        return (self.on_day if named[0] == named[1] else self.from_to).format(first=named[0], last=named[1])

    def topic(self, topic: str) -> str:
        """A reader's topic as it stands in a sentence."""
        return _short(topic, LONGEST_TOPIC)

    def _any_of(self, names: Sequence[str]) -> str:
        shown = [printable_line(name) for name in names]
        return f" {self.either} ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)

    def _period(self, period: Period) -> str:
        if period.since and period.until:
            return self.between(period.since, period.until - _INSTANT)
        first = self.day(period.since) if period.since else ""
        last = self.day(period.until - _INSTANT) if period.until else ""
        if first:
            return self.since.format(first=first)
        return self.until.format(last=last) if last else ""


def _short(text: str, most: int) -> str:
    line = printable_line(text)
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
