"""A share, and target against value, as a bar."""

import re

import pytest

from kotacerdas.pages.bars import bullet, share_bar

RECT = re.compile(r'<rect class="([^"]+)" x="([\d.]+)%" y="\d+" width="([\d.]+)')


def row(value, target, upper=None, state="scored"):
    return {"value": value, "target": target, "target_max": upper, "state": state}


def parts(drawn):
    """By class where a part begins and, where it is no mark, how long it is, in percent."""
    found = {css: (float(x), float(width)) for css, x, width in RECT.findall(drawn)}
    return {css: place[0] if css in {"aim", "last"} else place for css, place in found.items()}


@pytest.mark.parametrize(
    ("one", "value", "target"),
    [
        (row(50, 100), (0, 43.48), 86.96),
        (row(100, 50), (0, 86.96), 43.48),
        (row(0, 100), (0, 0), 86.96),  # zero is a value, unlike none
        (row(None, 100), None, 86.96),
        (row(3, None, state="no_target"), (0, 86.96), None),
        (row(-10, 10), (0, 43.48), 86.96),  # from where zero is to the left
        (row(0, 0), (0, 0), 0),
        (row(None, None, state="not_due"), None, None),
    ],
)
def test_a_bullet_is_the_value_and_a_mark_at_the_target(one, value, target):
    drawn = parts(bullet(one))
    assert (drawn.get("value"), drawn.get("aim")) == (value, target)
    assert drawn["track"] == (0, 100)


def test_a_target_that_is_a_range_is_an_area():
    assert parts(bullet(row(6, 5, 7)))["aim-range"] == (62.11, 24.84)
    assert parts(bullet(row(6, 5, 5)))["aim"] == 72.46  # which is one figure


def test_what_is_not_reported_is_seen_on_the_track():
    assert "track is-missing" in parts(bullet(row(None, 100, state="not_reported")))


def test_a_share_of_nothing_is_an_empty_track_unlike_zero():
    assert parts(share_bar(None)) == {"track": (0, 100)}
    assert parts(share_bar(0.0, 100)) == {"track": (0, 100), "value": (0, 0), "last": 99.5}
