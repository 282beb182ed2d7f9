"""What figures rested on after an earlier entry of the log."""

from collections.abc import Mapping

import polars as pl

from kotacerdas.records.inverse import (
    CodesByKey,
    RecordId,
    by_code,
    inverse,
    linked,
    record_models,
    turned_back,
)
from kotacerdas.records.models import Region
from kotacerdas.records.storage import Values, own_values
from kotacerdas.reporting.effective import effective, submitted_at, verified_of
from kotacerdas.scorecards.sheets import MODELS, Counting, Origins, records_of
from kotacerdas.scoring.question import Basis
from kotacerdas.workbook.schema import BY_NAME
from kotacerdas.workbook.sheets import empty_frame

_LABELS = {sheet: model._meta.label_lower for sheet, model in MODELS.items()}


def counting_at(region: Region, entry: int) -> Counting:
    """The records and reports as they were after the entry; to be called within `one_moment`.

    Without `columns`, which are of now alone.
    """
    sheets, models = records_of(region), record_models()
    now = {_LABELS[sheet]: {row["pk"]: row for row in rows} for sheet, rows in sheets.items()}
    keys = {
        label: {row["code"]: pk for pk, row in own.items()}
        for label, own in now.items()
        if "code" in _names(label)
    }
    linked_rows = {
        label: {pk: linked(models[label], own_values(row), keys) for pk, row in own.items()}
        for label, own in now.items()
    }
    patches = inverse(region, entry, keys)
    then = turned_back(linked_rows, patches)
    codes = {label: {pk: row["code"] for pk, row in then[label].items()} for label in keys}
    frames = {
        sheet: frame_then(sheet, region, then[label], codes) for sheet, label in _LABELS.items()
    }
    origins = _origins(now, {record: patch.origin for record, patch in patches.items()})
    reported = submitted_at(region, entry)
    reports = {Basis.REPORTED: reported, Basis.VERIFIED: verified_of(reported)}
    of_basis = {basis: effective(region, frames, own) for basis, own in reports.items()}
    counted = {basis: frames | own.frames for basis, own in of_basis.items()}
    return Counting({}, counted, origins, of_basis, reports)


def frame_then(
    sheet: str, region: Region, rows: Mapping[int, Values], codes: CodesByKey
) -> pl.DataFrame:
    """Records with their links by key as the frame of a reading, the oldest first."""
    label = _LABELS[sheet]
    records = [
        {"region": region.code, "row": pk} | (by_code((label, pk), rows[pk], codes) or {})
        for pk in sorted(rows)
    ]
    return pl.DataFrame(records, schema=empty_frame(BY_NAME[sheet]).schema)


def _names(label: str) -> set[str]:
    sheet = next(sheet for sheet, of in _LABELS.items() if of == label)
    return set(BY_NAME[sheet].by_name)


def _origins(
    now: Mapping[str, Mapping[int, Values]],
    then: Mapping[RecordId, tuple[int | None, int | None]],
) -> Origins:
    """Where each record came from then; of those that were not there yet, too."""
    found: dict[str, dict[int, tuple[int, int]]] = {sheet: {} for sheet in _LABELS}
    sheets = {label: sheet for sheet, label in _LABELS.items()}
    places = {
        (label, pk): (row["origin"], row["origin_row"])
        for label, own in now.items()
        for pk, row in own.items()
    }
    for (label, pk), (file, row) in (places | dict(then)).items():
        if file is not None and row is not None and label in sheets:
            found[sheets[label]][pk] = file, row
    return found
