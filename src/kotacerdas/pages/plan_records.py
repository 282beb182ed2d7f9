"""Records of the plan as their forms show them: their values, what they may name, their parts."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Q

from kotacerdas.pages.plan_fields import Choices, Named
from kotacerdas.pages.plan_kinds import BY_SHEET, PlanKind, children_of
from kotacerdas.pages.years import YearPage
from kotacerdas.records.models import Region
from kotacerdas.records.storage import Values, in_region, own_values, values_in
from kotacerdas.scorecards.display import field_display
from kotacerdas.scorecards.sheets import MODELS
from kotacerdas.workbook.columns import Kind
from kotacerdas.workbook.schema import BY_NAME

MOST_PARTS = 100


class Part(NamedTuple):
    """A record that is part of another; `figure` is the first number that it has."""

    pk: int
    title: str
    figure: str


class Parts(NamedTuple):
    """The parts of one kind; `more` are not among them."""

    kind: PlanKind
    rows: list[Part]
    more: int


def choices_for(region: Region, kind: PlanKind) -> Choices:
    """What records of the kind, and their parts, may name."""
    sheets = {
        column.refers_to
        for one in (kind, *children_of(kind))
        for column in BY_NAME[one.sheet].columns
        if column.refers_to is not None
    }
    return {sheet: _named(region, BY_SHEET[sheet]) for sheet in sorted(sheets)}


def _named(region: Region, kind: PlanKind) -> list[Named]:
    rows = in_region(kind.model, region).order_by("code", "pk")
    return [Named(*row) for row in rows.values_list("pk", "code", kind.name)]


def values_of(region: Region, kind: PlanKind, pk: int, choices: Choices) -> Values | None:
    """A record's values by column; None where there is none."""
    rows = values_in(kind.model, region, _codes(choices), Q(pk=pk))
    return own_values(rows[0]) if rows else None


def as_edited(page: YearPage, kind: PlanKind, row: dict[str, Any]) -> dict[str, Any]:
    """A record of the page's result as it is by now, where another result is being computed.

    What was typed a moment ago would not be there else. A certain result stays as it is.
    """
    if page.recomputing is None:
        return row
    region = page.here.region
    return row | (values_of(region, kind, row["row"], choices_for(region, kind)) or {})


def parts_of(region: Region, kind: PlanKind, pk: int, choices: Choices) -> list[Parts]:
    """The records that are parts of a record, by their key."""
    parts_by_kind = []
    for child in children_of(kind):
        rows = values_in(child.model, region, _codes(choices), Q(**{child.parent: pk}))
        parts = sorted((_part(child, row) for row in rows), key=lambda one: one.title)
        parts_by_kind.append(Parts(child, parts[:MOST_PARTS], len(parts[MOST_PARTS:])))
    return parts_by_kind


def _part(kind: PlanKind, row: Values) -> Part:
    sheet = BY_NAME[kind.sheet]
    names = [name for name in sheet.key if name != kind.parent and row[name] is not None]
    texts = [field_display(kind.sheet, name, row[name])[1] for name in names]
    if "name" in row:
        texts.append(row["name"])
    kinds = {Kind.NUMBER, Kind.WHOLE}
    numbers = [one.name for one in sheet.columns if one.kind in kinds and not one.optional]
    figure = field_display(kind.sheet, numbers[0], row[numbers[0]])[1] if numbers else ""
    return Part(row["pk"], " · ".join(texts), figure)


def _codes(choices: Choices) -> Mapping[type, Mapping[int, str]]:
    return {MODELS[sheet]: {one.pk: one.code for one in named} for sheet, named in choices.items()}
