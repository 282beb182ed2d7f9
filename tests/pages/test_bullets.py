"""Target against value as a bar."""

import pytest

from kotacerdas.pages.bullets import bullet_of


def row(value, target, upper=None, state="scored"):
    return {"value": value, "target": target, "target_max": upper, "state": state}


@pytest.mark.parametrize(
    ("one", "places"),
    [
        (row(50, 100), (0, 43.5, 87.0)),
        (row(100, 50), (0, 87.0, 43.5)),
        (row(0, 100), (0, 0, 87.0)),  # zero is a value, unlike none
        (row(None, 100, state="not_reported"), (0, None, 87.0)),
        (row(3, None, state="no_target"), (0, 87.0, None)),
        (row(-10, 10), (0, 43.5, 87.0)),  # from where zero is to the left
        (row(0, 0), (0, 0, 0)),
        (row(None, None, state="not_due"), (0, None, None)),
    ],
)
def test_places_in_percent(one, places):
    bullet = bullet_of(one)
    found = (bullet.begin, bullet.width, bullet.target)
    assert tuple(None if one is None else round(one, 1) for one in found) == places


def test_a_range_is_an_area():
    bullet = bullet_of(row(6, 5, 7))
    assert (round(bullet.target, 1), round(bullet.target_width, 1)) == (62.1, 24.8)
    assert bullet_of(row(6, 5)).target_width is None
