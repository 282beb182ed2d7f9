"""Backups made by hand, whole and otherwise."""

import hashlib
import json
from zipfile import ZipFile

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from kotacerdas.ops.backup_format import part_of, tables
from kotacerdas.records.models import Region, SourceFile

WORKBOOK = b"not really a workbook"
FILE = "files/workbooks/1-abc"
REGION = {
    "id": 7,
    "code": "33.25",
    "name": "Kabupaten Batang",
    "level": "regency",
    "parent": "",
    "population": None,
    "vision": "",
    "aims": ["a", "ü"],
    "framework": "",
    "origin_id": 3,
    "origin_row": 2,
}
SOURCE = {
    "id": 3,
    "region_id": 7,
    "sha256": "abc",
    "name": "batang.xlsx",
    "content": "workbooks/1-abc",
    "layouts": {},
    "sent_by_id": None,
    "sent_at": "2022-10-06T07:00:00.123456+00:00",
    "applied_at": None,
}


def parts(regions=(REGION,), sources=(SOURCE,), files=None):
    """A region and a file that name each other; everything else is empty."""
    rows = {Region: regions, SourceFile: sources}
    return {
        part_of(table): b"".join(json.dumps(row).encode() + b"\n" for row in rows.get(table, ()))
        for table in tables()
    } | ({FILE: WORKBOOK} if files is None else files)


def manifest_for(content, **others):
    applied = MigrationRecorder(connection).applied_migrations()
    return {
        "format": 1,
        "version": "0.1.0",
        "made_at": "2022-10-06T07:00:00+00:00",
        "migrations": sorted(f"{app}.{name}" for app, name in applied),
        "parts": {name: hashlib.sha256(data).hexdigest() for name, data in content.items()},
        "missing": [],
    } | others


def zipped(path, content, manifest=None):
    manifest = manifest or manifest_for(content)
    with ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
        archive.writestr("manifest.json", json.dumps(manifest))
    return path
