"""A database whose tables are those of an unreleased version before this one."""

import pytest
from django.core.management import CommandError
from django.db import connection

from kotacerdas.config.schema import require_own_schema


def test_the_tables_of_this_version_are_its_own(db):
    require_own_schema()


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("records_region", "framework"),
        ("scorecards_run", "planned"),
        ("audit_entry", "hash"),
    ],
)
def test_a_table_without_a_column_is_named(transactional_db, table: str, column: str):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME COLUMN {column} TO old_{column}")
        try:
            with pytest.raises(CommandError, match=table) as refused:
                require_own_schema()
        finally:
            cursor.execute(f"ALTER TABLE {table} RENAME COLUMN old_{column} TO {column}")
    assert refused.value.returncode == 2
