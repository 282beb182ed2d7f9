"""What a form with rows of the workbook would do: read, merged and checked like a file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from kotacerdas.casework.models import Case
from kotacerdas.core.errors import RefusedError, Word
from kotacerdas.exchange.edit_checks import checked
from kotacerdas.exchange.edit_sides import Sides, sheet_in
from kotacerdas.exchange.fitting import codes_after
from kotacerdas.exchange.outcome import (
    Conflict,
    Left,
    change_of,
    digest_of,
    in_order,
    key_of,
    take_out_misfits,
)
from kotacerdas.exchange.plan_after import rows_after
from kotacerdas.records.actions import Change
from kotacerdas.records.inverse import (
    Keys,
    Kind,
    RecordId,
    by_code,
    linked,
    links_of,
    newest_changes,
)
from kotacerdas.records.merging import merge
from kotacerdas.records.storage import TYPED_IN, Values
from kotacerdas.scorecards.sheets import MODELS
from kotacerdas.workbook.columns import Sheet
from kotacerdas.workbook.issues import Issue
from kotacerdas.workbook.naming import called
from kotacerdas.workbook.problems import Problem
from kotacerdas.workbook.schema import BY_NAME
from kotacerdas.workbook.typed_in import Flaw, Texts, filled, is_same_text, read_rows

HELD = {"Budget": "realised"}  # by sheet: the column that a report may hold
# By sheet: what of a record that is there only an act of its own changes (`plan.actions`).
FIXED = {
    "Region": {"code"},
    "Agencies": {"code", "retired_on"},
    "Programmes": {"code", "end_year"},
    "Indicators": {"code", "last_year"},
}


@dataclass(frozen=True)
class TypedRow:
    """A row as it was typed; `pk` is None of a new one, `texts` of one that is to be removed."""

    pk: int | None
    texts: Texts | None


@dataclass(frozen=True)
class Edit:
    """Rows of one sheet. `is_confirmed` says that the figures it asks about are right.

    `is_alike` says that all that is typed is wanted of each row, even where the form gave it out
    so: what others made of it since is a conflict then, and not theirs to keep.
    """

    sheet: str
    base_entry: int
    rows: Sequence[TypedRow]
    is_confirmed: bool = False
    is_alike: bool = False

    @property
    def label(self) -> str:
        return MODELS[self.sheet]._meta.label_lower


@dataclass(frozen=True)
class Plan:
    """What an edit would do.

    `flaws` stand at a cell of a typed row; `elsewhere` are findings at other records, `left` what
    can't become what was typed. `of_others` are the fields that others changed since, by the
    typed row, and that stay so. `texts` are what was typed of each row and was not given out.
    """

    edit: Edit
    sides: Sides
    changes: Sequence[Change] = ()
    flaws: Sequence[Flaw] = ()
    elsewhere: Sequence[tuple[RecordId, Issue]] = ()
    conflicts: Sequence[Conflict] = ()
    left: Sequence[Left] = ()
    of_others: Mapping[int, Sequence[str]] = field(default_factory=dict)
    digest: str = ""
    texts: Sequence[Texts] = ()

    @property
    def issues(self) -> Iterator[Issue]:
        yield from (one.issue for one in self.flaws)
        yield from (issue for _, issue in self.elsewhere)

    @property
    def asks(self) -> bool:
        """Whether somebody has to confirm figures that look wrong."""
        return any(issue.asks for issue in self.issues)

    @property
    def is_ok(self) -> bool:
        """Whether it can be written, once what it asks is confirmed."""
        is_wrong = any(issue.is_error for issue in self.issues)
        return not (is_wrong or self.conflicts or self.left)


@dataclass
class _Merging:
    """What becomes of the records of the typed rows, and which row each of them is."""

    results: dict[RecordId, Values | None] = field(default_factory=dict)
    places: dict[RecordId, int] = field(default_factory=dict)
    conflicts: list[tuple[RecordId, str, Values | None]] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    of_others: dict[int, list[str]] = field(default_factory=dict)


def planned(sides: Sides, edit: Edit) -> Plan:
    """What the edit would do to the records as they are.

    Raises:
        RefusedError: a field is not one of the sheet's or is held by a report, or a row is none of
            the region's.
    """
    sheet = sheet_in(sides, edit.sheet)
    texts = [_changed_texts(sides, edit, sheet, row) for row in edit.rows]
    read = read_rows(sheet, texts)
    unread = [*read.flaws, *_unknown_references(sheet, read.rows, sides.keys)]
    if any(one.issue.is_error for one in unread):
        return Plan(edit, sides, flaws=unread, texts=texts)
    merging = _merged(sides, edit, sheet, read.rows)
    results = merging.results
    codes = codes_after(sides.present, results)
    changes = in_order(
        change_of(sides.present, record, values, codes, TYPED_IN)
        for record, values in results.items()
    )
    places = _places(edit.label, merging, changes)
    new, elsewhere = checked(sides, edit.sheet, places, changes, read.marks)
    flaws, left = [*unread, *new], merging.left
    if not any(one.issue.is_error for one in flaws):
        misfits = take_out_misfits(sides.present, dict(results))
        left += [_left(sides, record, why) for record, why in misfits.items()]
    conflicts = _conflicts(sides, edit, merging, codes)
    digest = digest_of(changes, conflicts, left)
    return Plan(
        edit,
        sides,
        changes=changes,
        flaws=flaws,
        elsewhere=elsewhere,
        conflicts=conflicts,
        left=left,
        of_others=merging.of_others,
        digest=digest,
        texts=texts,
    )


def _changed_texts(sides: Sides, edit: Edit, sheet: Sheet, row: TypedRow) -> Texts:
    """What is not as the form gave it out; all that is typed of a new row."""
    texts = row.texts or {}
    fixed = FIXED.get(sheet.name, set()) if row.pk is not None else set()
    foreign = texts.keys() - sheet.by_name.keys() | texts.keys() & fixed
    if foreign:
        raise RefusedError("edit.not_its_field", name=", ".join(sorted(foreign)))
    if row.pk is None:
        return texts
    base = sides.at_base((edit.label, row.pk))
    if base is None:
        raise RefusedError("edit.not_its_row")
    given = sides.texts(sheet, base)
    changed = {
        name: text
        for name, text in texts.items()
        if edit.is_alike or not is_same_text(text, given[name])
    }
    held = sides.spent.get(row.pk) if HELD.get(sheet.name) in changed else None
    if held is not None:
        raise RefusedError("edit.held", **_report_of(held.version))
    return changed


def _report_of(version: int) -> dict[str, object]:
    case = Case.objects.select_related("programme", "window").get(versions=version)
    period = Word("period", case.window.code or "tahun")
    return {"programme": case.programme.name, "period": period, "year": case.window.year}


def _unknown_references(sheet: Sheet, rows: Sequence[Values], keys: Keys) -> Iterator[Flaw]:
    """What the form offered is there, but for a record that was removed since."""
    links = links_of(MODELS[sheet.name])
    for at, row in enumerate(rows):
        for name in links.keys() & row.keys():
            named = row[name] if isinstance(row[name], list) else [row[name]]
            for code in named or ():
                if code is not None and code not in keys[links[name]]:
                    other = BY_NAME[sheet.by_name[name].refers_to or ""]
                    parts = (("sheet", called(other, None)),)
                    yield Flaw(at, name, Issue(Problem.UNKNOWN_REFERENCE, found=code, parts=parts))


def _merged(sides: Sides, edit: Edit, sheet: Sheet, rows: Sequence[Values]) -> _Merging:
    merging, model, new = _Merging(), MODELS[edit.sheet], count(-1, -1)
    added = {
        tuple([row[name] for name in sheet.key]): pk
        for (label, pk), patch in sides.patches.items()
        if label == edit.label and patch.kind is Kind.GONE
        for row in [sides.present.values((label, pk))]
        if row is not None
    }
    for at, (row, values) in enumerate(zip(edit.rows, rows, strict=True)):
        wanted: Values | None = linked(model, values, sides.keys)
        if row.pk is None:
            wanted = linked(model, filled(sheet, values), sides.keys)
            pk = added.get(tuple([wanted[name] for name in sheet.key])) or next(new)
        else:
            pk = row.pk
        if row.texts is None:
            wanted = None
        _take(sides, merging, (edit.label, pk), at, wanted, is_alike=edit.is_alike)
    return merging


def _take(  # noqa: PLR0913 - a row of an edit, and into what
    sides: Sides,
    merging: _Merging,
    record: RecordId,
    at: int,
    wanted: Values | None,
    *,
    is_alike: bool,
) -> None:
    base, now = sides.at_base(record), sides.present.values(record)
    if now is None and record[1] > 0:
        if wanted:
            merging.left.append(_left(sides, record, RefusedError("edit.gone")))
        return
    merged = merge(base, now, wanted)
    merging.places[record] = at
    conflicts = merged.conflicts
    if is_alike and merged.values is not None and wanted is not None:
        kept = [name for name, value in wanted.items() if merged.values[name] != value]
        conflicts = sorted({*conflicts, *kept})
    merging.conflicts += [(record, name, wanted) for name in conflicts]
    if base is not None and now is not None:
        merging.of_others[at] = [
            name for name in now if now[name] != base.get(name) and name not in conflicts
        ]
    if merged.values != now:
        merging.results[record] = merged.values


def _left(sides: Sides, record: RecordId, why: RefusedError) -> Left:
    label, pk = record
    row = sides.present.rows[label].get(pk) or by_code(record, sides.at_base(record), sides.codes)
    return Left(record, key_of(label, row or {}), why)


def _conflicts(
    sides: Sides, edit: Edit, merging: _Merging, codes: Mapping[str, Mapping[int, str]]
) -> list[Conflict]:
    named = [(record, name) for record, name, _ in merging.conflicts]
    later = newest_changes(sides.region, edit.base_entry, named) if named else {}
    return [
        Conflict(
            record,
            key_of(record[0], sides.present.rows[record[0]].get(record[1]) or {}),
            name,
            by_code(record, sides.at_base(record), codes),
            by_code(record, sides.present.values(record), codes),
            by_code(record, wanted, codes),
            later.get((record, name)),
            is_taken=False,
        )
        for record, name, wanted in merging.conflicts
    ]


def _places(label: str, merging: _Merging, changes: Sequence[Change]) -> dict[int, int]:
    """Which typed row a row of the frame is."""
    new = iter([merging.places[record] for record in merging.results if record[1] < 0])
    return {
        row: next(new) if change.pk is None else merging.places[label, change.pk]
        for row, change in zip(rows_after(changes), changes, strict=True)
    }
