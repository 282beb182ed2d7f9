"""What the page showed is what is written, once, and over verified rows only with a reason."""

import html
import json
import re

import pytest
from django.test import Client

from exchange.site import alerts, coordinator, nothing_written, region, sent
from kotacerdas.audit.models import Entry
from kotacerdas.plan.models import Programme, Realisation
from kotacerdas.records.models import SourceFile
from kotacerdas.records.storage import fields_of
from pages.regions import OWN, sheets_of
from workbook.builder import Sheets, put, xlsx

pytestmark = pytest.mark.django_db
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def verified() -> Sheets:
    sheets = sheets_of(OWN)
    for row, cell in zip(sheets["Realisation"], ("verified", "yes", "no", "no"), strict=True):
        row.append(cell)
    return sheets


def renamed(sheets: Sheets) -> bytes:
    return xlsx(put(sheets, "Programmes!B2", "Berganti nama"))


def form(page: str) -> dict[str, str]:
    """What the page's form sends beside the reason."""
    return {name: html.unescape(value) for name, value in _HIDDEN.findall(page)}


def confirmed(client: Client, address: str, **more: str):
    return client.post(address, form(client.get(address).text) | {"do": "apply"} | more)


def test_the_same_file_again_changes_nothing_and_is_not_logged():
    client = coordinator()
    address = sent(client, renamed(sheets_of(OWN)))
    assert confirmed(client, address).status_code == 302
    assert Entry.objects.filter(chain_id=OWN).count() == 2
    entries, records = list(Entry.objects.values()), list(Programme.objects.values())

    assert (
        "sudah diterapkan sebagai catatan 2"
        in client.post(address, {"do": "apply"}, follow=True).text
    )
    again = sent(client, renamed(sheets_of(OWN)), "nama lain.xlsx")
    assert again != address
    assert "Tidak ada yang berubah" in client.get(again).text
    assert 'value="apply"' not in client.get(again).text
    assert (list(Entry.objects.values()), list(Programme.objects.values())) == (entries, records)
    assert region().stale_years.count() == 1


@pytest.mark.parametrize("reason", ["", " \n\t "])
@pytest.mark.parametrize("cell", ["Realisation!E2", "Realisation!H2"], ids=["value", "mark"])
def test_what_is_verified_is_not_overwritten_without_a_reason(cell: str, reason: str):
    client = coordinator(verified())
    address = sent(client, xlsx(put(verified(), cell, "no")))
    with nothing_written():
        answer = confirmed(client, address, reason=reason)

    assert answer.status_code == 422
    assert alerts(answer.text) == ["Data terverifikasi akan ditimpa. Tulis alasannya."]


def test_what_is_verified_is_not_removed_without_a_reason_and_the_log_has_it():
    client = coordinator(verified())
    sheets = verified()
    del sheets["Realisation"][1]
    address = sent(client, xlsx(sheets))
    ticked = {"removals": "shown", "remove": "plan.realisation"}
    client.post(address, ticked | {"do": "show"})
    with nothing_written():
        assert confirmed(client, address, **ticked).status_code == 422
    reason = {"reason": " Berita acara 12/2022 "}
    assert confirmed(client, address, **ticked, **reason).status_code == 302

    entry = Entry.objects.filter(chain_id=OWN).latest("number")
    assert (entry.reason, entry.actor) == ("Berita acara 12/2022", "coordinator-33.25@example.org")
    (change,) = json.loads(entry.changes)
    model, pk, *key = change["of"]
    assert (model, key) == ("plan.realisation", ["p1", None, 2022, None])
    assert not Realisation.objects.filter(pk=pk).exists()
    assert change["before"].keys() == {one.name for one in fields_of(Realisation)}
    assert change["before"]["verified"] is True
    assert change["was"] == [SourceFile.objects.order_by("pk")[0].pk, 2]
    assert change["after"] is None


def test_what_is_not_verified_needs_no_reason():
    client = coordinator(verified())

    assert confirmed(client, sent(client, renamed(verified()))).status_code == 302


def test_what_somebody_changed_since_the_page_was_seen_is_not_undone_unseen():
    client = coordinator()
    address = sent(client, xlsx(put(sheets_of(OWN), "Programmes!B2", "Nama lain")))
    seen = form(client.get(address).text) | {"do": "apply"}
    confirmed(client, sent(client, renamed(sheets_of(OWN))))
    with nothing_written():
        answer = client.post(address, seen)

    assert answer.status_code == 422
    assert "berubah sejak Anda memeriksa" in alerts(answer.text)[0]
    assert "Berganti nama" in answer.text
    assert client.post(address, form(answer.text) | {"do": "apply"}).status_code == 302
    assert Programme.objects.get().name == "Nama lain"
