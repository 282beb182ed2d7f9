"""The changes that acts on a record as such come to: another code or name, its end, its return."""

from collections.abc import Mapping
from datetime import date

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


def retire(record: Record, last: int | date | None) -> list[Change]:
    """A programme or an indicator with its last year, an agency with the day it ceases to be.

    Raises:
        RefusedError: no such year or day is given, or a programme would end before it began.
    """
    if isinstance(record, Agency):
        if not isinstance(last, date):
            raise RefusedError("identity.no_day")
        return _changed(record, {"retired_on": last})
    if isinstance(record, Indicator):
        return _changed(record, {"last_year": checked_year("Indicators", "last_year", last)})
    year = checked_year("Programmes", "end_year", last)
    if year < record.start_year:
        raise RefusedError("identity.ends_before_it_begins", year=record.start_year)
    return _changed(record, {"end_year": year})


def revive(record: Record, last: int | date | None) -> list[Change]:
    """An agency or an indicator that is in use again, a programme with a later last year.

    Raises:
        RefusedError: a programme's new last year is none, or not later than the one it has.
    """
    if isinstance(record, Agency):
        return _changed(record, {"retired_on": None})
    if isinstance(record, Indicator):
        return _changed(record, {"last_year": None})
    year = checked_year("Programmes", "end_year", last)
    if year <= record.end_year:
        raise RefusedError("identity.no_later_year", year=record.end_year)
    return _changed(record, {"end_year": year})


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
