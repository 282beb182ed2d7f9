"""The innovations of a year."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kotacerdas.core.tables.columns import Column, Kind, terms
from kotacerdas.core.tables.sources import ListSource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import words
from kotacerdas.pages.lists import cells
from kotacerdas.pages.lists.acts import acts_of_year
from kotacerdas.pages.lists.pages import list_page
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.workbook import schema

Row = dict[str, Any]
YES_NO = ("True", "False")


@of_year
def innovations(request: HttpRequest, page: YearPage) -> HttpResponse:
    columns = _columns(page)
    rows = page.facts.scorecard.innovations.to_dicts()
    source, acts = ListSource(rows, columns), acts_of_year(page, "inovasi")
    table = Table("innovations", columns, source, request.GET, order="agency", **acts)
    more = {"chart": page.link("picture", "inovasi")}
    return list_page(request, page, table, "pages/innovations.html", more)


def _columns(page: YearPage) -> list[Column]:
    facts, links = page.facts, cells.Links(page)
    grades = [
        Column(label.partition(".")[2], label, kind=Kind.NUMBER)
        for label in ("grade.effective", "grade.efficient", "grade.simple")
    ]
    return [
        Column(
            "name", "label.name", cell=lambda row: _named(row, links), is_searched=True, width=48
        ),
        cells.code_column(),
        Column("summary", "label.summary", is_searched=True, is_extra=True, width=56),
        Column(
            "agency",
            "label.agency",
            names=facts.agency_names,
            cell=cells.agency(links),
            is_filter=True,
            is_searched=True,
            phone="sub",
            width=32,
        ),
        Column(
            "stage",
            "label.stage",
            names=terms("stage", schema.STAGES),
            cell=_stage,
            is_ranked=True,
            is_filter=True,
            is_chips=True,
            phone="main",
        ),
        Column(
            "public_service",
            "annex.public_service",
            names=_yes_no(),
            value=lambda row: _text(row["public_service"]),
            is_filter=True,
            is_extra=True,
        ),
        Column(
            "digital",
            "annex.digital",
            names=_yes_no(),
            value=lambda row: _text(row["digital"]),
            is_extra=True,
        ),
        *grades,
        Column(
            "programme",
            "label.programme",
            names=facts.programme_names,
            cell=lambda row: _programme(row, links),
            width=32,
        ),
    ]


def _text(value: bool | None) -> str | None:  # noqa: FBT001 - the value of a cell
    return None if value is None else str(value)


def _yes_no() -> dict[str, str]:
    return dict(zip(YES_NO, terms("answer", ("yes", "no")).values(), strict=True))


def _named(row: Row, links: cells.Links) -> SafeString:
    summary = format_html('<div class="muted small">{}</div>', row["summary"] or "")
    name = cells.named("innovation", links, "code", "name")(row)
    return name + summary if row["summary"] else name


def _stage(row: Row) -> SafeString:
    say = words()
    if row["is_counted"]:
        return format_html("{}", say.term("stage", row["stage"]))
    note = say("page.counted_no")
    return format_html(
        '{}<br><span class="small muted">{}</span>', say.term("stage", row["stage"]), note
    )


def _programme(row: Row, links: cells.Links) -> SafeString:
    if row["programme"] is None:
        return SafeString("–")
    url = links.to("programme", row["programme"])
    return format_html('<a class="nowrap" href="{}">{}</a>', url, row["programme"])
