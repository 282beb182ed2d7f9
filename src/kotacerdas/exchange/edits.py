"""What somebody types on a page, as a file of a few rows: read, merged and checked like one.

`base_entry` is the entry of the log after which the form was made. What only one side changed since
is taken; what both changed is a conflict, and nothing is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.models import Entry
from kotacerdas.casework.models import Case, State
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.one_moment import one_moment
from kotacerdas.exchange.edit_plan import Edit, Plan, planned
from kotacerdas.exchange.edit_sides import newest_entry, sides_of
from kotacerdas.exchange.effect import NEWEST_YEARS, Effect, effects_of, years_of
from kotacerdas.records.actions import Change, apply_changes, lock_region
from kotacerdas.records.models import Region
from kotacerdas.reporting.models import REPORTING
from kotacerdas.scorecards.selectors import closed_years
from kotacerdas.workbook.columns import Kind as CellKind
from kotacerdas.workbook.schema import BY_NAME

ACTION = "record.edit"


@dataclass(frozen=True)
class Consequence:
    """What the edit does to the figures of the years that were evaluated; `other_years` were not.

    `is_settled` says that it touches a verified figure, or a year that is closed.
    """

    effects: Sequence[Effect]
    other_years: Sequence[int]
    is_settled: bool


NOTHING = Consequence((), (), is_settled=False)


@dataclass(frozen=True)
class Saving:
    """What came of a form: its `entry` in the log, or what it would do, to be looked at first.

    `missing` is the key of a sentence that says what it lacks; empty where it was not seen yet.
    """

    plan: Plan
    consequence: Consequence = NOTHING
    entry: Entry | None = None
    missing: str = ""

    @property
    def is_to_confirm(self) -> bool:
        return self.entry is None and self.plan.is_ok and bool(self.plan.changes)


def save_edit(  # noqa: PLR0913 - who, when and why, and what was seen
    region: Region, edit: Edit, *, by: User, at: datetime, reason: str = "", digest: str = ""
) -> Saving:
    """Write what the edit changes, all or nothing, in one entry.

    Where it changes figures, removes a record or asks something, only what was seen is written:
    `digest` is that of the preview.

    Raises:
        NotAllowedError: `by` may not.
        RefusedError: a field is not one of the sheet's or is held by a report, a row is none of
            the region's, the form is not of this log, or others changed what it would do just now.
    """
    require(by, region, Right.RECORDS, at)
    with one_moment():
        plan = planned(sides_of(region, edit.base_entry), edit)
    if not plan.is_ok or not plan.changes:
        return Saving(plan)
    consequence = consequence_of(plan, timezone.localdate(at))
    missing = _missing(plan, consequence, reason, digest)
    if missing is not None:
        return Saving(plan, consequence, missing=missing)
    return _written(region, plan, consequence, by=by, at=at, reason=reason)


def _missing(plan: Plan, consequence: Consequence, reason: str, digest: str) -> str | None:
    """The key of what it lacks, empty where it has to be seen first; None where nothing is."""
    is_removing = any(change.after is None for change in plan.changes)
    has_to_be_seen = consequence.effects or consequence.is_settled or plan.asks or is_removing
    if digest != plan.digest and (digest or has_to_be_seen):
        return "edit.changed_meanwhile" if digest else ""
    if plan.asks and not plan.edit.is_confirmed:
        return "import.needs_confirmation"
    if consequence.is_settled and not reason.strip():
        return "edit.needs_reason"
    return None


def _written(  # noqa: PLR0913 - who, when and why, and what was seen
    region: Region, plan: Plan, consequence: Consequence, *, by: User, at: datetime, reason: str
) -> Saving:
    """With its entry; with none where the same form, sent twice at once, wrote it already."""
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.RECORDS, at)
        # Nothing changes without an entry in the log.
        if newest_entry(region) != plan.sides.newest:
            again = planned(sides_of(region, plan.edit.base_entry), plan.edit)
            if again.is_ok and not again.changes:
                return Saving(again)
            if again.digest != plan.digest:
                raise RefusedError("edit.changed_meanwhile")
            plan = again
        try:
            entry = apply_changes(
                region, plan.changes, ACTION, actor=by.email, at=at, reason=reason.strip()
            )
        except IntegrityError as error:
            raise RefusedError("undo.misfit") from error
    return Saving(plan, consequence, entry)


def consequence_of(plan: Plan, today: date) -> Consequence:
    """What the edit would do to the figures of closed years and of the newest; nothing is written.

    Not within a transaction: it takes as long as the runs of those years.
    """
    region, now = plan.sides.region, plan.sides.counting
    closed = closed_years(region)
    years = years_of([one for one in plan.changes if _may_count(one, plan.edit.sheet)], now, today)
    asked = [year for at, year in enumerate(years) if at < NEWEST_YEARS or year in closed]
    effects = effects_of(region, now, plan.changes, asked, today)
    changing = [one for one in effects if one.overall[0] != one.overall[1] or one.dimensions]
    is_settled = any(one.year in closed for one in changing) or _touches_verified(plan)
    return Consequence(changing, [year for year in years if year not in asked], is_settled)


def _may_count(change: Change, sheet: str) -> bool:
    """Whether more than texts, or what a programme rests on, is another."""
    columns = BY_NAME[sheet].by_name
    return any(columns[name].kind not in _OF_NO_FIGURE for name in change.changed)


_OF_NO_FIGURE = {CellKind.TEXT, CellKind.TEXTS, CellKind.CODES}


def _touches_verified(plan: Plan) -> bool:
    """Whether a figure is changed of a programme's year of which a report is verified."""
    if plan.edit.sheet not in {"Targets", "Budget"}:
        return False
    indicators = {
        row["code"]: row["programme"] for row in plan.sides.present.rows["plan.indicator"].values()
    }
    rows = [
        row for change in plan.changes for row in (change.before, change.after) if row is not None
    ]
    touched = {
        (row["programme"] if "programme" in row else indicators[row["indicator"]], row["year"])
        for row in rows
    }
    verified = Case.objects.filter(
        process=REPORTING, region=plan.sides.region, standing__state=State.VERIFIED
    )
    of_years = verified.filter(window__year__in={year for _, year in touched})
    return bool(touched & set(of_years.values_list("programme__code", "window__year")))
