"""How far a year is, and where its programmes stand meanwhile: worked out by hand."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.figures.result import as_dict
from kotacerdas.frameworks.loading import load
from kotacerdas.scoring.evaluation import evaluate, years_of
from kotacerdas.scoring.periods import a_year_before
from kotacerdas.scoring.progress import SCHEMA, SHEET
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.scoring.years import NOTHING_DECIDED, Decided, YearState, default_year
from scoring.frames import frames_of, indicator, programme

YEAR = 2023
END, AS_OF = date(YEAR, 12, 31), date(YEAR, 4, 12)
COMPLETE, RUNNING, NOT_BEGUN = YearState.COMPLETE, YearState.RUNNING, YearState.NOT_BEGUN


def planned(count: int) -> list[dict[str, object]]:
    """Programmes of 2022 and 2023."""
    return [programme(f"p{at}", end_year=YEAR) for at in range(count)]


def told(
    code: str, period: str | None = None, *, yes: bool = False, verified: bool = False, year=YEAR
) -> dict[str, object]:
    row = {"programme": code, "year": year, "period": period}
    return row | {"realised": yes, "verified": verified}


def card(  # noqa: PLR0913 - each by its name
    programmes,
    realisation=(),
    *,
    indicators=(),
    targets=(),
    progress=(),
    as_of=AS_OF,
    basis=Basis.REPORTED,
    decided=NOTHING_DECIDED,
) -> Scorecard:
    sheets = {
        "Programmes": programmes,
        "Realisation": realisation,
        "Indicators": indicators,
        "Targets": targets,
    }
    rows = [
        {"region": "33.25", "row": at, "programme": code, "year": YEAR, "period": part}
        | {"progress_pct": pct}
        for at, (code, part, pct) in enumerate(progress)
    ]
    frames = frames_of(sheets) | {SHEET: pl.DataFrame(rows, schema=SCHEMA)}
    question = Question("33.25", YEAR, as_of, basis)
    found = evaluate(frames, question, load(), input_sha256="0" * 64, version="test")
    return replace(found, decided=decided)


def statuses(found: Scorecard) -> dict[str, str]:
    return dict(found.displayed_programmes.select("code", "status").iter_rows())


@pytest.mark.parametrize(
    ("verified", "reported", "state"),
    [
        (0, 0, NOT_BEGUN),
        (0, 1, RUNNING),
        (1, 5, RUNNING),
        (3, 5, RUNNING),  # 60 %
        (4, 4, COMPLETE),  # 80 %
        (5, 5, COMPLETE),
    ],
)
def test_a_year_is_complete_when_four_fifths_are_verified_to_its_end(verified, reported, state):
    rows = [told(f"p{at}", "q4", verified=at < verified) for at in range(reported)]
    rows += [told("p0", verified=True, year=YEAR - 1)]  # here somebody verifies

    assert card(planned(5), rows, as_of=END).state is state


def test_what_is_verified_of_an_earlier_period_completes_nothing():
    rows = [told(f"p{at}", "q3", verified=True) for at in range(5)]

    assert card(planned(5), rows, as_of=END).state is RUNNING


def test_before_its_last_day_is_over_a_year_runs_whatever_is_published():
    rows = [told(f"p{at}", "q1", verified=True) for at in range(5)]
    published = Decided(published=frozenset({YEAR}))

    assert card(planned(5), rows, as_of=AS_OF, decided=published).state is RUNNING
    assert card(planned(5), rows, as_of=END, decided=published).state is COMPLETE


def test_where_nobody_verifies_and_nothing_was_asked_the_reports_are_enough():
    rows = [told(f"p{at}") for at in range(4)]

    assert card(planned(5), rows, as_of=END).state is COMPLETE
    assert card(planned(5), rows[:3], as_of=END).state is RUNNING
    asked = Decided(asked=frozenset({YEAR}))
    assert card(planned(5), rows, as_of=END, decided=asked).state is RUNNING


def test_a_year_is_as_far_on_either_basis_once_something_is_verified():
    rows = [told(f"p{at}", "q4", verified=at < 2) for at in range(5)]

    for basis in Basis:
        assert card(planned(5), rows, as_of=END, basis=basis).state is RUNNING


@pytest.mark.parametrize(
    ("period", "reached", "status"),
    [
        # 10 a quarter: 7.6 of the 10 due by the end of the first are 76 %
        ("q1", {"q1": 7.6}, "on_track"),
        ("q1", {"q1": 7.5}, "behind"),
        # by the end of the second 20 are due: 15.2 are 76 %
        ("q2", {"q1": 7.6, "q2": 7.6}, "on_track"),
        ("q2", {"q1": 7.6, "q2": 7.5}, "behind"),
        ("q1", {"q1": 0}, "behind"),  # nought is a value
        ("q1", {}, "on_track"),  # no value is none
    ],
)
def test_what_was_due_by_its_own_last_report_says_whether_it_is_behind(period, reached, status):
    targets = [
        {"indicator": "i1", "year": YEAR, "period": f"q{n}", "target": 10} for n in range(1, 5)
    ]
    values = [
        {"indicator": "i1", "year": YEAR, "period": part, "value": value}
        for part, value in reached.items()
    ]
    found = card(
        [programme("p1", end_year=YEAR)],
        [told("p1", period), *values],
        indicators=[indicator()],
        targets=targets,
        as_of=END,  # what ended later was not due for this report
    )

    assert statuses(found) == {"p1": status}


@pytest.mark.parametrize(
    ("period", "progress", "status"),
    [
        # a quarter of the year has passed: 76 % of 25 are 19
        ("q1", 19, "on_track"),
        ("q1", 18.9, "behind"),
        ("q1", None, "on_track"),
        ("q2", 38, "on_track"),
        ("q2", 37, "behind"),
        ("m10", 63.3, "behind"),
        ("m10", 63.4, "on_track"),
        ("q4", 75, "behind"),
    ],
)
def test_where_no_target_was_due_the_progress_is_held_against_the_months(period, progress, status):
    told_progress = [] if progress is None else [("p0", period, progress)]
    asked = Decided(asked=frozenset({YEAR}))
    reports = [told("p0", period)]
    found = card(planned(1), reports, progress=told_progress, as_of=END, decided=asked)

    assert statuses(found) == {"p0": status}


def test_what_is_realised_is_so_however_little_it_reached():
    found = card(planned(1), [told("p0", "q1", yes=True)], progress=[("p0", "q1", 1)])

    assert statuses(found) == {"p0": "realised"}


def test_what_was_not_asked_for_is_not_due():
    targets = [{"indicator": "i1", "year": YEAR, "period": "q1", "target": 10}]
    programmes = [programme("p1", end_year=YEAR), programme("p2", end_year=YEAR)]

    def found(**more):
        return statuses(card(programmes, indicators=[indicator()], targets=targets, **more))

    assert found() == {"p1": "not_reported", "p2": "not_due"}
    assert found(as_of=date(YEAR, 3, 30)) == {"p1": "not_due", "p2": "not_due"}
    asked = Decided(asked=frozenset({YEAR}))
    assert found(decided=asked) == {"p1": "not_reported", "p2": "not_reported"}
    assert found(as_of=END) == {"p1": "not_reported", "p2": "not_reported"}


def test_while_a_year_runs_there_is_no_percentage_and_no_difference():
    before = [told(f"p{at}", yes=True, verified=True, year=YEAR - 1) for at in range(5)]
    found = card(planned(5), [*before, told("p0", "q1", yes=True, verified=True)], as_of=END)

    assert [(row["year"], row["state"]) for row in found.years] == [
        (YEAR - 1, COMPLETE),
        (YEAR, RUNNING),
    ]
    for row in found.displayed_figures:
        assert row["achievement_pct"] is None
        assert row["last_year_pct"] is None
    assert as_dict(found)["overall"]["achievement_pct"] == 20.0  # the result is what it was


def test_complete_years_are_compared_where_both_have_something_reported():
    def rows(year: int, codes: str) -> list[dict[str, object]]:
        return [told(f"p{code}", yes=code != "1", verified=True, year=year) for code in codes]

    programmes = planned(5)
    programmes[4]["dimension"] = "economy"
    both = card(programmes, rows(YEAR - 1, "01234") + rows(YEAR, "01234"), as_of=END)
    one = card(programmes, rows(YEAR - 1, "0123") + rows(YEAR, "01234"), as_of=END)

    def economy(found: Scorecard) -> tuple[float | None, float | None]:
        [row] = [one for one in found.displayed_figures if one["code"] == "economy"]
        return row["achievement_pct"], row["last_year_pct"]

    assert economy(both) == (100.0, 100.0)
    assert economy(one) == (100.0, None)


def test_a_place_of_a_complete_year_without_any_report_has_no_percentage():
    programmes = planned(5)
    programmes[4]["dimension"] = "economy"
    found = card(programmes, [told(f"p{at}", verified=True) for at in range(4)], as_of=END)
    by_code = {row["code"]: row["achievement_pct"] for row in found.displayed_figures}

    assert found.is_complete
    assert (by_code["economy"], by_code["living"]) == (None, 0.0)


@pytest.mark.parametrize(
    ("last", "decided", "year"),
    [
        ([], NOTHING_DECIDED, YEAR - 1),
        ([told("p0", "q1", yes=True, verified=True)], NOTHING_DECIDED, YEAR - 1),
        ([told(f"p{n}", "q4", verified=n < 3) for n in range(5)], NOTHING_DECIDED, YEAR - 1),
        ([told(f"p{n}", "q4", verified=n < 4) for n in range(5)], NOTHING_DECIDED, YEAR),
        ([told("p0", "q1", verified=True)], Decided(published=frozenset({YEAR})), YEAR),
    ],
)
def test_everybody_begins_with_the_last_complete_or_published_year(last, decided, year):
    before = [told(f"p{at}", yes=True, verified=True, year=YEAR - 1) for at in range(5)]
    frames = frames_of({"Programmes": planned(5), "Realisation": [*before, *last]})

    assert default_year(years_of(frames, "33.25", load()), decided) == year


def test_while_no_year_is_complete_it_is_the_last_that_has_begun():
    rows = [told("p0", "q1", verified=True, year=YEAR - 1)]
    frames = frames_of({"Programmes": planned(5), "Realisation": rows})

    assert default_year(years_of(frames, "33.25", load()), NOTHING_DECIDED) == YEAR - 1
    nothing = frames_of({"Programmes": planned(5)})
    assert default_year(years_of(nothing, "33.25", load()), NOTHING_DECIDED) is None


_PERIODS = st.sampled_from([None, "q1", "q2", "q4", "s1", "m05", "m12"])


@given(
    st.lists(
        st.tuples(st.integers(0, 6), _PERIODS, st.booleans(), st.booleans()),
        unique_by=lambda row: row[:2],
    ),
    st.sampled_from([AS_OF, date(YEAR, 7, 15), END]),
    st.booleans(),
    st.sampled_from(Basis),
)
def test_every_planned_programme_is_in_one_state_at_every_level(rows, as_of, asked, basis):
    realisation = [told(f"p{of}", part, yes=yes, verified=sure) for of, part, yes, sure in rows]
    decided = Decided(asked=frozenset({YEAR}) if asked else frozenset())
    found = card(planned(7), realisation, as_of=as_of, basis=basis, decided=decided)

    for row in found.displayed_figures:
        assert sum(row[status] for status in found.statuses) == row["planned"]
        assert (row["achievement_pct"] is None) >= (not found.is_complete)
    states = list(statuses(found).values())
    assert set(states) <= set(found.statuses)
    assert not asked or "not_due" not in states


def test_beside_a_running_year_stands_the_one_before_as_it_stood_then():
    """In quarter I of 2022 p0 was realised, p1 behind and p2 on track; the rest came later."""
    before = [
        told("p0", "q1", yes=True, year=YEAR - 1),
        told("p1", "q1", year=YEAR - 1),
        {"indicator": "i1", "year": YEAR - 1, "period": "q1", "value": 7.5},
        told("p2", "q1", year=YEAR - 1),
        told("p1", "q2", yes=True, year=YEAR - 1),
        told("p3", "q2", yes=True, year=YEAR - 1),
        told("p4", yes=True, year=YEAR - 1),
    ]
    target = {"indicator": "i1", "year": YEAR - 1, "period": "q1", "target": 10}

    def found(*rows, as_of=AS_OF):
        running = card(
            planned(5),
            [*before, *rows],
            indicators=[indicator(programme="p1")],
            targets=[target],
            as_of=as_of,
        )
        return running.last_year_to_date

    assert found(told("p4", "q1")) == (2, 3)
    assert found(told("p4", "q1"), told("p3", "q2"), as_of=date(YEAR, 7, 5)) == (4, 4)
    assert found(told("p4", "m02")) is None  # of January and February 2022 nothing was reported
    assert found() is None  # nothing is reported of this year


def test_a_year_told_of_as_a_whole_has_no_state_in_its_midst():
    before = [told(f"p{at}", yes=True, year=YEAR - 1) for at in range(5)]

    assert card(planned(5), [*before, told("p0", "q1")]).last_year_to_date is None
    assert card(planned(5), before, as_of=END).last_year_to_date is None


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 29)),
        (date(2023, 12, 31), date(2022, 12, 31)),
    ],
)
def test_a_month_ends_a_year_before_on_its_own_last_day(day, before):
    assert a_year_before(day) == before
