"""A bar a row with texts around it: the layers of the charts that show one figure of each kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from kotacerdas.charts.theme import NARROW, Spec, Theme, fitting, names, picture

ROW = 34  # pixels a row takes
_LINE = 14  # pixels from the middle of a bar to that of the text above or below it


@dataclass(frozen=True)
class Rows:
    """Where the parts of a row are, in pixels: its name, its bar, and the texts behind the bar.

    In a narrow picture the name stands above the bar, and `above` pixels of texts beside it; a text
    that is to be `below` stands there.
    """

    theme: Theme
    names: int
    plot: int
    behind: int
    height: int = ROW
    above: int = 0
    has_below: bool = False

    @property
    def is_narrow(self) -> bool:
        return self.theme.is_narrow

    def fitting(self, name: str) -> str:
        return fitting(name, NARROW - self.above if self.is_narrow else self.names)

    def named(self, weight: int = 400) -> Spec:
        """A layer with the rows' names."""
        if not self.is_narrow:
            return names(self.names, weight=weight)
        layer = names(0, weight=weight)
        return layer | {"mark": layer["mark"] | {"dy": -_LINE}}

    def text(self, field: str, at: tuple[str, int], *, below: str = "", **mark: object) -> Spec:
        """A layer with a text: `at` is how it is aligned and how far behind the bar.

        In a narrow picture it ends where the bar does, above it, or is aligned `below` it.
        """
        align, dx = at
        x = self.plot
        place: Spec = {"align": align, "dx": dx}
        if self.is_narrow:
            x = 0 if below == "left" else NARROW
            place = {"align": below or "right", "dy": _LINE if below else -_LINE}
        return {
            "mark": {"type": "text"} | place | mark,
            "encoding": {"x": {"value": x}, "text": {"field": field, "type": "nominal"}},
        }

    def picture(self, body: Spec, number: int, *, top: int = 0) -> Spec:
        """`body` as a picture of so many rows, with `top` pixels above them."""
        number = max(number, 1)
        if not self.is_narrow:
            padding = {"left": self.names, "right": self.behind, "top": top}
            return picture(
                self.theme, body, size=(self.plot, self.height * number), padding=padding
            )
        height = 58 if self.has_below else 40
        return picture(self.theme, body, size=(NARROW, height * number), padding={"top": top})


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
