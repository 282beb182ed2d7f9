"""What is no whole backup, or does not fit, is refused, and nothing is written."""

import json
import warnings
from datetime import UTC, datetime
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.audit.hashing import hash_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.ops.backup import backup
from kotacerdas.ops.backup_format import tables
from kotacerdas.ops.restore import restore
from kotacerdas.records.models import Region, SourceFile
from ops.archives import FILE, REGION, SOURCE, WORKBOOK, manifest_for, parts, zipped

pytestmark = pytest.mark.django_db
AT = datetime(2022, 10, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "stored"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cadangan.zip"


def refused(file):
    """The key of the sentence; fails where anything was written."""
    before = {table: table._base_manager.count() for table in tables()}
    with pytest.raises(RefusedError) as caught:
        restore(file)
    assert {table: table._base_manager.count() for table in tables()} == before
    return caught.value.key


def stored(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def content_of(source):
    with source.content.open() as content:
        return content.read()


def test_a_whole_one_is_put_back(file, storage):
    restore(zipped(file, parts()))
    region = Region.objects.get()
    assert (region.pk, region.aims, region.population) == (7, ["a", "ü"], None)
    assert region.origin.sent_at == datetime(2022, 10, 6, 7, 0, 0, 123456, UTC)
    assert content_of(region.origin) == WORKBOOK
    assert len(stored(storage)) == 1
    assert Region.objects.create(code="33.26", name="Baru", level="regency").pk > 7


def test_no_file(file):
    assert refused(file) == "backup.cannot_read"
    assert refused(file.parent) == "backup.cannot_read"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"kode;nama\n" * 100])
def test_something_else(file, content):
    file.write_bytes(content)
    assert refused(file) == "backup.damaged"


@pytest.mark.one_database
def test_cut_off_anywhere(file, storage):
    whole = zipped(file, parts()).read_bytes()
    for end in range(1, len(whole), 97):
        file.write_bytes(whole[:end])
        assert refused(file) == "backup.damaged", end
    assert stored(storage) == []


@given(st.data())
def test_a_byte_changed_anywhere_is_refused_or_was_of_no_account(file, data):
    whole = bytearray(zipped(file, parts()).read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    file.write_bytes(whole)
    with transaction.atomic():
        try:
            restore(file)
        except RefusedError:
            assert not Region.objects.exists()
        else:
            assert Region.objects.get().name == REGION["name"]
            assert content_of(SourceFile.objects.get()) == WORKBOOK
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "changed",
    [
        {"tables/records.region.jsonl": b'{"id": 7}\n'},
        {"tables/records.region.jsonl": b"nonsense\n"},
        {"tables/records.region.jsonl": b"\xff\xfe\n"},
        {"tables/records.region.jsonl": b"[]\n"},
    ],
)
def test_rows_that_are_none(file, changed):
    assert refused(zipped(file, parts() | changed)) == "backup.damaged"


@pytest.mark.parametrize("manifest", [[], {}, {"format": 1}, "text"])
def test_a_manifest_that_is_none(file, manifest):
    with ZipFile(file, "w") as archive:
        archive.writestr("manifest.json", str(manifest).replace("'", '"'))
    assert refused(file) == "backup.damaged"


def test_a_part_that_is_not_what_the_manifest_says(file):
    manifest = manifest_for(parts())
    other = parts(regions=[REGION | {"name": "Kabupaten Lain"}])
    assert refused(zipped(file, other, manifest)) == "backup.damaged"


def test_a_part_missing_or_one_too_many(file):
    content = parts()
    manifest = manifest_for(content)
    less = {name: data for name, data in content.items() if name != FILE}
    assert refused(zipped(file, less, manifest)) == "backup.damaged"
    assert refused(zipped(file, content | {"files/more": b""}, manifest)) == "backup.damaged"


def test_a_part_twice(file):
    zipped(file, parts())
    with ZipFile(file, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr(FILE, b"another")
    assert refused(file) == "backup.damaged"


@pytest.mark.parametrize(
    "name", ["files/../../escaped", "files//tmp/escaped", "/etc/escaped", "files/..", "../escaped"]
)
def test_no_entry_escapes_the_storage(file, storage, name):
    assert refused(zipped(file, parts() | {name: b"x"})) == "backup.damaged"
    assert not list(storage.parent.glob("**/*escaped*"))


def test_another_state_of_the_database(file):
    manifest = manifest_for(parts(), migrations=["records.0001_initial"])
    assert refused(zipped(file, parts(), manifest)) == "backup.other_state"


def test_another_format(file):
    manifest = manifest_for(parts(), format=2)
    assert refused(zipped(file, parts(), manifest)) == "backup.other_format"


def test_a_database_that_is_not_migrated(file):
    zipped(file, parts())
    MigrationRecorder(connection).record_unapplied("records", "0001_initial")
    assert refused(file) == "backup.not_migrated"


def test_a_database_that_is_not_empty(file):
    zipped(file, parts())
    Region.objects.create(code="33.26", name="Ada", level="regency")
    assert refused(file) == "backup.not_empty"


@pytest.mark.parametrize(
    ("regions", "sources"),
    [
        ([REGION | {"origin_id": 99}], [SOURCE]),
        ([REGION, REGION], [SOURCE]),
        ([REGION, REGION | {"id": 8}], [SOURCE]),
        ([REGION | {"name": None}], [SOURCE]),
    ],
)
def test_rows_that_do_not_fit_together(file, storage, regions, sources):
    assert refused(zipped(file, parts(regions, sources))) == "backup.misfit"
    assert stored(storage) == []


def test_the_same_file_may_be_there_already_but_no_other(file, storage):
    zipped(file, parts())
    default_storage.save("workbooks/1-abc", ContentFile(b"another"))
    assert refused(file) == "backup.other_file"
    (there,) = stored(storage)
    assert there.read_bytes() == b"another"
    there.write_bytes(WORKBOOK)
    restore(file)
    assert stored(storage) == [there]


def test_files_that_were_stored_go_when_a_later_one_can_not_be(file, storage):
    zipped(file, parts() | {"files/workbooks/2-def": b"second"})
    default_storage.save("workbooks/2-def", ContentFile(b"another"))
    assert refused(file) == "backup.other_file"
    assert [path.name for path in stored(storage)] == ["2-def"]


def test_a_backup_is_not_written_over_a_file_nor_where_there_is_no_folder(file):
    file.write_bytes(b"precious")
    for path, key in ((file, "backup.exists"), (file.parent / "no" / "x", "backup.cannot_write")):
        with pytest.raises(RefusedError) as caught:
            backup(path, AT)
        assert caught.value.key == key
    assert file.read_bytes() == b"precious"


def test_a_file_that_is_not_what_its_record_says_is_named(file):
    _, findings = restore(zipped(file, parts()))  # the record says `abc`
    assert [finding.key for finding in findings] == ["file"]
    assert findings[0].values == {"name": "workbooks/1-abc"}


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"hash": "0" * 64}, "broken"),
        ({"number": 2}, "broken"),
        ({}, "gone"),
    ],
)
def test_a_log_that_does_not_fit_what_it_is_restored_with_is_named(file, changed, key, capsys):
    entry = {
        "id": 1,
        "chain_id": "33.25",
        "number": 1,
        "at": "2022-10-06T07:00:00+00:00",
        "actor": "",
        "action": "import",
        "reason": "",
        "added": 1,
        "changed": 0,
        "removed": 0,
        "undoes_id": None,
        "previous_hash": "",
        "changes": json.dumps(
            [{"of": ["plan.mission", 1, "M1"], "before": None, "after": {"name": "Misi"}}]
        ),
    }
    held = SimpleNamespace(**entry | {"at": datetime(2022, 10, 6, 7, tzinfo=UTC)})
    logs = {
        "tables/audit.chain.jsonl": b'{"name": "33.25"}\n',
        "tables/audit.entry.jsonl": json.dumps(entry | {"hash": hash_of(held)} | changed).encode()
        + b"\n",
    }
    with pytest.raises(CommandError, match="Cadangan sudah dipulihkan seluruhnya"):
        call_command("restore", zipped(file, parts() | logs))
    assert Region.objects.exists()
    said = capsys.readouterr().err
    assert {"broken": "rusak pada catatan", "gone": "Misi M1 tidak ada lagi"}[key] in said
