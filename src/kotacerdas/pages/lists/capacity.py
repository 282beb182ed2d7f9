"""The capacity of a year: people, infrastructure, applications and literacy."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from kotacerdas.core.tables.columns import Column, Kind, terms
from kotacerdas.core.tables.sources import ListSource
from kotacerdas.core.tables.table import Table
from kotacerdas.documents import headlines
from kotacerdas.pages.bars import bullet
from kotacerdas.pages.lists import cells
from kotacerdas.pages.lists.acts import acts_of_year
from kotacerdas.pages.lists.pages import list_page
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.scoring.indicators import State
from kotacerdas.scoring.measures import against_target
from kotacerdas.workbook import schema

Row = dict[str, Any]


@of_year
def capacity(request: HttpRequest, page: YearPage) -> HttpResponse:
    columns = _columns(page)
    rows = [against_target(row) for row in page.facts.capacity]
    source, acts = ListSource(rows, columns), acts_of_year(page, "kapasitas")
    table = Table("capacity", columns, source, request.GET, **acts)
    more = {
        "headline": headlines.capacity(page.facts),
        "chart": page.link("picture", "kapasitas"),
    }
    return list_page(request, page, table, "pages/capacity.html", more)


def _columns(page: YearPage) -> list[Column]:
    links = cells.Links(page)
    return [
        Column(
            "item",
            "label.item",
            cell=cells.named("capacity-item", links, "code", "item"),
            is_searched=True,
            width=48,
        ),
        cells.code_column(),
        Column(
            "kind",
            "label.kind",
            names=terms("capacity", schema.CAPACITY_KINDS),
            is_ranked=True,
            is_filter=True,
            is_chips=True,
            phone="sub",
            width=24,
        ),
        cells.agency_column(page),
        Column("unit", "page.unit"),
        Column("target", "page.target", kind=Kind.NUMBER),
        Column("value", "label.spent", kind=Kind.NUMBER, phone="more"),
        Column("state", "page.state", names=terms("state", State), is_filter=True, cell=_state),
        Column(
            "achievement_pct",
            "label.achievement",
            kind=Kind.PERCENT,
            cell=_against_target,
            phone="main",
        ),
    ]


def _state(row: Row) -> SafeString | str:
    if row["state"] == State.NOT_REPORTED:
        return cells.status({"status": "not_reported"})
    return terms("state", State)[row["state"]]


def _against_target(row: Row) -> SafeString:
    return cells.with_bar(bullet(row), row["achievement_pct"])
