"""The agencies of a year: what they achieved, what they reported, their innovations."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kotacerdas.core.tables.columns import Column, Kind, terms
from kotacerdas.core.tables.sources import ListSource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import words
from kotacerdas.documents.facts import Figure
from kotacerdas.pages.bars import share_bar
from kotacerdas.pages.lists import cells
from kotacerdas.pages.lists.acts import acts_of_year
from kotacerdas.pages.lists.pages import list_page
from kotacerdas.pages.urgency import by_urgency
from kotacerdas.pages.years import YearPage, of_year

Row = dict[str, Any]
# How far an agency is with its programmes, and with its innovations.
PROGRAMMES = ("some_left", "all_realised", "no_programmes")
BELOW_MINIMUM = "below"
DOTS_HIGH, DOT_WIDTH = 5, 2.5


@of_year
def agencies(request: HttpRequest, page: YearPage) -> HttpResponse:
    """All agencies of the year, the lowest achievement first."""
    columns, rows = _columns(page), _rows(page)
    source = ListSource(rows, columns)
    acts = acts_of_year(page, "opd")
    table = Table("agencies", columns, source, request.GET, css="middle-rows", **acts)
    return list_page(request, page, table, "pages/agencies.html", _summary(page))


def _summary(page: YearPage) -> dict[str, Any]:
    """How many agencies realised all they planned, and reached the minimum of innovations."""
    facts = page.facts
    planning = [figure for figure in facts.agencies if figure.planned]
    left = [figure for figure in planning if figure.lost]
    innovations = facts.innovations_by_agency.values()
    return {
        "planning": len(planning),
        "without_left": len(planning) - len(left),
        "left": len(left),
        "left_programmes": sum(figure.lost for figure in left),
        "reached": sum(count >= facts.minimum for count in innovations),
        "dots": dots(planning) if facts.is_complete else [],
    }


def dots(figures: list[Figure]) -> list[dict[str, float]]:
    """Each achievement as a dot of a plot of 100 by 27; those alike stand in a block."""
    alike: dict[int, int] = defaultdict(int)
    plotted = []
    for pct in sorted(f.achievement_pct for f in figures if f.achievement_pct is not None):
        place = round(pct / DOT_WIDTH)
        column, height = divmod(alike[place], DOTS_HIGH)
        x, y = DOT_WIDTH * place - 4 * column, 24.0 - 5 * height
        plotted.append({"x": x, "y": y, "pct": pct})
        alike[place] += 1
    return plotted


def _rows(page: YearPage) -> list[Row]:
    facts, money = page.facts, page.facts.money_by_programme
    keys = dict(facts.scorecard.agencies.select("code", "row").iter_rows())
    own: dict[str, list[Row]] = defaultdict(list)
    for row in by_urgency(facts.programmes)[::-1]:
        own[row["agency"]].append(row)
    return [
        {
            "row": keys[figure.code],
            "code": figure.code,
            "name": figure.name,
            "figure": figure,
            "programmes": own[figure.code],
            "achievement_pct": figure.achievement_pct,
            "indicator_achievement_pct": figure.indicator_achievement_pct,
            "innovations": facts.innovations_by_agency[figure.code],
            "absorption_pct": _absorption(own[figure.code], money),
            "programme_state": _programme_state(figure),
            "minimum": BELOW_MINIMUM
            if facts.innovations_by_agency[figure.code] < facts.minimum
            else None,
        }
        for figure in sorted(facts.agencies, key=_need)
    ]


def _absorption(programmes: list[Row], money: Any) -> float | None:
    """Of the money of its programmes what is spent, in percent; None where either is unknown."""
    pairs = [money[row["code"]] for row in programmes if row["code"] in money]
    ceiling = sum(one for one, _ in pairs if one is not None)
    spent = [one for _, one in pairs if one is not None]
    return 100 * sum(spent) / ceiling if ceiling and spent else None


def _programme_state(figure: Figure) -> str:
    if not figure.planned:
        return "no_programmes"
    return "some_left" if figure.lost else "all_realised"


def _need(figure: Figure) -> tuple[bool, float, int]:
    """The lowest achievement first, or what is behind and missing; nothing planned last."""
    value = figure.achievement_pct
    return not figure.planned, -figure.behind if value is None else value, -figure.not_reported


def _columns(page: YearPage) -> list[Column]:
    facts, links = page.facts, cells.Links(page)
    own = _complete(page) if facts.is_complete else _running()
    return [
        Column(
            "name",
            "label.name",
            is_searched=True,
            cell=lambda row: format_html(
                '<a href="{}">{}</a>', links.to("agency", row["code"]), row["name"]
            ),
            width=48,
        ),
        cells.code_column(),
        Column(
            "programmes",
            "menu.programmes",
            kind=Kind.COUNT,
            value=lambda row: len(row["programmes"]),
            cell=lambda row: cells.marks(row["programmes"], links),
            phone="sub",
            css="left",
        ),
        *own,
        Column(
            "innovations",
            "label.innovations",
            kind=Kind.COUNT,
            cell=lambda row: _innovations(row, facts.minimum, is_complete=facts.is_complete),
            phone="more",
            is_summed=True,
        ),
        Column(
            "programme_state",
            "page.programme_state",
            names=terms("programme_state", PROGRAMMES),
            is_ranked=True,
            is_filter=True,
            is_chips=True,
            is_extra=True,
        ),
        Column(
            "minimum",
            "page.minimum",
            names={BELOW_MINIMUM: words()("page.minimum_below", n=facts.minimum)},
            is_filter=True,
            is_chips=True,
            is_extra=True,
        ),
    ]


def _complete(page: YearPage) -> list[Column]:
    whole = page.facts.overall.achievement_pct

    def achieved(row: Row) -> SafeString:
        share = row["achievement_pct"]
        return cells.with_bar(share_bar(share, None if share is None else whole, height=8), share)

    return [
        Column(
            "realised",
            "label.realised",
            kind=Kind.COUNT,
            value=lambda row: row["figure"].realised if row["figure"].planned else None,
            cell=lambda row: cells.part(row["figure"].realised, row["figure"].planned),
            is_summed=True,
        ),
        Column(
            "planned",
            "label.planned",
            kind=Kind.COUNT,
            value=lambda row: row["figure"].planned,
            is_extra=True,
            is_summed=True,
        ),
        Column(
            "achievement_pct",
            "label.achievement",
            kind=Kind.PERCENT,
            cell=achieved,
            phone="main",
        ),
        Column("indicator_achievement_pct", "label.indicators", kind=Kind.PERCENT),
        Column("absorption_pct", "label.absorption", kind=Kind.PERCENT),
    ]


def _running() -> list[Column]:
    return [
        Column(
            "as_planned",
            "overview.as_planned",
            kind=Kind.COUNT,
            value=lambda row: row["figure"].as_planned if row["figure"].reported else None,
            cell=lambda row: cells.part(row["figure"].as_planned, row["figure"].reported),
            phone="main",
            is_summed=True,
        ),
        Column(
            "reported",
            "overview.reported",
            kind=Kind.COUNT,
            value=lambda row: row["figure"].reported if row["figure"].due else None,
            cell=lambda row: cells.part(row["figure"].reported, row["figure"].due),
            is_summed=True,
        ),
        Column("absorption_pct", "label.absorption", kind=Kind.PERCENT),
    ]


def _innovations(row: Row, minimum: int, *, is_complete: bool) -> SafeString:
    """The count; marked where the year is complete and it is below the minimum."""
    count = row["innovations"]
    on_phone = format_html(
        '{}<span class="on-phone"> {}</span>', count, words()("overview.innovations_n")
    )
    if is_complete and count < minimum:
        mark = '<span class="down"><span class="mark mark-not_realised"></span> {}</span>'
        return format_html(mark, on_phone)
    return on_phone
