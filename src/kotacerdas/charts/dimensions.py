"""Achievement by dimension: bullet bars on one scale, each with last year's mark."""

from kotacerdas.charts.bars import ROW, Rows
from kotacerdas.charts.status_bars import Row, status_bars
from kotacerdas.charts.theme import LIGHT, Spec, Theme, rows_by
from kotacerdas.frameworks.framework import Dimension
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.wording.numbers import NOTHING, Language, change, percent

NAMES = 140  # pixels for the names at the left


def dimensions(scorecard: Scorecard, language: Language, theme: Theme = LIGHT) -> Spec:
    """One bar a dimension, 0 to 100 %; a dimension without programmes has an empty track.

    Of a year that is not complete: how many programmes are in each status.
    """
    if not scorecard.is_complete:
        return _by_status(scorecard, language, theme)
    places = Rows(theme, NAMES, 310, 178, above=60, has_below=True)
    rows = [_row(figure, one, language, places) for figure, one in _figures(scorecard)]
    body: Spec = {
        "data": {"values": rows},
        "encoding": {"y": rows_by("name")},
        "layer": [
            places.named(weight=500),
            _bar("track", theme.track),
            _bar("achievement_pct", None),
            _last_year(theme),
            places.text("count", ("right", 62), below="left", color=theme.muted),
            places.text("percent", ("right", 124), fontWeight="bold"),
            _by_row(places.text("change", ("right", 176), below="right", fontWeight=500)),
        ],
    }
    return places.picture(body, len(rows))


def _figures(scorecard: Scorecard) -> list[tuple[Spec, Dimension]]:
    """The dimensions' figures, each with its dimension."""
    figures = [row for row in scorecard.displayed_figures if row["level"] == "dimension"]
    return list(zip(figures, scorecard.framework.dimensions, strict=True))


def _by_status(scorecard: Scorecard, language: Language, theme: Theme) -> Spec:
    rows = [
        Row(
            dimension.name(language),
            figure,
            f"{figure['realised'] + figure['on_track']}/{figure['planned']}"
            if figure["planned"]
            else NOTHING,
        )
        for figure, dimension in _figures(scorecard)
    ]
    return status_bars(rows, scorecard.statuses, theme, ROW, (NAMES, 432))


def _row(figure: Spec, dimension: Dimension, language: Language, places: Rows) -> Spec:
    theme = places.theme
    now, before = figure["achievement_pct"], figure["last_year_pct"]
    difference = None if now is None or before is None else now - before
    return {
        "name": places.fitting(dimension.name(language)),
        "colour": dimension.colour(theme.name),
        "track": 100,
        "achievement_pct": now,
        "last_year_pct": before,
        "count": f"{figure['realised']}/{figure['planned']}" if figure["planned"] else NOTHING,
        "percent": percent(now, language),
        "change": "" if before is None else change(difference, 1, language),
        "change_colour": _change_colour(difference, theme),
    }


def _change_colour(difference: float | None, theme: Theme) -> str:
    if difference is None or abs(difference) < 0.05:  # noqa: PLR2004 - shown as ±0.0
        return theme.muted
    return theme.status["realised" if difference > 0 else "not_realised"]


def _x(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "scale": {"domain": [0, 100]}, "axis": None}


def _bar(field: str, colour: str | None) -> Spec:
    by_row = {"field": "colour", "type": "nominal", "scale": None, "legend": None}
    return {
        "mark": {"type": "bar", "height": 9, "cornerRadius": 2},
        "encoding": {"x": _x(field), "color": {"value": colour} if colour else by_row},
    }


def _last_year(theme: Theme) -> Spec:
    return {
        "transform": [{"filter": "isValid(datum.last_year_pct)"}],
        "mark": {"type": "tick", "thickness": 2, "size": 20, "color": theme.ink},
        "encoding": {"x": _x("last_year_pct")},
    }


def _by_row(text: Spec) -> Spec:
    """The text in the colour of its row's change."""
    colour = {"field": "change_colour", "type": "nominal", "scale": None, "legend": None}
    return text | {"encoding": text["encoding"] | {"color": colour}}
