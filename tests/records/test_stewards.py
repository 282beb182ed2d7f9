"""Who answered for a programme after one agency went on in another."""

import pytest

from kotacerdas.plan.stewards import handed_over


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([(2018, "x")], [(2018, "x"), (2021, "y")]),
        ([(2021, "x")], [(2021, "y")]),
        ([(2022, "x")], [(2022, "y")]),
        ([(2018, "z"), (2021, "x")], [(2018, "z"), (2021, "y")]),
        ([(2018, "x"), (2022, "z")], [(2018, "x"), (2021, "y"), (2022, "z")]),
        (
            [(2018, "x"), (2022, "z"), (2024, "x")],
            [(2018, "x"), (2021, "y"), (2022, "z"), (2024, "y")],
        ),
        ([(2018, "z"), (2020, "x")], [(2018, "z"), (2020, "x"), (2021, "y")]),
        ([(2018, "y"), (2021, "x")], [(2018, "y")]),
        ([(2018, "y"), (2020, "x"), (2023, "y")], [(2018, "y"), (2020, "x"), (2021, "y")]),
        ([(2018, "z"), (2023, "w")], [(2018, "z"), (2023, "w")]),
        ([(2018, "x"), (2021, "z")], [(2018, "x"), (2021, "z")]),
    ],
)
def test_only_its_own_years_from_then_on_pass_over(before, after):
    assert handed_over(before, "x", "y", 2021) == after
