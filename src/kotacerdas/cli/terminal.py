"""How the commands speak: results on standard output, everything else on standard error."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from kotacerdas.wording.catalogue import Catalogue, terms
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.issues import Issue, grouped
from kotacerdas.workbook.problems import Severity

EXIT_WRONG = 2  # the call or the input is wrong; anything else unexpected is 1
SHOW_PROGRESS_AFTER_S = 1.0

# Names and codes from a workbook are shown as they are: `[red]` and `:heart:` are text.
out = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
err = Console(markup=False, emoji=False, highlight=False, soft_wrap=True, stderr=True)


def phrases(language: Language) -> Catalogue:
    return terms(language, Path(__file__).parent / "text.toml")


def refuse(message: str) -> NoReturn:
    """Say what is wrong with the call and end with 2."""
    err.print(message)
    raise typer.Exit(EXIT_WRONG)


def print_json(value: Any) -> None:
    out.out(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2), highlight=False)


def issues_dict(issues: Iterable[Issue], language: Language) -> dict[str, Any]:
    issues = list(issues)
    return {
        "ok": not any(issue.is_error for issue in issues),
        "issues": [issue.as_dict(language) for issue in issues],
    }


def print_issues(issues: Iterable[Issue], file: Path, language: Language) -> None:
    """One line each on standard error, `Sheet!Cell: message`; those that are alike as one."""
    say = phrases(language)
    for group in grouped(issues):
        issue = group.first
        key = "issue.found" if issue.found is not None else "issue.expected"
        message = say(
            key,
            message=issue.message(language),
            found=issue.found,
            expected=issue.expected(language),
        )
        if group.more:
            message = say.count("issue.alike", group.more, message=message)
        if issue.severity is Severity.WARNING:
            message = say("issue.warning", message=message)
        err.print(f"{group.place(language) or file.name}: {message}")


@contextmanager
def steps(total: int) -> Iterator["Steps"]:
    """A progress bar on standard error, once the work has taken over a second."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
    )
    timer = Timer(SHOW_PROGRESS_AFTER_S, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield Steps(bar, total)
    finally:
        timer.cancel()
        timer.join()
        if bar.live.is_started:  # to stop what never began prints an empty line
            bar.stop()


class Steps:
    """The steps of one piece of work, each named when it begins."""

    def __init__(self, bar: Progress, total: int) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=total)
        self._begun = 0

    def begin(self, name: str) -> None:
        self._bar.update(self._task, description=name, completed=self._begun)
        self._begun += 1
