"""The workbook's sheets and the models that hold their rows."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl
from django.db import models

from kotacerdas.plan.models import (
    Budget,
    Capacity,
    Indicator,
    Innovation,
    InnovationMark,
    Mission,
    OtherIndex,
    OtherRegion,
    Programme,
    Realisation,
    RegionMark,
    Regulation,
    Score,
    Stewardship,
    Target,
)
from kotacerdas.records.models import Agency, Region
from kotacerdas.records.storage import Columns, Values, columns_in, rows_of
from kotacerdas.reporting.effective import (
    Effective,
    Submitted,
    effective,
    frame_of,
    submitted,
)
from kotacerdas.scoring.question import Basis

# By sheet and primary key: the file's primary key and the row in the file.
Origins = Mapping[str, Mapping[int, tuple[int, int]]]

# In the order of the workbook, in which a row names only rows of sheets before its own.
MODELS: dict[str, type[models.Model]] = {
    "Region": Region,
    "Agencies": Agency,
    "Missions": Mission,
    "Regulations": Regulation,
    "Programmes": Programme,
    "Stewardships": Stewardship,
    "Indicators": Indicator,
    "Targets": Target,
    "Realisation": Realisation,
    "Budget": Budget,
    "Innovations": Innovation,
    "Capacity": Capacity,
    "Index": Score,
    "OtherRegions": OtherRegion,
    "OtherIndices": OtherIndex,
    "InnovationMarks": InnovationMark,
    "RegionMarks": RegionMark,
}
# Sheets that no result holds; decision 22 says why.
NO_FIGURES = {sheet for sheet, model in MODELS.items() if not getattr(model, "has_figures", True)}


def columns_of(region: Region) -> dict[str, Columns]:
    """Every sheet's records with pk, origin and origin_row, in a fixed number of queries."""
    columns: dict[str, Columns] = {}
    codes: dict[type[models.Model], dict[int, str]] = {}
    for sheet, model in MODELS.items():
        columns[sheet] = own = columns_in(model, region, codes)
        codes[model] = dict(zip(own["pk"], own["code"], strict=True)) if "code" in own else {}
    return columns


def records_of(region: Region) -> dict[str, list[Values]]:
    """The same record by record."""
    return {sheet: rows_of(columns) for sheet, columns in columns_of(region).items()}


def frames_of(region: Region, columns: Mapping[str, Columns]) -> dict[str, pl.DataFrame]:
    """The records as the frames of a reading; `row` is the record's primary key."""
    return {sheet: frame_of(sheet, region, own) for sheet, own in columns.items()}


def origins(columns: Mapping[str, Columns]) -> Origins:
    """Where each record came from: {sheet: {pk: (file's pk, row in the file)}}."""
    return {
        sheet: {
            pk: (file, row)
            for pk, file, row in zip(own["pk"], own["origin"], own["origin_row"], strict=True)
            if file
        }
        for sheet, own in columns.items()
    }


@dataclass(frozen=True)
class Counting:
    """What figures rest on: of each basis the frames of a reading, and what its reports say.

    `columns` are the records as `columns_of` gives them, `reports` what the reports say.
    """

    columns: Mapping[str, Columns]
    frames: Mapping[Basis, Mapping[str, pl.DataFrame]]
    origins: Origins
    effective: Mapping[Basis, Effective]
    reports: Mapping[Basis, Submitted]


def counting(region: Region) -> Counting:
    """The records and reports of a region; both bases share the frames that are the same on each,
    which are all where no report waits.
    """
    columns = columns_of(region)
    frames, reports = frames_of(region, columns), submitted(region)
    reported = effective(region, frames, reports[Basis.REPORTED])
    of_basis = dict.fromkeys(Basis, reported)
    if reports[Basis.VERIFIED] is not reports[Basis.REPORTED]:
        of_basis[Basis.VERIFIED] = effective(region, frames, reports[Basis.VERIFIED])
    return Counting(
        columns,
        {basis: frames | found.frames for basis, found in of_basis.items()},
        origins(columns),
        of_basis,
        reports,
    )
