"""Whether records that were merged fit each other and all others. Pure but for what is counted.

What is merged record by record may contradict itself: a row names a programme that somebody removed
meanwhile, or a programme is to be removed that a report is about.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.apps import apps
from django.db import models

from kotacerdas.core.errors import RefusedError, Word
from kotacerdas.records.inverse import Keys, RecordId, linked, links_of, record_models
from kotacerdas.records.models import Region
from kotacerdas.records.storage import Columns, Values, fields_of, own_values, rows_of
from kotacerdas.scorecards.sheets import MODELS, columns_of
from kotacerdas.workbook.checks import ROW_RULES
from kotacerdas.workbook.columns import Kind
from kotacerdas.workbook.problems import Severity
from kotacerdas.workbook.schema import BY_NAME
from kotacerdas.workbook.sheets import empty_frame

SHEETS = {model._meta.label_lower: sheet for sheet, model in MODELS.items()}
# What becomes of each record that would be another, its links by primary key; None of one that
# would be removed.
Results = Mapping[RecordId, Values | None]


@dataclass(frozen=True)
class Present:
    """The rows of the region as they are, by model and primary key; `keys` are those of codes."""

    region: Region
    rows: Mapping[str, Mapping[int, Values]]
    keys: Keys

    def values(self, record: RecordId) -> Values | None:
        """Links by primary key."""
        label, pk = record
        row = self.rows[label].get(pk)
        return None if row is None else linked(record_models()[label], own_values(row), self.keys)


def present_of(region: Region) -> Present:
    """All rows of the region, in a fixed number of queries."""
    return present_in(region, columns_of(region))


def present_in(region: Region, sheets: Mapping[str, Columns]) -> Present:
    """The same of the columns of each sheet as `columns_of` gives them."""
    named = {label for model in record_models().values() for label in links_of(model).values()}
    keys = {
        label: dict(zip(own["code"], own["pk"], strict=True))
        for label in named
        if (own := sheets[SHEETS[label]])
    }
    return Present(region, _Rows(sheets), keys)


class _Rows(Mapping[str, Mapping[int, Values]]):
    """The rows of each model, put together when first asked for: a form is of one."""

    def __init__(self, sheets: Mapping[str, Columns]) -> None:
        self._sheets = sheets
        self._made: dict[str, Mapping[int, Values]] = {}

    def __getitem__(self, label: str) -> Mapping[int, Values]:
        if label not in self._made:
            self._made[label] = {row["pk"]: row for row in rows_of(self._sheets[SHEETS[label]])}
        return self._made[label]

    def __iter__(self) -> Iterator[str]:
        return iter(SHEETS)

    def __len__(self) -> int:
        return len(SHEETS)


def codes_after(present: Present, results: Results) -> dict[str, dict[int, str]]:
    """The codes of the records that others may name, as they would be."""
    codes = {label: {pk: code for code, pk in own.items()} for label, own in present.keys.items()}
    for (label, pk), after in results.items():
        if label not in codes:
            continue
        if after is None:
            codes[label].pop(pk, None)
        else:
            codes[label][pk] = after["code"]
    return codes


def misfits(present: Present, results: Results) -> Iterator[tuple[RecordId, RefusedError]]:
    """The records that can't become what was merged, as long as the others do."""
    codes = codes_after(present, results)
    yield from _incomplete(results, codes)
    yield from _of_taken_keys(present, results)
    yield from _referred(present, results)


def contradicting(present: Present, results: Results) -> Iterator[tuple[RecordId, RefusedError]]:
    """Those of which the fields, each taken from one side, say something against each other.

    Without what they say by now; a file's own rows were checked as it was read. Not asked of an
    undo, which gives back what was there, right or wrong.
    """
    for sheet, rule in ROW_RULES.items():
        label = MODELS[sheet]._meta.label_lower
        merged = {
            pk: values
            for (of, pk), values in results.items()
            if of == label and values is not None and pk in present.rows[label]
        }
        if not merged:
            continue
        current = {pk: present.rows[label][pk] for pk in merged}
        known = {(one.problem, one.row) for one in rule({sheet: _frame(sheet, current)})}
        for one in rule({sheet: _frame(sheet, merged)}):
            is_new = (one.problem, one.row) not in known
            if one.problem.severity is Severity.ERROR and is_new:
                named = Word("log_field", one.field)
                yield (label, one.row), RefusedError("misfit.contradicts", field=named)


def _frame(sheet: str, rows: Mapping[int, Values]) -> pl.DataFrame:
    """Rows with their own fields; what they name of others is empty."""
    schema = empty_frame(BY_NAME[sheet]).schema
    names = [
        one.name
        for one in BY_NAME[sheet].columns
        if one.refers_to is None and one.kind not in {Kind.TEXTS, Kind.CODES}
    ]
    data = {name: [values[name] for values in rows.values()] for name in names}
    return pl.DataFrame(
        {name: data.get(name, [None] * len(rows)) for name in schema} | {"row": list(rows)},
        schema=schema,
    )


def _incomplete(
    results: Results, codes: Mapping[str, Mapping[int, str]]
) -> Iterator[tuple[RecordId, RefusedError]]:
    """Those that would name what is not there, or be without what every such record has."""
    for record, values in results.items():
        if values is None:
            continue
        model = record_models()[record[0]]
        for name, label in links_of(model).items():
            named = values.get(name)
            pks = named if isinstance(named, list) else [] if named is None else [named]
            if any(pk not in codes[label] for pk in pks):
                kind = Word("log_model", label)
                yield record, RefusedError("misfit.names_what_is_gone", kind=kind)
        for one in fields_of(model):
            is_needed = not (one.null or one.blank or one.has_default() or one.many_to_many)
            if is_needed and values.get(one.name) is None:
                yield record, RefusedError("misfit.incomplete")


def _of_taken_keys(present: Present, results: Results) -> Iterator[tuple[RecordId, RefusedError]]:
    """Those whose key another record has by now."""
    for label in {label for label, _ in results}:
        names = BY_NAME[SHEETS[label]].key
        own = {pk: values for (of, pk), values in results.items() if of == label}
        now = present.rows[label]
        if all(
            pk in now and _has_same(names, present.values((label, pk)), values)
            for pk, values in own.items()
            if values is not None
        ):
            continue
        model = record_models()[label]
        taken = {
            _key(names, linked(model, row, present.keys))
            for pk, row in now.items()
            if pk not in own
        }
        keys = {pk: _key(names, values) for pk, values in own.items() if values is not None}
        wanted = Counter(keys.values())
        for pk, key in keys.items():
            # Of two that would have one key the one gives way that does not have it yet.
            has_it = pk in now and _key(names, present.values((label, pk)) or {}) == key
            if key in taken or (wanted[key] > 1 and not has_it):
                yield (label, pk), RefusedError("misfit.key_is_taken")


def _has_same(names: Iterable[str], one: Values | None, other: Values) -> bool:
    return one is not None and all(one[name] == other[name] for name in names)


def _key(names: Iterable[str], values: Values) -> tuple[object, ...]:
    return tuple([values[name] for name in names])


def _referred(present: Present, results: Results) -> Iterator[tuple[RecordId, RefusedError]]:
    """Those that would be removed although something names them."""
    removed = {record for record, values in results.items() if values is None}
    if not removed:
        return
    labels = {label for label, _ in removed} & present.keys.keys()
    references: dict[RecordId, Counter[str]] = {}
    for record, label in (
        *_in_sheets(present, results, labels),
        *_outside(present.region, removed, results),
    ):
        references.setdefault(record, Counter())[label] += 1
    for record in sorted(removed & references.keys()):
        by = [
            Word("log_model", label, count) for label, count in sorted(references[record].items())
        ]
        yield record, RefusedError("misfit.referred", by=by)


def _in_sheets(
    present: Present, results: Results, labels: Collection[str]
) -> Iterator[tuple[RecordId, str]]:
    """What each row of a sheet would name of these models, and the model of the row."""
    for label, model in record_models().items():
        links = {name: of for name, of in links_of(model).items() if of in labels}
        if not links:
            continue
        for pk, row in present.rows[label].items():
            if (label, pk) in results:
                values = results[label, pk]
            else:
                values = linked(model, row, present.keys)
            yield from _named(label, links, values)
        for (of, pk), values in results.items():
            if of == label and pk not in present.rows[label]:
                yield from _named(label, links, values)


def _named(
    label: str, links: Mapping[str, str], values: Values | None
) -> Iterator[tuple[RecordId, str]]:
    for name, of in links.items():
        named = (values or {}).get(name)
        for pk in named if isinstance(named, list) else [] if named is None else [named]:
            yield (of, pk), label


def _outside(
    region: Region, removed: Collection[RecordId], results: Results
) -> Iterator[tuple[RecordId, str]]:
    """What is no row of a workbook, such as a report or a role, and which record it names.

    Without what goes with a removed record by itself: nothing of its own depends on it. Nor with
    what would name another by then, as a case follows its programme to another agency: a model says
    in `FOLLOWS` which link follows which record's link of that name, of which of its rows.
    """
    labels = {label for label, _ in removed}
    for model in apps.get_models():
        meta: Any = model._meta
        label = meta.label_lower
        links = {
            one: one.related_model._meta.label_lower
            for one in meta.concrete_fields
            if one.is_relation and one.related_model._meta.label_lower in labels
        }
        if label in record_models() or not links:
            continue
        held = _held(model, region, links)
        for link, of in links.items():
            rows = model._default_manager.filter(
                **{f"{link.name}__region": region}, **_without_children(model)
            )
            rows = rows.exclude(pk__in=_following(model, link, results))
            for row in rows.order_by().values("pk", *(one.attname for one in links)):
                goes = row["pk"] not in held and any(
                    one.remote_field.on_delete is models.CASCADE
                    and (links[one], row[one.attname]) in removed
                    for one in links
                )
                if not goes:
                    yield (of, row[link.attname]), label


def _following(model: type[models.Model], link: Any, results: Results) -> list[int]:
    """The rows of which the link would be another by then."""
    subject, which = getattr(model, "FOLLOWS", {}).get(link.name, (None, None))
    if subject is None:
        return []
    label = model._meta.get_field(subject).related_model._meta.label_lower  # type: ignore[union-attr]
    moved = {
        pk: values[link.name]
        for (of, pk), values in results.items()
        if of == label and values is not None
    }
    rows = model._default_manager.filter(which, **{f"{subject}__in": list(moved)})
    pairs = rows.order_by().values_list("pk", subject, link.attname)
    return [pk for pk, of, now in pairs if moved[of] != now]


def _without_children(model: type[models.Model]) -> dict[str, bool]:
    """Leaves the rows that are rows of a model that inherits from this one to that model."""
    meta: Any = model._meta
    children = [
        one for one in meta.related_objects if one.one_to_one and one.field.remote_field.parent_link
    ]
    return {f"{one.name}__isnull": True for one in children}


def _held(model: type[models.Model], region: Region, links: Iterable[Any]) -> set[int]:
    """The rows of a model that name records of the region and that something depends on."""
    of_region = models.Q(
        *((f"{one.name}__region", region) for one in links), _connector=models.Q.OR
    )
    own = model._default_manager.filter(of_region).order_by().values("pk")
    meta: Any = model._meta
    return {
        pk
        for relation in meta.get_fields(include_hidden=True)
        if getattr(relation, "on_delete", None) is models.PROTECT
        for pk in relation.related_model._default_manager.order_by()
        .filter(**{f"{relation.field.name}__in": own})
        .values_list(relation.field.attname, flat=True)
        .distinct()
    }
