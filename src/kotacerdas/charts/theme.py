"""The tokens of the design: colours, type and sizes, light and dark, in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kotacerdas.wording.cutting import cut_to_width

Spec = dict[str, Any]  # a Vega-Lite specification

FONT = "Inter"
TEXT_SIZE = 12
NARROW = 280  # pixels of a narrow picture, which are the room there is on a phone
HATCH = "url(#hatch)"  # a fill; `rendering` defines the pattern


@dataclass(frozen=True)
class Theme:
    """Colours as `#RRGGBB`; `status` by programme status; those of dimensions are the edition's.

    `is_narrow` where the picture has only `NARROW` pixels.
    """

    name: str
    ground: str
    surface: str
    ink: str
    muted: str
    line: str
    track: str
    accent: str
    accents: tuple[str, str, str, str, str]  # from strong to faint
    status: Mapping[str, str]
    is_narrow: bool = False

    @property
    def narrow(self) -> "Theme":
        return replace(self, is_narrow=True)


LIGHT = Theme(
    name="light",
    ground="#FFFFFF",
    surface="#F8FAFC",
    ink="#0F172A",
    muted="#5B6678",
    line="#E2E8F0",
    track="#E8ECF2",
    accent="#1D4ED8",
    accents=("#1D4ED8", "#6D93F0", "#9DB7F5", "#B9CBF9", "#D5E0FB"),
    status={
        "realised": "#0F766E",
        "on_track": "#1D4ED8",
        "behind": "#B54708",
        "not_realised": "#B42318",
        "not_reported": "#667085",
    },
)

DARK = Theme(
    name="dark",
    ground="#0B1220",
    surface="#111A2C",
    ink="#E2E8F0",
    muted="#98A2B3",
    line="#22304A",
    track="#1D2940",
    accent="#8FB0FF",
    accents=("#8FB0FF", "#5478CC", "#3A559A", "#314778", "#283A60"),
    status={
        "realised": "#5EEAD4",
        "on_track": "#8FB0FF",
        "behind": "#FDB022",
        "not_realised": "#FDA29B",
        "not_reported": "#98A2B3",
    },
)


def picture(theme: Theme, body: Spec, *, size: tuple[int, int], padding: Spec) -> Spec:
    """`body` as a specification of its own: `size` is the plot's, `padding` around it, pixels."""
    width, height = size
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "autosize": {"type": "none"},
        "width": width,
        "height": height,
        "padding": {"left": 0, "right": 0, "top": 0, "bottom": 0} | padding,
        "background": "transparent",
        "config": _config(theme),
        "usermeta": {"theme": theme.name},
    } | body


def _config(theme: Theme) -> Spec:
    return {
        "font": FONT,
        "view": {"stroke": None},
        "text": {"fontSize": TEXT_SIZE, "color": theme.ink},
        "axis": {
            "labelFontSize": TEXT_SIZE,
            "labelColor": theme.ink,
            "titleFontSize": TEXT_SIZE,
            "titleFontWeight": "normal",
            "titleColor": theme.muted,
            "gridColor": theme.line,
            "domain": False,
            "ticks": False,
        },
    }


def names(limit: int, size: int = TEXT_SIZE, weight: int = 400, field: str = "name") -> Spec:
    """A layer with the rows' names in the `limit` pixels left of the plot.

    Text marks, because the renderer takes ten times as long over the labels of an axis; the
    caller cuts them, with `fitting`.
    """
    mark = {"type": "text", "align": "left", "dx": -limit, "fontSize": size, "fontWeight": weight}
    return {
        "mark": mark,
        "encoding": {"x": {"value": 0}, "text": {"field": field, "type": "nominal"}},
    }


def fitting(name: str, limit: int, size: int = TEXT_SIZE) -> str:
    """`name` cut to `limit` pixels, less a gap before the plot."""
    return cut_to_width(name, (limit - 10) / size)


def rows_by(field: str) -> Spec:
    """The vertical place of a row, in the order of the data."""
    scale = {"paddingInner": 0, "paddingOuter": 0}
    return {"field": field, "type": "nominal", "sort": None, "axis": None, "scale": scale}
