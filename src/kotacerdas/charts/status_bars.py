"""Programmes by status: one bar a row, its length the programmes planned."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kotacerdas.charts.bars import Rows
from kotacerdas.charts.theme import HATCH, NARROW, Spec, Theme, rows_by

_BEHIND = 56  # pixels for the text behind a bar


class Row(NamedTuple):
    """A bar: its name, how many programmes are in each status, and the text at its end."""

    name: str
    counts: Mapping[str, int]
    text: str


def status_bars(
    rows: Sequence[Row], statuses: Sequence[str], theme: Theme, height: int, size: tuple[int, int]
) -> Spec:
    """The bars in parts, one a status: `height` pixels a row, `size` of names and plot."""
    places = Rows(theme, *size, _BEHIND, height=height)
    parts = [part for at, row in enumerate(rows) for part in _parts(row, statuses, at, places)]
    largest = max((part["end"] for part in parts), default=1) or 1
    if theme.is_narrow:  # the scale leaves room for the text behind the longest bar
        largest *= NARROW / (NARROW - _BEHIND)
    body: Spec = {
        "data": {"values": parts},
        "encoding": {"y": rows_by("row")},
        "layer": [
            {"transform": [{"filter": "isValid(datum.name)"}]} | places.named(),
            _bars(statuses, theme, largest),
            _label(theme, largest),
        ],
    }
    return places.picture(body, len(rows))


def _parts(row: Row, statuses: Sequence[str], place: int, places: Rows) -> list[Spec]:
    """A row of data for each status; the last also carries the texts beside the bar."""
    parts: list[Spec] = []
    start = 0
    for status in statuses:
        end = start + row.counts[status]
        parts.append({"row": place, "status": status, "start": start, "end": end})
        start = end
    parts[-1] |= {"name": places.fitting(row.name), "text": row.text}
    return parts


def _bars(statuses: Sequence[str], theme: Theme, largest: float) -> Spec:
    outlined = {"not_reported": HATCH, "not_due": theme.ground}
    fills = [outlined.get(status) or theme.status[status] for status in statuses]
    strokes = [theme.status.get(status, theme.muted) for status in statuses]
    return {
        "transform": [{"filter": "datum.end > datum.start"}],
        "mark": {"type": "bar", "height": 9, "strokeWidth": 0.75},
        "encoding": {
            "x": _x("start", largest),
            "x2": {"field": "end"},
            "fill": _by_status(statuses, fills),
            "stroke": _by_status(statuses, strokes),
        },
    }


def _label(theme: Theme, largest: float) -> Spec:
    return {
        "transform": [{"filter": "isValid(datum.text)"}],
        "mark": {"type": "text", "align": "left", "dx": 8, "color": theme.muted},
        "encoding": {
            "x": _x("end", largest),
            "text": {"field": "text", "type": "nominal"},
        },
    }


def _x(field: str, largest: float) -> Spec:
    scale = {"domain": [0, largest], "nice": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def _by_status(statuses: Sequence[str], colours: list[str]) -> Spec:
    scale = {"domain": list(statuses), "range": colours}
    return {"field": "status", "type": "nominal", "scale": scale, "legend": None}
