"""From a report to the rows of the workbook: what stands is written, what fell is taken back."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from kotacerdas.monitoring.content import Content, read
from kotacerdas.monitoring.due import Due
from kotacerdas.monitoring.models import Case, State, Version, Window
from kotacerdas.monitoring.models.evidence import Seen
from kotacerdas.monitoring.selectors import due_of, evidence_of
from kotacerdas.plan.models import Budget, Indicator, Programme, Realisation
from kotacerdas.records.actions import Change
from kotacerdas.records.storage import CodesByKey, Values, origin_of, own_values, values_in


def changes_of(case: Case) -> list[Change]:
    """What makes the rows agree with the versions of the programme's reports as they are now."""
    period, programme = case.window, case.programme
    due = due_of(period, [programme])[programme.code]
    wanted = [] if case.standing is None else _rows(case, case.standing, due)
    return [
        *_realisation(period, programme, due, wanted),
        *_budget(period, programme, due),
    ]


def _rows(case: Case, version: Version, due: Due) -> list[Values]:
    period, programme = case.window, case.programme
    content, _ = read(version.filled, due)
    shared: Values = {
        "year": period.year,
        "verified": version.state == State.VERIFIED,
        "note": content.told or None,
        "evidence": _named(case) or None,
    }
    empty: Values = dict.fromkeys(("programme", "indicator", "realised", "value", "status"))
    of_programme = empty | shared
    of_programme |= {"programme": programme.code, "period": period.code or None}
    return [
        of_programme | {"realised": content.realised},
        *(
            empty
            | shared
            | {"indicator": one.indicator, "period": one.period or None, "note": None}
            | told
            for one in due.values
            if (told := _told(content, one.key))
        ),
    ]


def _told(content: Content, key: str) -> Values | None:
    """The cells of a value; None where it was not told, for then there is no row."""
    if key in content.not_applicable:
        return {"value": None, "status": "not_applicable"}
    value = content.values.get(key)
    return None if value is None else {"value": value}


def _named(case: Case) -> list[str]:
    """The public evidence by title or address; `;` parts a list in the workbook.

    Whoever reads the region's pages or its workbook reads this too.
    """
    return [
        (one.url or one.title).replace(";", ",")
        for one in evidence_of(case)
        if one.seen_by == Seen.PUBLIC
    ]


def _realisation(
    period: Window, programme: Programme, due: Due, wanted: Sequence[Values]
) -> list[Change]:
    asked: set[tuple[object, ...]] = {
        (None, one.indicator, period.year, one.period or None) for one in due.values
    } | {(programme.code, None, period.year, period.code or None)}
    codes: CodesByKey = {
        Programme: {programme.pk: programme.code},
        Indicator: dict(Indicator.objects.filter(programme=programme).values_list("pk", "code")),
    }
    of_it = Q(programme=programme) | Q(indicator__programme=programme)
    there = {
        key: row
        for row in values_in(Realisation, programme.region, codes, of_it & Q(year=period.year))
        if (key := _key(row)) in asked
    }
    coming = {_key(row): row for row in wanted}
    return [
        change
        for key in sorted({*there, *coming}, key=str)
        if (change := _change(key, there.get(key), coming.get(key))) is not None
    ]


def _key(row: Values) -> tuple[Any, ...]:
    return row["programme"], row["indicator"], row["year"], row["period"]


def _change(key: tuple[Any, ...], row: Values | None, after: Values | None) -> Change | None:
    if row is None:
        return None if after is None else Change(Realisation, key, None, after)
    before = own_values(row)
    if before == after:
        return None
    return Change(Realisation, key, before, after, row["pk"], was=origin_of(row))


def _budget(period: Window, programme: Programme, due: Due) -> list[Change]:
    """What was spent, by the latest period that tells of it; a source nobody told of is left."""
    reported: set[str] = set()
    stands: dict[str, float] = {}
    cases = Case.objects.filter(programme=programme, window__year=period.year)
    found = cases.select_related("window", "standing").prefetch_related("versions")
    for one in sorted(found, key=lambda one: one.window.order):
        for version in one.versions.all():
            if version.submitted_at is not None:
                reported |= _spent(version, due).keys()
        if one.standing is not None:
            stands |= _spent(one.standing, due)
    codes: CodesByKey = {Programme: {programme.pk: programme.code}}
    of_it = Q(programme=programme, year=period.year)
    rows = values_in(Budget, programme.region, codes, of_it)
    changes = []
    for row in rows:
        before = own_values(row)
        after = before | {"realised": stands.get(row["source"])}
        if row["source"] in reported and before != after:
            key = (programme.code, period.year, row["source"])
            changes.append(Change(Budget, key, before, after, row["pk"], was=origin_of(row)))
    return changes


def _spent(version: Version, due: Due) -> dict[str, float]:
    money = read(version.filled, due)[0].money
    return {source: value for source, value in money.items() if value is not None}
