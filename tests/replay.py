"""What a test begins with, made once in a process and put back row by row afterwards.

To begin a region and evaluate its years takes most of the time of a small test. The rows that a
function left are remembered by what it was asked and by all that the database held before; where
both are the same once more, they are inserted as they were. PostgreSQL goes on counting its primary
keys after a rollback: where a table is empty, it is made to begin again.
"""

import copy
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models, transaction

_P = ParamSpec("_P")
_T = TypeVar("_T")
_Rows = dict[str, dict[tuple[Any, ...], None]]  # of each table, in order
_List = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class _Made:
    """What a function returned, the rows that it took away or changed, those that it left instead,
    and their files.
    """

    value: Any
    gone: _List
    rows: _List
    files: dict[str, bytes]


_made: dict[str, _Made] = {}


def replayed(make: Callable[_P, _T]) -> Callable[_P, _T]:
    """The same function, which does its work once in a process for each beginning.

    What it returns is a copy of what it returned then. It has to ask everything that it depends on
    by its arguments.
    """

    @wraps(make)
    def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        before = _rows()
        _count_from_the_beginning([table for table, rows in before.items() if not rows])
        parts = make.__module__, make.__qualname__, args, kwargs, settings.OUTBOX, before
        key = _digest(*parts)
        if key not in _made:
            value = make(*args, **kwargs)
            after = _rows()
            added = _without(after, before)
            _made[key] = _Made(copy.deepcopy(value), _without(before, after), added, _files(added))
            return value
        known = _made[key]
        _insert(known)
        return copy.deepcopy(known.value)

    return wrapped


def _rows() -> _Rows:
    tables = _tables()
    rows: _Rows = {table: {} for table in tables}
    with connection.cursor() as cursor:
        # Most are empty, and are asked for all at once.
        ask = "SELECT '{0}' WHERE EXISTS (SELECT 1 FROM \"{0}\")"
        cursor.execute(" UNION ALL ".join(ask.format(table) for table in tables))
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - named by the database itself
            rows[table] = dict.fromkeys(sorted(cursor.fetchall(), key=repr))
    return rows


@cache
def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


@cache
def _counted() -> dict[str, str]:
    """The tables for which PostgreSQL counts a primary key, with its column; SQLite counts rows."""
    if connection.vendor != "postgresql":
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema AND is_identity = 'YES'"
        )
        return dict(cursor.fetchall())


def _count_from_the_beginning(tables: Iterable[str]) -> None:
    _set_counters(f"setval({_counter(table)}, 1, false)" for table in tables if table in _counted())


def _count_on(tables: Iterable[str]) -> None:
    """Behind the rows that were inserted with their keys."""
    _set_counters(
        f'setval({_counter(table)}, (SELECT max("{_counted()[table]}") FROM "{table}"))'  # noqa: S608
        for table in tables
        if table in _counted()
    )


def _counter(table: str) -> str:
    return f"pg_get_serial_sequence('\"{table}\"', '{_counted()[table]}')"


def _set_counters(calls: Iterable[str]) -> None:
    if said := ", ".join(calls):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {said}")


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _without(rows: _Rows, known: _Rows) -> _List:
    """The rows that are not known, of each table that has some."""
    found = {table: [row for row in own if row not in known[table]] for table, own in rows.items()}
    return {table: own for table, own in found.items() if own}


def _files(rows: _List) -> dict[str, bytes]:
    """The stored files that the rows name."""
    files = {}
    for model in apps.get_models():
        table = model._meta.db_table
        for field in model._meta.concrete_fields:
            if table in rows and isinstance(field, models.FileField):
                at = _columns(table).index(field.column)
                for row in rows[table]:
                    if row[at] and default_storage.exists(row[at]):
                        with default_storage.open(row[at]) as stored:
                            files[row[at]] = stored.read()
    return files


def _columns(table: str) -> list[str]:
    """As they stand in the database, which is the order of its rows, not of the model's fields."""
    with connection.cursor() as cursor:
        return [one.name for one in connection.introspection.get_table_description(cursor, table)]


def _insert(made: _Made) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, rows in made.gone.items():
            key = connection.introspection.get_primary_key_column(cursor, table)
            at = _columns(table).index(key)
            keys = [(row[at],) for row in rows]
            cursor.executemany(f'DELETE FROM "{table}" WHERE "{key}" = %s', keys)  # noqa: S608
        for table, rows in made.rows.items():
            marks = ", ".join(["%s"] * len(rows[0]))
            cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)  # noqa: S608
    _count_on(made.rows)
    for name, content in made.files.items():
        if not default_storage.exists(name):
            default_storage.save(name, ContentFile(content))
