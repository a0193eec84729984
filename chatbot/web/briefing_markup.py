"""A finished briefing in the browser: numbers open articles at the very words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from pathlib import PurePath

from chatbot.briefing import wording
from chatbot.briefing.export.layout import FURTHER, SOURCES, days, source_parts
from chatbot.briefing.export.saving import FORMATS
from chatbot.briefing.export.statement_html import direction, statement_html
from chatbot.briefing.records import Briefing, Entry, Section
from chatbot.briefing.references import Mark, References, Source
from chatbot.control_characters import escaped, inline_html
from chatbot.web.markup import link_html, note_html
from chatbot.web.sentence_markup import cite_button


def briefing_html(briefing: Briefing, files: Iterable[tuple[str, str]]) -> str:
    """A finished briefing.

    Args:
        briefing: what was written.
        files: names and data addresses of the same in file formats.
    """
    references = References(briefing)
    notes = "".join(map(note_html, wording.notes(briefing)))
    sections = "".join(_section(section, references) for section in briefing.sections)
    return (
        f'<article class="briefing"><h2 dir="{direction(briefing.title)}">{escaped(briefing.title)}</h2>'
        f'<p class="facts">{escaped(wording.origin(briefing))}</p>{notes}'
        f'<p class="saves">Save as {" ".join(_file(name, href) for name, href in files)}</p>'
        f"{sections}{_sources(SOURCES, references.sources)}{_sources(FURTHER, references.further)}</article>"
    )


def _file(name: str, href: str) -> str:
    """A link that shows the format alone: of one briefing all names are alike."""
    suffix = PurePath(name).suffix
    shown = suffix if suffix in FORMATS else name
    return f'<a class="save" download="{escaped(name)}" title="{escaped(name)}" href="{href}">{escaped(shown)}</a>'


def _section(section: Section, references: References) -> str:
    if dated := days(section):
        rows = "".join(
            f'<tr><th scope="row">{wording.day_name(day)}</th><td>{_groups(groups, "div", references)}</td></tr>'
            for day, groups in dated
        )
        told = f'<table class="days"><tbody>{rows}</tbody></table>'
    else:
        told = "".join(
            _groups(groups, "p", references) if prose else f"<ul>{_groups(groups, 'li', references)}</ul>"
            for prose, groups in groupby(wording.groups(section), lambda group: group[0].prose)
        )
    return f'<section class="{section.kind}"><h3>{escaped(section.title)}</h3>{told}</section>'


def _groups(groups: Iterable[Sequence[Entry]], tag: str, references: References) -> str:
    """Each paragraph or bullet in an element of its own."""
    told = partial(statement_html, references=references, link=_buttons, more=_buttons)
    return "".join(
        f'<{tag} dir="{direction(group[0].sentence.text)}">{" ".join(map(told, group))}</{tag}>' for group in groups
    )


def _buttons(mark: Mark) -> str:
    """The number of an article, once for each place of it that a statement cites."""
    return "".join(cite_button(citation, mark.number) for citation in mark.citations)


def _sources(title: str, sources: Iterable[Source]) -> str:
    items = "".join(f'<li value="{source.number}">{_named(source)}</li>' for source in sources)
    return f'<section class="sources"><h3>{title}</h3><ol>{items}</ol></section>' if items else ""


def _named(source: Source) -> str:
    title, *others = source_parts(source)
    return ", ".join((f"<bdi>{link_html(source.article.url, title)}</bdi>", *map(inline_html, others)))
