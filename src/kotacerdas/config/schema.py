"""Whether the database is in the state that this version of the program needs."""

from django.apps import apps
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kotacerdas.core.words import words


def require_own_schema() -> None:
    """Raises CommandError where the database is that of another version."""
    require_migratable()
    unknown, missing = _migrations()
    if unknown:
        app, name = unknown[-1]
        raise CommandError(words()("schema.ahead", migration=f"{app}.{name}"), returncode=2)
    if missing:
        raise CommandError(words().count("schema.behind", missing), returncode=2)


def require_migratable() -> None:
    """Raises CommandError where an unreleased version made the database: nothing migrates that.

    Until there is a release a room's first migration is written anew, and rooms are renamed. Such
    a database lacks migrations of this version and has others that this version does not know, or
    has the same ones by name and other tables.
    """
    unknown, missing = _migrations()
    if bool(unknown) == bool(missing) and (table := _other_table()):
        raise CommandError(words()("schema.other", table=table), returncode=2)


def _migrations() -> tuple[list[tuple[str, str]], int]:
    """Those that were applied and are not this version's, and how many of its own were not."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    return unknown, len(executor.migration_plan(loader.graph.leaf_nodes()))


def _other_table() -> str | None:
    """A table that lacks a column of its model, or is not there at all."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table not in tables:
                return table
            described = connection.introspection.get_table_description(cursor, table)
            if {field.column for field in model._meta.local_concrete_fields} - {
                one.name for one in described
            }:
                return table
    return None
