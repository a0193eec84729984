"""Options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

LibraryOption = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help="Folder of the library. [env: CHATBOT_LIBRARY]", show_default=False),
]
NameArgument = Annotated[str, typer.Argument(help="The user's name.")]
AuthFile = Annotated[Path, typer.Option("--auth", metavar="FILE", help="File of users and tokens, kept as hashes.")]
AuthOption = Annotated[
    Path | None,
    typer.Option("--auth", metavar="FILE", help="Let in only the users of this file.", show_default=False),
]
SinceOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles published on this day or later.", show_default=False)
]
UntilOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Only articles published on this day or earlier.", show_default=False)
]
PublisherOption = Annotated[
    list[str] | None, typer.Option(help="Only this publisher; may be repeated.", show_default=False)
]
AuthorOption = Annotated[list[str] | None, typer.Option(help="Only this author; may be repeated.", show_default=False)]
ArticleOption = Annotated[
    list[str] | None,
    typer.Option(help="Only the article with this id, or its first characters; may be repeated.", show_default=False),
]
NoOpinionOption = Annotated[bool, typer.Option("--no-opinion", help="Leave out columns, leaders and letters.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
StrictOption = Annotated[
    bool, typer.Option("--strict", help="Leave doubtful sentences out and count them, instead of marking them.")
]
AskedAtOption = Annotated[
    str | None,
    typer.Option(metavar="DATE", help='The day against which "yesterday" is read; now by default.', show_default=False),
]
OutOption = Annotated[
    list[Path] | None,
    typer.Option("--out", "-o", metavar="FILE", help="Save as .md, .html, .docx, .pdf or .json; may be repeated."),
]
BriefingArgument = Annotated[
    str, typer.Argument(metavar="ID", help="A kept briefing's id, or its first characters.", show_default=False)
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
