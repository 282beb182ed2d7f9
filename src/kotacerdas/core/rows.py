"""Rows into a table in the quickest way of the database."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(model: type[models.Model], columns: Mapping[str, Sequence[Any]]) -> None:
    """Insert rows by their columns' values as the database takes them.

    bulk_create takes four times as long.
    """
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


def update_rows(
    model: type[models.Model], keys: Sequence[int], columns: Mapping[str, Sequence[Any]]
) -> None:
    """Set the columns of rows given by their primary keys, to values as the database takes them.

    bulk_update takes four times as long.
    """
    quoted = connection.ops.quote_name
    wanted = ", ".join(f"{quoted(name)} = %s" for name in columns)
    table, key = quoted(model._meta.db_table), quoted("id")
    rows = list(zip(*columns.values(), keys, strict=True))
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {wanted} WHERE {key} = %s", rows)  # noqa: S608 - names of our own


def new_keys(model: type[models.Model], count: int) -> Sequence[int]:
    """So many primary keys that no row of the table has or ever had.

    Within a transaction that writes, so that on SQLite nobody else takes them.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), count],
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone() or (0,)
        return range(last + 1, last + 1 + count)


def skip_keys(model: type[models.Model], last: int) -> None:
    """Let `new_keys`, and the database by itself, give only primary keys above `last`."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT setval(s, greatest(nextval(s), %s))"
                " FROM pg_get_serial_sequence(%s, 'id') AS s",
                [last, connection.ops.quote_name(table)],
            )
            return
        cursor.execute(
            "UPDATE sqlite_sequence SET seq = max(seq, %s) WHERE name = %s", [last, table]
        )
        if not cursor.rowcount:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
