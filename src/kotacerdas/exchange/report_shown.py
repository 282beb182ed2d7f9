"""What a filled reporting workbook would change, as the page and the command say it."""

from collections.abc import Iterable
from dataclasses import dataclass

from kotacerdas.core.words import phrase, sentence, words
from kotacerdas.exchange.report_preview import Told
from kotacerdas.monitoring.quality import Warned
from kotacerdas.monitoring.shown import warning_text


@dataclass(frozen=True)
class ShownDifference:
    label: str
    cell: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownReport:
    """A report that the workbook changes; `missing` are (cell, what it lacks) to be sent in."""

    code: str
    name: str
    state: str
    refused: str
    differences: list[ShownDifference]
    missing: list[tuple[str, str]]


def shown_report(one: Told) -> ShownReport:
    return ShownReport(
        one.programme.code,
        one.programme.name,
        str(one.asked.state or "not_reported"),
        sentence(one.refused) if one.refused else "",
        [
            ShownDifference(
                label(one, difference.name),
                one.cells.get(difference.name, ""),
                _text(difference.name, difference.before),
                _text(difference.name, difference.after),
            )
            for difference in one.differences
        ],
        list(missing(one)),
    )


def missing(one: Told) -> Iterable[tuple[str, str]]:
    """What keeps a report from being sent in: the cell or field, and what it lacks."""
    for problem in one.problems:
        place = one.cells.get(problem.name) or label(one, problem.name)
        yield place, phrase(f"problem.{problem.key}", problem.values)
    for warned in one.questions:
        text = warning_text(warned.rule.id, warned.left, warned.right)
        yield _place(one, warned), f"{text} {words()('bulk.answer_it')}"


def _place(one: Told, warned: Warned) -> str:
    """The cell for the answer, where the workbook has it."""
    found = one.cells.get(f"answer:{warned.name}")
    if found is None and warned.rule.each != "report":
        found = one.cells.get(f"{warned.rule.each}:{warned.key}")
    return found or label(one, f"answer:{warned.name}")


def label(one: Told, name: str) -> str:
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
    if name == "realised" and text in {"yes", "no"}:
        return words()(f"report.{text}")
    return text
