"""Whether the database is in the state that this version of the program needs."""

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
