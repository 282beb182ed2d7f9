"""What a backup is made of: a manifest, a part for every table, and the stored files."""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor

from kotacerdas.core.errors import RefusedError

FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files/"
# What Django makes anew by itself, who is signed in just now, and who does which work.
LEFT_OUT = {"auth", "contenttypes", "outbox", "sessions"}

Table = type[models.Model]


@dataclass(frozen=True)
class Manifest:
    """`parts` is the SHA-256 of each part by its name.

    `missing` are stored files that were not there, or were not what had been stored any more.
    """

    format: int
    version: str
    made_at: str
    migrations: list[str]
    parts: dict[str, str]
    missing: list[str]


def manifest_of(data: bytes) -> Manifest:
    """Raises RefusedError for a later format, ValueError or TypeError for no manifest at all."""
    read = Manifest(**json.loads(data))
    if read.format != FORMAT:
        raise RefusedError("backup.other_format", version=read.version)
    return read


def tables() -> list[Table]:
    """Every model whose rows belong to a backup, those between two models too."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label not in LEFT_OUT and model._meta.managed
    ]


def part_of(table: Table) -> str:
    """The name of a table's part."""
    return f"tables/{table._meta.label_lower}.jsonl"


def migrations_in(alias: str) -> list[str]:
    """What a database was migrated by.

    Raises:
        RefusedError: it is not migrated to what this code needs.
    """
    executor = MigrationExecutor(connections[alias])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise RefusedError("backup.not_migrated")
    return sorted(f"{app}.{name}" for app, name in executor.loader.applied_migrations)


def lines(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A line of JSON for each row, its values by their names.

    Instants keep their microseconds, without which an entry of the log loses its hash.
    """
    for row in rows:
        text = json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=_written)
        yield text.encode() + b"\n"


def _written(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode("ascii")
    raise TypeError(f"{value!r} can't stand in a backup")


def columns(table: Table) -> list[Any]:
    """The fields of a table that have a column."""
    return list(table._meta.local_concrete_fields)


def stored_files(alias: str) -> dict[str, str]:
    """The SHA-256 of every stored file that a record names, by its name."""
    found: dict[str, str] = {}
    for table in tables():
        for field in columns(table):
            if isinstance(field, models.FileField):
                rows = table._base_manager.using(alias).order_by("pk")
                found |= dict(rows.values_list(field.name, "sha256"))
    return found


def values(table: Table, line: bytes, alias: str) -> list[Any]:
    """The row of a line as the database takes it, in the order of `columns`."""
    row = json.loads(line)
    connection = connections[alias]
    return [
        field.get_db_prep_save(field.to_python(row[field.attname]), connection)
        for field in columns(table)
    ]
