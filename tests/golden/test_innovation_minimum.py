"""Which innovations count towards the minimum, by hand: methodology, section 7."""

from datetime import date

import polars as pl
import pytest

from kotacerdas.scoring.measures import STAGES, counted_by_agency, with_counted

END = date(2022, 12, 31)
DAYS = {f"{stage}_on": pl.Date for stage in STAGES}
SCHEMA = {
    "code": pl.String,
    "agency": pl.String,
    "stage": pl.String,
    "same_as": pl.String,
    "partners": pl.List(pl.String),
    **DAYS,
}


def frame(*rows: dict[str, object]) -> pl.DataFrame:
    return pl.DataFrame([{"agency": "a1"} | row for row in rows], schema=SCHEMA)


EXAMPLE = frame(
    {"code": "A", "stage": "applied", "applied_on": date(2022, 1, 10)},
    {
        "code": "B",
        "stage": "applied",
        "trial_on": date(2022, 6, 1),
        "applied_on": date(2023, 3, 5),
    },
    {"code": "C", "stage": "trial", "trial_on": date(2023, 2, 2)},
    {"code": "D", "stage": "applied"},
    {
        "code": "E",
        "stage": "retired",
        "applied_on": date(2021, 5, 1),
        "retired_on": date(2024, 5, 1),
    },
    {
        "code": "F",
        "stage": "retired",
        "applied_on": date(2021, 5, 1),
        "retired_on": date(2022, 5, 1),
    },
)


def test_the_example():
    counted = with_counted(EXAMPLE, END)

    assert dict(counted.select("code", "is_counted").iter_rows()) == {
        **dict.fromkeys("ABDE", True),
        **dict.fromkeys("CF", False),
    }
    assert counted["stage"].to_list() == [
        *("applied", "trial", "idea", "applied", "applied", "retired")
    ]


def test_what_happens_later_changes_no_past_year():
    once = with_counted(EXAMPLE, END)
    later = EXAMPLE.with_columns(
        stage=pl.when(pl.col("code") == "A").then(pl.lit("retired")).otherwise("stage"),
        retired_on=pl.when(pl.col("code") == "A")
        .then(pl.lit(date(2025, 1, 1)))
        .otherwise("retired_on"),
    )

    assert (
        with_counted(later, END)
        .select("code", "stage", "is_counted")
        .equals(once.select("code", "stage", "is_counted"))
    )


@pytest.mark.parametrize(("day", "counts"), [(date(2022, 1, 9), False), (date(2022, 1, 10), True)])
def test_it_counts_from_the_day_of_its_stage(day: date, counts: bool):  # noqa: FBT001
    assert with_counted(EXAMPLE.head(1), day)["is_counted"].item() is counts


def test_what_is_the_same_as_another_counts_once():
    rows = frame({"code": "A", "stage": "trial"}, {"code": "B", "stage": "trial", "same_as": "A"})

    assert with_counted(rows, END)["is_counted"].to_list() == [True, False]


@pytest.mark.parametrize(
    ("counts", "expected"), [("once", {"a1": 1}), ("each", {"a1": 1, "a2": 1})]
)
def test_one_of_two_agencies_counts_as_the_edition_says(counts: str, expected: dict[str, int]):
    rows = with_counted(frame({"code": "A", "stage": "trial", "partners": ["a2"]}), END)

    assert dict(counted_by_agency(rows, counts).sort("code").iter_rows()) == expected
