"""A result has a page at an address that lasts; its list says why each came about."""

import pytest
from django.test import Client

from exchange.bringing import REPLACING, brought_in
from kotacerdas.accounts.models import Role
from kotacerdas.documents import qr
from kotacerdas.scorecards.actions import publish_run, refresh_scorecards
from kotacerdas.scorecards.models import Run
from markup import compact
from pages.regions import AT, OWN, begun, sheets_of, somebody
from workbook.builder import put, xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def folder(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"


@pytest.fixture
def region(db):
    return begun(OWN)


@pytest.fixture
def by(region):
    return somebody(region, Role.COORDINATOR)


@pytest.fixture
def client(by) -> Client:
    client = Client()
    client.force_login(by)
    return client


def newest(basis: str = "reported") -> Run:
    return Run.objects.filter(year=2022, basis=basis).latest("pk")


def changed(region, by) -> None:
    """One import takes what was realised away."""
    sheets = put(sheets_of(OWN), "Realisation!E2", "no")
    brought_in(region, xlsx(sheets), by, AT, REPLACING)
    refresh_scorecards(region, AT)


def test_the_list_says_the_cause_and_the_change_on_the_same_basis(region, by, client):
    first = newest()
    changed(region, by)
    page = compact(client.get(f"/{OWN}/2022/hasil/").text)
    row = page.partition(f"<strong>Hasil {newest()}</strong>")[2].partition("</tr>")[0]
    assert f"Buku kerja diimpor, {by.email}" in row
    assert "−100,0" in row
    assert f"/{OWN}/hasil/{newest().pk}/banding/{first.pk}/" in row
    row = page.partition(f"<strong>Hasil {first}</strong>")[2].partition("</tr>")[0]
    assert "Hasil pertama dengan dasar ini" in row


@pytest.mark.parametrize(
    ("wanted", "number"),
    [("", 4), ("of_basis=reported", 2), ("of_basis=verified", 2), ("was_published=True", 1)],
)
def test_the_list_is_filtered(region, by, client, wanted, number):
    publish_run(newest("verified"), by, AT, "Rapat")
    changed(region, by)
    Run.objects.exclude(year=2022).delete()
    page = compact(client.get(f"/{OWN}/2022/hasil/?{wanted}").text)
    assert page.count("<strong>Hasil ") == number


def test_a_result_has_a_page_that_lasts_with_its_documents_and_hash(region, by, client):
    first = newest()
    changed(region, by)
    page = client.get(f"/{OWN}/hasil/{first.pk}/").text
    assert f"<h1>Hasil {first}</h1>" in page
    assert first.input_sha256 in page
    for kind in ("pdf", "pptx", "xlsx"):
        assert f"/{OWN}/2022/unduh/{kind}/?hasil={first.pk}" in page
    assert f"Ada yang lebih baru: Hasil {newest()}" in page
    panel = client.get(f"/{OWN}/2022/angka/overall/achievement_pct?hasil={first.pk}").text
    assert first.input_sha256 not in panel
    assert f"/{OWN}/hasil/{first.pk}/" in panel
    assert client.get(f"/{OWN}/hasil/999999/").status_code == 404


def test_the_overview_says_what_is_published_and_how_its_figure_differs(region, by, client):
    published = newest("verified")
    assert "Terbit: Hasil" not in client.get(f"/{OWN}/2022/").text
    publish_run(published, by, AT, "Rapat")
    changed(region, by)
    page = client.get(f"/{OWN}/2022/").text
    assert f"Terbit: Hasil {published}, oleh {by}" in page
    assert "poin." in page
    page = client.get(f"/{OWN}/2022/?hasil={published.pk}").text
    assert f"Diterbitkan oleh {by}" in page


def test_the_report_leads_to_the_page_of_its_result_where_the_site_has_an_address(
    region, client, settings, monkeypatch
):
    asked: list[str] = []
    monkeypatch.setattr(
        "kotacerdas.documents.pdf.qr_code",
        lambda address: asked.append(address) or qr.qr_code(address),
    )
    settings.SITE = ""
    assert client.get(f"/{OWN}/2022/unduh/pdf/").status_code == 200
    assert asked == []
    settings.SITE = "https://smartcity.example.go.id/"
    assert client.get(f"/{OWN}/2022/unduh/pdf/").status_code == 200
    assert asked == [f"https://smartcity.example.go.id/{OWN}/hasil/{newest().pk}/"]


def test_the_code_is_the_same_for_the_same_address():
    one, other = "https://a.example/33.25/hasil/1/", "https://a.example/33.25/hasil/2/"
    assert qr.qr_code(one) == qr.qr_code(one) != qr.qr_code(other)
