"""The changes that the merger of an agency into another comes to."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from kotacerdas.core.errors import RefusedError
from kotacerdas.plan.changes import changes_of, checked_year
from kotacerdas.plan.models import Capacity, Innovation, Programme, Stewardship
from kotacerdas.plan.stewards import Steward, handed_over
from kotacerdas.records.actions import Change
from kotacerdas.records.models import Agency
from kotacerdas.records.storage import Values


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
    year = checked_year("Stewardships", "from_year", from_year)
    region, other = agency.region, {"agency": into.code}
    keys = Programme.objects.filter(region=region, agency=agency).values_list("pk", flat=True)
    changes = changes_of(region, Programme, dict.fromkeys(keys, other))
    changes += _handed_over(agency, into, year)
    for model in (Innovation, Capacity):
        later = model._default_manager.filter(agency=agency, year__gte=year)
        changes += changes_of(region, model, {one.pk: other for one in later})
    retired_on = agency.retired_on or date(year, 1, 1)
    return changes + changes_of(region, Agency, {agency.pk: {"retired_on": retired_on}})


def _handed_over(agency: Agency, into: Agency, from_year: int) -> list[Change]:
    """Who answered for the programmes that were ever the agency's."""
    region = agency.region
    ever = Q(agency=agency) | Q(
        pk__in=Stewardship.objects.filter(agency=agency).values("programme")
    )
    programmes = Programme.objects.filter(ever, region=region).select_related("agency")
    known: dict[int, list[Stewardship]] = {}
    rows = Stewardship.objects.filter(programme__in=programmes).select_related("agency")
    for row in rows.order_by("from_year"):
        known.setdefault(row.programme_id, []).append(row)
    values: dict[int, Values | None] = {}
    added = []
    for programme in programmes.order_by("pk"):
        own = known.get(programme.pk, [])
        before = _stewards(programme, own)
        after = handed_over(before, agency.code, into.code, from_year)
        if after == before:
            continue
        wanted = dict(after) if len(after) > 1 else {}  # one that never changed hands has none
        values |= {
            row.pk: {"agency": held_by} if (held_by := wanted.pop(row.from_year, None)) else None
            for row in own
        }
        added += [_stewardship(programme, year, held_by) for year, held_by in wanted.items()]
    return changes_of(region, Stewardship, values) + added


def _stewards(programme: Programme, rows: Sequence[Stewardship]) -> list[Steward]:
    """The earliest counts for the years before it too, and of the newest only the year."""
    earlier = [(row.from_year, row.agency.code) for row in rows[:-1]]
    newest = (rows[-1].from_year if rows else programme.start_year, programme.agency.code)
    (year, held_by), *others = *earlier, newest
    return [(min(year, programme.start_year), held_by), *others]


def _stewardship(programme: Programme, from_year: int, agency: str) -> Change:
    after = {"programme": programme.code, "from_year": from_year, "agency": agency}
    return Change(Stewardship, (programme.code, from_year), None, after)
