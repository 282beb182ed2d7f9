"""Damaged and hostile backups: restored whole, or refused in a sentence with nothing written."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

import psutil
import pytest
from django.db import transaction

from faults.damaged_workbooks import mutated
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence
from kotacerdas.ops.backup_format import tables
from kotacerdas.ops.restore import restore
from ops.archives import parts, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
MOST_GROWTH_BYTES = 200_000_000


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "stored"
    settings.MEDIA_ROOT.mkdir()


def answer(file) -> str:
    """What is said, empty where it was restored; what was restored is taken back."""
    with transaction.atomic():
        try:
            restore(file)
        except RefusedError as error:
            assert not any(table._base_manager.exists() for table in tables())
            return sentence(error)
        transaction.set_rollback(True)
    return ""


def test_a_damaged_backup_is_restored_whole_or_refused(tmp_path):
    file = tmp_path / "cadangan.zip"
    whole = zipped(file, parts()).read_bytes()
    original, refused = contents(whole), 0
    for data in mutated(whole, 150, seed=3):
        file.write_bytes(data)
        said = answer(file)
        refused += bool(said)
        # Only what holds nothing of a backup, as the time of a part, may be another.
        assert " " in said or contents(data) == original

    assert 30 < refused < 150


def contents(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def bomb(file, manifest: bytes):
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        with archive.open("manifest.json", "w") as part:
            part.write(manifest[:100_000])
            for _ in range(60):
                part.write(b" " * 1_000_000)
        archive.writestr("tables/x.jsonl", b"")
    return file


@pytest.mark.parametrize(
    "manifest",
    [b"", b"{}", b"[" * 90_000, b'{"format": 1e999}', b'"' + b"x" * 90_000, b"\xff\xfe", b"NaN"],
)
def test_a_manifest_that_is_none_or_a_bomb_is_refused(manifest: bytes, tmp_path):
    before = psutil.Process().memory_info().rss

    assert answer(bomb(tmp_path / "bomb.zip", manifest))
    assert answer(_with_manifest(tmp_path / "odd.zip", manifest))
    assert psutil.Process().memory_info().rss - before < MOST_GROWTH_BYTES


def _with_manifest(file, manifest: bytes):
    with ZipFile(file, "w") as archive:
        archive.writestr("manifest.json", manifest)
    return file


@pytest.mark.parametrize("name", ["../x", "/etc/x", "files/../../x", "files/a\0b", "C:\\x", ""])
def test_a_part_that_leads_elsewhere_is_refused(name: str, tmp_path):
    file = zipped(tmp_path / "odd.zip", parts())
    with ZipFile(file, "a") as archive:
        archive.writestr(name or " ", b"x")
    assert answer(file)


@pytest.mark.parametrize("row", [b"[]", b"null", b"{}", b"7", b"[" * 50_000, b'{"id": 1e999}'])
def test_a_row_that_is_none_is_refused(row: bytes, tmp_path):
    content = parts() | {"tables/records.region.jsonl": row + b"\n"}
    assert answer(zipped(tmp_path / "odd.zip", content))
