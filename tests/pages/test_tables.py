"""Lists: what is taken out of them is in the log of access, and no address of theirs breaks."""

from urllib.parse import quote

import pytest
from django.test import Client

from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.records.models import Region
from pages.regions import OWN, begun, somebody

pytestmark = pytest.mark.django_db
TABLES = {
    "2022/program/": "Program 2022",
    "2022/indikator/": "Indikator 2022",
    "2022/opd/": "OPD 2022",
    "2022/inovasi/": "Inovasi 2022",
    "2022/anggaran/": "Anggaran 2022",
    "2022/dasar/": "Keselarasan 2022",
    "orang/": "Orang dan peran",
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
    return list(Entry.objects.filter(chain_id=f"{OWN}/access", action="export.table"))


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
