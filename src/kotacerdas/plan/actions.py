"""What becomes of a record as such: another code or name, its end, its return."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from kotacerdas.accounts.actions import move_operators
from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.plan.models import Capacity, Indicator, Innovation, Programme, Stewardship
from kotacerdas.records.actions import Change, apply_changes, logged
from kotacerdas.records.inverse import links_of
from kotacerdas.records.models import Agency, Region
from kotacerdas.records.storage import TYPED_IN, Values, in_region, origin_of, own_values, values_in
from kotacerdas.wording.matching import composed
from kotacerdas.workbook.cells import is_code
from kotacerdas.workbook.twins import twin_of

Record = Programme | Indicator | Agency
_KEYS: dict[type[models.Model], tuple[str, ...]] = {
    Stewardship: ("programme", "from_year"),
    Capacity: ("code", "year"),
}
_TRACED = {"end_year", "agency"}
FIRST_YEAR, LAST_YEAR = 1900, 2200  # the workbook's


class Act(StrEnum):
    """What can be done to a record as such, as the log calls it."""

    RECODE = "record.recode"
    RENAME = "record.rename"
    RETIRE = "record.retire"
    REVIVE = "record.revive"
    MERGE = "record.merge"


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
    if not isinstance(last, int) or not FIRST_YEAR <= last <= LAST_YEAR:
        raise RefusedError("identity.no_year")
    if isinstance(record, Indicator):
        return _changed(record, {"last_year": last})
    if last < record.start_year:
        raise RefusedError("identity.ends_before_it_begins", year=record.start_year)
    return _changed(record, {"end_year": last})


def revive(record: Record, last: int | date | None) -> list[Change]:
    """An agency or an indicator that is in use again, a programme with a later last year.

    Raises:
        RefusedError: a programme's new last year is not later than the one it has.
    """
    if isinstance(record, Agency):
        return _changed(record, {"retired_on": None})
    if isinstance(record, Indicator):
        return _changed(record, {"last_year": None})
    if not isinstance(last, int) or not record.end_year < last <= LAST_YEAR:
        raise RefusedError("identity.no_later_year", year=record.end_year)
    return _changed(record, {"end_year": last})


def merge(agency: Agency, into: Agency, from_year: int | None) -> list[Change]:
    """The agency goes on in another from a year on, and retires.

    Its programmes pass to the other one; figures by agency of the years before stay with it, and so
    do its innovations and capacity of those years. Cases that are not settled follow.

    Raises:
        RefusedError: it is the same agency, the other one retired, or no such year is given.
    """
    if agency.pk == into.pk:
        raise RefusedError("identity.merged_into_itself")
    if into.retired_on is not None:
        raise RefusedError("identity.merged_into_retired", name=into.name)
    if from_year is None or not FIRST_YEAR <= from_year <= LAST_YEAR:
        raise RefusedError("identity.no_year")
    region, other = agency.region, {"agency": into.code}
    programmes = list(Programme.objects.filter(region=region, agency=agency).order_by("pk"))
    changes = changes_of(region, Programme, {one.pk: other for one in programmes})
    changes += _handed_over(programmes, agency, into, from_year)
    for model in (Innovation, Capacity):
        later = model._default_manager.filter(agency=agency, year__gte=from_year)
        keys = later.values_list("pk", flat=True)
        changes += changes_of(region, model, dict.fromkeys(keys, other))
    retired_on = agency.retired_on or date(from_year, 1, 1)
    return changes + changes_of(region, Agency, {agency.pk: {"retired_on": retired_on}})


def _handed_over(
    programmes: Sequence[Programme], agency: Agency, into: Agency, from_year: int
) -> list[Change]:
    """Who answered for the programmes until that year, and who does from then on."""
    region = agency.region
    known: dict[int, list[Stewardship]] = {one.pk: [] for one in programmes}
    for row in Stewardship.objects.filter(programme__in=programmes).order_by("from_year"):
        known[row.programme_id].append(row)
    values: dict[int, Values | None] = {}
    added = []
    for programme in programmes:
        own = known[programme.pk]
        is_later = {row.pk: row.from_year >= from_year for row in own}
        values |= {row.pk: None for row in own if is_later[row.pk]}
        if programme.start_year >= from_year:
            continue
        if not own:
            added.append(_stewardship(programme, programme.start_year, agency))
        elif not is_later[own[-1].pk]:  # of the newest only the year counted until now
            values[own[-1].pk] = {"agency": agency.code}
        same = next((row for row in own if row.from_year == from_year), None)
        if same is not None:
            values[same.pk] = {"agency": into.code}
        else:
            added.append(_stewardship(programme, from_year, into))
    return changes_of(region, Stewardship, values) + added


def _stewardship(programme: Programme, from_year: int, agency: Agency) -> Change:
    after = {"programme": programme.code, "from_year": from_year, "agency": agency.code}
    return Change(Stewardship, (programme.code, from_year), None, after)


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


def digest_of(changes: Sequence[Change]) -> str:
    """The same as long as an act would do the same."""
    text = json.dumps([logged(one) for one in changes], cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def apply_act(  # noqa: PLR0913 - who, when and why, and what was seen
    region: Region,
    act: Act,
    changes: Sequence[Change],
    *,
    by: User,
    at: datetime,
    reason: str,
    digest: str,
    move: tuple[Agency, Agency] | None = None,
) -> Entry | None:
    """Do what a preview showed; `digest` is that preview's. The region is locked.

    With `move` the operators of the first agency go on at the second.

    Raises:
        NotAllowedError: `by` may not.
        RefusedError: without a reason, where nothing would change, or where it would do something
            else than was seen.
    """
    require(by, region, Right.RECORDS, at)
    if not reason.strip():
        raise RefusedError("identity.needs_reason")
    if not changes:
        raise RefusedError("identity.nothing")
    if digest != digest_of(changes):
        raise RefusedError("identity.changed_meanwhile")
    beside = move_operators(*move, at) if move else ()
    return apply_changes(
        region, changes, act, actor=by.email, at=at, reason=reason.strip(), beside=beside
    )
