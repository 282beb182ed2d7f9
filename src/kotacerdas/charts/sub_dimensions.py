"""Planned and realised by sub-dimension: one bar, its length the programmes planned."""

from kotacerdas.charts.theme import HATCH, LIGHT, Spec, Theme, fitting, names, picture, rows_by
from kotacerdas.scoring.framework import Framework
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.catalogue import terms
from kotacerdas.wording.numbers import NOTHING, Language

STATUSES = ("realised", "not_realised", "not_reported")
ROW = 20  # pixels a sub-dimension takes
NAMES = 212  # pixels for the names at the left


def sub_dimensions(scorecard: Scorecard, language: Language, theme: Theme = LIGHT) -> Spec:
    """Bars in three parts: realised, not realised, not reported (hatched)."""
    said = sub_dimension_names(scorecard.framework, language)
    figures = scorecard.figures.filter(level="sub_dimension").to_dicts()
    rows = []
    for place, figure in enumerate(figures):
        name = said.get(figure["code"], figure["code"])
        rows += _parts(figure, name or terms(language)("picture.no_sub_dimension"), place)
    largest = max((row["end"] for row in rows), default=1) or 1
    body: Spec = {
        "data": {"values": rows},
        "encoding": {"y": rows_by("row")},
        "layer": [_names(), _bars(theme, largest), _label(theme, largest)],
    }
    size = (360, ROW * max(len(figures), 1))
    return picture(theme, body, size=size, padding={"left": NAMES, "right": 56})


def sub_dimension_names(framework: Framework, language: Language) -> dict[str, str]:
    return {
        sub.code: _capital(sub.name_id if language is Language.ID else sub.name_en)
        for dimension in framework.dimensions
        for sub in dimension.sub_dimensions
    }


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _parts(figure: Spec, name: str, place: int) -> list[Spec]:
    """Three rows of data, one a status; the last also carries the texts beside the bar."""
    counts = {
        "realised": figure["realised"],
        "not_realised": figure["planned"] - figure["realised"] - figure["not_reported"],
        "not_reported": figure["not_reported"],
    }
    rows, start = [], 0
    for status in STATUSES:
        end = start + counts[status]
        rows.append({"row": place, "status": status, "start": start, "end": end})
        start = end
    count = f"{figure['realised']}/{figure['planned']}" if figure["planned"] else NOTHING
    rows[-1] |= {"name": fitting(name, NAMES), "text": count}
    return rows


def _names() -> Spec:
    return {"transform": [{"filter": "isValid(datum.name)"}]} | names(NAMES)


def _bars(theme: Theme, largest: int) -> Spec:
    fills = [theme.status["realised"], theme.status["not_realised"], HATCH]
    return {
        "transform": [{"filter": "datum.end > datum.start"}],
        "mark": {"type": "bar", "height": 9, "strokeWidth": 0.75},
        "encoding": {
            "x": _x("start", largest),
            "x2": {"field": "end"},
            "fill": _by_status(fills),
            "stroke": _by_status([*fills[:2], theme.status["not_reported"]]),
        },
    }


def _label(theme: Theme, largest: int) -> Spec:
    return {
        "transform": [{"filter": "isValid(datum.text)"}],
        "mark": {"type": "text", "align": "left", "dx": 8, "color": theme.muted},
        "encoding": {
            "x": _x("end", largest),
            "text": {"field": "text", "type": "nominal"},
        },
    }


def _x(field: str, largest: int) -> Spec:
    scale = {"domain": [0, largest], "nice": False}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": None}


def _by_status(colours: list[str]) -> Spec:
    scale = {"domain": list(STATUSES), "range": colours}
    return {"field": "status", "type": "nominal", "scale": scale, "legend": None}
