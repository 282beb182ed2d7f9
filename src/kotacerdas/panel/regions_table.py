"""The table of a panel's regions: how far each is, and what the chair sees of it."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kotacerdas.core.tables.columns import Column, Kind, terms
from kotacerdas.core.tables.sources import ListSource
from kotacerdas.core.tables.table import Table
from kotacerdas.panel.progress import STATES, Row, province_of
from kotacerdas.panel.shown import value_text

_Cells = dict[str, Any]


def regions_table(rows: Sequence[Row], query: QueryDict) -> Table:
    """Rows as `rows_of` gives them; their order is the table's own."""
    columns = _columns()
    source = ListSource([_cells(one) for one in rows], columns)
    return Table("panel-regions", columns, source, query)


def _cells(row: Row) -> _Cells:
    index = None if row.index_fraction is None else Fraction(row.index_fraction)
    return row._asdict() | {
        "province": province_of(row),
        "missing": row.seats - row.sent,
        "index": None if index is None else float(index),
        "index_text": value_text(index),
    }


def _columns() -> list[Column]:
    return [
        Column("name", "panel.region", is_searched=True, cell=_name, width=32),
        Column("code", "panel.region_code", is_searched=True, is_extra=True),
        Column("province", "panel.province", is_filter=True, is_searched=True, width=24),
        Column(
            "state",
            "panel.state",
            names=terms("review_phase", STATES),
            is_ranked=True,
            is_filter=True,
            is_chips=True,
            phone="sub",
            width=24,
        ),
        Column("seats", "panel.seats_head", kind=Kind.COUNT, is_summed=True),
        Column("sent", "panel.sent_head", kind=Kind.COUNT, is_summed=True, phone="more"),
        Column("missing", "panel.missing_head", kind=Kind.COUNT, is_summed=True, is_extra=True),
        Column("wide", "panel.wide", kind=Kind.COUNT, is_summed=True),
        Column("index", "panel.index_short", kind=Kind.NUMBER, cell=_index, phone="main"),
    ]


def _name(row: _Cells) -> str | SafeString:
    if not row["url"]:
        return format_html("{}", row["name"])
    return format_html('<a href="{}">{}</a>', row["url"], row["name"])


def _index(row: _Cells) -> str:
    return str(row["index_text"])
