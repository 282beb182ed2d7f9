"""Whether the database is in the state that this version of the program needs."""

from django.apps import apps
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from kotacerdas.core.words import words


def require_own_schema() -> None:
    """Raises CommandError where the database is that of another version."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    unknown = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    if unknown:
        app, name = unknown[-1]
        raise CommandError(words()("schema.ahead", migration=f"{app}.{name}"), returncode=2)
    missing = executor.migration_plan(loader.graph.leaf_nodes())
    if missing:
        raise CommandError(words().count("schema.behind", len(missing)), returncode=2)
    if table := _other_table():
        raise CommandError(words()("schema.other", table=table), returncode=2)


def _other_table() -> str | None:
    """A table that lacks a column of its model, as one does that an unreleased version made.

    Until there is a release a room's first migration is written anew, so its name tells nothing.
    """
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            described = connection.introspection.get_table_description(cursor, table)
            if {field.column for field in model._meta.local_concrete_fields} - {
                one.name for one in described
            }:
                return table
    return None
