"""Every formula of docs/methodology.md with figures worked by hand."""

from datetime import date

import pytest

from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.index import Score, index
from kotacerdas.scoring.question import Basis
from scoring.frames import AGENCY, card_of, indicator, programme, result_of


def one_indicator(*, targets, values, as_of=None, framework="gsc-2021", **fields):
    """The state and figures of one indicator with (period, target[, max]) and (period, value)."""
    card = card_of(
        {
            "Programmes": [programme()],
            "Indicators": [indicator(**fields)],
            "Targets": [
                {
                    "indicator": "i1",
                    "year": 2022,
                    "period": period,
                    "target": target[0],
                    "target_max": target[1] if len(target) > 1 else None,
                }
                for period, *target in targets
            ],
            "Realisation": [
                {"indicator": "i1", "year": 2022, "period": period}
                | ({"status": value} if isinstance(value, str) else {"value": value})
                for period, value in values
            ],
        },
        as_of=as_of,
        framework=framework,
    )
    return card.indicators.row(0, named=True)


@pytest.mark.parametrize(
    ("polarity", "target", "value", "framework", "expected"),
    [
        ("higher", (80.0,), 60.0, "gsc-2021", 75.0),  # 60/80
        ("higher", (80.0,), 120.0, "gsc-2021", 100.0),  # 150, capped
        ("higher", (80.0,), -8.0, "gsc-2021", 0.0),  # -10, floored
        ("lower", (10.0,), 12.0, "gsc-2021", 80.0),  # (20-12)/10
        ("lower", (10.0,), 8.0, "gsc-2021", 100.0),  # 120, capped
        ("lower", (10.0,), 25.0, "gsc-2021", 0.0),  # -50, floored
        ("range", (60.0, 75.0), 70.0, "gsc-2021", 100.0),  # inside
        ("range", (60.0, 75.0), 60.0, "gsc-2021", 100.0),  # the bound is inside
        ("range", (60.0, 75.0), 45.0, "gsc-2021", 75.0),  # 45/60
        ("range", (60.0, 75.0), 90.0, "gsc-2021", 80.0),  # (150-90)/75
        ("range", (-5.0, 5.0), 0.0, "gsc-2021", 100.0),  # inside needs no divisor
    ],
)
def test_achievement_by_polarity(polarity, target, value, framework, expected):
    found = one_indicator(
        polarity=polarity,
        targets=[(None, *target)],
        values=[(None, value)],
        framework=framework,
    )
    assert found["state"] == "scored"
    assert found["achievement_pct"] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("last_year", "expected"), [(None, 70.0), (2022, 70.0), (2021, 90.0)])
def test_an_indicator_counts_up_to_its_last_year(last_year, expected):
    figures = result_of(
        {
            "Programmes": [programme()],
            "Indicators": [indicator("i1"), indicator("i2", last_year=last_year)],
            "Targets": [{"indicator": one, "year": 2022, "target": 10.0} for one in ("i1", "i2")],
            "Realisation": [
                {"indicator": "i1", "year": 2022, "value": 9.0},
                {"indicator": "i2", "year": 2022, "value": 5.0},
            ],
        }
    )
    # (90 + 50) / 2, or 90 alone where i2 is of an earlier year
    assert figures["overall"]["indicator_achievement_pct"] == expected


def test_an_indicator_after_its_last_year_is_not_of_a_running_year_either():
    card = card_of(
        {
            "Programmes": [programme()],
            "Indicators": [indicator("i1"), indicator("i2", last_year=2021)],
            "Targets": [
                {"indicator": one, "year": 2022, "period": "q1", "target": 10.0}
                for one in ("i1", "i2")
            ],
            "Realisation": [
                {"programme": "p1", "year": 2022, "period": "q1", "realised": False},
                {"indicator": "i1", "year": 2022, "period": "q1", "value": 9.0},
                {"indicator": "i2", "year": 2022, "period": "q1", "value": 5.0},
            ],
        },
        as_of=date(2022, 4, 10),
    )
    assert card.programmes["to_date_pct"].to_list() == [pytest.approx(90.0)]


@pytest.mark.parametrize(
    ("year", "expected"), [(2019, "a1"), (2020, "a1"), (2021, "a2"), (2022, "a3"), (2023, "a3")]
)
def test_a_programme_stays_with_who_answered_for_it_in_the_year(year, expected):
    """From a1 to a2 in 2021, to a3 in 2022, the programme's own today; p2 never changed hands."""
    result = result_of(
        {
            "Agencies": [AGENCY, AGENCY | {"code": "a2"}, AGENCY | {"code": "a3"}],
            "Programmes": [
                programme("p2", start_year=2019, end_year=2023),
                programme("p1", agency="a3", start_year=2019, end_year=2023),
            ],
            "Stewardships": [
                {"programme": "p1", "from_year": 2022, "agency": "a2"},
                {"programme": "p1", "from_year": 2020, "agency": "a1"},
                {"programme": "p1", "from_year": 2021, "agency": "a2"},
            ],
        },
        year=year,
    )
    planned = {one["code"]: one["planned"] for one in result["agencies"]}
    assert planned == {"a1": 1, "a2": 0, "a3": 0} | {expected: 1 + (expected == "a1")}


def test_lower_is_better_as_target_over_value(tmp_path):
    edition = tmp_path / "own.toml"
    edition.write_text(
        'extends = "gsc-2021"\nid = "own"\nsource_id = "made up"\nsource_en = "made up"\n'
        'polarity_lower = "t_over_r"\n',
        encoding="utf-8",
    )
    found = one_indicator(
        polarity="lower", targets=[(None, 10.0)], values=[(None, 12.5)], framework=str(edition)
    )
    assert found["achievement_pct"] == 80.0  # 10/12.5


def test_over_and_under_achievement_are_capped_before_they_are_averaged():
    result = result_of(
        {
            "Programmes": [programme()],
            "Indicators": [indicator("i1"), indicator("i2")],
            "Targets": [{"indicator": i, "year": 2022, "target": 100.0} for i in ("i1", "i2")],
            "Realisation": [
                {"indicator": "i1", "year": 2022, "value": 150.0},
                {"indicator": "i2", "year": 2022, "value": 50.0},
            ],
        }
    )
    assert result["overall"]["indicator_achievement_pct"] == 75.0


@pytest.mark.parametrize(
    ("aggregation", "target", "value", "achievement"),
    [
        ("sum", 30.0, 24.0, 80.0),  # 10+20; 6+18
        ("mean", 15.0, 12.0, 80.0),
        ("last", 20.0, 18.0, 90.0),  # q2 of both
    ],
)
def test_rolling_up_the_due_periods(aggregation, target, value, achievement):
    found = one_indicator(
        aggregation=aggregation,
        targets=[("q1", 10.0), ("q2", 20.0), ("q3", 99.0)],
        values=[("q1", 6.0), ("q2", 18.0), ("q3", 1.0)],
        as_of=date(2022, 6, 30),
    )
    assert (found["target"], found["value"]) == (target, value)
    assert found["achievement_pct"] == pytest.approx(achievement)


def test_a_due_quarter_without_value_adds_nothing_and_is_incomplete():
    found = one_indicator(
        targets=[(None, 100.0)], values=[("q1", 20.0), ("q2", 30.0), ("q4", 10.0)]
    )
    assert (found["value"], found["is_incomplete"]) == (60.0, True)


def test_quarters_that_fill_the_year_are_complete():
    found = one_indicator(
        targets=[(None, 100.0)], values=[("q1", 20.0), ("q2", 30.0), ("s2", 10.0)]
    )
    assert (found["value"], found["is_incomplete"]) == (60.0, False)


def test_last_needs_the_value_of_the_last_due_target():
    found = one_indicator(
        aggregation="last", targets=[(None, 100.0)], values=[("q1", 20.0), ("q3", 30.0)]
    )
    assert found["state"] == "not_reported"


def test_last_takes_a_value_of_another_length_that_ends_the_same_day():
    found = one_indicator(
        aggregation="last", targets=[(None, 100.0)], values=[("q1", 20.0), ("q4", 30.0)]
    )
    assert found["value"] == 30.0


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        ("not_applicable", {"targets": [], "values": [(None, "not_applicable")]}),
        ("no_target", {"targets": [], "values": [(None, 5.0)]}),
        (
            "not_due",
            {
                "targets": [(None, 0.0)],
                "values": [("q1", 5.0)],
                "as_of": date(2022, 12, 30),
            },
        ),
        ("unscorable", {"targets": [(None, 0.0)], "values": []}),
        ("unscorable", {"targets": [(None, -1.0)], "values": [(None, 5.0)]}),
        ("not_reported", {"targets": [(None, 5.0)], "values": []}),
        ("scored", {"targets": [(None, 5.0)], "values": [(None, 0.0)]}),
        (
            "unscorable",
            {"targets": [(None, -1.0, 9.0)], "values": [(None, -2.0)], "polarity": "range"},
        ),
        ("not_reported", {"targets": [(None, -1.0, 0.0)], "values": [], "polarity": "range"}),
    ],
)
def test_each_indicator_is_in_exactly_one_state(state, fields):
    assert one_indicator(**fields)["state"] == state


def test_a_missing_divisor_is_not_reported_and_a_zero_one_unscorable(tmp_path):
    edition = tmp_path / "own.toml"
    edition.write_text(
        'extends = "gsc-2021"\nid = "own"\nsource_id = "made up"\nsource_en = "made up"\n'
        'polarity_lower = "t_over_r"\n',
        encoding="utf-8",
    )
    asked = {"polarity": "lower", "targets": [(None, 10.0)], "framework": str(edition)}
    assert one_indicator(values=[], **asked)["state"] == "not_reported"
    assert one_indicator(values=[(None, 0.0)], **asked)["state"] == "unscorable"


def test_weights_of_indicators_within_a_programme_and_of_programmes_above():
    # p1: (3 x 100 + 1 x 60) / 4 = 90; p2: 50. Above: (90 + 2 x 50) / 3 = 63.33
    result = result_of(
        {
            "Programmes": [programme("p1"), programme("p2", weight=2.0)],
            "Indicators": [
                indicator("i1", weight=3.0),
                indicator("i2"),
                indicator("i3", programme="p2"),
            ],
            "Targets": [
                {"indicator": i, "year": 2022, "target": 100.0} for i in ("i1", "i2", "i3")
            ],
            "Realisation": [
                {"indicator": "i1", "year": 2022, "value": 100.0},
                {"indicator": "i2", "year": 2022, "value": 60.0},
                {"indicator": "i3", "year": 2022, "value": 50.0},
            ],
        }
    )
    assert [p["indicator_achievement_pct"] for p in result["programmes"]] == [90.0, 50.0]
    overall = result["overall"]
    assert overall["indicator_achievement_pct"] == pytest.approx(190 / 3)
    assert overall["band"] == "rendah"  # 63.33 lies from 51 to below 66
    assert overall["planned"] == 2  # weights never enter the count


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (91.0, "sangat tinggi"),
        (90.96, "tinggi"),  # shown as 91.0, but the band is that of the unrounded value
        (76.0, "tinggi"),
        (75.99, "sedang"),
        (66.0, "sedang"),
        (65.99, "rendah"),
        (51.0, "rendah"),
        (50.99, "sangat rendah"),
        (0.0, "sangat rendah"),
    ],
)
def test_bands(value, band):
    result = result_of(
        {
            "Programmes": [programme()],
            "Indicators": [indicator()],
            "Targets": [{"indicator": "i1", "year": 2022, "target": 100.0}],
            "Realisation": [{"indicator": "i1", "year": 2022, "value": value}],
        }
    )
    assert result["overall"]["band"] == band


def programme_rows(*rows):
    return {
        "Programmes": [programme()],
        "Realisation": [
            {"programme": "p1", "year": 2022, "period": period, "realised": realised}
            | {"verified": verified}
            for period, realised, verified in rows
        ],
    }


@pytest.mark.parametrize(
    ("rows", "as_of", "basis", "status"),
    [
        ([], None, "reported", "not_reported"),
        ([("q1", False, True), ("q2", True, True)], None, "reported", "realised"),
        ([("q2", True, True), ("q1", False, True)], None, "reported", "realised"),
        ([("q1", False, True), ("q2", True, True)], date(2022, 6, 29), "reported", "not_realised"),
        ([("q4", True, True), ("s2", False, True)], None, "reported", "not_realised"),
        ([("q1", True, True), ("q2", False, False)], None, "verified", "realised"),
        ([("q1", True, False)], None, "verified", "not_reported"),
    ],
)
def test_the_last_row_of_the_year_decides(rows, as_of, basis, status):
    result = result_of(programme_rows(*rows), as_of=as_of, basis=Basis(basis))
    assert result["programmes"][0]["status"] == status


def test_over_all_is_over_the_programmes_and_not_the_mean_of_dimensions():
    # living 1 of 1, economy 1 of 3: 2 of 4 is 50 %, while the mean of 100 and 33.3 is not
    result = result_of(
        {
            "Programmes": [
                programme("p1"),
                *(programme(f"e{n}", dimension="economy") for n in range(3)),
            ],
            "Realisation": [
                {"programme": code, "year": 2022, "realised": True} for code in ("p1", "e1")
            ],
        }
    )
    assert result["overall"]["achievement_pct"] == 50.0


def test_budget_absorption():
    # (30 + 0) / (40 + 10 + 50); one row is not reported
    result = result_of(
        {
            "Programmes": [programme()],
            "Budget": [
                {"programme": "p1", "year": 2022, "source": "apbd", "ceiling": 40, "realised": 30},
                {"programme": "p1", "year": 2022, "source": "csr", "ceiling": 10, "realised": 0},
                {"programme": "p1", "year": 2022, "source": "apbn", "ceiling": 50},
            ],
        }
    )["budget"]
    assert result["absorption_pct"] == 30.0
    assert result["not_reported"] == 1
    assert result["by_source"]["csr"] == {"ceiling_rp": 10, "realised_rp": 0}


def test_capacity_is_the_mean_over_items_capped_at_one_hundred():
    # (100 capped + 50 + 0 not reported) / 3 = 50
    rows = [("c1", 10.0, 12.0), ("c2", 10.0, 5.0), ("c3", 10.0, None)]
    result = result_of(
        {
            "Capacity": [
                {"code": code, "kind": "hr", "item": code, "year": 2022, "unit": "orang"}
                | {"target": target, "realised": realised}
                for code, target, realised in rows
            ]
        }
    )
    assert result["capacity"] == {"hr": {"items": 3, "not_reported": 1, "achievement_pct": 50.0}}


def test_innovations_count_at_trial_or_applied_and_every_agency_counts():
    stages = [
        ("trial", 2022),
        ("applied", 2022),
        ("applied", 2022),
        ("idea", 2022),
        ("trial", 2021),
    ]
    result = result_of(
        {
            "Agencies": [AGENCY, {"code": "a2", "name": "Tanpa inovasi"}],
            "Innovations": [
                {"code": f"n{at}", "agency": "a1", "name": f"n{at}", "year": year, "stage": stage}
                for at, (stage, year) in enumerate(stages)
            ],
        }
    )
    assert result["innovations"] == {
        "minimum": 3,
        "total": 3,
        "agencies": 2,
        "agencies_meeting_minimum": 1,
        "below_minimum": ["a2"],
    }


def test_index_over_assessors_and_dimensions():
    # impact: six dimensions, two assessors; means 3.0, the sixth 2.5: (5 x 3 + 2.5) / 6 = 35/12
    dimensions = ("governance", "branding", "economy", "living", "society")
    scores = [Score("impact", d, a, s) for d in dimensions for a, s in (("A", 2.8), ("B", 3.2))]
    scores += [Score("impact", "environment", "A", 2.0), Score("impact", "environment", "B", 3.0)]
    scores += [Score(name, None, None, 3.0) for name in ("baseline", "output", "outcome")]
    scores += [Score("quick_win", None, "A", 3.1), Score("quick_win", None, "B", 3.4)]
    found = index(scores, load("gsc-2021"))
    # 0.1 x 3 + 0.2 x 3 + 0.3 x 3 + 0.2 x 35/12 + 0.2 x 3.25 = 1.8 + 7/12 + 0.65
    assert float(found.value) == pytest.approx(1.8 + 7 / 12 + 0.65, abs=1e-15)
    assert float(found.components["quick_win"].spread) == 0.3
    assert found.components["baseline"].spread is None
    # A alone: (5 x 2.8 + 2) / 6; B alone: (5 x 3.2 + 3) / 6
    assert float(found.components["impact"].spread) == pytest.approx(3 / 6)


def test_a_missing_component_gives_no_index_and_is_named():
    found = index([Score("baseline", None, None, 4.0)], load("gsc-2021"))
    assert found.value is None
    assert found.missing == ("output", "outcome", "impact", "quick_win")


def test_a_missing_dimension_gives_no_index_and_is_named():
    scores = [Score(n, None, None, 3.0) for n in ("baseline", "output", "outcome", "quick_win")]
    scores += [Score("impact", d, None, 3.0) for d in ("governance", "living")]
    found = index(scores, load("gsc-2021"))
    assert found.value is None
    assert found.missing == ("branding", "economy", "society", "environment")


def test_improvement_is_the_index_minus_last_years():
    scores = {
        year: [
            {"year": year, "framework": "gsc-2021", "component": name, "score": score}
            for name in ("baseline", "output", "outcome", "impact", "quick_win")
        ]
        for year, score in ((2021, 3.44), (2022, 3.48))
    }
    found = result_of({"Index": scores[2021] + scores[2022]})["index"]
    assert (found["value"], found["previous"], found["improvement"]) == (3.48, 3.44, 0.04)
