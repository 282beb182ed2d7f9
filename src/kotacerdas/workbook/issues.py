"""Issues of a workbook, each at its place, said in both languages."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kotacerdas.wording.matching import revealed
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook import numerals
from kotacerdas.workbook.problems import Parts, Problem, Severity, Term

MAX_FOUND_LENGTH = 80
MOST_ALIKE = 3  # so many of a kind are told one by one
MOST_CELLS_SHOWN = 5
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True)
class Issue:
    """One problem at one place; `sheet` and `cell` are None where it is the file's.

    What the person's own file calls a thing is text; what it has no name for is a `Term`.
    """

    problem: Problem
    sheet: str | Term | None = None
    cell: str | None = None
    found: str | None = None
    parts: Parts = ()

    @property
    def severity(self) -> Severity:
        return self.problem.severity

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def asks(self) -> bool:
        """Whether somebody has to confirm that it is meant so."""
        return self.problem.asks

    def message(self, language: Language) -> str:
        return self.problem.message.said(language, **self._parts(language))

    def expected(self, language: Language) -> str:
        return self.problem.expected.said(language, **self._parts(language))

    def _parts(self, language: Language) -> dict[str, str]:
        return {name: _said(part, language) for name, part in self.parts}

    def sheet_in(self, language: Language) -> str | None:
        return None if self.sheet is None else _said(self.sheet, language)

    def place(self, language: Language = Language.EN) -> str:
        """`Programmes!D14`, `Programmes`, or nothing where it is the file's."""
        return "!".join(part for part in (self.sheet_in(language), self.cell) if part)

    def as_dict(self, language: Language) -> dict[str, str | None]:
        return {
            "severity": self.severity,
            "sheet": self.sheet_in(language),
            "cell": self.cell,
            "found": self.found,
            "expected": self.expected(language),
            "message": self.message(language),
        }


def _said(part: str | Term, language: Language) -> str:
    return str(getattr(part, language)) if isinstance(part, Term) else part


@dataclass(frozen=True)
class Group:
    """Issues that are alike: the first of them, and all their cells."""

    first: Issue
    cells: tuple[str, ...]

    @property
    def more(self) -> int:
        """How many stand behind the first."""
        return max(len(self.cells) - 1, 0)

    def place(self, language: Language) -> str:
        """`Program!D14`; of several cells the first ones, `Program!D14, D15, D16, …`."""
        cells = ", ".join(self.cells[:MOST_CELLS_SHOWN])
        more = ", …" if len(self.cells) > MOST_CELLS_SHOWN else ""
        return "!".join(filter(None, (self.first.sheet_in(language), f"{cells}{more}")))


def grouped(issues: Iterable[Issue]) -> list[Group]:
    """Issues with those that are alike as one, where they are many, in the order of the first.

    Alike are those of one problem in one column; of columns themselves, in one sheet.
    """
    kinds: dict[tuple[object, ...], list[Issue]] = {}
    for issue in issues:
        column = (issue.cell or "").rstrip("0123456789")
        of_columns = issue.problem in {Problem.UNKNOWN_COLUMN, Problem.HIDDEN_COLUMN}
        kinds.setdefault((issue.problem, issue.sheet, of_columns or column), []).append(issue)
    return [
        group
        for alike in kinds.values()
        for group in (
            [_group(alike)] if len(alike) > MOST_ALIKE else map(_group, ([one] for one in alike))
        )
    ]


def _group(alike: Sequence[Issue]) -> Group:
    return Group(alike[0], tuple(issue.cell for issue in alike if issue.cell))


def shortened(content: object) -> str:
    """What stands in a cell, fit to be shown in one line of a terminal; the unseen by number."""
    text = numerals.plain(content) if isinstance(content, float) else str(content)
    text = _BLANKS.sub(" ", revealed(text)).strip()
    return text if len(text) <= MAX_FOUND_LENGTH else f"{text[: MAX_FOUND_LENGTH - 1]}…"
