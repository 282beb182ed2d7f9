"""What happens to a region's records, drawn by hypothesis: imports, edits, removals, recodes."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone
from hypothesis import strategies as st

from exchange.bringing import REPLACING, brought_in
from kotacerdas.accounts.models import User
from kotacerdas.records.actions import Change, apply_changes
from kotacerdas.records.inverse import linked, present_keys, record_models
from kotacerdas.records.storage import origin_of, own_values
from kotacerdas.scorecards.sheets import MODELS, records_of
from kotacerdas.workbook.schema import BY_NAME
from kotacerdas.workbook.writing import write
from workbook.records import workbooks

OWN = "33.25"
CODED = ("Agencies", "Missions", "Regulations", "Programmes", "Indicators", "Innovations")
LEAVES = (
    *("Targets", "Realisation", "Budget", "Capacity", "Index", "OtherRegions", "OtherIndices"),
    *("InnovationMarks", "RegionMarks"),
)


def of_region(records):
    """A region's code is part of addresses, so that a new one may not be any text."""
    records["Region"][0]["code"] = OWN
    return records


WORKBOOKS = workbooks(most_regions=1).map(of_region)
PICKS = st.integers(0, 10**6)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("bring_in"), WORKBOOKS),
        st.tuples(st.just("recode"), st.sampled_from(CODED), PICKS),
        st.tuples(st.just("exchange_codes"), st.sampled_from(CODED)),
        st.tuples(st.just("edit"), st.sampled_from(tuple(MODELS)), PICKS),
        st.tuples(st.just("date"), PICKS),
        st.tuples(st.just("remove"), st.sampled_from(LEAVES), PICKS),
    ),
    min_size=2,
    max_size=7,
)


def packed(records) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "buku.zip"
        write(records, path)
        return path.read_bytes()


def state(region):
    """Every record with its links by primary key, and where it came from."""
    keys = present_keys(region)
    models = record_models()
    return {
        (label, row["pk"]): (linked(models[label], own_values(row), keys), origin_of(row))
        for sheet, rows in records_of(region).items()
        for label in [MODELS[sheet]._meta.label_lower]
        for row in rows
    }


def take(region, step):
    """One act, which may come to nothing."""
    name, *arguments = step
    _ACTS[name](region, *arguments)


def _bring_in(region, records):
    by, now = User.objects.get(), timezone.now()
    brought_in(region, packed(records), by, now, REPLACING)


def _recode(region, sheet, pick):
    row = _one(region, sheet, pick)
    if row:
        _changed(region, sheet, (row, {"code": f"{row['code']}~{pick}"[:100]}))


def _exchange_codes(region, sheet):
    rows = records_of(region)[sheet][:2]
    if len(rows) == 2:
        one, other = rows
        _changed(region, sheet, (one, {"code": other["code"]}), (other, {"code": one["code"]}))


def _edit(region, sheet, pick):
    row = _one(region, sheet, pick)
    name = next((one for one in ("name", "text", "title", "note") if one in (row or ())), None)
    if name:
        _changed(region, sheet, (row, {name: f"Ganti {pick % 3}"}))


def _date(region, pick):
    row = _one(region, "Regulations", pick)
    if row:
        _changed(region, "Regulations", (row, {"valid_from": date(2020, 1, 1 + pick % 28)}))


def _remove(region, sheet, pick):
    row = _one(region, sheet, pick)
    if row:
        _changed(region, sheet, (row, None))


def _one(region, sheet, pick):
    rows = records_of(region)[sheet]
    return rows[pick % len(rows)] if rows else None


def _changed(region, sheet, *pairs):
    changes = [
        Change(
            MODELS[sheet],
            tuple(row[name] for name in BY_NAME[sheet].key),
            own_values(row),
            None if values is None else own_values(row) | values,
            row["pk"],
            was=origin_of(row),
        )
        for row, values in pairs
    ]
    changes = [one for one in changes if one.before != one.after]
    apply_changes(region, changes, "edit", actor="", at=timezone.now())


_ACTS = {
    "bring_in": _bring_in,
    "recode": _recode,
    "exchange_codes": _exchange_codes,
    "edit": _edit,
    "date": _date,
    "remove": _remove,
}
