"""Records as plain values, by the names of the workbook's columns, out of the database and in.

An empty cell is None here; the database holds it as empty text, an empty list or null. Another
record is named by its code.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models.functions import Cast

from kotacerdas.core.rows import insert_rows, update_rows
from kotacerdas.records.models import Region

Values = dict[str, Any]
Origin = tuple[int | None, int | None]  # the primary key of a file, and the row in it
TYPED_IN: Origin = (None, None)
CodesByKey = Mapping[type[models.Model], Mapping[int, str]]  # by primary key
_NOT_OF_THE_RECORD = {"id", "region", "origin", "origin_row"}
_PLACES = {"pk", "origin", "origin_row"}


@cache
def fields_of(model: type[models.Model]) -> tuple[Any, ...]:
    """The fields that a record's columns stand in, many-to-many ones last."""
    own = [field for field in model._meta.fields if field.name not in _NOT_OF_THE_RECORD]
    return (*own, *model._meta.many_to_many)


def in_region(model: type[models.Model], region: Region) -> models.QuerySet[Any]:
    """All records of a model in a region, the oldest first."""
    owner = {"pk": region.pk} if model is Region else {"region": region}
    return model._default_manager.filter(**owner).order_by("pk")


def counts_in(
    region: Region, rows: Mapping[str, models.QuerySet[Any] | models.Exists]
) -> dict[str, Any]:
    """How many of each are the region's, by the names of `rows`; in one query.

    Of an `Exists`, which names the region by its outer `pk`, whether there is any.
    """
    counts = {
        name: one if isinstance(one, models.Exists) else _count(one) for name, one in rows.items()
    }
    found = Region.objects.filter(pk=region.pk).values_list(*counts.values()).get()
    return dict(zip(counts, found, strict=True))


def _count(rows: models.QuerySet[Any]) -> models.Subquery:
    """As a function, which does not group the rows and so counts none as zero."""
    own = rows.filter(region=models.OuterRef("pk")).order_by()
    count = models.Func("pk", function="COUNT", output_field=models.IntegerField())
    return models.Subquery(own.annotate(n=count).values("n"))


Columns = dict[str, list[Any]]


def columns_in(
    model: type[models.Model],
    region: Region,
    codes: CodesByKey,
    *only: models.Q,
) -> Columns:
    """The records column by column, with `pk`, `origin` (a file's pk) and `origin_row`.

    A query for the records and one for each list. `codes` are those of the records that these
    name, by primary key. To join them costs more, most of all right after an import: a server has
    not counted the rows yet and chooses the slowest way. A record that names one which is not
    among them is left out: somebody added both since those were read.
    """
    plain = [field for field in fields_of(model) if not field.many_to_many]
    names = ["pk", "origin", "origin_row", *(field.name for field in plain)]
    # Most lists are empty, and the text says so without being parsed.
    asked = [_as_text(field) if _is_json(field) else field.name for field in plain]
    rows = list(in_region(model, region).filter(*only).values_list(*names[:3], *asked))
    read = zip(*rows, strict=True) if rows else ([] for _ in names)
    columns: Columns = dict(zip(names, map(list, read), strict=True))
    for field in plain:
        values = columns[field.name]
        if _is_json(field):
            columns[field.name] = [None if text in _EMPTY else json.loads(text) for text in values]
        elif isinstance(field, models.CharField | models.TextField):
            columns[field.name] = [value or None for value in values]
    columns = _with_codes(columns, [field for field in plain if field.is_relation], codes)
    for field in model._meta.many_to_many:
        columns[field.name] = _lists(columns["pk"], field, codes[field.related_model], region)
    return columns


_EMPTY = frozenset({None, "null", "[]", "{}", '""'})


def _is_json(field: Any) -> bool:
    return isinstance(field, models.JSONField)


def _as_text(field: Any) -> Any:
    return Cast(field.name, models.TextField())


def _with_codes(columns: Columns, links: Sequence[Any], codes: CodesByKey) -> Columns:
    """Codes in place of primary keys, without the rows that name a record which is unknown."""
    unknown: set[int] = set()
    for field in links:
        keys, known = columns[field.name], codes[field.related_model]
        columns[field.name] = named = [known.get(key) for key in keys]
        if None in named:
            unknown |= {at for at, key in enumerate(keys) if named[at] is None and key is not None}
    if not unknown:
        return columns
    return {
        name: [value for at, value in enumerate(column) if at not in unknown]
        for name, column in columns.items()
    }


def _lists(
    keys: Sequence[int], field: Any, known: Mapping[int, str], region: Region
) -> list[list[str] | None]:
    """The codes that each record names in a many-to-many field; None where there are none."""
    codes: dict[int, list[str]] = {}
    owner, other = _sides(field)
    pairs = _through(field).objects.filter(**{f"{owner}__region": region}).order_by("pk")
    for pk, named in pairs.values_list(f"{owner}_id", f"{other}_id"):
        if named in known:
            codes.setdefault(pk, []).append(known[named])
    return [codes.get(pk) for pk in keys]


def values_in(
    model: type[models.Model],
    region: Region,
    codes: CodesByKey,
    *only: models.Q,
) -> list[Values]:
    """The same record by record."""
    return rows_of(columns_in(model, region, codes, *only))


def rows_of(columns: Columns) -> list[Values]:
    names = tuple(columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _through(field: Any) -> Any:
    return field.remote_field.through


def _sides(field: Any) -> tuple[str, str]:
    return field.m2m_field_name(), field.m2m_reverse_field_name()


def origin_of(record: Values) -> Origin:
    """Where a record of `values_in` came from."""
    return record["origin"], record["origin_row"]


def own_values(record: Values) -> Values:
    """The fields alone of a record of `values_in`."""
    return {name: value for name, value in record.items() if name not in _PLACES}


def typed(model: type[models.Model], values: Mapping[str, Any]) -> Values:
    """Values as the log's JSON has them, each in the type that the model's field has."""
    days = _days(model)
    if not days:
        return dict(values)
    return {
        name: date.fromisoformat(value) if name in days and value else value
        for name, value in values.items()
    }


@cache
def _days(model: type[models.Model]) -> frozenset[str]:
    return frozenset(one.name for one in fields_of(model) if isinstance(one, models.DateField))


class Codes(dict[type[models.Model], dict[str, int]]):
    """The primary keys of a region's records by code, looked up at the first question for each."""

    def __init__(self, region: Region) -> None:
        self.region = region

    def __missing__(self, model: type[models.Model]) -> dict[str, int]:
        self[model] = dict(in_region(model, self.region).values_list("code", "pk"))
        return self[model]


def create(
    model: type[models.Model],
    codes: Codes,
    keys: Sequence[int],
    rows: Sequence[Mapping[str, Any]],
    origins: Sequence[Origin],
) -> None:
    """Insert records given by their primary keys, their values, and where these came from."""
    if not rows:
        return
    plain = {
        field.column: _stored(field, [row.get(field.name) for row in rows], codes)
        for field in fields_of(model)
        if not field.many_to_many
    }
    files, sheet_rows = zip(*origins, strict=True)
    own: dict[str, Sequence[Any]] = {
        "id": keys,
        "region_id": [codes.region.pk] * len(rows),
        "origin_id": files,
        "origin_row": sheet_rows,
    }
    insert_rows(model, own | plain)
    if model in codes:
        codes[model] |= {row["code"]: key for key, row in zip(keys, rows, strict=True)}
    for field in model._meta.many_to_many:
        linked = zip(keys, [row.get(field.name) for row in rows], strict=True)
        _link(field, linked, codes)


def _stored(field: Any, values: Iterable[Any], codes: Codes) -> list[Any]:
    """Values of a field as the database takes them."""
    if field.is_relation:
        known = codes[field.related_model]
        return [None if value is None else known[value] for value in values]
    empty = None if field.null else field.get_default()
    if isinstance(field, models.JSONField):  # as text at once, or psycopg packs it in every row
        nothing = json.dumps(empty, cls=field.encoder)
        return [
            nothing if value is None else json.dumps(value, cls=field.encoder) for value in values
        ]
    filled = [empty if value is None else value for value in values]
    if isinstance(field, models.DateField):
        return [field.get_db_prep_save(value, connection) for value in filled]
    return filled  # the others go in as they are


@contextmanager
def deferred_fk_check() -> Iterator[None]:
    """Let PostgreSQL check what the new records name while Python does something else.

    It would do so at the end of the transaction, when nothing is left to do but wait. SQLite has
    checked as it wrote. Raises IntegrityError at the end where something named is not there.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.wrap_database_errors, connection.connection.pipeline():
        connection.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield
        connection.connection.execute("SET CONSTRAINTS ALL DEFERRED")


def update(  # noqa: PLR0913, PLR0917 - which records, what of them, and where it came from
    model: type[models.Model],
    codes: Codes,
    keys: Sequence[int],
    rows: Sequence[Mapping[str, Any]],
    origins: Sequence[Origin],
    names: Collection[str],
) -> None:
    """Set the fields of these names of the records of these primary keys, and their origins."""
    if not rows:
        return
    fields = [field for field in fields_of(model) if field.name in names]
    columns: dict[str, Sequence[Any]] = {
        field.column: _stored(field, [row.get(field.name) for row in rows], codes)
        for field in fields
        if not field.many_to_many
    }
    files, sheet_rows = zip(*origins, strict=True)
    update_rows(model, keys, columns | {"origin_id": files, "origin_row": sheet_rows})
    for field in fields:
        if field.many_to_many:
            owner_name, _ = _sides(field)
            _through(field).objects.filter(**{f"{owner_name}__in": keys}).delete()
            linked = zip(keys, [row.get(field.name) for row in rows], strict=True)
            _link(field, linked, codes)


def _link(field: Any, pairs: Iterable[tuple[int, Sequence[str] | None]], codes: Codes) -> None:
    owner, other = _sides(field)
    known = codes[field.related_model]
    linked = [(pk, known[code]) for pk, named in pairs for code in named or ()]
    insert_rows(
        _through(field),
        {f"{owner}_id": [pk for pk, _ in linked], f"{other}_id": [pk for _, pk in linked]},
    )
