"""A bar a row with texts behind it: the layers of the charts that show one figure of each kind."""

from collections.abc import Sequence

from kotacerdas.charts.theme import Spec

ROW = 34  # pixels a row takes


def bar(end: str | float, colour: str, domain: Sequence[float]) -> Spec:
    """A layer with bars from where `domain` begins up to the field `end`, or all to that value."""
    x: Spec = {"field": end} if isinstance(end, str) else {"datum": end}
    scale = {"domain": list(domain), "nice": False}
    return {
        "mark": {"type": "bar", "height": 9, "cornerRadius": 2, "color": colour},
        "encoding": {
            "x": x | {"type": "quantitative", "scale": scale, "axis": None},
            "x2": {"datum": domain[0]},
        },
    }


def text_behind(field: str, width: int, **mark: object) -> Spec:
    """A layer with a text `dx` pixels behind the plot, which is `width` wide; `mark` as Vega's."""
    return {
        "mark": {"type": "text"} | mark,
        "encoding": {"x": {"value": width}, "text": {"field": field, "type": "nominal"}},
    }
