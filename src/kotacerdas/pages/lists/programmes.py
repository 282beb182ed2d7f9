"""The programmes and the indicators of a year."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kotacerdas.core.tables.columns import Column, Kind, LastingRows, terms
from kotacerdas.core.tables.sources import ListSource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import words
from kotacerdas.documents.facts import Facts
from kotacerdas.pages.bars import bullet
from kotacerdas.pages.lists import cells
from kotacerdas.pages.lists.acts import acts_of_year
from kotacerdas.pages.lists.pages import list_page
from kotacerdas.pages.urgency import URGENCY
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.scoring.indicators import State
from kotacerdas.workbook import schema

Row = dict[str, Any]


@of_year
def programmes(request: HttpRequest, page: YearPage) -> HttpResponse:
    """All programmes of the year, what needs somebody first."""
    table = programme_table(request, page, page.facts.programmes)
    return list_page(request, page, table, "pages/programmes.html")


def programme_table(request: HttpRequest, page: YearPage, programmes: Sequence[Row]) -> Table:
    """Some of the year's programmes."""
    columns = programme_columns(page)
    source = ListSource(programmes, columns)
    acts = acts_of_year(page, "program")
    return Table("programmes", columns, source, request.GET, order="status", **acts)


def programme_columns(page: YearPage) -> list[Column]:
    facts, links = page.facts, cells.Links(page)
    named = cells.named("programme", links, "code", "name")
    subs = {sub.code: sub.name for sub in facts.sub_dimensions}

    def money(row: Row) -> tuple[float | None, float | None]:
        return facts.money_by_programme.get(row["code"], (None, None))

    return [
        Column(
            "name",
            "label.programme",
            is_searched=True,
            cell=lambda row: named(row) + _reason(row),
            width=48,
        ),
        cells.code_column(),
        Column(
            "agency",
            "label.agency",
            names=facts.agency_names,
            cell=cells.agency(links),
            is_filter=True,
            is_searched=True,
            width=32,
        ),
        cells.dimension_column(page),
        Column("sub_dimension", "page.sub_dimensions", names=subs, is_extra=True),
        Column(
            "status",
            "label.status",
            names=terms("status", facts.statuses),
            cell=_status,
            key=lambda row: URGENCY.index(row["status"]),
            is_filter=True,
            is_chips=True,
            phone="sub",
        ),
        Column("note", "label.reason", is_extra=True, width=40),
        Column(
            "ceiling",
            "label.ceiling",
            kind=Kind.RUPIAH,
            value=lambda row: money(row)[0],
            is_extra=True,
            is_summed=True,
        ),
        Column(
            "spent",
            "label.spent",
            kind=Kind.RUPIAH,
            value=lambda row: money(row)[1],
            is_extra=True,
            is_summed=True,
        ),
        Column(
            "indicator_achievement_pct",
            "label.indicators",
            kind=Kind.PERCENT,
            phone="main",
        ),
    ]


def _reason(row: Row) -> SafeString:
    """Why the programme is not as planned, below its name."""
    if row["status"] not in {"not_realised", "behind"}:
        return SafeString("")
    if row["note"]:
        return format_html('<div class="quote">{}</div>', row["note"])
    missing = words()("page.no_reason")
    return format_html('<div class="quote"><span class="muted">{}</span></div>', missing)


def _status(row: Row) -> SafeString:
    if not row["is_verified"]:
        return cells.status(row)
    verified = words()("page.verified")
    note = format_html(' <span class="small muted below-wide">{}</span>', verified)
    return cells.status(row) + note


@of_year
def indicators(request: HttpRequest, page: YearPage) -> HttpResponse:
    """All indicators of the year, the lowest achievement first."""
    columns = _indicator_columns(page)
    source, acts = ListSource(_indicators(page.facts), columns), acts_of_year(page, "indikator")
    table = Table("indicators", columns, source, request.GET, order="achievement_pct", **acts)
    return list_page(request, page, table, "pages/indicators.html")


@lru_cache(maxsize=32)
def _indicators(facts: Facts) -> LastingRows:
    return LastingRows(facts.indicators)


def _indicator_columns(page: YearPage) -> list[Column]:
    links, names = cells.Links(page), page.facts.programme_names
    return [
        Column(
            "name",
            "label.indicator",
            is_searched=True,
            cell=cells.named("indicator", links, "code", "name"),
            width=48,
        ),
        cells.code_column(),
        Column(
            "programme",
            "label.programme",
            names=names,
            cell=lambda row: format_html(
                '<a class="muted" href="{}">{}</a>',
                links.to("programme", row["programme"]),
                names[row["programme"]],
            ),
            is_searched=True,
            width=40,
        ),
        cells.agency_column(page),
        cells.dimension_column(page),
        Column(
            "level",
            "page.level",
            names=terms("indicator_level", schema.INDICATOR_LEVELS),
            is_filter=True,
            is_extra=True,
        ),
        Column("unit", "page.unit", phone="sub"),
        Column("target", "page.target", kind=Kind.NUMBER),
        Column("value", "page.value", kind=Kind.NUMBER, phone="more"),
        Column(
            "state",
            "page.state",
            names=terms("state", State),
            is_filter=True,
            is_chips=True,
            is_extra=True,
        ),
        Column(
            "achievement_pct",
            "label.achievement",
            kind=Kind.PERCENT,
            cell=_against_target,
            phone="main",
        ),
    ]


def _against_target(row: Row) -> SafeString:
    return cells.with_bar(bullet(row), row["achievement_pct"])
