"""Nothing is applied but what the preview showed: choices, removals, every line of long lists."""

import html
import re
import zlib
from dataclasses import fields

import pytest
from django.test import Client

from exchange.merged import edited, exported, form, page_of, signed_in, without_base
from exchange.site import alerts, nothing_written, sent
from kotacerdas.exchange.actions import ChangedMeanwhileError, apply_import
from kotacerdas.exchange.choices import Choices
from kotacerdas.exchange.models import Import
from kotacerdas.exchange.outcome import Decisions
from kotacerdas.exchange.packing import FORMAT
from kotacerdas.exchange.previews import Preview
from kotacerdas.plan.models import Capacity, Programme
from kotacerdas.workbook.reading import Reading
from reporting.cast import AT, Stage, stage

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TICKED = {"removals": "shown", "remove": "plan.capacity"}


@pytest.fixture(autouse=True)
def folder(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"


@pytest.fixture
def here(db) -> Stage:
    return stage()


@pytest.fixture
def client(here) -> Client:
    return signed_in(here.people.coordinator)


@pytest.fixture
def unlisting(here, client) -> str:
    """The address of an import without a base, whose file lacks an item of capacity."""
    return sent(client, without_base(edited(exported(client), {"Kapasitas!2": None})))


@pytest.fixture
def differing(here, client) -> tuple[str, str]:
    """The address of an import with a difference, and the difference's name."""
    data = exported(client)
    programme = Programme.objects.get(code="p1")
    Programme.objects.filter(pk=programme.pk).update(name="Nama situs")
    address = sent(client, without_base(edited(data, {"Program!B2": "Nama berkas"})))
    client.post(address, form(page_of(client, address)) | {"do": "show"} | {_name(): "keep"})
    return address, _name()


def _name() -> str:
    return f"plan.programme/{Programme.objects.get(code='p1').pk}/name"


def test_a_tick_that_was_not_previewed_shows_the_removals_first(client, unlisting):
    page = page_of(client, unlisting)
    with nothing_written():
        answer = client.post(unlisting, form(page) | TICKED | {"do": "apply", "reason": "Rapat"})
    assert answer.status_code == 200
    assert "Belum ada yang disimpan" in answer.text
    assert "1 baris dihapus" in answer.text
    assert re.search(r"dihapus</span> Kapasitas \w+", answer.text)
    assert 'value="Rapat"' in answer.text

    number = Capacity.objects.count()
    answer = client.post(unlisting, form(page_of(client, unlisting)) | TICKED | {"do": "apply"})
    assert answer.status_code == 302
    assert Capacity.objects.count() == number - 1


def test_the_digest_covers_removals_and_decisions(here, unlisting, differing):
    by = here.people.coordinator
    for address, choices in (
        (unlisting, Choices(removals=frozenset({"plan.capacity"}))),
        (differing[0], Choices(Decisions({differing[1]: True}))),
    ):
        one = Import.objects.get(pk=address.rstrip("/").rpartition("/")[2])
        with nothing_written(), pytest.raises(ChangedMeanwhileError):
            apply_import(one, choices, by=by, at=AT, reason="Rapat", digest=one.digest)


def test_a_decision_of_another_window_is_not_applied_by_this_one(client, differing):
    address, name = differing
    mine = form(page_of(client, address))
    client.post(address, mine | {"do": "show", name: "take"})
    with nothing_written():
        answer = client.post(address, mine | {"do": "apply"})
    assert "Belum ada yang disimpan" in answer.text
    assert form(page_of(client, address))[name] == "keep"

    client.post(address, {"do": "show", "sheet": "plan.programme:file"})
    with nothing_written():
        answer = client.post(address, {"do": "apply", "digest": mine["digest"]})
    assert answer.status_code == 422
    assert "pilihan Anda di jendela lain" in alerts(answer.text)[0]


def test_all_of_a_long_list_can_be_seen_and_decided(client, unlisting):
    lines = [
        {
            "id": f"correction/{n}/realised",
            "of": ["plan.realisation", None, f"k{n:03}", None, 2022, None],
            "name": "realised",
            "now": False,
            "wanted": True,
            "is_taken": True,
            "url": "/",
        }
        for n in range(120)
    ]
    Import.objects.update(result=Preview(corrections=lines).dumped())
    seen: set[str] = set()
    for number in (1, 2, 3):
        page = page_of(client, f"{unlisting}?koreksi={number}")
        seen |= set(re.findall(r"k\d{3}", page))
    assert len(seen) == 120
    assert "Halaman 3 dari 3" in page
    assert html.unescape(page).count('formaction="?koreksi=2"') == 1


def test_what_an_earlier_version_stored_is_uploaded_again(client, unlisting):
    data = zlib.compress(b'{"issues": []}')
    Import.objects.update(result=data, reading=data)
    for answer in (
        client.get(f"{unlisting}?tahun=2022"),
        client.post(unlisting, {"do": "show"}),
        client.post(unlisting, {"do": "apply"}),
    ):
        assert "unggah lagi" in alerts(answer.text)[0]
        assert answer.status_code == 422
    Import.objects.update(applied_at=AT)
    assert client.get(unlisting).status_code == 200


def test_another_shape_has_another_format():
    """Whoever changes what is stored of an import gives `FORMAT` another number, and this too."""
    reading = "frames layouts raw issues sha256 framework base"
    preview = (
        "issues removals changes conflicts corrections left unlisted old_codes kept of_reports "
        "needs_reason effects other_years refusal"
    )
    names = [" ".join(one.name for one in fields(kind)) for kind in (Reading, Preview)]
    assert (FORMAT, *names) == (1, reading, preview)
