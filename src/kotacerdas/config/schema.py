"""Whether the database is in the state that this version of the program needs."""

from django.apps import apps
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kotacerdas.core.words import words


def require_own_schema() -> None:
    """Raises CommandError where the database is that of another version."""
    unknown, missing = require_migratable()
    if unknown:
        app, name = unknown[-1]
        raise CommandError(words()("schema.ahead", migration=f"{app}.{name}"), returncode=2)
    if missing:
        raise CommandError(words().count("schema.behind", missing), returncode=2)


def require_migratable() -> tuple[list[tuple[str, str]], int]:
    """The migrations that this version does not know, and how many of its own are not applied.

    Until there is a release a room's first migration is written anew, and rooms are renamed. Such
    a database lacks migrations of this version and has others that this version does not know, or
    has the same ones by name and other tables.

    Raises:
        CommandError: an unreleased version made the database, and nothing migrates that.
    """
    unknown, missing = _migrations()
    if bool(unknown) == bool(missing) and (table := _other_table()):
        raise CommandError(words()("schema.other", table=table), returncode=2)
    return unknown, missing


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
            # Django's own description of a table parses its definition, which takes a hundred times
            # as long: all of them together would take a second of each command.
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")  # noqa: S608
            there = {name for name, *_ in cursor.description}
            if {field.column for field in model._meta.local_concrete_fields} - there:
                return table
    return None
