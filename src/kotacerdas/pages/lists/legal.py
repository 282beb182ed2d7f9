"""Missions and regulations, and how many of the year's programmes rest on each."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kotacerdas.core.formats import day
from kotacerdas.core.tables.columns import Column, Kind
from kotacerdas.core.tables.sources import ListSource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import words
from kotacerdas.pages.lists import cells
from kotacerdas.pages.lists.acts import acts_of_year
from kotacerdas.pages.lists.pages import list_page
from kotacerdas.pages.years import YearPage, of_year

Row = dict[str, Any]


@of_year
def legal(request: HttpRequest, page: YearPage) -> HttpResponse:
    card = page.facts.scorecard
    lapsing = {row["code"] for row in page.facts.lapsing_regulations}
    rows = [
        row | {"is_lapsing": row["code"] in lapsing}
        for row in _counted(page, "regulations", card.regulations.to_dicts())
    ]
    links = cells.Links(page)
    columns = _columns(links)
    source, acts = ListSource(rows, columns), acts_of_year(page, "regulasi")
    table = Table("legal", columns, source, request.GET, **acts)
    more = {"missions": _counted(page, "missions", card.missions.to_dicts())}
    return list_page(request, page, table, "pages/legal.html", more)


def _counted(page: YearPage, name: str, rows: list[Row]) -> list[Row]:
    programmes = Counter(code for row in page.facts.programmes for code in row[name] or ())
    return [row | {"programmes": programmes[row["code"]]} for row in rows]


def _columns(links: cells.Links) -> list[Column]:
    return [
        Column(
            "title",
            "page.document",
            is_searched=True,
            cell=lambda row: _titled(row, links),
            width=56,
        ),
        cells.code_column(),
        Column(
            "type",
            "label.type",
            value=lambda row: row["type"].upper(),
            is_filter=True,
            is_extra=True,
        ),
        Column("year", "label.year", is_extra=True, key=lambda row: row["year"]),
        Column("valid_to", "page.valid", kind=Kind.DAY, cell=_valid, phone="sub"),
        Column(
            "programmes",
            "menu.programmes",
            kind=Kind.COUNT,
            phone="main",
        ),
    ]


def _titled(row: Row, links: cells.Links) -> SafeString:
    return format_html(
        '<a href="{}">{}</a> <span class="muted small">{} {}/{}</span>',
        links.to("regulation", row["code"]),
        row["title"],
        row["type"].upper(),
        row["number"],
        row["year"],
    )


def _valid(row: Row) -> SafeString:
    if row["valid_to"] is None:
        return SafeString("–")
    say = words()
    until = say("page.until", day=day(row["valid_to"]))
    if not row["is_lapsing"]:
        return format_html("{}", until)
    return format_html(
        '{0} <span class="state word-{2}"><span class="mark mark-{2}"></span>{1}</span>',
        until,
        say("page.is_lapsing"),
        "not_realised",
    )
