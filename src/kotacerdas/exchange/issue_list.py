"""What is wrong with a file, as a page shows it and a command tells it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kotacerdas.core.words import language, words
from kotacerdas.workbook.issues import Group, Issue, grouped

MOST_ISSUES = 200


@dataclass(frozen=True)
class IssueList:
    """Errors first; what stands in the cell beside what is wrong with it; `left` are not shown."""

    lines: list[dict[str, object]]
    number: int
    left: int

    def __bool__(self) -> bool:
        return bool(self.lines)


def issue_list(issues: Sequence[Issue]) -> IssueList:
    groups = ordered(issues)
    shown = groups[:MOST_ISSUES]
    return IssueList(list(map(issue_view, shown)), len(issues), len(groups) - len(shown))


def ordered(issues: Iterable[Issue]) -> list[Group]:
    """Alike ones together; errors first, then what asks whether it is meant so."""
    return grouped(sorted(issues, key=lambda issue: (not issue.is_error, not issue.asks)))


def issue_view(group: Group) -> dict[str, object]:
    issue = group.first
    return {
        "is_error": issue.is_error,
        "asks": issue.asks,
        "place": group.place(language()),
        "found": issue.found,
        "message": issue.message(language()),
        "expected": issue.expected(language()),
        "more": group.more,
    }


def issue_lines(issues: Iterable[Issue], file: str) -> Iterator[str]:
    """One line for each issue, or for many that are alike."""
    for group in grouped(issues):
        more = f" {words().count('import.alike', group.more)}" if group.more else ""
        yield f"{group.place(language()) or file}: {group.first.message(language())}{more}"
