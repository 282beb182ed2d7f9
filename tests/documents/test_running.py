"""The documents of a year that is not complete: counts, no percentage and no difference."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest
from openpyxl import load_workbook

from documents.invented import batang
from kotacerdas.charts import rendering
from kotacerdas.charts.dimensions import dimensions
from kotacerdas.charts.history import history
from kotacerdas.documents import report
from kotacerdas.documents.attention import matters
from kotacerdas.documents.facts import Facts
from kotacerdas.documents.pdf import report as pdf
from kotacerdas.documents.pptx import deck, slides
from kotacerdas.documents.xlsx import annex
from kotacerdas.figures.number import Number
from kotacerdas.scoring.scorecard import RUNNING_STATUSES, Scorecard
from kotacerdas.wording.numbers import Language

PERCENTAGE = re.compile(r"\d[.,]\d\s*%|[+−±]\d|\d[.,]\d (poin|points)")


def running() -> Scorecard:
    """Batang: 6 realised, 35 on track, 5 behind, 20 not reported, 14 not due."""
    card = batang()
    states = [
        *(["realised"] * 6 + ["on_track"] * 35 + ["behind"] * 5),
        *(["not_reported"] * 20 + ["not_due"] * 14),
    ]
    status = pl.Series(states).replace(
        {"on_track": "not_realised", "behind": "not_realised", "not_due": "not_reported"}
    )
    is_told = pl.Series([state in {"realised", "on_track", "behind"} for state in states])
    programmes = card.programmes.with_columns(
        status=status,
        progress=pl.Series(states),
        is_verified=pl.when(is_told).then(pl.lit(value=True)),
        reported_to=pl.when(is_told).then(pl.date(2022, 3, 31)),
        reported_period=pl.when(is_told).then(pl.lit("q1")),
        to_date_pct=pl.lit(None, pl.Float64),
    )
    whole = card.history["dimension"].is_null()
    history = card.history.with_columns(
        is_over=pl.lit(value=True),
        is_verifying=pl.lit(value=True),
        reported_to_end=pl.when(pl.col("year") < 2022).then(pl.col("planned")).otherwise(0),
        verified_to_end=pl.when(pl.col("year") < 2022).then(pl.col("planned")).otherwise(0),
    )
    assert whole.any()
    return replace(card, programmes=programmes, history=history)


def not_begun() -> Scorecard:
    card = running()
    history = card.history.with_columns(
        not_reported=pl.when(pl.col("year") == 2022)
        .then(pl.col("planned"))
        .otherwise("not_reported")
    )
    nothing = [
        pl.lit(None).alias(name) for name in ("is_verified", "reported_to", "reported_period")
    ]
    programmes = card.programmes.with_columns(
        *nothing, status=pl.lit("not_reported"), progress=pl.lit("not_due")
    )
    return replace(card, programmes=programmes, history=history)


MADE: list[Callable[[], Scorecard]] = [running, not_begun]


def texts_of(block: object) -> str:
    """All that the report says, but not its pictures, the money, or how it is computed."""
    if isinstance(block, dict):
        return " ".join(texts_of(part) for name, part in block.items() if name != "picture")
    if isinstance(block, list):
        return " ".join(map(texts_of, block))
    return block if isinstance(block, str) else ""


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("make", MADE)
def test_the_report_has_no_percentage_of_it(make, language):
    content = report.content(Facts(make(), language))
    brief = {**content["brief"], "facts": [], "picture": ""}
    overview = [{"table": each} for each in content["sections"][0]["blocks"] if "table" in each]
    own = [brief, overview, content["sections"][1:8], content["description"]]

    assert not PERCENTAGE.search(texts_of(own)), PERCENTAGE.search(texts_of(own))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("make", MADE)
def test_the_slides_on_programmes_have_none_either(make, language):
    for slide in slides(Facts(make(), language))[:6]:
        said = " ".join([slide.title, slide.figure, *(line.text for line in slide.lines)])
        assert not PERCENTAGE.search(said), said
        assert slide.words <= 40


def test_both_count_the_five_states():
    facts = Facts(running(), Language.ID)
    counts = {each["mark"]: each["count"] for each in report.content(facts)["brief"]["counts"]}
    deck = slides(facts)

    assert counts == dict(zip(RUNNING_STATUSES, ("6", "35", "5", "20", "14"), strict=True))
    assert deck[1].figure == "41/46"
    assert deck[1].title == (
        "Tahun 2022 belum lengkap: 41 dari 46 program yang dilaporkan sesuai rencana"
    )
    assert "Keadaan per 31 Maret 2022" in deck[0].lines[1].text
    assert "Keadaan per 31 Maret 2022" in report.content(facts)["cover"]["lines"]
    sums = {series.name: sum(series.values) for series in deck[2].chart.series}
    assert list(sums.values()) == [6, 35, 5, 20, 14]
    assert "tertinggal" in deck[4].title
    assert [(one.key, one.count) for one in matters(facts)][:3] == [
        ("behind", 5),
        ("not_reported", 20),
        ("not_due", 14),
    ]


@pytest.mark.parametrize("make", MADE)
def test_the_trend_joins_complete_years_and_leaves_this_one_open(make):
    values = history(make(), Language.ID)["data"]["values"]

    assert [row["name"] for row in values if row["value"] is not None] == [
        "2018",
        "2019",
        "2020",
        "2021",
    ]
    assert (values[-1]["name"], values[-1]["value"], values[-1]["aim"]) == ("2022", None, 100)
    assert {row["aim"] for row in values[:-1]} == {None}
    for picture in (history, dimensions):
        svg = rendering.to_svg(picture(make(), Language.ID))
        assert "NaN" not in svg
        assert "undefined" not in svg


@pytest.mark.parametrize("make", MADE)
def test_the_annex_leaves_its_achievement_empty(make):
    book = load_workbook(io.BytesIO(annex(make(), {}, Language.EN)))
    head, *rows = book["Dimensions"].iter_rows(values_only=True)
    history = list(book["History"].iter_rows(min_row=2, values_only=True))
    traced = [row[0] for row in book["Trace"].iter_rows(min_row=2, values_only=True)]

    assert {row[head.index("Achievement (%)")] for row in rows} == {None}
    assert {row[-1] for row in history if row[0] == 2022} == {None}
    assert None not in {row[-1] for row in history if row[0] == 2021}
    assert not [name for name in traced if Number.parse(name).is_of_complete_years]


@pytest.mark.parametrize("make", MADE)
def test_each_is_written(make):
    assert pdf(make(), Language.ID).startswith(b"%PDF")
    assert deck(make(), Language.ID)
    assert json.dumps(report.content(Facts(make(), Language.EN)))
