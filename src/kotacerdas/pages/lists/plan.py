"""The records of a kind of the plan, with columns as the workbook's schema has them."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.accounts.table_downloads import table_download
from kotacerdas.core.tables import columns as tables
from kotacerdas.core.tables.sources import QuerySource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import language, words
from kotacerdas.frameworks.framework import Framework
from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.pages.lists.acts import plan_acts
from kotacerdas.pages.plan_edit import kind_of
from kotacerdas.pages.plan_fields import label_of
from kotacerdas.pages.plan_kinds import PlanKind
from kotacerdas.records.storage import in_region as records_in
from kotacerdas.scorecards.display import word_of
from kotacerdas.workbook.columns import Column, Kind, Unit
from kotacerdas.workbook.schema import BY_NAME

IN_USE, RETIRED = "in_use", "retired"
MOST_CHIPS = 10
_SHOWN = {"head", "retired_on", "realised"}  # though they may be empty
_KINDS = {
    Kind.NUMBER: tables.Kind.NUMBER,
    Kind.WHOLE: tables.Kind.COUNT,
    Kind.DATE: tables.Kind.DAY,
}
_MANY = {Kind.TEXTS, Kind.CODES}  # in a cell; to be seen in the form


@in_region(Right.RECORDS)
def rows(request: HttpRequest, here: Here, kind: str) -> HttpResponse:
    """The records of a kind, to be opened, chosen and acted on."""
    of_kind = kind_of(kind)
    columns = _columns(here, of_kind)
    source = QuerySource(_records(here, of_kind), columns)
    acts = plan_acts(here, kind)
    table = Table(f"isi-{kind}", columns, source, request.GET, key=attrgetter("pk"), acts=acts)
    name = words().several("log_model", of_kind.label)
    file = table_download(request, here, table, name, timezone.localdate())
    if file is not None:
        return file
    context = {"here": here, "kind": of_kind, "name": name, "table": table}
    return render(request, "pages/plan_rows.html", context)


def _records(here: Here, kind: PlanKind) -> QuerySet[Any]:
    sheet = BY_NAME[kind.sheet]
    order = [f"{key}__code" if sheet.by_name[key].refers_to else key for key in sheet.key]
    links = sorted(name for name, column in sheet.by_name.items() if _is_named(column))
    records: QuerySet[Any] = records_in(kind.model, here.region).order_by(*order, "pk")
    records = records.select_related(*links)
    retired = _RETIRED.get(kind.sheet)
    if retired is None:
        return records
    today = timezone.localdate()
    is_retired = Q(**{retired: today if kind.sheet == "Agencies" else today.year})
    state = Case(When(is_retired, then=Value(RETIRED)), default=Value(IN_USE))
    with_state: QuerySet[Any] = records.annotate(state=state)
    return with_state


_RETIRED = {
    "Agencies": "retired_on__lte",
    "Programmes": "end_year__lt",
    "Indicators": "last_year__lt",
}


def _columns(here: Here, kind: PlanKind) -> list[tables.Column]:
    """The first leads to the form; of the others what may be empty is there for who chooses it."""
    edition = load(here.region.framework or DEFAULT)
    sheet = BY_NAME[kind.sheet]
    first = _first_column(here, kind)
    word = next((one.name for one in sheet.columns if one.kind is Kind.WORD), "")
    columns = [
        _column(kind, one, edition, is_filter=one.name in {"agency", "year", word})
        for one in sheet.columns
        if one.name != first.name and one.kind not in _MANY
    ]
    return [first, *columns, *([_state_column()] if kind.sheet in _RETIRED else [])]


def _first_column(here: Here, kind: PlanKind) -> tables.Column:
    """A record's name, or of what has none that of what it is part of."""
    parts = [here.region.code, kind.slug, 0]
    base = reverse("pages:plan-change", args=parts).removesuffix("0/")
    parent = kind.parent if "code" not in BY_NAME[kind.sheet].by_name else ""
    of = parent or kind.name

    def cell(record: Any) -> SafeString:
        named = getattr(record, of)
        link = format_html('<a href="{}{}/">{}</a>', base, record.pk, getattr(named, "name", named))
        if not parent:
            return link
        return link + format_html(' <span class="muted small nowrap">{}</span>', named.code)

    lookup = f"{of}__name" if parent else of
    title = label_of(kind.sheet, of)
    return tables.Column(of, "", title=title, field=lookup, cell=cell, is_searched=True, width=48)


def _column(
    kind: PlanKind, column: Column, edition: Framework, *, is_filter: bool
) -> tables.Column:
    is_named = _is_named(column)
    is_text = column.kind in {Kind.TEXT, Kind.CODE}
    is_money = column.unit is Unit.RUPIAH
    return tables.Column(
        column.name,
        "",
        title=label_of(kind.sheet, column.name),
        kind=tables.Kind.RUPIAH if is_money else _KINDS.get(column.kind, tables.Kind.TEXT),
        names=_names(column, edition),
        field=f"{column.name}__name" if is_named else None,
        value=_value(column, is_named=is_named),
        is_filter=is_filter,
        is_chips=is_filter and column.kind is Kind.WORD and len(column.words) <= MOST_CHIPS,
        is_searched=is_text,
        is_extra=column.optional and column.name not in _SHOWN,
        is_summed=is_money,
        phone=_PHONE.get(column.name, ""),
        css="nowrap" if column.kind in {Kind.YEAR, Kind.CODE} and not is_named else "",
        width=32 if is_text else 16,
    )


def _is_named(column: Column) -> bool:
    """Whether it names one other record."""
    return column.refers_to is not None and column.kind is Kind.CODE


_PHONE = {
    "code": "main",
    "agency": "sub",
    "programme": "sub",
    "year": "more",
    "ceiling": "main",
}


def _names(column: Column, edition: Framework) -> Mapping[str, str] | None:
    if column.by_edition == "dimensions":
        return {one: edition.name_of(one, language()) for one in edition.dimension_codes}
    if column.kind is Kind.YES_NO:
        return {"True": words()("answer.yes"), "False": words()("answer.no")}
    if column.kind is Kind.WORD:
        return {word: word_of(column, word) for word in column.words}
    return None


def _value(column: Column, *, is_named: bool) -> Callable[[Any], Any] | None:
    if is_named:
        return lambda record: getattr(getattr(record, column.name), "name", None)
    if column.kind is Kind.YES_NO:
        return lambda record: str(getattr(record, column.name))
    return None


def _state_column() -> tables.Column:
    return tables.Column(
        "state",
        "page.state",
        names={IN_USE: words()("editing.in_use"), RETIRED: words()("editing.retired")},
        is_ranked=True,
        is_filter=True,
        is_chips=True,
        is_extra=True,
    )
