"""What counts of reports and workbooks: the rule alone, over anything that may stand in both."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.records.models import Region
from kotacerdas.reporting.effective import Submitted, effective
from kotacerdas.scoring.periods import span
from kotacerdas.workbook.schema import BY_NAME
from kotacerdas.workbook.sheets import empty_frame

REGION = Region(code="33.25")
PERIODS = [None, "s1", "s2", "q1", "q2", "q3", "q4", "m01", "m07", "m12"]
YEARS = [2021, 2022, 2023]  # the programme is planned in the first two
INDICATORS = {"i1": 11, "i2": 12}

imported = st.dictionaries(
    st.tuples(
        st.sampled_from(sorted(INDICATORS)), st.sampled_from(YEARS), st.sampled_from(PERIODS)
    ),
    st.floats(0, 100),
    max_size=12,
)
# By version: the year and period of the report, and what it was asked: None where left empty.
reported = st.dictionaries(
    st.tuples(st.sampled_from(YEARS), st.sampled_from(PERIODS)),
    st.dictionaries(
        st.tuples(st.sampled_from(sorted(INDICATORS)), st.sampled_from(PERIODS)),
        st.none() | st.floats(0, 100),
        max_size=4,
    ),
    max_size=4,
)


def months(period: str | None) -> set[int]:
    last, length = span(period)
    return set(range(last - length + 1, last + 1))


def frame(sheet: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    schema = empty_frame(BY_NAME[sheet]).schema
    return pl.DataFrame([dict.fromkeys(schema) | row for row in rows], schema=schema)


def frames(rows: dict[tuple[str, int, str | None], float]) -> dict[str, pl.DataFrame]:
    programme = {"code": "p1", "start_year": YEARS[0], "end_year": YEARS[1], "row": 1}
    return {
        "Programmes": frame("Programmes", [programme]),
        "Indicators": frame(
            "Indicators",
            [{"code": code, "programme": "p1", "row": pk} for code, pk in INDICATORS.items()],
        ),
        "Realisation": frame(
            "Realisation",
            [
                {"indicator": code, "year": year, "period": period, "value": value, "row": row}
                for row, ((code, year, period), value) in enumerate(rows.items(), 1)
            ],
        ),
        "Budget": frame("Budget", [{"programme": "p1", "year": 2022, "source": "apbd", "row": 5}]),
    }


def submitted(reports: dict, spent: float | None = None) -> Submitted:
    statements, values, money = [], [], []
    for version, ((year, period), asked) in enumerate(reports.items(), 100):
        statements.append((version, 1, year, period, True, 50.0, "", True))
        if spent is not None:
            money.append((version, "apbd", spent + version, True))
        for (code, of), value in asked.items():
            pk = len(values) + 1
            values.append((pk, version, INDICATORS[code], year, of, value, False, True))
    verified = {"verified": pl.Boolean}
    return Submitted(
        pl.DataFrame(
            statements,
            {
                "version": pl.Int64,
                "programme_id": pl.Int64,
                "year": pl.Int64,
                "period": pl.String,
                "realised": pl.Boolean,
                "progress_pct": pl.Float64,
                "summary": pl.String,
            }
            | verified,
            orient="row",
        ),
        pl.DataFrame(
            values,
            {
                "pk": pl.Int64,
                "version": pl.Int64,
                "indicator_id": pl.Int64,
                "year": pl.Int64,
                "period": pl.String,
                "value": pl.Float64,
                "not_applicable": pl.Boolean,
            }
            | verified,
            orient="row",
        ),
        pl.DataFrame(
            money,
            {"version": pl.Int64, "source": pl.String, "realised": pl.Float64} | verified,
            orient="row",
        ),
    )


@given(imported, reported)
def test_a_row_of_a_workbook_counts_unless_a_report_holds_one_of_its_months(rows, reports):
    result = effective(REGION, frames(rows), submitted(reports))
    counting = result.realisation.filter(pl.col("row") > 0).drop_nulls("indicator")
    held = [
        (code, year, months(of))
        for (year, _), asked in reports.items()
        for code, of in asked
        if year in YEARS[:2]
    ]
    expected = {
        (code, year, period)
        for code, year, period in rows
        if not any(
            (code, year) == (other, then) and months(period) & theirs
            for other, then, theirs in held
        )
    }
    assert set(counting.select("indicator", "year", "period").iter_rows()) == expected


@given(imported, reported)
def test_a_report_says_what_it_was_told_and_nothing_of_a_year_without_its_programme(rows, reports):
    result = effective(REGION, frames(rows), submitted(reports))
    said = result.realisation.filter(pl.col("row") < 0)
    values = said.drop_nulls("indicator").select("indicator", "year", "period", "value").iter_rows()
    assert sorted(values, key=str) == sorted(
        (
            (code, year, of, value)
            for (year, _), asked in reports.items()
            for (code, of), value in asked.items()
            if value is not None and year in YEARS[:2]
        ),
        key=str,
    )
    assert said["row"].n_unique() == said.height
    assert set(result.versions["Realisation"]) == set(said["row"])


@given(imported)
def test_without_reports_all_is_as_the_workbook_says(rows):
    given_frames = frames(rows)
    result = effective(REGION, given_frames, submitted({}))
    assert result.realisation.equals(given_frames["Realisation"])
    assert result.budget.equals(given_frames["Budget"])
    assert result.progress.is_empty()


@given(st.permutations(["q1", "q2", "s1", "q3", "s2", None]))
def test_what_was_spent_is_what_the_latest_report_of_the_year_says(order):
    reports = {(2022, period): {} for period in order}
    result = effective(REGION, frames({}), submitted(reports, spent=0))
    version = 100 + order.index(None)  # the whole year ends last and is the longest
    assert result.budget["realised"].to_list() == [version]
    assert result.versions["Budget"] == {5: version}
