"""All scores of a panel as a file, with a dictionary of what its columns mean."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from kotacerdas.core.words import language, words
from kotacerdas.documents import annex_tables
from kotacerdas.documents.xlsx import About, workbook
from kotacerdas.evaluation.models import Submission
from kotacerdas.evaluation.questionnaires import framework_of, questionnaire_of
from kotacerdas.panel.models import Panel, Review
from kotacerdas.panel.outcomes import scores_of_reviews
from kotacerdas.panel.selectors import whole_reviews
from kotacerdas.scoring.panel import HUNDREDTHS
from kotacerdas.workbook.writing import csv_file

CSV, XLSX, PARQUET = KINDS = ("csv", "xlsx", "parquet")
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PARQUET: "application/vnd.apache.parquet",
}
_SCORE = "0.00"


@dataclass(frozen=True)
class Field:
    """A column of the file: its name, which is the same in all kinds, type and width."""

    name: str
    type: Any
    width: float = 12
    number_format: str = annex_tables.TEXT


FIELDS = (
    Field("region_code", pl.String),
    Field("region", pl.String, 24),
    Field("year", pl.Int64, 8, "0"),
    Field("stage", pl.String, 8),
    Field("edition", pl.String),
    Field("item", pl.String, 10),
    Field("component", pl.String, 14),
    Field("dimension", pl.String, 14),
    Field("claim", pl.Int64, 8, "0"),
    Field("seat", pl.Int64, 8, "0"),
    Field("assessor", pl.String, 24),
    Field("institution", pl.String, 24),
    Field("score", pl.Float64, 8, _SCORE),
    Field("comment", pl.String, 40),
    Field("settled", pl.Float64, 8, _SCORE),
    Field("reason", pl.String, 40),
    Field("panel_value", pl.Float64, 12, _SCORE),
)


def scores_file(panel: Panel, kind: str, on: date) -> bytes:
    """Every score that counts, of the regions whose scoring was concluded, a row each."""
    rows = list(_rows(panel))
    if kind == PARQUET:
        stream = io.BytesIO()
        schema = {one.name: one.type for one in FIELDS}
        pl.DataFrame(rows, schema=schema, orient="row").write_parquet(stream)
        return stream.getvalue()
    names = [one.name for one in FIELDS]
    if kind == CSV:
        return csv_file([names, *rows], language())
    say = words()
    columns = [annex_tables.Column(one.name, one.width, one.number_format) for one in FIELDS]
    meanings = [(one.name, say(f"panel_column.{one.name}")) for one in FIELDS]
    heads = [
        annex_tables.Column(say("panel.column"), 16),
        annex_tables.Column(say("panel.meaning"), 90),
    ]
    sheets = [
        annex_tables.Sheet(say("panel.scores"), columns, rows),
        annex_tables.Sheet(say("panel.dictionary"), heads, meanings),
    ]
    footer = f"{panel.title} · {panel.year}"
    return workbook(sheets, About(panel.title, panel.title, footer, on, language()))


def _rows(panel: Panel) -> Iterator[tuple[object, ...]]:
    """In the order of regions and items, and of the seats within one."""
    reviews = list(
        whole_reviews()
        .filter(panel=panel, concluded_at__isnull=False)
        .order_by("cycle__region__code")
    )
    submitted = {
        one.stage_id: one.answers
        for one in Submission.objects.filter(stage__in=[one.stage_id for one in reviews])
        .defer("snapshot")
        .order_by("pk")
    }
    found = scores_of_reviews(reviews)
    for review in reviews:
        of_region = _of_region(review)
        answers, own = submitted.get(review.stage_id, {}), found[review.pk]
        for asked in own.outcome.asked:
            value = own.outcome.items[asked.code].value
            settled = own.settlements.get(asked.code)
            claim = answers.get(asked.code, {}).get("level")
            for seat, score in own.counted.get(asked.code, {}).items():
                member = own.giver(seat, score)
                yield (
                    *of_region,
                    *(asked.code, asked.component, asked.dimension or None, claim, seat),
                    *(str(member), member.institution or None),
                    *(score.hundredths / HUNDREDTHS, score.comment or None),
                    None if settled is None else settled.hundredths / HUNDREDTHS,
                    None if settled is None else settled.reason,
                    None if value is None else float(value),
                )


def _of_region(review: Review) -> Sequence[object]:
    cycle, edition = review.cycle, framework_of(review.cycle).id
    stage = questionnaire_of(cycle).stage(review.stage.window.code).name(language())
    return cycle.region.code, str(cycle.region), cycle.year, stage, edition
