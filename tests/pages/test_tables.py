"""Lists: what is taken out of them is in the log of access, and no address of theirs breaks."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kotacerdas.accounts.models import Role, User
from kotacerdas.audit.models import Entry
from kotacerdas.exchange.models import Import
from kotacerdas.pages.plan_kinds import KINDS
from kotacerdas.plan.models import Indicator, Mission, Target
from kotacerdas.records.models import Agency, Region, SourceFile
from markup import compact
from pages.regions import AT, OWN, begun, somebody

pytestmark = pytest.mark.django_db
TABLES = {
    "2022/program/": "Program 2022",
    "2022/indikator/": "Indikator 2022",
    "2022/opd/": "OPD 2022",
    "2022/inovasi/": "Inovasi 2022",
    "2022/anggaran/": "Anggaran 2022",
    "2022/dasar/": "Keselarasan 2022",
    "orang/": "Orang dan peran",
    "impor/": "Berkas yang pernah diunggah",
    "2022/hasil/": "Hasil hitung 2022",
    "isi/program/": "Program",
    "isi/anggaran/": "Anggaran",
    "catatan/": "Catatan perubahan",
    "catatan/akses/": "Catatan akses",
}
ODD = (
    *("q=%00", "urut=nothing", "urut=-", "kelompok=nothing", "kolom=nothing", "unduh=exe"),
    *(f"hal={10**12}", "hal=-1", "hal=x", f"hal={'9' * 5000}", "baris=7", "baris=x"),
    *("action=%00", "number=x", "dimension=%00", "agency=nothing", f"year={10**30}"),
)


@pytest.fixture
def region() -> Region:
    return begun(OWN)


@pytest.fixture
def client(region: Region) -> Client:
    client = Client()
    client.force_login(somebody(region, Role.COORDINATOR))
    return client


def downloads() -> list[Entry]:
    made = Entry.objects.filter(chain_id=f"{OWN}/access", action="export.table")
    return list(made.order_by("number"))


def test_a_table_that_is_downloaded_is_in_the_log_of_access_once(client: Client):
    for at, (place, title) in enumerate(TABLES.items(), start=1):
        for kind in ("xlsx", "csv")[at % 2 :][:1]:
            assert client.get(f"/{OWN}/{place}").status_code == 200
            assert client.get(f"/{OWN}/{place}?unduh={kind}")["Content-Disposition"]
            assert len(downloads()) == at
            assert quote(title) in quote(downloads()[-1].changes)
            assert downloads()[-1].actor == "coordinator-33.25@example.org"
    page = client.get(f"/{OWN}/catatan/akses/").text
    assert "Tabel diunduh" in page


def test_an_odd_address_is_a_page(client: Client):
    for place in TABLES:
        for query in ODD:
            answer = client.get(f"/{OWN}/{place}?{query}")
            expected = 400 if "%00" in query else 200
            assert answer.status_code == expected, (place, query)
    assert not downloads()


def test_every_kind_of_records_is_a_table_that_asks_alike_for_many(client: Client, region: Region):
    slugs = [kind.slug for kind in KINDS if kind.sheet != "Region"]
    few = {slug: asked(client, f"isi/{slug}/") for slug in slugs}
    one = Indicator.objects.get(region=region, code="i1")
    Mission.objects.bulk_create(
        Mission(region=region, code=f"m-{n}", plan="RPJMD", text="Maju") for n in range(600)
    )
    Target.objects.bulk_create(
        Target(region=region, indicator=one, year=1900 + n, target=n) for n in range(100)
    )
    agencies = [Agency(region=region, code=f"z{n}", name=f"Badan {n}") for n in range(100)]
    Agency.objects.bulk_create(agencies)
    for slug, before in few.items():
        assert asked(client, f"isi/{slug}/") <= max(before, 12), slug
    for slug in ("misi", "target", "opd"):
        assert asked(client, f"isi/{slug}/") <= 12
    page = client.get(f"/{OWN}/isi/misi/").text
    assert page.count("data-pick aria-label") == 50
    assert "data-pick-all" not in page, "more than is done at once"
    assert "data-pick-all" in client.get(f"/{OWN}/isi/opd/?state=in_use").text


def asked(client: Client, place: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/{OWN}/{place}").status_code == 200
    return len(queries)


def test_chosen_rows_are_downloaded_alone(client: Client, region: Region):
    Agency.objects.bulk_create(
        Agency(region=region, code=f"z{n}", name=f"Badan {n}") for n in range(3)
    )
    pks = [Agency.objects.get(code=code).pk for code in ("z0", "z2")]
    answer = client.post(f"/{OWN}/isi/opd/?urut=code&unduh=csv", {"pick": pks})
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == ["Badan 0", "Badan 2"]
    assert len(downloads()) == 1
    reader = Client()
    reader.force_login(somebody(region, Role.VIEWER))
    answer = reader.post(f"/{OWN}/2022/opd/?unduh=csv", {"pick": [pks[0]]})
    assert len(answer.content.decode().splitlines()) == 1, "not in that result"


def test_what_is_retired_is_found_and_brought_back(client: Client, region: Region):
    Agency.objects.create(region=region, code="z1", name="Badan Lama", retired_on=AT.date())
    page = compact(client.get(f"/{OWN}/isi/opd/?state=retired").text)
    assert "Badan Lama" in page
    assert "Diskominfo" not in page
    assert f'formaction="{reverse("pages:acts", args=[OWN, "opd", "pulih"])}"' in page


def test_sent_files_are_searched_by_who_sent_them_as_it_stands_in_the_table(
    client: Client, region: Region
):
    sender = User.objects.create_user("siti@example.org", name="Rahma")
    file = SourceFile.objects.first()
    Import.objects.create(region=region, file=file, sent_by=sender, sent_at=AT)
    for text in ("rahma", "siti@"):
        page = compact(client.get(f"/{OWN}/impor/", {"q": text}).text)
        assert page.count(" data-pick aria-label") == 1, text
        assert "Rahma" in page


def test_a_result_in_a_phones_list_says_its_basis(client: Client):
    page = compact(client.get(f"/{OWN}/2022/hasil/").text)
    assert re.search(r'<span class="muted small on-phone-only">terverifikasi</span>', page)


def test_people_of_no_agency_are_chosen(client: Client, region: Region):
    somebody(region, Role.OPERATOR)
    page = compact(client.get(f"/{OWN}/orang/").text)
    assert '<option value="-">Tidak ada (1)</option>' in page
    page = client.get(f"/{OWN}/orang/?agency=-").text
    assert "coordinator-33.25" in page
    assert "operator-33.25" not in page
