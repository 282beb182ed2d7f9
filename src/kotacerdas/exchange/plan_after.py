"""The frames of a reading as they would be after changes, in memory: nothing is written."""

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from kotacerdas.exchange.fitting import SHEETS
from kotacerdas.records.actions import Change
from kotacerdas.records.models import Region
from kotacerdas.reporting.effective import effective, frame_of
from kotacerdas.scorecards.sheets import Counting
from kotacerdas.scoring.question import Basis

_IMPORTED = ("Programmes", "Indicators", "Realisation", "Budget")
_FIRST_NEW_ROW = 10**12  # beyond all that there are

Frames = Mapping[str, pl.DataFrame]


def plan_after(region: Region, now: Counting, changes: Sequence[Change]) -> Frames:
    """The records after the changes; what reports say stands beside them."""
    raw = {sheet: frame_of(sheet, region, now.columns[sheet]) for sheet in _IMPORTED}
    frames = {**now.frames[Basis.REPORTED], **raw}
    by_sheet: dict[str, list[Change]] = {}
    for change in changes:
        by_sheet.setdefault(SHEETS[change.model._meta.label_lower], []).append(change)
    for sheet, own in by_sheet.items():
        frames[sheet] = _with(frames[sheet], own, region)
    return frames


def counting_after(region: Region, now: Counting, changes: Sequence[Change]) -> Frames:
    """What counts as reported after the changes."""
    frames = plan_after(region, now, changes)
    return {**frames, **effective(region, frames, now.reports[Basis.REPORTED]).frames}


def plan_of(frames: Frames, programmes: Collection[int]) -> Frames:
    """The rows of these programmes, by primary key."""
    own = frames["Programmes"].filter(pl.col("row").is_in(programmes))
    of_programmes = pl.col("programme").is_in(own["code"].implode())
    indicators = frames["Indicators"].filter(of_programmes)
    of_indicators = pl.col("indicator").is_in(indicators["code"].implode())
    return {
        "Programmes": own,
        "Indicators": indicators,
        "Targets": frames["Targets"].filter(of_indicators),
        "Realisation": frames["Realisation"].filter(of_indicators),
        "Budget": frames["Budget"].filter(of_programmes),
    }


def rows_after(changes: Sequence[Change]) -> list[int]:
    """The row of each change of a sheet in its frame; what is new comes last."""
    return [change.pk or _FIRST_NEW_ROW + at for at, change in enumerate(changes)]


def _with(frame: pl.DataFrame, changes: Sequence[Change], region: Region) -> pl.DataFrame:
    touched = [change.pk for change in changes if change.pk is not None]
    rows = [
        {**change.after, "region": region.code, "row": row}
        for row, change in zip(rows_after(changes), changes, strict=True)
        if change.after is not None
    ]
    stay = frame.filter(~pl.col("row").is_in(touched))
    return pl.concat([stay, pl.DataFrame(rows, schema=frame.schema)]).sort("row")
