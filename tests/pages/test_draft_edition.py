"""A region under an edition with other dimensions: what its pages, links and files say."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kotacerdas.accounts.models import Role
from kotacerdas.scorecards.models import Run
from pages.regions import OWN, begun, sheets_of, somebody
from workbook.builder import Sheets, put, xlsx

DRAFT = "gsc-2026-draft"


def drafted(dimension: str = "Smart Mobility") -> Sheets:
    sheets = put(sheets_of(OWN), "Programmes!C2", dimension)
    head, row = sheets["Region"]
    sheets["Region"] = [[*head, "framework"], [*row, DRAFT]]
    return sheets


@pytest.fixture
def client(db) -> Client:
    client = Client()
    client.force_login(somebody(begun(OWN, drafted()), Role.COORDINATOR))
    return client


def test_its_pages_have_its_dimensions_and_say_that_it_is_a_draft(client: Client):
    overview = client.get(f"/{OWN}/2022/").text
    for text in ("Smart Bureaucracy", "Smart Mobility", "menurut edisi rancangan"):
        assert text in overview
    assert "Smart Branding" not in overview
    assert f"/edisi/{DRAFT}/" in overview

    assert "Smart Mobility" in client.get(f"/{OWN}/2022/dimensi/mobility/").text
    assert client.get(f"/{OWN}/2022/dimensi/branding/").status_code == 404
    for page in ("program/", "opd/", "evaluasi/", "angka/dimensions/mobility/planned/"):
        assert client.get(f"/{OWN}/2022/{page}").status_code == 200, page
    region = client.get(f"/{OWN}/daerah/").text
    assert "rancangan edisi 2026" in region
    assert DRAFT in region


def test_its_documents_and_its_export_are_of_that_edition(client: Client):
    assert set(Run.objects.values_list("framework", flat=True)) == {DRAFT}
    for name in ("download-pdf", "download-pptx", "download-xlsx"):
        assert client.get(reverse(f"pages:{name}", args=[OWN, 2022])).status_code == 200
    answer = client.get(reverse("exchange:export", args=[OWN]))
    assert b"".join(answer.streaming_content if answer.streaming else [answer.content])


@pytest.mark.parametrize(
    ("dimension", "said"),
    [
        ("living", "padanannya urban_living"),
        ("branding", "tidak punya padanan tetap"),
        ("dignity", "tidak dikenal"),
    ],
)
def test_a_dimension_that_the_edition_left_is_refused_at_its_cell(
    client: Client, dimension: str, said: str
):
    file = SimpleUploadedFile("b.xlsx", xlsx(drafted(dimension)))
    answer = client.post(reverse("exchange:imports", args=[OWN]), {"file": file}, follow=True)

    assert said in answer.text
    assert "C2" in answer.text
    assert "Smart Mobility" in client.get(f"/{OWN}/2022/").text


def test_another_edition_is_a_change_like_any_other(client: Client):
    sheets = sheets_of(OWN)
    sheets["Region"][0].append("framework")
    sheets["Region"][1].append("gsc-2021")
    file = SimpleUploadedFile("b.xlsx", xlsx(sheets))
    answer = client.post(reverse("exchange:imports", args=[OWN]), {"file": file}, follow=True)

    assert "kerangka" in answer.text
    assert DRAFT in answer.text


def test_results_of_two_editions_say_so_where_they_are_compared(client: Client):
    newest, old = Run.objects.filter(year=2022).order_by("-pk")
    address = reverse("pages:compare-runs", args=[OWN, newest.pk, old.pk])
    assert "Dua edisi" not in client.get(address).text
    Run.objects.filter(pk=old.pk).update(framework="gsc-2021")
    assert f"Dua edisi: gsc-2021, lalu {DRAFT}" in client.get(address).text
    listed = client.get(f"/{OWN}/2022/hasil/").text
    assert "gsc-2021" in listed
    assert DRAFT in listed
