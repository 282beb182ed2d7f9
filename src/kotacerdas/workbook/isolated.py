"""The door for files that somebody sent: they are read in a process of its own.

An end of that process without an answer is an answer too: the file can't be read.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from kotacerdas.frameworks.loading import DEFAULT
from kotacerdas.sandbox.calls import call
from kotacerdas.sandbox.errors import MemoryLimitError, SandboxError, TimeLimitError
from kotacerdas.sandbox.limits import Limits
from kotacerdas.sandbox.messages import Message
from kotacerdas.workbook import (
    questionnaire_reading,
    reading,
    report_reading,
    score_sheet,
    scores,
)
from kotacerdas.workbook.archive import UnusableFileError
from kotacerdas.workbook.excerpt import Excerpt, excerpt
from kotacerdas.workbook.problems import Problem
from kotacerdas.workbook.questionnaire_reading import QuestionnaireReading
from kotacerdas.workbook.reading import Reading
from kotacerdas.workbook.report_reading import ReportsReading
from kotacerdas.workbook.score_sheet import ScoreSheetReading
from kotacerdas.workbook.scores import ScoresReading
from kotacerdas.workbook.transfer import TransferError, packed, unpacked

LIMITS = Limits(memory_bytes=900_000_000, cpu_s=10, wall_s=60)

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


def read_bytes(data: bytes) -> Reading:
    """Read and check the content of a workbook. Never raises for what stands in it."""
    return _isolated(Reading, reading.refused, reading_job, data)


def read_reports(data: bytes) -> ReportsReading:
    """The same for a reporting workbook."""
    return _isolated(ReportsReading, report_reading.refused, reports_job, data)


def read_questionnaire(data: bytes) -> QuestionnaireReading:
    """The same for a questionnaire."""
    return _isolated(QuestionnaireReading, questionnaire_reading.refused, questionnaire_job, data)


def read_score_sheet(data: bytes) -> ScoreSheetReading:
    """The same for the sheet of an assessor."""
    return _isolated(ScoreSheetReading, score_sheet.refused, score_sheet_job, data)


def read(path: Path, framework: str | None = None) -> Reading:
    """Read and check the workbook at `path`: an .xlsx, a folder or a zip of CSV files.

    `framework` is an edition by id or file, in place of the one that the workbook names.

    Raises:
        OSError: there is no such file, or it can't be opened.
    """
    _require_readable(path)
    call_for = {"path": str(path.absolute()), "framework": framework}
    return _isolated(Reading, reading.refused, path_job, **call_for)


def read_scores(path: Path, framework: str = DEFAULT) -> ScoresReading:
    """Read and check a CSV of index scores under an edition. Raises: OSError."""
    _require_readable(path)
    call_for = {"path": str(path.absolute()), "framework": framework}
    return _isolated(ScoresReading, scores.refused, scores_job, **call_for)


def read_excerpt(data: bytes, sheet: str, row: int, column: str) -> Excerpt | None:
    """A row of a sheet among its neighbours; None where the file has none there.

    Raises:
        UnusableFileError: the file can't be read.
    """
    place = {"sheet": sheet, "row": row, "column": column}
    return _answered(
        lambda answer: None if answer.value is None else Excerpt.loaded(answer.value),
        excerpt_job,
        data,
        **place,
    )


def _require_readable(path: Path) -> None:
    if path.is_dir():
        next(path.iterdir(), None)
    else:
        path.open("rb").close()


def _isolated(
    kind: type[_T],
    refused: Callable[[UnusableFileError], _T],
    job: Callable[..., Message],
    *blobs: bytes,
    **options: Any,
) -> _T:
    try:
        return _answered(
            lambda answer: unpacked(kind, answer.value, answer.blobs), job, *blobs, **options
        )
    except UnusableFileError as error:
        return refused(error)


def _answered(
    taken: Callable[[Message], _T], job: Callable[..., Message], *blobs: bytes, **options: Any
) -> _T:
    """What is made of the job's answer; the one place that says what its end without one means.

    Raises:
        UnusableFileError: it took too much, ended, or answered what nobody understands.
    """
    try:
        return taken(call(job, *blobs, limits=LIMITS, **options))
    except (MemoryLimitError, TimeLimitError) as error:
        _log.warning("a workbook took too much: %s", error)
        raise UnusableFileError(Problem.TOO_HEAVY) from error
    except (SandboxError, TransferError, KeyError, TypeError, ValueError) as error:
        _log.warning("a workbook was not read: %s", error)
        raise UnusableFileError(Problem.UNREADABLE) from error


# What the other process does


def reading_job(data: bytes) -> Message:
    return Message(*packed(reading.read_bytes(data)))


def reports_job(data: bytes) -> Message:
    return Message(*packed(report_reading.read_reports(data)))


def questionnaire_job(data: bytes) -> Message:
    return Message(*packed(questionnaire_reading.read_questionnaire(data)))


def score_sheet_job(data: bytes) -> Message:
    return Message(*packed(score_sheet.read_score_sheet(data)))


def path_job(*, path: str, framework: str | None) -> Message:
    return Message(*packed(reading.read(Path(path), framework)))


def scores_job(*, path: str, framework: str) -> Message:
    return Message(*packed(scores.read_scores(Path(path), framework)))


def excerpt_job(data: bytes, *, sheet: str, row: int, column: str) -> Message:
    found = excerpt(data, sheet=sheet, row=row, column=column)
    return Message(None if found is None else found.dumped())
