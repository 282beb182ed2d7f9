"""What a filled reporting workbook would change, report by report. Nothing is written here."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from kotacerdas.casework.actions.steps import lock_values
from kotacerdas.casework.models import State, Window
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import language
from kotacerdas.exchange.report_rows import Difference, Entry, Typed, differences, entries, merged
from kotacerdas.exchange.reports import Asked, asked_of
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Agency
from kotacerdas.reporting.content import Content, Problem, known_names, read
from kotacerdas.reporting.process import refuse_not_asked
from kotacerdas.reporting.quality import Warned, unanswered
from kotacerdas.workbook.issues import Issue
from kotacerdas.workbook.problems import Problem as Flaw
from kotacerdas.workbook.report_reading import ReportsReading

_SENT_IN = {State.SUBMITTED, State.VERIFIED}


@dataclass(frozen=True)
class TypedReport:
    """What would be told of one programme; `cells` is where each field stands in a workbook."""

    asked: Asked
    typed: Typed
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def programme(self) -> Programme:
        return self.asked.programme

    @cached_property
    def differences(self) -> list[Difference]:
        return differences(self.asked.filled, self.typed)

    @cached_property
    def _read(self) -> tuple[Content, list[Problem]]:
        return read(self.typed, self.asked.due)

    @property
    def problems(self) -> list[Problem]:
        return self._read[1]

    @cached_property
    def questions(self) -> list[Warned]:
        content, _ = self._read
        return unanswered(self.asked.warned(content), content)

    @cached_property
    def refused(self) -> RefusedError | None:
        """Why what differs can't be taken."""
        if not self.differences:
            return None
        if self.asked.case.state in _SENT_IN:
            return RefusedError("bulk.sent_already")
        return self._locked or self._not_asked

    @property
    def _not_asked(self) -> RefusedError | None:
        try:
            refuse_not_asked(self.typed, self.asked.due)
        except RefusedError as refused:
            return refused
        return None

    @property
    def _locked(self) -> RefusedError | None:
        lock = self.asked.lock
        return (
            None if lock is None else RefusedError(f"lock.{lock.key}", **lock_values(lock.window))
        )

    @property
    def is_to_save(self) -> bool:
        return bool(self.differences) and self.refused is None

    @property
    def is_to_send(self) -> bool:
        """Whether it is complete, and its agency's turn."""
        if self.problems or self.questions or self._locked or self._not_asked:
            return False
        return self.is_to_save or (self.asked.case.state == State.DRAFT and not self.differences)


@dataclass(frozen=True)
class Preview:
    """What a workbook would do; nothing while there are errors."""

    agency: Agency | None
    reports: Sequence[TypedReport] = ()
    issues: tuple[Issue, ...] = ()

    @property
    def is_ok(self) -> bool:
        return not any(issue.is_error for issue in self.issues)

    @property
    def changed(self) -> list[TypedReport]:
        return [one for one in self.reports if one.differences]

    @property
    def to_save(self) -> list[TypedReport]:
        return [one for one in self.reports if one.is_to_save]

    @property
    def to_send(self) -> list[TypedReport]:
        return [one for one in self.reports if one.is_to_send]


def preview_of(
    reading: ReportsReading, window: Window, agencies: Iterable[Agency], today: date
) -> Preview:
    """What a workbook would change for the one of `agencies` that it is of."""
    by_code = {agency.code: agency for agency in agencies}
    agency = by_code.get(reading.about.agency) if reading.about else None
    others = _of_another(reading, window, by_code)
    if others or agency is None:
        return Preview(agency, issues=others or reading.issues)
    asked = asked_of(window, agency, today)
    given = list(entries(reading, language()))
    issues = [*reading.issues, *_not_due(reading, asked, given, agency)]
    if any(issue.is_error for issue in issues):
        return Preview(agency, issues=reading.ordered(issues))
    reports = [_typed_report(reading, one, given) for one in asked.values()]
    issues += _not_asked(reading, reports, given)
    return Preview(agency, _without_needless(reports), reading.ordered(issues))


def _of_another(
    reading: ReportsReading, window: Window, agencies: Mapping[str, Agency]
) -> tuple[Issue, ...]:
    """Where it says that it is another region's, agency's or period's."""
    found = reading.about
    if found is None:
        return ()
    expected = {
        "region": [window.region.code],
        "agency": list(agencies),
        "period": [f"{window.year}/{window.slug}"],
    }
    return tuple(
        Issue(
            Flaw.OTHER_WORKBOOK,
            *reading.about_cells[part],
            getattr(found, part),
            (("expected", "; ".join(known)),),
        )
        for part, known in expected.items()
        if getattr(found, part) not in known
    )


def _not_due(
    reading: ReportsReading, asked: Mapping[str, Asked], given: Iterable[Entry], agency: Agency
) -> Iterator[Issue]:
    """Rows of programmes, values or sources that nobody asks the agency for.

    Rows with a mistake of their own are left out, because their names may be what is mistaken.
    """
    known = {code: {*known_names(one.due)} for code, one in asked.items()}
    marked = set(reading.flawed_rows)
    for entry in given:
        place = entry.sheet, entry.row
        if place in marked:
            continue
        if entry.programme not in known:
            column = "programme"
        elif entry.sheet in _NAMED_BY and entry.name not in known[entry.programme]:
            column = _NAMED_BY[entry.sheet]
        else:
            continue
        marked.add(place)
        yield reading.issue(Flaw.NOT_DUE, entry.sheet, column, entry.row, agency=agency.name)


_NAMED_BY = {"Values": "indicator", "Money": "source"}


def _typed_report(reading: ReportsReading, one: Asked, given: Iterable[Entry]) -> TypedReport:
    own = [entry for entry in given if entry.programme == one.programme.code]
    cells = {
        entry.name: "!".join(reading.place(entry.sheet, entry.column, entry.row)) for entry in own
    }
    return TypedReport(one, merged(one.filled, own), cells)


def _needless(report: TypedReport) -> set[str]:
    """Answers that came to warnings that are not there."""
    content, _ = read(report.typed, report.asked.due)
    asks = {f"answer:{one.name}" for one in report.asked.warned(content) if one.rule.asks}
    new = {one.name for one in report.differences if one.name.startswith("answer:") and one.after}
    return new - asks


def _not_asked(
    reading: ReportsReading, reports: Iterable[TypedReport], given: Iterable[Entry]
) -> list[Issue]:
    needless = {(one.programme.code, name) for one in reports for name in _needless(one)}
    return [
        reading.issue(Flaw.NOT_ASKED, entry.sheet, entry.column, entry.row)
        for entry in given
        if (entry.programme, entry.name) in needless
    ]


def _without_needless(reports: Iterable[TypedReport]) -> list[TypedReport]:
    return [replace(one, typed=_restored(one, _needless(one))) for one in reports]


def _restored(one: TypedReport, names: Collection[str]) -> Typed:
    before = one.asked.filled
    typed = {name: text for name, text in one.typed.items() if name not in names}
    return typed | {name: before[name] for name in names if name in before}
