"""What of a workbook reports hold, and what a file proposes to correct in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from kotacerdas.casework.models import Case, Version
from kotacerdas.casework.processes import whole_cases
from kotacerdas.core.errors import RefusedError
from kotacerdas.exchange.outcome import conflict_id
from kotacerdas.records.inverse import Keys
from kotacerdas.records.storage import Values
from kotacerdas.reporting.actions.corrections import Asked, Proposal, refusals
from kotacerdas.reporting.effective import Effective
from kotacerdas.scoring.periods import months_of
from kotacerdas.workbook import numerals

ANSWERED = ("realised", "value", "status")  # what of a row a report answers for
CORRECTION = "correction"  # the model, so to speak, of which the decisions on them are
NOTHING: tuple[Any, ...] = (None,) * len(ANSWERED)


class HeldPeriod(NamedTuple):
    """A report speaks of these months, as a mask."""

    months: int
    version: int


class Spent(NamedTuple):
    """What a report says was spent."""

    version: int
    realised: float | None


Key = tuple[Any, ...]  # of the sheet Realisation, links by primary key


@dataclass(frozen=True)
class Held:
    """What reports hold: `periods` by (programme, indicator, year), `said` as `ANSWERED` by the
    row's key, `spent` by the primary key of the row of the budget.
    """

    periods: Mapping[Key, Sequence[HeldPeriod]] = field(default_factory=dict)
    said: Mapping[Key, Key] = field(default_factory=dict)
    spent: Mapping[int, Spent] = field(default_factory=dict)

    def overlapping(self, row: Values) -> Sequence[HeldPeriod]:
        """What holds a month of a row of the sheet Realisation."""
        own = self.periods.get((row["programme"], row["indicator"], row["year"]), ())
        months = months_of(row["period"])
        return [one for one in own if one.months & months]

    def version(self, row: Values) -> int | None:
        """Which holds just the row's period; None where none does."""
        months = months_of(row["period"])
        return next((one.version for one in self.overlapping(row) if one.months == months), None)

    def answer(self, row: Values) -> Key | None:
        """What is said of just the row's period; `NOTHING` of what was asked and left empty."""
        if self.version(row) is None:
            return None
        key = (row["programme"], row["indicator"], row["year"], row["period"])
        return self.said.get(key) or NOTHING


@dataclass(frozen=True)
class Correction:
    """Another value for a field of a report; `of` is the model and key of the row it stands in."""

    version: int
    name: str
    of: tuple[Any, ...]
    now: Any
    wanted: Any
    is_taken: bool
    case: Case | None = None

    @property
    def id(self) -> str:
        return conflict_id((CORRECTION, self.version), self.name)


def held_in(effective: Effective, keys: Keys) -> Held:
    """What the reports of `effective` hold; `keys` are those of the codes at that time."""
    programmes, indicators = keys["plan.programme"], keys["plan.indicator"]
    periods: dict[Key, list[HeldPeriod]] = {}
    for programme, indicator, year, months, version in effective.held.select(
        "programme", "indicator", "year", "months", "version"
    ).iter_rows():
        key = programmes.get(programme), indicators.get(indicator), year
        periods.setdefault(key, []).append(HeldPeriod(months, version))
    of_reports = effective.realisation.filter(effective.realisation["row"] < 0)
    said = {
        (programmes.get(programme), indicators.get(indicator), year, period): tuple(answer)
        for programme, indicator, year, period, *answer in of_reports.select(
            "programme", "indicator", "year", "period", *ANSWERED
        ).iter_rows()
    }
    versions = effective.versions["Budget"]
    spent = {
        row: Spent(versions[row], realised)
        for row, realised in effective.budget.select("row", "realised").iter_rows()
        if row in versions
    }
    return Held(periods, said, spent)


def with_cases(
    corrections: Iterable[Correction], asked: Asked
) -> tuple[list[Correction], list[tuple[Correction, RefusedError]]]:
    """The corrections that can be proposed, with the cases that they are of; and why not others.

    `asked` says what the reports are asked for.
    """
    wanted = list(corrections)
    cases = _cases({one.version for one in wanted})
    known = [replace(one, case=cases[one.version]) for one in wanted]
    grouped = _by_case(known)
    refused = refusals(map(_proposal, grouped.values()), asked)
    return [one for one in known if one.case and one.case.pk not in refused], [
        (one, refused[pk]) for pk, own in grouped.items() if pk in refused for one in own
    ]


def proposals(corrections: Iterable[Correction]) -> list[Proposal]:
    """What is taken of them, by case."""
    taken = [one for one in corrections if one.is_taken]
    return [_proposal(own) for own in _by_case(taken).values()]


def _cases(versions: set[int]) -> dict[int, Case]:
    if not versions:
        return {}
    of = dict(Version.objects.filter(pk__in=versions).values_list("pk", "case"))
    cases = whole_cases().in_bulk(list(of.values()))
    return {version: cases[case] for version, case in of.items()}


def _by_case(corrections: Iterable[Correction]) -> dict[int, list[Correction]]:
    grouped: dict[int, list[Correction]] = {}
    for one in corrections:
        if one.case is not None:
            grouped.setdefault(one.case.pk, []).append(one)
    return grouped


def _proposal(own: Sequence[Correction]) -> Proposal:
    """Of what is taken; of all, to know whether it could be, where nothing is."""
    case = own[0].case
    if case is None:
        raise ValueError("a correction is of a case")
    taken = [one for one in own if one.is_taken] or own
    return Proposal(case, {one.name: _text(one.wanted) for one in taken})


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return numerals.as_text(float(value)).replace(".", ",")  # as most people write it
    return "tidak berlaku"
