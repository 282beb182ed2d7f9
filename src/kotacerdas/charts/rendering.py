"""A specification drawn: SVG for pages and documents, PNG for previews."""

from functools import cache
from typing import Any

import vl_convert

from kotacerdas.charts import fonts
from kotacerdas.charts.theme import DARK, HATCH, LIGHT, Spec

VEGA_LITE = "6.4"
_CLASS = ' class="marks"'  # of a stylesheet of Vega that is not here; pages mean their own by it
_PATTERN = (
    '<defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="5" height="5" fill="{ground}"/>'
    '<rect width="1.8" height="5" fill="{line}"/></pattern></defs>'
)


def to_svg(spec: Spec) -> str:
    """The picture as SVG; text stays text, set in Inter."""
    _register_fonts()
    svg: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
    return _with_hatch(svg.replace(_CLASS, "", 1), spec)


def to_png(spec: Spec, scale: float = 2) -> bytes:
    """The picture as PNG, `scale` pixels to each of the specification's."""
    png: bytes = vl_convert.svg_to_png(to_svg(spec), scale=scale)
    return png


def _with_hatch(svg: str, spec: Spec) -> str:
    """With the definition of the fill that says "not reported", where the picture has it."""
    if HATCH not in svg:
        return svg
    start = svg.index(">", svg.index("<svg")) + 1
    theme = DARK if _theme_name(spec) == DARK.name else LIGHT
    pattern = _PATTERN.format(ground=theme.ground, line=theme.status["not_reported"])
    return svg[:start] + pattern + svg[start:]


def _theme_name(spec: Spec) -> Any:
    return spec.get("usermeta", {}).get("theme")


@cache
def _register_fonts() -> None:
    """Once a process: the renderer reads every face in the folder."""
    vl_convert.register_font_directory(str(fonts.DIRECTORY))
