"""The menu is the same on every page and for every role; rights decide what a page shows."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cases import mostly_on_one
from kotacerdas.accounts.models import Role
from kotacerdas.casework.models import Window
from kotacerdas.evaluation.models import Cycle
from kotacerdas.pages.menu import MANAGE, SEARCH, SECTIONS, WORK
from kotacerdas.plan.models import Realisation
from kotacerdas.records.models import Region
from kotacerdas.reporting.models import REPORTING
from kotacerdas.reporting.syncing import sync_cases
from markup import compact
from pages.regions import AT, OTHER, OWN, somebody
from pages.test_access import OF_A_REGION, addresses, answers, region, signed_in

__all__ = ["region"]  # a fixture

NAMES = ["Ringkasan", "Program", "OPD", "Inovasi", "Pelaporan", "Evaluasi", "Dokumen"]
FOOT = ["Ringkasan", "Tugas", "Cari", "Menu", *NAMES]
OF_NO_REGION = ("/profil/", "/pemberitahuan/", "/akun/2fa/", "/tidak/ada/")
# What is no page: files, parts of pages, and what only a form is sent to.
NO_PAGE = {
    *("exchange:file", "exchange:export", "exchange:report-file", "casework:evidence-piece"),
    *("pages:work-count", "pages:run", "pages:recomputed"),
    *("pages:acts", "reporting:move-many", "accounts:end-many", "casework:evidence-page"),
    *("panel:score", "panel:download-sheet", "panel:minutes", "panel:note-picture"),
    "panel:download-feedback",
    *("pages:made-again", "pages:innovation-in-its-year", "pages:ask-again", "innovation:remind"),
    *("innovation:download-catalogue", "innovation:alike", "innovation:search-twins"),
    *("innovation:decide-twins", "innovation:take-back-twins"),
    *("pages:download-pdf", "pages:download-pptx", "pages:download-xlsx"),
    *("pages:download-iid", "survey:move", "survey:download-poster"),
    *("survey:download-paper", "survey:download-recap"),
    *("evaluation:incoming", "evaluation:download-deck", "evaluation:download-report"),
    *("evaluation:download-bundle", "evaluation:spread"),
    "exchange:download-questionnaire",
}


def frame(response):
    """The names in the menu at the top, at the foot, and of all that stands beside them."""
    text = response.content.decode()
    parts = re.findall(r"<nav[^>]*>(.*?)</nav>|<div class=\"top-end\">", text, re.DOTALL)
    top = re.search(r'<nav class="nav-main".*?</nav>', text, re.DOTALL)
    foot = re.search(r'<nav class="bottom".*?</nav>', text, re.DOTALL)
    assert parts
    assert top
    assert foot
    return names_of(top[0]), names_of(foot[0])


def names_of(markup):
    return [
        re.sub(r"<[^>]+>", "", name).strip()
        for name in re.findall(r"<(?:a|summary)\b[^>]*>(.*?)</(?:a|summary)>", markup, re.DOTALL)
    ]


def crowded_rows(response):
    """Rows of which a phone would show two figures in one place."""
    tables = re.findall(r'<table class="[^"]*\bpairs\b.*?</table>', response.text, re.DOTALL)
    rows = [row for table in tables for row in re.findall("<tr.*?</tr>", table, re.DOTALL)]
    cells = r'<td[^>]*\bclass="(?:[^"]*\s)?{}(?:\s[^"]*)?"'
    places = [cells.format(place) for place in ("main", "sub", "more")]
    return [row for row in rows if any(len(re.findall(place, row)) > 1 for place in places)]


def current_of(response):
    return re.findall(
        r'<a href="[^"]*" aria-current="(\w+)">([^<]+)<',
        re.search(r'<nav class="nav-main".*?</nav>', compact(response.text))[0],
    )


@pytest.mark.parametrize("role", mostly_on_one(Role, 2))
def test_a_role_opens_what_its_rights_allow_and_has_the_same_menu(region: Region, role: Role):
    client = signed_in(somebody(region, role))
    somebody(region, Role.VIEWER if role is not Role.VIEWER else Role.LEADER)
    seen = 0
    for name, address in addresses(region).items():
        response = client.get(address)
        assert response.status_code in answers(role, name), (name, response.status_code)
        if response.streaming:
            list(response.streaming_content)  # to its end, so that the file is closed
        elif name not in NO_PAGE and response.status_code in {200, 403}:
            seen += 1
            assert frame(response) == (NAMES, FOOT), name
            assert crowded_rows(response) == [], name
    assert seen > 30
    for address in OF_NO_REGION:
        assert frame(client.get(address)) == (NAMES, FOOT), address


@pytest.mark.parametrize("role", mostly_on_one(Role))
def test_every_item_and_tab_opens_a_page_for_every_role(region: Region, role: Role):
    client = signed_in(somebody(region, role))
    links = re.findall(
        r'<a href="([^"]+)"',
        re.search(r"<nav.*</nav>", compact(client.get(f"/{OWN}/daerah/").text))[0],
    )
    assert len(links) >= len(NAMES) + len(MANAGE)
    for link in links:
        response = client.get(link, follow=True)
        assert response.status_code in {200, 403}, link
        if response.status_code == 403:
            assert "Peran diberikan oleh koordinator" in response.text


def test_an_item_without_rights_says_which_roles_have_it_and_who_gives_them(region: Region):
    coordinator = somebody(region, Role.COORDINATOR)
    client = signed_in(somebody(region, Role.VIEWER))
    for address, roles in (
        (f"/{OWN}/verifikasi/", ["Verifikator"]),
        (f"/{OWN}/impor/", ["Koordinator"]),
        (f"/{OWN}/catatan/", ["Koordinator", "Verifikator", "Evaluator"]),
        (f"/{OWN}/pelaporan/", ["Koordinator", "Verifikator", "Evaluator", "Pimpinan"]),
    ):
        response = client.get(address)
        assert response.status_code == 403
        for role in roles:
            assert f"<strong>{role}</strong>" in response.text, (address, role)
        assert coordinator.email in response.text


def test_every_page_of_a_region_has_its_place_in_the_menu():
    pages = [page for section in SECTIONS.values() for page in section]
    every = (*pages, *MANAGE, WORK, SEARCH)
    views = [view for page in every for view in (page.view, *page.views, page.latest) if view]

    assert len(views) == len(set(views))
    assert set(views) == OF_A_REGION.keys() - NO_PAGE


def test_a_page_is_marked_where_it_stands(region: Region):
    client = signed_in(somebody(region, Role.COORDINATOR))
    for address, current in (
        (f"/{OWN}/2022/", [("page", "Ringkasan")]),
        (f"/{OWN}/2022/dimensi/living/", [("true", "Ringkasan")]),
        (f"/{OWN}/2022/program/", [("page", "Program")]),
        (f"/{OWN}/2022/anggaran/", [("true", "Program")]),
        (f"/{OWN}/pelaporan/2022/q1/", [("true", "Pelaporan")]),
        (f"/{OWN}/impor/", [("true", "Dokumen")]),
        (f"/{OWN}/tugas/", []),
        ("/profil/", []),
        ("/tidak/ada/", []),
    ):
        response = client.get(address)
        assert current_of(response) == current, address
        is_work = address == f"/{OWN}/tugas/"
        foot = response.text.partition('<nav class="bottom"')[2].partition("<details")[0]
        assert foot.count("aria-current") == ("Ringkasan" in str(current)) + is_work, address


def test_tabs_lead_between_the_pages_of_an_item(region: Region):
    client = signed_in(somebody(region, Role.VERIFIER))
    for address, tabs in (
        (f"/{OWN}/2022/dasar/", ["Program", "Indikator", "Anggaran", "Keselarasan"]),
        (f"/{OWN}/2022/inovasi/", ["Inovasi", "Galeri", "Indeks Inovasi Daerah"]),
        (f"/{OWN}/verifikasi/", ["Periode", "Verifikasi"]),
        (f"/{OWN}/2022/hasil/", ["Unduhan", "Hasil hitung", "Buku kerja"]),
    ):
        found = tabs_of(client.get(address))
        assert names_of(found) == tabs
        assert found.count('aria-current="page"') == 1


def test_behind_a_tab_the_tabs_stay_and_pages_of_figures_have_crumbs(region: Region):
    client = signed_in(somebody(region, Role.COORDINATOR))
    for address in (f"/{OWN}/2022/siklus/", f"/{OWN}/2022/penilaian/s1/rapat/"):
        found = tabs_of(client.get(address))
        assert names_of(found)[0] == "Evaluasi"
        assert found.count('aria-current="true"') == 1
    programme = client.get(f"/{OWN}/2022/program/p1/")
    assert not tabs_of(programme)
    assert 'class="crumbs"' in programme.text


def tabs_of(response):
    found = re.search(r'<nav class="tabs".*?</nav>', response.text, re.DOTALL)
    return found[0] if found else ""


def test_the_menu_keeps_to_the_year_and_basis_that_are_shown(region: Region):
    client = signed_in(somebody(region, Role.VIEWER))
    verified = client.get(f"/{OWN}/2021/opd/?basis=verified").text
    without = client.get(f"/{OWN}/daerah/").text

    assert f'href="/{OWN}/2021/inovasi/?basis=verified"' in verified
    assert f'href="/{OWN}/inovasi/"' in without
    assert client.get(f"/{OWN}/inovasi/").url == f"/{OWN}/2022/inovasi/"


def test_pages_of_figures_are_led_to_with_their_own_year(region: Region):
    """A cycle is answered by the figures of a year before; neither stands for the other."""
    client = signed_in(somebody(region, Role.COORDINATOR))
    Cycle.objects.filter(region=region).update(year=2023)
    of_cycle = client.get(f"/{OWN}/2023/bundel/").text
    of_figures = client.get(f"/{OWN}/2022/evaluasi/?basis=verified").text

    assert f'href="/{OWN}/evaluasi/"' in of_cycle
    assert f'href="/{OWN}/2023/temuan/"' in of_cycle
    assert f'href="/{OWN}/2022/kapasitas/?basis=verified"' in of_figures
    assert f'href="/{OWN}/bundel/"' in of_figures


def test_on_a_page_of_no_region_the_menu_is_of_the_region_seen_last(region: Region):
    user = somebody(region, Role.VIEWER)
    other = Region.objects.get(code=OTHER)
    user.appointments.create(region=other, role=Role.LEADER, from_at=AT)
    client = signed_in(user)
    for code in (OWN, OTHER, OWN):
        client.get(f"/{code}/daerah/")
        assert f'href="/{code}/program/"' in client.get("/profil/").text


def test_whoever_holds_no_role_is_led_to_the_page_that_says_so(db):
    client = signed_in(somebody(None))
    page = client.get("/profil/")

    assert frame(page)[0] == NAMES
    assert 'href="/"' in page.text
    assert "Anda belum memegang peran" in client.get("/").text


def test_nobody_signed_out_sees_a_menu(db):
    page = Client().get(reverse("account_login"))

    assert "nav-main" not in page.text


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.COORDINATOR, Role.VIEWER])
def test_the_tasks_are_counted_as_their_page_lists_them(region: Region, role: Role):
    client = signed_in(somebody(region, role))
    Window.objects.filter(region=region, process=REPORTING).update(code="")
    Realisation.objects.filter(region=region).delete()
    sync_cases(region)
    page = client.get(f"/{OWN}/tugas/").text
    listed = re.findall(r'<ul class="list">(.*?)</ul>', page, re.DOTALL)
    count = re.sub(r"<[^>]+>", "", client.get(f"/{OWN}/tugas/jumlah/").text).strip()

    assert count == (str("".join(listed).count("<li>")) if listed else "")
    assert bool(count) == (role is not Role.VIEWER)
