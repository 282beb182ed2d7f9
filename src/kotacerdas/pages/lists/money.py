"""The budget of a year, by programme and source."""

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from kotacerdas.core.tables.columns import Column, Kind, terms
from kotacerdas.core.tables.sources import ListSource
from kotacerdas.core.tables.table import Table
from kotacerdas.pages.lists import cells
from kotacerdas.pages.lists.acts import acts_of_year
from kotacerdas.pages.lists.pages import list_page
from kotacerdas.pages.overview import money_rows
from kotacerdas.pages.years import YearPage, of_year


@of_year
def money(request: HttpRequest, page: YearPage) -> HttpResponse:
    columns, rows = _columns(page), page.facts.budget
    source, acts = ListSource(rows, columns), acts_of_year(page, "anggaran")
    table = Table("money", columns, source, request.GET, **acts)
    more = {"sources": money_rows(page.facts), "chart": page.link("quarters")}
    return list_page(request, page, table, "pages/money.html", more)


def _columns(page: YearPage) -> list[Column]:
    facts, links = page.facts, cells.Links(page)
    return [
        Column(
            "name",
            "label.programme",
            is_searched=True,
            cell=lambda row: format_html(
                '<a href="{}">{}</a>', links.to("programme", row["programme"]), row["name"]
            ),
            width=48,
        ),
        Column("programme", "label.code", is_searched=True, is_extra=True),
        cells.agency_column(page),
        cells.dimension_column(page),
        Column(
            "source",
            "label.source",
            names=terms("source", facts.sources),
            is_filter=True,
            phone="sub",
        ),
        Column("ceiling", "label.ceiling", kind=Kind.RUPIAH, is_summed=True, phone="more"),
        Column("realised", "label.spent", kind=Kind.RUPIAH, is_summed=True, phone="main"),
        Column("absorption_pct", "label.absorption", kind=Kind.PERCENT),
    ]
