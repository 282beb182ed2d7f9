"""An item of the capacity against its target: a zero is reported, and what is not is no zero."""

import pytest

from kotacerdas.scoring.indicators import State
from kotacerdas.scoring.measures import against_target


@pytest.mark.parametrize(
    ("target", "realised", "state", "pct"),
    [
        (10, 5, State.SCORED, 50.0),
        (10, 0, State.SCORED, 0.0),
        (10, None, State.NOT_REPORTED, None),
        (0, 5, State.UNSCORABLE, None),
        (-1, 5, State.UNSCORABLE, None),
        (0, None, State.NOT_REPORTED, None),
    ],
)
def test_an_item_is_judged_as_an_indicator_is(target, realised, state, pct):
    scored = None if target <= 0 else 10.0 * (realised or 0)
    row = {"item": "Server", "target": target, "realised": realised, "achievement_pct": scored}
    judged = against_target(row)
    assert (judged["item"], judged["value"]) == ("Server", realised)
    assert (judged["state"], judged["achievement_pct"]) == (state, pct)
