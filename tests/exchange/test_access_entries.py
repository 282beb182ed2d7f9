"""Whatever is taken out of a region leaves an entry, and holds up nobody's import."""

from contextlib import nullcontext
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from exchange.bringing import PRESET
from exchange.site import region
from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.exchange.actions import apply_import, send_file
from kotacerdas.ops import backup as making
from kotacerdas.records.models import SourceFile
from kotacerdas.reporting.actions.windows import move_deadlines
from pages.regions import AT, OWN, begun, sheets_of, somebody
from reporting.cast import A_DAY, stage
from workbook.builder import put, xlsx

ACCESS = f"{OWN}/access"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"


@pytest.fixture
def coordinator(db):
    return somebody(begun(OWN), Role.COORDINATOR)


@pytest.fixture
def client(coordinator) -> Client:
    made = Client()
    made.force_login(coordinator)
    return made


def entries(chain: str = ACCESS) -> list[tuple[str, str]]:
    return list(Entry.objects.filter(chain=chain).order_by("pk").values_list("action", "actor"))


def test_the_workbook_a_file_as_sent_and_every_document(client, coordinator):
    own = coordinator.email
    file = region().files.get()
    addresses = {
        reverse("exchange:export", args=[OWN]): "export.workbook",
        reverse("exchange:file", args=[OWN, file.pk]): "export.source",
        **{
            reverse(f"pages:download-{kind}", args=[OWN, 2022]): "export.document"
            for kind in ("pdf", "pptx", "xlsx")
        },
    }
    for address, action in addresses.items():
        answer = client.get(address)
        assert answer.getvalue()  # to its end, at which the client closes it
        assert answer.status_code == 200, address
        assert entries()[-1] == (action, own), address
    assert len(entries()) == len(addresses)


def test_what_the_browser_has_already_is_not_taken_out_again(client):
    address = reverse("pages:download-xlsx", args=[OWN, 2022])
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    assert len(entries()) == 1


def test_a_file_that_is_not_served_was_not_taken_out(client):
    file = region().files.get()
    Path(file.content.path).write_bytes(b"lain")
    client.raise_request_exception = False
    assert client.get(reverse("exchange:file", args=[OWN, file.pk])).status_code == 500
    assert entries() == []


def test_the_reporting_workbook(db):
    here = stage()
    until = timezone.localdate() + A_DAY
    move_deadlines([here.window], deadline=until, reason="Uji", by=here.people.coordinator, at=AT)
    client = Client()
    client.force_login(here.people.operator)
    answer = client.get(reverse("exchange:report-file", args=[OWN, 2022, "q1", "a1"]))
    assert answer.status_code == 200
    assert entries() == [("export.reports", here.people.operator.email)]


def test_an_export_between_preview_and_confirmation_puts_nobody_off(client, coordinator):
    data = xlsx(put(sheets_of(OWN), "Programmes!B2", "Nama baru"))
    sent = send_file(region(), "b.xlsx", data, coordinator, AT).sent
    client.get(reverse("exchange:export", args=[OWN]))
    apply_import(sent, PRESET, by=coordinator, at=AT, digest=sent.digest)
    assert SourceFile.objects.filter(pk=sent.file_id).exclude(applied_at=None).exists()


def test_a_backup_holds_the_entry_of_itself(coordinator, tmp_path, monkeypatch):
    monkeypatch.setattr(making, "snapshot", lambda: nullcontext("default"))
    call_command("backup", tmp_path / "cadangan.zip")
    assert entries("site") == [("backup", "")]


def test_a_backup_is_made_where_the_log_takes_no_entry(coordinator, tmp_path, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(making, "snapshot", lambda: nullcontext("default"))
    monkeypatch.setattr(making, "record_entry", full)
    call_command("backup", tmp_path / "cadangan.zip")
    assert (tmp_path / "cadangan.zip").exists()
    assert entries("site") == []
