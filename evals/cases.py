"""The project's own questions over the sample articles, with the words that answer them: evals/cases/*.jsonl.

A row holds

* `id`, `question`, `asked_at` (the day against which "last month" is read);
* `answers`: facts that the answer must name, each as a list of forms of which one suffices; none when the samples do
  not answer the question;
* `evidence`: for each fact that must be cited, a list of alternatives `{source, quote}`; the quote stands exactly once
  in the source's text;
* `chain`: rows of one chain are asked one after the other in one conversation;
* `forbidden`: words that an answer must not hold.

`python -m evals.cases` checks all of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from chatbot.app import SEEDS
from chatbot.errors import ChatbotError
from chatbot.library.readers import read_file
from chatbot.records import Document, Span
from evals.datasets import DataError, Row, read_rows

FOLDER = Path(__file__).parent / "cases"
OTHERS = frozenset(("newsroom", "traps"))
"""Files with questions of another format; evals/newsroom.py describes it."""
FIELDS = {"id": str, "question": str, "answers": list, "evidence": list}


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Words of an article that answer a question."""

    source: str
    """File name of the article."""
    span: Span


@dataclass(frozen=True, slots=True)
class Case:
    """One question with its gold answer and evidence."""

    id: str
    kind: str
    """Name of the file that it stands in."""
    question: str
    asked_at: str
    answers: tuple[tuple[str, ...], ...]
    evidence: tuple[tuple[GoldSpan, ...], ...]
    chain: str
    forbidden: tuple[str, ...]

    @property
    def answerable(self) -> bool:
        return bool(self.evidence)


def read_cases(paths: Sequence[Path], documents: Sequence[Document]) -> list[Case]:
    """All cases of these files, their gold evidence found in the documents.

    Raises:
        DataError: a file or row is malformed, an id stands twice, or a quote does not stand exactly once in its source.
    """
    texts = {Path(document.source).name: document.text for document in documents}
    cases = [_case(row, path.name.partition(".")[0], texts) for path in paths for row in read_rows(path, FIELDS)]
    repeated = {case.id for case in cases if sum(case.id == other.id for other in cases) > 1}
    if repeated:
        raise DataError(f"Ids stand twice: {', '.join(sorted(repeated))}", "Give each case an id of its own.")
    return cases


def own_cases() -> list[Path]:
    """The files of the project's own cases."""
    return sorted(path for path in FOLDER.glob("*.jsonl") if path.stem not in OTHERS)


def sample_documents() -> list[Document]:
    """The sample articles as the product reads them."""
    paths = sorted(path for path in SEEDS.glob("*.md") if path.stem != "README")
    return [document for path in paths for document in read_file(path).documents]


def _case(row: Row, kind: str, texts: Mapping[str, str]) -> Case:
    try:
        evidence = tuple(tuple(gold_span(item, texts) for item in alternatives) for alternatives in row["evidence"])
    except DataError as error:
        raise DataError(f"Case {row['id']}: {error.reason}", error.remedy) from error
    except (KeyError, TypeError) as error:
        raise DataError(f"Case {row['id']}: {error}", "evals/cases.py describes the format.") from error
    return Case(
        id=row["id"],
        kind=kind,
        question=row["question"],
        asked_at=row.get("asked_at", ""),
        answers=tuple(tuple(forms) for forms in row["answers"]),
        evidence=evidence,
        chain=row.get("chain", ""),
        forbidden=tuple(row.get("forbidden", ())),
    )


def gold_span(item: Mapping[str, str], texts: Mapping[str, str]) -> GoldSpan:
    """Where a quote stands.

    Args:
        item: `source`, a file name, and `quote`.
        texts: of the articles, by file name.

    Raises:
        DataError: the quote does not stand exactly once in its source.
    """
    source, quote = item["source"], item["quote"]
    found = texts[source].count(quote) if source in texts else None
    if found != 1:
        place = "is not there" if found is None else f"holds these words {found} times: {quote!r}"
        raise DataError(f"{source} {place}", "Quote words that stand there exactly once.")
    start = texts[source].index(quote)
    return GoldSpan(source, Span(start, start + len(quote)))


def chains(cases: Sequence[Case]) -> Iterator[list[Case]]:
    """Cases that are asked in one conversation, in order; the others each on their own."""
    grouped: dict[str, list[Case]] = {}
    for case in cases:
        grouped.setdefault(case.chain or case.id, []).append(case)
    yield from grouped.values()


def main() -> int:
    """Check every case; returns 0, or 1 with what is wrong on standard error."""
    try:
        cases = read_cases(own_cases(), sample_documents())
    except ChatbotError as error:
        print(error, file=sys.stderr)
        return 1
    spans = sum(len(alternatives) for case in cases for alternatives in case.evidence)
    print(f"{len(cases)} cases in {len({case.kind for case in cases})} kinds; all {spans} gold spans exist.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
