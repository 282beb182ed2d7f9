import pytest

from kotacerdas.charts.theme import DARK, LIGHT, Theme
from kotacerdas.frameworks.loading import load, packaged


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
    read = (theme.ink, theme.muted, *theme.status.values())
    assert all(_contrast(colour, theme.ground) >= 4.5 for colour in read)


@pytest.mark.parametrize("edition", [load(name) for name in packaged()], ids=lambda one: one.id)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_dimension_of_every_edition_can_be_read_and_told_apart(edition, theme: Theme):
    colours = [dimension.colour(theme.name) for dimension in edition.dimensions]
    assert all(_contrast(colour, theme.ground) >= 4.5 for colour in colours)
    assert len(set(colours)) == len(colours)
