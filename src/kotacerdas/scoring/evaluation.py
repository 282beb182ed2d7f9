"""One region and year: from the frames of a workbook, or of the database, to its scorecard."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from kotacerdas.frameworks.framework import Framework
from kotacerdas.scoring import levels, measures
from kotacerdas.scoring.index import IndexResult, Score, index
from kotacerdas.scoring.indicators import in_use, leaves, with_achievement
from kotacerdas.scoring.periods import a_year_before, year_end
from kotacerdas.scoring.programmes import (
    NOT_REPORTED,
    REALISED,
    countable,
    planned,
    with_status,
    with_stewards,
    with_sub_dimension_codes,
)
from kotacerdas.scoring.progress import ON_TRACK, with_progress
from kotacerdas.scoring.question import Basis, Question
from kotacerdas.scoring.scorecard import Scorecard
from kotacerdas.scoring.years import is_settled, with_year_ends

Frames = Mapping[str, pl.DataFrame]


def evaluate(
    frames: Frames, question: Question, framework: Framework, *, input_sha256: str, version: str
) -> Scorecard:
    """The scorecard of `question` on the rows of `frames` under `framework`.

    `frames` are those of the workbook's schema, each with `region` and `row`.
    """
    own = {name: frame.filter(region=question.region) for name, frame in frames.items()}
    this_year = {
        name: own[name].filter(year=question.year) for name in ("Budget", "Innovations", "Capacity")
    }
    rows = countable(own["Realisation"], question)
    programmes, history = _programmes(own, rows, question, framework)
    indicators = _indicators(own, programmes, rows, question, framework)
    values = levels.programme_values(indicators.lazy(), ["programme"]).collect()
    programmes = programmes.join(
        values, left_on="code", right_on="programme", how="left", maintain_order="left"
    )
    if not _is_settled(history, question.year):
        programmes = with_progress(programmes, indicators, own, rows, question, framework)
        last_year = _last_year_to_date(own, programmes["reported_to"].max(), question, framework)
        history = history.join(last_year, on="year", how="left", maintain_order="left")
    scores = _scored_under(own["Index"], framework)
    agencies = _of_the_year(own["Agencies"], programmes, this_year["Innovations"], question.year)
    until = min(question.as_of, year_end(question.year))
    innovations = measures.with_counted(this_year["Innovations"], until)
    return Scorecard(
        question=question,
        framework=framework,
        region=own["Region"],
        figures=_figures(programmes, agencies, framework),
        programmes=programmes.join(
            own["Agencies"].select(agency="code", agency_name="name"),
            on="agency",
            how="left",
            maintain_order="left",
        ),
        indicators=indicators,
        agencies=_agencies(agencies, innovations, framework),
        budget=this_year["Budget"].join(
            programmes.select(programme="code", dimension="dimension"),
            on="programme",
            maintain_order="left",
        ),
        innovations=innovations.join(
            own["Agencies"].select(agency="code", agency_name="name"),
            on="agency",
            how="left",
            maintain_order="left",
        ),
        capacity=measures.with_capacity_achievement(this_year["Capacity"]),
        missions=own["Missions"],
        regulations=own["Regulations"],
        history=history,
        index_history=_index_history(scores, question.year, framework),
        index=index_of_year(scores, question.year, framework),
        index_rows=scores,
        input_sha256=input_sha256,
        version=version,
    )


def _programmes(
    own: Frames, rows: pl.DataFrame, question: Question, framework: Framework
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The asked year's programmes with their status, and the achievement of every year so far."""
    programmes = with_sub_dimension_codes(own["Programmes"], framework)
    plan = with_stewards(planned(programmes, 0, question.year), own["Stewardships"])
    with_states = with_status(plan, rows)
    # A year is as far as it is whatever the basis.
    reports = countable(own["Realisation"], replace(question, basis=Basis.REPORTED))
    history = with_year_ends(_history(with_states), plan, reports, question.as_of)
    return with_states.filter(year=question.year).drop("year", "start_year", "end_year"), history


def years_of(frames: Frames, region: str, framework: Framework) -> list[dict[str, Any]]:
    """The history of all the region's years with reports, each as of its own end."""
    own = {name: frame.filter(region=region) for name, frame in frames.items()}
    last = own["Realisation"]["year"].max()
    if not isinstance(last, int):
        return []
    question = Question(region, last, year_end(last))
    rows = countable(own["Realisation"], question)
    _, history = _programmes(own, rows, question, framework)
    return history.filter(pl.col("dimension").is_null()).to_dicts()


def _is_settled(history: pl.DataFrame, year: int) -> bool:
    whole = history.filter(pl.col("dimension").is_null(), pl.col("year") == year)
    return all(is_settled(row) for row in whole.iter_rows(named=True))


def _last_year_to_date(
    own: Frames, reported_to: object, question: Question, framework: Framework
) -> pl.DataFrame:
    """A row of the year before as it stood a year before `reported_to`: year, and the counts of
    programmes reported_to_date and, of those, as_planned_to_date. No row where none was reported.
    """
    schema = {"year": pl.Int64, "reported_to_date": pl.Int64, "as_planned_to_date": pl.Int64}
    none = pl.DataFrame(schema=schema)
    if not isinstance(reported_to, date):
        return none
    then = replace(question, year=question.year - 1, as_of=a_year_before(reported_to))
    rows = countable(own["Realisation"], then)
    programmes = with_status(planned(own["Programmes"], then.year, then.year), rows)
    indicators = _indicators(own, programmes, rows, then, framework)
    standing = with_progress(programmes, indicators, own, rows, then, framework)
    reported = standing.filter(pl.col("status") != NOT_REPORTED)
    as_planned = reported.filter(pl.col("progress").is_in([REALISED, ON_TRACK]))
    if reported.is_empty():
        return none
    return pl.DataFrame([(then.year, reported.height, as_planned.height)], schema, orient="row")


def _history(programme_years: pl.DataFrame) -> pl.DataFrame:
    columns = ["planned", "realised", "not_reported", "achievement_pct"]
    counted = programme_years.with_columns(
        indicator_achievement_pct=pl.lit(None, dtype=pl.Float64)
    ).lazy()
    whole = levels.level_figures(counted, ["year"]).with_columns(
        dimension=pl.lit(None, dtype=pl.String)
    )
    by_dimension = levels.level_figures(counted, ["year", "dimension"])
    return (
        pl.concat(
            [
                whole.select("year", "dimension", *columns),
                by_dimension.select("year", "dimension", *columns),
            ]
        )
        .sort("year", maintain_order=True)
        .collect()
    )


def _indicators(
    own: Frames,
    programmes: pl.DataFrame,
    rows: pl.DataFrame,
    question: Question,
    framework: Framework,
) -> pl.DataFrame:
    of_planned = (
        own["Indicators"]
        .filter(in_use(question.year))
        .join(
            programmes.select(programme="code"), on="programme", how="semi", maintain_order="left"
        )
    )
    rolled = leaves(of_planned, own["Targets"], rows, question)
    return with_achievement(rolled.lazy(), framework).collect()


def _figures(
    programmes: pl.DataFrame, agencies: pl.DataFrame, framework: Framework
) -> pl.DataFrame:
    """The figures of every level, places with nothing planned included; see Scorecard."""
    subs = pl.DataFrame(
        [
            (dimension.code, sub.code)
            for dimension in framework.dimensions
            for sub in dimension.sub_dimensions
        ],
        schema={"dimension": pl.String, "code": pl.String},
        orient="row",
    )
    own_subs = programmes.drop_nulls("sub_dimension").select("dimension", code="sub_dimension")
    places = {
        "overall": (pl.DataFrame({"code": ["overall"]}), pl.lit("overall")),
        "dimension": (
            pl.DataFrame({"code": [dimension.code for dimension in framework.dimensions]}),
            pl.col("dimension"),
        ),
        "sub_dimension": (
            pl.concat([subs, own_subs]).unique(maintain_order=True),
            pl.col("sub_dimension"),
        ),
        "agency": (agencies.select("code"), pl.col("agency")),
    }
    return pl.concat(
        [_level(programmes, name, expected, code) for name, (expected, code) in places.items()],
        how="diagonal",
    ).with_columns(band=levels.band("indicator_achievement_pct", framework))


def _level(
    programmes: pl.DataFrame, level: str, expected: pl.DataFrame, code: pl.Expr
) -> pl.DataFrame:
    keys = expected.columns
    counts = ("planned", "realised", "not_reported")
    found = levels.level_figures(programmes.with_columns(code=code).lazy(), keys).collect()
    return expected.join(found, on=keys, how="left", maintain_order="left").select(
        pl.lit(level).alias("level"),
        pl.col("dimension") if "dimension" in keys else pl.lit(None, pl.String).alias("dimension"),
        "code",
        pl.col(counts).fill_null(0).cast(pl.Int64),
        "achievement_pct",
        "indicator_achievement_pct",
    )


def _of_the_year(
    agencies: pl.DataFrame, programmes: pl.DataFrame, innovations: pl.DataFrame, year: int
) -> pl.DataFrame:
    """Without those that had retired when the year began and of which nothing in it tells."""
    named = pl.concat([programmes["agency"], innovations["agency"]]).unique().to_list()
    had_retired = (pl.col("retired_on") <= date(year, 1, 1)).fill_null(value=False)
    return agencies.filter(~had_retired | pl.col("code").is_in(named))


def _agencies(
    agencies: pl.DataFrame, innovations: pl.DataFrame, framework: Framework
) -> pl.DataFrame:
    counts = measures.counted_by_agency(innovations, framework.innovation_counts)
    return agencies.join(counts, on="code", how="left", maintain_order="left").with_columns(
        pl.col("innovations").fill_null(0).cast(pl.Int64)
    )


def index_of_year(rows: pl.DataFrame, year: int, framework: Framework) -> IndexResult | None:
    """This year's index beside last year's; None where nobody scored this year.

    `rows` are scores that count under the edition, as a scorecard's `index_rows`.
    """
    scores = _scores(rows, year)
    previous = index(_scores(rows, year - 1), framework).value
    return index(scores, framework, previous) if scores else None


def _index_history(rows: pl.DataFrame, year: int, framework: Framework) -> pl.DataFrame:
    years = rows.filter(pl.col("year") <= year)["year"].unique().sort()
    values = [index(_scores(rows, one), framework).value for one in years]
    return pl.DataFrame(
        {
            "year": years,
            "value": pl.Series([None if v is None else float(v) for v in values], dtype=pl.Float64),
        }
    )


def _scored_under(rows: pl.DataFrame, framework: Framework) -> pl.DataFrame:
    """The scores of each year under the edition, or else under one whose scores it shares."""
    editions = [framework.id, *reversed(framework.shares_scores_with)]
    usable = rows.filter(pl.col("framework").is_in(editions))
    nearness = pl.col("framework").replace_strict(
        dict(zip(editions, range(len(editions)), strict=True)), return_dtype=pl.Int64
    )
    return usable.filter(nearness == nearness.min().over("year"))


def _scores(rows: pl.DataFrame, year: int) -> list[Score]:
    columns = rows.filter(year=year).select("component", "dimension", "assessor", "score")
    return [Score(*row) for row in columns.iter_rows()]
