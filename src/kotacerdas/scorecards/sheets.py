"""The workbook's sheets and the models that hold their rows."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.db import models

from kotacerdas.monitoring.selectors import told_progress
from kotacerdas.plan.models import (
    Budget,
    Capacity,
    Indicator,
    Innovation,
    Mission,
    Programme,
    Realisation,
    Regulation,
    Score,
    Target,
)
from kotacerdas.records.models import Agency, Region
from kotacerdas.records.storage import Values, values_in
from kotacerdas.scoring import progress
from kotacerdas.workbook.schema import BY_NAME
from kotacerdas.workbook.sheets import empty_frame

# In the order of the workbook, in which a row names only rows of sheets before its own.
MODELS: dict[str, type[models.Model]] = {
    "Region": Region,
    "Agencies": Agency,
    "Missions": Mission,
    "Regulations": Regulation,
    "Programmes": Programme,
    "Indicators": Indicator,
    "Targets": Target,
    "Realisation": Realisation,
    "Budget": Budget,
    "Innovations": Innovation,
    "Capacity": Capacity,
    "Index": Score,
}


def records_of(region: Region) -> dict[str, list[Values]]:
    """Every sheet's records with pk, origin and origin_row, in a fixed number of queries."""
    found: dict[str, list[Values]] = {}
    codes: dict[type[models.Model], dict[int, str]] = {}
    for sheet, model in MODELS.items():
        found[sheet] = values_in(model, region, codes)
        codes[model] = {row["pk"]: row["code"] for row in found[sheet] if "code" in row}
    return found


def frames_of(region: Region, records: Mapping[str, list[Values]]) -> dict[str, pl.DataFrame]:
    """The records as the frames of a reading; `row` is the record's primary key."""
    return {sheet: _frame(sheet, region, rows) for sheet, rows in records.items()}


def _frame(sheet: str, region: Region, rows: list[Values]) -> pl.DataFrame:
    empty = empty_frame(BY_NAME[sheet])
    columns: dict[str, Any] = {
        name: [row[name] for row in rows] for name in empty.columns if name not in {"region", "row"}
    }
    return pl.DataFrame(
        columns | {"region": [region.code] * len(rows), "row": [row["pk"] for row in rows]},
        schema=empty.schema,
    )


def progress_of(region: Region, since_year: int) -> pl.DataFrame:
    """What the reports say of how far the work has come; a row is the version's primary key."""
    rows = told_progress(region, since_year)
    found = pl.DataFrame(
        [row | {"region": region.code} for row in rows], schema=progress.SCHEMA, orient="row"
    )
    return found.sort("programme", "year", "period")  # the database has no order of its own


def origins(records: Mapping[str, list[Values]]) -> dict[str, dict[int, tuple[int, int]]]:
    """Where each record came from: {sheet: {pk: (file's pk, row in the file)}}."""
    return {
        sheet: {row["pk"]: (row["origin"], row["origin_row"]) for row in rows if row["origin"]}
        for sheet, rows in records.items()
    }
