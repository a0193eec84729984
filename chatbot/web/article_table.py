"""The library as a table that can be searched and sorted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from chatbot.briefing.summary_records import SummaryForm
from chatbot.control_characters import escaped
from chatbot.records import ArticleSummary
from chatbot.web.markup import note_html

MOST_ROWS = 300
"""More are for the search to narrow down."""
OPINION = "opinion"
"""What marks a piece of opinion; who searches for it finds them."""


class Order(NamedTuple):
    """By which column, and in which direction, the table is sorted."""

    column: str = "Published"
    descending: bool = True

    def clicked(self, column: str) -> Order:
        """The order after a click on a column's heading: another column, or the other direction."""
        return Order(column, not self.descending) if column == self.column else Order(column, column == "Published")


_COLUMNS: dict[str, Callable[[ArticleSummary], str]] = {
    "Title": lambda item: (item.metadata.title or "Untitled") + (f" ({OPINION})" if item.metadata.opinion else ""),
    "Publisher": lambda item: item.metadata.publisher,
    "Published": lambda item: item.metadata.published.date().isoformat() if item.metadata.published else "",
    "Versions": lambda item: str(item.version),
    "Copy of": lambda item: item.duplicate_of[:8],
}

_FORMS = {
    SummaryForm.SHORT: "short",
    SummaryForm.STANDARD: "standard",
    SummaryForm.BULLETS: "bullets",
    SummaryForm.FIGURES: "key figures",
}
_OPTIONS = "".join(
    f'<option value="{form}"{" selected" if form is SummaryForm.STANDARD else ""}>{name}</option>'
    for form, name in _FORMS.items()
)
_BAR = (
    '<div class="picked" role="group" aria-label="Summary"><button type="button" class="summarize" disabled>'
    f'Summarize</button><label>as <select class="form">{_OPTIONS}</select></label>'
    '<span class="count" role="status"></span><button type="button" class="unpick" hidden>Clear</button></div>'
)
"""What is done with the articles that are ticked; the page's script counts them and keeps them over searches."""


def table_html(summaries: Sequence[ArticleSummary], words: str, order: Order) -> str:
    """The articles in which every word of the search stands in title, publisher, author, date or id."""
    if not summaries:
        return note_html("Your library is empty. Add the sample articles, or your own.")
    found = sorted(_matching(summaries, words), key=_key(order.column), reverse=order.descending)
    shown = f"{len(found)} of {len(summaries)} articles" + (
        f", the first {MOST_ROWS} shown" if len(found) > MOST_ROWS else ""
    )
    heads = "".join(_heading(column, order) for column in _COLUMNS)
    rows = "".join(map(_row, found[:MOST_ROWS]))
    return (
        f'{note_html(shown)}{_BAR}<div class="scroll table"><table class="articles"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _matching(summaries: Sequence[ArticleSummary], words: str) -> list[ArticleSummary]:
    wanted = words.casefold().split()
    return [item for item in summaries if all(word in _searched(item) for word in wanted)]


def _searched(item: ArticleSummary) -> str:
    cells = (cell(item) for cell in _COLUMNS.values())
    return " ".join((*cells, *item.metadata.authors, item.id)).casefold()


def _key(column: str) -> Callable[[ArticleSummary], tuple[str, str]]:
    cell = _COLUMNS.get(column, _COLUMNS["Published"])
    return lambda item: (cell(item).casefold(), item.id)


def _heading(column: str, order: Order) -> str:
    arrow = ("↓" if order.descending else "↑") if column == order.column else ""
    state = ("descending" if order.descending else "ascending") if arrow else "none"
    return (
        f'<th scope="col" aria-sort="{state}"><button type="button" class="sort" data-column="{column}">'
        f"{column} {arrow}</button></th>"
    )


def _row(item: ArticleSummary) -> str:
    title, *rest = (escaped(cell(item)) for cell in _COLUMNS.values())
    cells = "".join(f"<td>{cell}</td>" for cell in rest)
    box = f'<input type="checkbox" class="pick" data-id="{item.id}" aria-label="Choose {title} for a summary">'
    opener = f'<button type="button" class="choose" data-id="{item.id}">{title}</button>'
    return f'<tr><td><div class="titled">{box}{opener}</div></td>{cells}</tr>'
