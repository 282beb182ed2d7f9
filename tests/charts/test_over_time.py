"""Charts over years: what is missing stays missing, and labels never lie on one another."""

from datetime import date
from itertools import pairwise

import altair as alt
import pytest

from kotacerdas.charts import rendering
from kotacerdas.charts.index_years import index_years
from kotacerdas.charts.indicator import MOST, indicator_years
from kotacerdas.charts.quarters import quarters
from kotacerdas.charts.slopes import GAP, SIZE, Line, slopes
from kotacerdas.charts.theme import DARK, LIGHT, NARROW
from kotacerdas.scoring.quarters import Absorption, Quarter
from kotacerdas.wording.numbers import Language


def year(at, value=5.0, target=4.0, *, state="scored", is_complete=True):
    return {"year": at, "value": value, "target": target, "target_max": None} | {
        "state": state,
        "is_complete": is_complete,
    }


YEARS = [
    year(2019, 0.0),
    year(2020, None, state="not_reported"),
    year(2021, None, None, state="not_applicable"),
    year(2022, 3.0),
    year(2023, 2.0, is_complete=False),
    year(2024, None, state="not_due", is_complete=False),
]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("years", [YEARS, YEARS[:1], [year(2022, None, None)], []])
def test_an_indicator_is_drawn_whatever_is_known(years, theme):
    spec = indicator_years(years, Language.ID, theme)
    alt.Chart.from_dict(spec)
    svg = rendering.to_svg(spec)
    assert "NaN" not in svg
    assert "undefined" not in svg


@pytest.mark.parametrize("years", [YEARS, YEARS[:1], [year(2022, None, None)], []])
def test_with_little_room_an_indicator_has_values_at_its_ends_and_dashes_for_words(years):
    spec = indicator_years(years, Language.ID, LIGHT.narrow)
    alt.Chart.from_dict(spec)
    svg = rendering.to_svg(spec)
    assert f'width="{NARROW}"' in svg
    assert "NaN" not in svg
    assert "dilaporkan" not in svg or len(years) == 1  # alone it has room for the word
    many = indicator_years([year(2010 + n, float(n)) for n in range(9)], Language.ID, LIGHT.narrow)
    labels = [row["value_text"] for row in many["data"]["values"]]
    assert labels == ["0", *[""] * (MOST - 2), "8"]


def test_with_little_room_a_target_keeps_away_from_the_last_value():
    years = [year(2022, 15.9, 16.0), year(2023, None, 15.7, state="not_reported")]
    rows = indicator_years(years, Language.ID, LIGHT.narrow)["data"]["values"]
    assert rows[0]["label_dy"] > 0 > rows[1]["target_dy"]
    years[0]["value"] = 92.0
    rows = indicator_years(years, Language.ID, LIGHT.narrow)["data"]["values"]
    assert rows[0]["label_dy"] < 0 < rows[1]["target_dy"]


def test_other_pictures_over_time_fit_into_little_room():
    many = index_years(
        [(1990 + n, n / 10) for n in range(30)], (0, 4), 2, Language.ID, LIGHT.narrow
    )
    quarter = Absorption([Quarter("q1", 0.0, 100.0)], 2)
    for spec in (
        many,
        quarters(quarter, 2022, date(2022, 10, 1), Language.ID, LIGHT.narrow),
        slopes([line(0.0, 100.0), line(50.0, 50.0)], (2021, 2022), Language.ID, LIGHT.narrow),
    ):
        alt.Chart.from_dict(spec)
        assert f'width="{NARROW}"' in rendering.to_svg(spec)
    assert [row["text"] for row in many["data"]["values"] if row["text"]] == ["0,00", "2,90"]


def test_zero_is_a_point_and_each_kind_of_nothing_is_said():
    spec = indicator_years(YEARS, Language.ID)
    svg = rendering.to_svg(spec)
    assert svg.count('aria-roledescription="point"') == 3
    assert all(word in svg for word in ("dilaporkan", "berlaku", "jatuh"))
    assert [row["reason"] for row in spec["data"]["values"] if row["value"] == 0] == [[]]
    # Neither a gap nor a running year is bridged.
    assert [row["line"] for row in spec["data"]["values"]] == [0.0, None, None, 3.0, None, None]


def test_of_many_years_the_latest_are_shown():
    spec = indicator_years([year(1990 + n) for n in range(30)], Language.ID)
    shown = [row["year"] for row in spec["data"]["values"]]
    assert shown == [str(2020 - n) for n in range(MOST, 0, -1)]


def line(before, now):
    return Line(f"Dimensi {before}", "#1D4ED8", before, now)


@pytest.mark.parametrize(
    "lines",
    [
        [line(0.0, 100.0), line(50.0, 50.0)],
        [line(80.0 + n / 10, 80.0) for n in range(8)],
        [line(70.0, 70.0)],
    ],
)
def test_slopes_keep_their_labels_apart_and_on_the_picture(lines):
    spec = slopes(lines, (2021, 2022), Language.ID)
    alt.Chart.from_dict(spec)
    assert "NaN" not in rendering.to_svg(spec)
    for at in ("2021", "2022"):
        ends = sorted(row["label_y"] for row in spec["data"]["values"] if row["year"] == at)
        assert all(below - above >= GAP for above, below in pairwise(ends))
        assert -GAP <= ends[0] <= ends[-1] <= SIZE[1]


def test_an_index_is_broken_where_a_year_is_missing():
    spec = index_years([(2018, 3.1), (2020, 3.44)], (0, 4), 2, Language.EN)
    alt.Chart.from_dict(spec)
    assert [(row["name"], row["value"]) for row in spec["data"]["values"]] == [
        ("2018", 3.1),
        ("2019", None),
        ("2020", 3.44),
    ]
    svg = rendering.to_svg(spec)
    assert "3.44" in svg
    assert "NaN" not in rendering.to_svg(index_years([], (0, 4), 2, Language.ID))


def test_a_quarter_without_a_figure_says_whether_it_was_due():
    known = [Quarter("q1", 0.0, 100.0), Quarter("q3", 130.0, 100.0)]
    spec = quarters(Absorption(known, 2), 2022, date(2022, 10, 1), Language.ID, DARK)
    alt.Chart.from_dict(spec)
    rows = spec["data"]["values"]
    assert [row["value"] for row in rows] == [0.0, None, 130.0, None]
    svg = rendering.to_svg(spec)
    assert "dilaporkan" in svg  # the second quarter
    assert "jatuh" in svg  # the fourth
    assert "130,0" in svg
    begun = Absorption(known, 2, ["q2"])
    svg = rendering.to_svg(quarters(begun, 2022, date(2022, 10, 1), Language.ID))
    assert "sebagian" in svg
    assert svg.count('aria-roledescription="point"') == 2
