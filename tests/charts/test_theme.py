import pytest

from kotacerdas.charts.theme import DARK, LIGHT, Theme
from kotacerdas.scoring.framework import DIMENSIONS


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_what_must_be_read_stands_out_from_its_ground(theme: Theme):
    assert tuple(theme.dimensions) == DIMENSIONS
    read = (theme.ink, theme.muted, *theme.status.values(), *theme.dimensions.values())
    assert all(_contrast(colour, theme.ground) >= 4.5 for colour in read)
