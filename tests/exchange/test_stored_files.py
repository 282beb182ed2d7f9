"""A stored file that is not what was stored any more comes out through no door."""

import hashlib
import json
import logging
import os
import time
from contextlib import nullcontext
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from cases import mostly_on_one
from exchange.bringing import PRESET
from exchange.damage import CHANGED, DAMAGES, OUTSIDE, path_of
from kotacerdas.accounts.models import Role, User
from kotacerdas.casework.actions.cases import CaseCommand
from kotacerdas.casework.actions.evidence import add_file
from kotacerdas.casework.models import Evidence, StoredFile
from kotacerdas.core import stored_files
from kotacerdas.core.stored_files import StoredFileError, opened
from kotacerdas.exchange.actions import apply_import, send_file
from kotacerdas.ops import backup as making
from kotacerdas.records.models import SourceFile
from pages.regions import AT, OWN, begun, sheets_of, somebody
from replay import replayed
from reporting import files
from reporting.cast import stage
from workbook.builder import put, xlsx

OTHER_NAME = xlsx(put(sheets_of(OWN), "Programmes!B2", "Nama baru"))
damaged = pytest.mark.parametrize("damage", mostly_on_one(DAMAGES))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings):
    """The storage; what a link leads to outside of it is never written to."""
    settings.MEDIA_ROOT = tmp_path / "stored"
    yield
    outside = tmp_path / "outside"
    assert not outside.exists() or outside.read_bytes() == OUTSIDE


@pytest.fixture
def coordinator(db):
    return somebody(begun(OWN), Role.COORDINATOR)


@pytest.fixture
def file(coordinator):
    return sent_by(coordinator)


@replayed
def sent_by(coordinator: User) -> SourceFile:
    region = coordinator.appointments.get().region
    return send_file(region, "buku.xlsx", OTHER_NAME, coordinator, AT).sent.file


@pytest.fixture
def piece(db) -> Evidence:
    return of_a_report()


@replayed
def of_a_report() -> Evidence:
    here = stage()
    return add_file(here.act(here.people.operator), "foto.png", files.png())


@pytest.fixture
def one_connection(monkeypatch):
    """The tests' database in memory can't be read by two at once."""
    monkeypatch.setattr(making, "snapshot", lambda: nullcontext("default"))


def answered(user, address: str, **posted: str):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client.post(address, posted) if posted else client.get(address)


def body(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


def says(key: str, text: str) -> bool:
    sentences = {
        "missing": "tidak ada lagi di penyimpanan",
        "changed": "bukan lagi yang dulu disimpan",
        "unreadable": "tidak dapat dibaca dari penyimpanan",
    }
    return sentences[key] in text


def kind_of(damage: str) -> str:
    return "changed" if damage in CHANGED else "missing"


@damaged
def test_a_workbook_is_not_served(coordinator, file, damage, caplog):
    DAMAGES[damage](path_of(str(file.content)))
    address = reverse("exchange:file", args=[OWN, file.pk])
    response = answered(coordinator, address)
    page = body(response).decode()
    assert response.status_code == (404 if damage == "missing" else 500)
    assert says(kind_of(damage), page)
    assert "buku.xlsx" in page
    (record,) = [one for one in caplog.records if one.name == stored_files.__name__]
    assert record.levelno == logging.ERROR
    assert str(file.content) in record.getMessage()


@damaged
@pytest.mark.parametrize("query", ["", "?original"])
def test_evidence_is_not_served(piece, query, damage):
    stored = piece.file if query else piece.file.copy
    DAMAGES[damage](path_of(str(stored.content)))
    address = reverse("casework:evidence-piece", args=[piece.region.code, piece.pk])
    response = answered(piece.added_by, address + query)
    assert response.status_code == (404 if damage == "missing" else 500)
    assert says(kind_of(damage), body(response).decode())
    assert "ETag" not in response


@damaged
def test_a_backup_leaves_it_out_and_says_so(piece, damage, tmp_path, capsys, one_connection):
    name = str(piece.file.content)
    DAMAGES[damage](path_of(name))
    with pytest.raises(CommandError) as ended:
        call_command("backup", tmp_path / "cadangan.zip")
    assert ended.value.returncode == 1
    assert name in capsys.readouterr().err
    with ZipFile(tmp_path / "cadangan.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["missing"] == [name]
    assert f"files/{name}" not in manifest["parts"]


@damaged
def test_the_same_workbook_sent_again_makes_it_whole(coordinator, file, damage):
    path = path_of(str(file.content))
    DAMAGES[damage](path)
    if path.is_dir():
        path.rmdir()
    sent = send_file(file.region, "lagi.xlsx", OTHER_NAME, coordinator, AT).sent
    assert sent.file == file
    assert path.read_bytes() == OTHER_NAME
    assert not path.is_symlink()
    assert apply_import(sent, PRESET, by=coordinator, at=AT, reason="x").sent.entry


@damaged
def test_the_same_evidence_brought_again_makes_it_whole(piece, damage):
    path = path_of(str(piece.file.content))
    DAMAGES[damage](path)
    if path.is_dir():
        path.rmdir()
    again = CaseCommand(piece.case, piece.added_by, piece.added_at, 0)
    assert add_file(again, "lagi.png", files.png()) == piece
    assert path.read_bytes() == files.png()


def test_a_file_that_can_not_be_read(coordinator, file, monkeypatch, caplog):
    def fail(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(stored_files, "_without_following", fail)
    response = answered(coordinator, reverse("exchange:file", args=[OWN, file.pk]))
    assert response.status_code == 500
    assert says("unreadable", response.content.decode())
    assert "Permission denied" in caplog.text


@pytest.mark.parametrize("name", ["../rahasia", "/rahasia", "workbooks/a\0b", ".."])
def test_a_name_that_somebody_put_into_the_database(coordinator, file, name):
    SourceFile.objects.filter(pk=file.pk).update(content=name.replace("\0", "%00"))
    response = answered(coordinator, reverse("exchange:file", args=[OWN, file.pk]))
    assert response.status_code in {404, 500}
    with pytest.raises(StoredFileError):
        opened(name, file.sha256, "buku.xlsx")


@pytest.mark.parametrize("sha256", ["", "0" * 64, "A" * 64])
def test_a_hash_that_somebody_put_into_the_database(piece, sha256):
    StoredFile.objects.filter(pk=piece.file.copy.pk).update(sha256=sha256)
    address = reverse("casework:evidence-piece", args=[piece.region.code, piece.pk])
    assert answered(piece.added_by, address).status_code == 500


def test_a_file_that_is_whole_comes_through_every_door(coordinator, file, tmp_path, one_connection):
    response = answered(coordinator, reverse("exchange:file", args=[OWN, file.pk]))
    assert body(response) == OTHER_NAME
    assert response["Content-Disposition"] == 'attachment; filename="buku.xlsx"'
    assert answered(coordinator, reverse("exchange:import", args=[OWN, file.pk])).status_code == 200
    call_command("backup", tmp_path / "cadangan.zip")
    with ZipFile(tmp_path / "cadangan.zip") as archive:
        assert archive.read(f"files/{file.content}") == OTHER_NAME


def test_the_largest_upload_is_compared_in_no_time(tmp_path, settings):
    data = os.urandom(25_000_000)
    wanted = hashlib.sha256(data).hexdigest()
    stored_files.store("workbooks/besar", data, wanted)
    started = time.monotonic()
    opened("workbooks/besar", wanted, "besar").close()
    assert time.monotonic() - started < 5  # a guard against reading it twice and again, no more


def test_a_file_that_can_not_be_stored_leaves_no_record(coordinator, monkeypatch):
    region = coordinator.appointments.get().region
    before = SourceFile.objects.count()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space"):
        send_file(region, "buku.xlsx", OTHER_NAME, coordinator, AT)
    assert SourceFile.objects.count() == before
