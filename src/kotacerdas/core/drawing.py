"""Charts drawn on the server, for both grounds."""

import json
import re
from collections.abc import Callable
from functools import lru_cache

from django.utils.safestring import SafeString

from kotacerdas.charts.rendering import to_svg
from kotacerdas.charts.theme import DARK, LIGHT, Spec, Theme

_ID = re.compile(r'(\bid="|url\(#)([\w-]+)')


def drawn(name: str, draw: Callable[[Theme], Spec]) -> list[tuple[str, SafeString]]:
    """A chart's SVG by the ground and the room it is for, `light is-wide`, of which one is shown.

    `name` tells its parts from those of other charts on the page.
    """
    return [
        (f"{theme.name} is-{width}", svg_of(json.dumps(draw(one)), f"{name}-{theme.name}-{width}"))
        for theme in (LIGHT, DARK)
        for width, one in (("wide", theme), ("narrow", theme.narrow))
    ]


@lru_cache(maxsize=512)
def svg_of(spec: str, name: str) -> SafeString:
    """The SVG of a specification, as JSON: drawn once a process, other figures are another picture.

    Its parts get names of their own among the charts of a page.
    """
    return SafeString(_ID.sub(rf"\1{name}-\2", to_svg(json.loads(spec))))
