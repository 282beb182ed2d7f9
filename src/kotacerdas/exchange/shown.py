"""What is wrong with a file, as a page shows it."""

from collections.abc import Iterable

from kotacerdas.core.words import language
from kotacerdas.workbook.issues import Issue

SHOWN_ISSUES = 200


def shown_issues(issues: Iterable[Issue]) -> list[dict[str, object]]:
    """Errors first; what stands in the cell beside what is wrong with it."""
    told = sorted(issues, key=lambda issue: not issue.is_error)
    return [
        {
            "is_error": issue.is_error,
            "place": issue.place(),
            "found": issue.found,
            "message": issue.message(language()),
            "expected": issue.expected(language()),
        }
        for issue in told[:SHOWN_ISSUES]
    ]
