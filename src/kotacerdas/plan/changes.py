"""The changes that acts on a record as such come to: another code or name, its end, its return."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from kotacerdas.core.errors import RefusedError
from kotacerdas.plan.models import Capacity, Indicator, Programme, Stewardship
from kotacerdas.records.actions import Change
from kotacerdas.records.inverse import links_of
from kotacerdas.records.models import Agency, Region
from kotacerdas.records.storage import TYPED_IN, Values, in_region, origin_of, own_values, values_in
from kotacerdas.wording.matching import composed
from kotacerdas.workbook.cells import is_code
from kotacerdas.workbook.schema import BY_NAME
from kotacerdas.workbook.twins import twin_of

Record = Programme | Indicator | Agency
_KEYS: dict[type[models.Model], tuple[str, ...]] = {
    Stewardship: BY_NAME["Stewardships"].key,
    Capacity: BY_NAME["Capacity"].key,
}
ENDS: dict[type[models.Model], str] = {
    Programme: "end_year",
    Indicator: "last_year",
    Agency: "retired_on",
}
_OF_ONE = {"identity.ends_before_it_begins"}  # refusals that are not about what was typed alone
_TRACED = {"end_year", "agency"}


def recode(record: Record, code: str) -> list[Change]:
    """The record under another code.

    Raises:
        RefusedError: the text can't be a code, another record has it, or one that looks the same.
    """
    code = composed(code.strip())
    if not is_code(code):
        raise RefusedError("identity.no_code")
    others = in_region(type(record), record.region).exclude(pk=record.pk)
    twin = twin_of(code, others.values_list("code", flat=True))
    if twin is not None:
        raise RefusedError("identity.code_is_taken", code=code, other=twin)
    return _changed(record, {"code": code})


def rename(record: Record, name: str) -> list[Change]:
    """The record under another name. Raises RefusedError: the name is empty."""
    name = composed(" ".join(name.split()))
    if not name:
        raise RefusedError("identity.no_name")
    return _changed(record, {"name": name})


def retire(records: Sequence[Record], last: int | date | None) -> list[Change]:
    """Programmes or indicators with their last year, agencies with the day they cease to be.

    Of several those that end earlier stay as they are.

    Raises:
        RefusedError: no such year or day is given, or a programme would end before it began.
    """

    def ended(record: Record) -> Values:
        name = ENDS[type(record)]
        value = _last(record, last)
        before = getattr(record, name)
        is_over = len(records) > 1 and before is not None and before <= value
        return {name: before if is_over else value}

    return _of_each(records, ended)


def _last(record: Record, last: int | date | None) -> Any:
    if isinstance(record, Agency):
        if not isinstance(last, date):
            raise RefusedError("identity.no_day")
        return last
    if isinstance(record, Indicator):
        return checked_year("Indicators", "last_year", last)
    year = checked_year("Programmes", "end_year", last)
    if year < record.start_year:
        raise RefusedError("identity.ends_before_it_begins", year=record.start_year)
    return year


def revive(records: Sequence[Record], last: int | date | None) -> list[Change]:
    """Agencies or indicators that are in use again, programmes with a later last year.

    Of several programmes those that end later stay as they are.

    Raises:
        RefusedError: a programme's new last year is none, or not later than the one it has.
    """

    def continued(record: Record) -> Values:
        if not isinstance(record, Programme):
            return {ENDS[type(record)]: None}
        year = checked_year("Programmes", "end_year", last)
        if year <= record.end_year and len(records) == 1:
            raise RefusedError("identity.no_later_year", year=record.end_year)
        return {"end_year": max(year, record.end_year)}

    return _of_each(records, continued)


def checked_year(sheet: str, name: str, year: object) -> int:
    """Raises RefusedError: it is none that the column may hold."""
    first, last = year_limits(sheet, name)
    if not isinstance(year, int) or not first <= year <= last:
        raise RefusedError("identity.no_year", first=first, last=last)
    return year


def year_limits(sheet: str = "Programmes", name: str = "end_year") -> tuple[int, int]:
    """The first and the last year that a column of the workbook may hold."""
    column = BY_NAME[sheet].by_name[name]
    return int(column.at_least or 0), int(column.at_most or 9999)


def _of_each(records: Sequence[Record], values: Callable[[Record], Values]) -> list[Change]:
    """Raises RefusedError: one of them can't have its values; of several it names which."""
    wanted: dict[int, Values | None] = {}
    for record in records:
        try:
            wanted[record.pk] = values(record)
        except RefusedError as error:
            if len(records) == 1 or error.key not in _OF_ONE:
                raise
            raise RefusedError("identity.of_one", name=record.name, why=error) from error
    return changes_of(records[0].region, type(records[0]), wanted)


def _changed(record: Record, values: Values) -> list[Change]:
    return changes_of(record.region, type(record), {record.pk: values})


def changes_of(
    region: Region, model: type[models.Model], values: Mapping[int, Values | None]
) -> list[Change]:
    """What it is to give records, by primary key, other values, or to remove them where None.

    Without what they have already.
    """
    codes = {
        named: dict(in_region(named, region).values_list("pk", "code"))
        for named in (apps.get_model(label) for label in links_of(model).values())
    }
    changes = []
    for row in values_in(model, region, codes, Q(pk__in=list(values))):
        before = own_values(row)
        wanted, was = values[row["pk"]], origin_of(row)
        after = None if wanted is None else before | wanted
        # What figures rest on is not in that cell of the file any more; all else still is.
        origin = TYPED_IN if _TRACED & (wanted or {}).keys() else was
        if after != before:
            key = tuple([before[name] for name in _KEYS.get(model, ("code",))])
            changes.append(Change(model, key, before, after, row["pk"], origin, was))
    return changes
