"""Records as plain values, by the names of the workbook's columns, out of the database and in.

An empty cell is None here; the database holds it as empty text, an empty list or null. Another
record is named by its code.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection, models

from kotacerdas.records.models import Region

Values = dict[str, Any]
CodesByKey = Mapping[type[models.Model], Mapping[int, str]]  # by primary key
_NOT_OF_THE_RECORD = {"id", "region", "origin", "origin_row"}


@cache
def fields_of(model: type[models.Model]) -> tuple[Any, ...]:
    """The fields that a record's columns stand in, many-to-many ones last."""
    own = [field for field in model._meta.fields if field.name not in _NOT_OF_THE_RECORD]
    return (*own, *model._meta.many_to_many)


def in_region(model: type[models.Model], region: Region) -> models.QuerySet[Any]:
    """All records of a model in a region, the oldest first."""
    owner = {"pk": region.pk} if model is Region else {"region": region}
    return model._default_manager.filter(**owner).order_by("pk")


def values_in(
    model: type[models.Model],
    region: Region,
    codes: CodesByKey,
    *only: models.Q,
) -> list[Values]:
    """The records with `pk`, `origin` (a file's pk) and `origin_row`; a query for each list.

    `codes` are those of the records that these name, by primary key. To join them costs more, most
    of all right after an import: a server has not counted the rows yet and chooses the slowest way.
    A record that names one which is not among them is left out: somebody added both since those
    were read.
    """
    plain = [field for field in fields_of(model) if not field.many_to_many]
    names = ["pk", "origin", "origin_row", *(field.name for field in plain)]
    texts = [
        field.name
        for field in plain
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
    ]
    links = [(field.name, codes[field.related_model]) for field in plain if field.is_relation]
    records = []
    for row in in_region(model, region).filter(*only).values_list(*names):
        record = dict(zip(names, row, strict=True))
        for name in texts:
            if not record[name]:
                record[name] = None
        named = {name: known.get(record[name]) for name, known in links}
        if all(named[name] or record[name] is None for name in named):
            records.append(record | named)
    for field in model._meta.many_to_many:
        _add_codes(records, field, codes[field.related_model], region)
    return records


def _add_codes(
    records: Iterable[Values], field: Any, known: Mapping[int, str], region: Region
) -> None:
    codes: dict[int, list[str]] = {}
    owner, other = _sides(field)
    pairs = _through(field).objects.filter(**{f"{owner}__region": region}).order_by("pk")
    for pk, named in pairs.values_list(f"{owner}_id", f"{other}_id"):
        if named in known:
            codes.setdefault(pk, []).append(known[named])
    for record in records:
        record[field.name] = codes.get(record["pk"])


def _through(field: Any) -> Any:
    return field.remote_field.through


def _sides(field: Any) -> tuple[str, str]:
    return field.m2m_field_name(), field.m2m_reverse_field_name()


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
    rows: Sequence[Mapping[str, Any]],
    origin: int | None,
    origin_rows: Sequence[int | None],
) -> None:
    """Insert records given by their values; `origin_rows` are their rows in the file."""
    if not rows:
        return
    plain = {
        field.column: _stored(field, [row.get(field.name) for row in rows], codes)
        for field in fields_of(model)
        if not field.many_to_many
    }
    places: dict[str, Sequence[Any]] = {
        "region_id": [codes.region.pk] * len(rows),
        "origin_id": [origin] * len(rows),
        "origin_row": origin_rows,
    }
    _insert(model, places | plain)
    codes.pop(model, None)  # there are more now
    for field in model._meta.many_to_many:
        _link(field, [(codes[model][row["code"]], row.get(field.name)) for row in rows], codes)


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


def _insert(model: type[models.Model], columns: Mapping[str, Sequence[Any]]) -> None:
    """Rows in the quickest way of the database; bulk_create takes four times as long."""
    quoted = connection.ops.quote_name
    table, names = quoted(model._meta.db_table), ", ".join(map(quoted, columns))
    rows = zip(*columns.values(), strict=True)
    with connection.wrap_database_errors, connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))  # noqa: S608 - names of our own


@contextmanager
def checked_meanwhile() -> Iterator[None]:
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


def update(
    model: type[models.Model],
    codes: Codes,
    rows: Sequence[Mapping[str, Any]],
    origin: int | None,
) -> None:
    """Set the values of the records named by `pk`; `origin_row` may stand among them."""
    if not rows:
        return
    plain = [field.name for field in fields_of(model) if not field.many_to_many]
    owner = {} if model is Region else {"region": codes.region}
    changed = [
        model(
            pk=row["pk"],
            origin_id=origin,
            origin_row=row.get("origin_row"),
            **owner,
            **_attributes(model, row, codes),
        )
        for row in rows
    ]
    model._default_manager.bulk_update(changed, [*plain, "origin", "origin_row"], batch_size=200)
    for field in model._meta.many_to_many:
        owner_name, _ = _sides(field)
        _through(field).objects.filter(
            **{f"{owner_name}__in": [row["pk"] for row in rows]}
        ).delete()
        _link(field, [(row["pk"], row.get(field.name)) for row in rows], codes)


def _link(field: Any, pairs: Iterable[tuple[int, Sequence[str] | None]], codes: Codes) -> None:
    owner, other = _sides(field)
    known = codes[field.related_model]
    linked = [(pk, known[code]) for pk, named in pairs for code in named or ()]
    _insert(
        _through(field),
        {f"{owner}_id": [pk for pk, _ in linked], f"{other}_id": [pk for _, pk in linked]},
    )


def _attributes(model: type[models.Model], row: Mapping[str, Any], codes: Codes) -> Values:
    found: Values = {}
    for field in fields_of(model):
        value = row.get(field.name)
        if field.many_to_many:
            continue
        if field.is_relation:
            found[field.attname] = None if value is None else codes[field.related_model][value]
        elif value is None and not field.null:
            found[field.name] = field.get_default()
        else:
            found[field.name] = value
    return found
