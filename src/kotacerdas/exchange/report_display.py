"""What a filled reporting workbook would change, as the page and the command say it."""

from collections.abc import Iterable
from dataclasses import dataclass

from kotacerdas.core.words import language, phrase, sentence, words
from kotacerdas.exchange.report_preview import TypedReport
from kotacerdas.reporting.content import meaning
from kotacerdas.reporting.quality import Warned
from kotacerdas.reporting.report_form import warning_text
from kotacerdas.wording.numbers import plain

_EXACT = 12


@dataclass(frozen=True)
class DifferenceView:
    label: str
    cell: str
    before: str
    after: str


@dataclass(frozen=True)
class ReportView:
    """A report that the workbook changes; `missing` are (cell, what it lacks) to be sent in."""

    code: str
    name: str
    state: str
    refused: str
    differences: list[DifferenceView]
    missing: list[tuple[str, str]]


def report_view(one: TypedReport) -> ReportView:
    return ReportView(
        one.programme.code,
        one.programme.name,
        one.asked.case.state,
        sentence(one.refused) if one.refused else "",
        [
            DifferenceView(
                label(one, difference.name),
                one.cells.get(difference.name, ""),
                _text(difference.name, difference.before),
                _text(difference.name, difference.after),
            )
            for difference in one.differences
        ],
        list(missing(one)),
    )


def missing(one: TypedReport) -> Iterable[tuple[str, str]]:
    """What keeps a report from being sent in: the cell or field, and what it lacks."""
    for problem in one.problems:
        place = one.cells.get(problem.name) or label(one, problem.name)
        yield place, phrase(f"problem.{problem.key}", problem.values)
    for warned in one.questions:
        text = warning_text(warned.rule.id, warned.left, warned.right)
        yield _place(one, warned), f"{text} {words()('bulk.answer_it')}"


def _place(one: TypedReport, warned: Warned) -> str:
    """The cell for the answer, where the workbook has it."""
    if found := one.cells.get(f"answer:{warned.name}"):
        return found
    if warned.rule.id == "no_evidence":
        return words()("report.evidence")
    is_whole = warned.rule.each == "report"
    name = "progress_pct" if is_whole else f"{warned.rule.each}:{warned.key}"
    return one.cells.get(name) or label(one, name)


def label(one: TypedReport, name: str) -> str:
    """What a field is called."""
    kind, _, key = name.partition(":")
    match kind:
        case "value":
            return next((value.name for value in one.asked.due.values if value.key == key), key)
        case "money":
            return f"{words()('report.money')}, {words().term('source', key)}"
        case "answer":
            return words()("report.answer")
    return words()(f"report.{name}")


def _text(name: str, text: str | None) -> str:
    if text is None:
        return ""
    match meaning(name, text):
        case bool(is_realised):
            return words()("report.yes" if is_realised else "report.no")
        case float(figure):
            return plain(figure, language(), _EXACT)
    return text
