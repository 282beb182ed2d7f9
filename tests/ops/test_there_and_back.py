"""A site is backed up and restored, from SQLite to SQLite, to PostgreSQL and back."""

import json
import stat
from zipfile import ZipFile

from ops.sites import MIGRATE


def test_what_the_backup_is_made_from(backup_file, reported):
    assert reported["breaks"] == [[], []]
    assert [number for number, _ in reported["log"]] == [1, 2, 3, 1]  # the last is the backup's
    assert len(reported["runs"]) == 14
    assert [year for year, _ in reported["published"]] == [2022]
    kept, lost = reported["files"]
    assert kept
    assert lost is None
    assert [one.name for one in backup_file.parent.glob("*.zip")] == [backup_file.name]


def test_only_its_owner_can_read_it(backup_file):
    assert stat.S_IMODE(backup_file.stat().st_mode) == 0o600


def test_what_the_manifest_says(backup_file):
    with ZipFile(backup_file) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = archive.namelist()
    assert manifest["format"] == 1
    assert manifest["missing"] == ["workbooks/lost"]
    assert "audit.0001_initial" in manifest["migrations"]
    assert [*manifest["parts"], "manifest.json"] == names
    assert "tables/plan.programme_missions.jsonl" in names
    assert not any(left in name for name in names for left in ("session", "contenttype"))


def test_into_a_second_sqlite_file(backup_file, reported, empty_site):
    found, busy = empty_site("second").run(
        ["restore", str(backup_file)], ["report"], ["grow"], ["busy"]
    )
    assert found == reported
    assert busy == {"before": 2, "seen": 2, "there": 3}


def test_into_postgresql_and_back_to_sqlite(
    backup_file, reported, postgres_site, empty_site, tmp_path
):
    back = tmp_path / "kembali.zip"
    found, with_its_backup, busy = postgres_site.run(
        MIGRATE,
        ["restore", str(backup_file)],
        ["report"],
        ["backup", str(back)],
        ["report"],
        ["grow"],
        ["busy"],
    )
    assert found == reported
    assert busy == {"before": 2, "seen": 2, "there": 3}
    assert empty_site("third").run(["restore", str(back)], ["report"]) == [with_its_backup]
