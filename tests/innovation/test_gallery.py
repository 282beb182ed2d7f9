"""The gallery of innovations, its catalogue, and what is replicated from it."""

import io
import re
from datetime import UTC, datetime

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from innovation.adding import JAGA, POSYANDU, RONDA, add, change
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.audit.models import Entry
from kotacerdas.casework.models import Evidence, StoredFile
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.innovation.models import LikelyPair
from kotacerdas.plan.models import Innovation
from kotacerdas.records.models import Region
from kotacerdas.reporting.models import RowEvidence
from kotacerdas.scorecards.actions import refresh_scorecards
from markup import compact
from pages.regions import AT, OTHER, OWN, begun, somebody

pytestmark = pytest.mark.django_db
PAGE = f"/{OWN}/inovasi/galeri/"
FORM = f"/{OWN}/inovasi/usul/"


@pytest.fixture
def region() -> Region:
    return begun(OWN)


@pytest.fixture
def coordinator(region: Region) -> User:
    return somebody(region, Role.COORDINATOR)


@pytest.fixture
def client(coordinator: User) -> Client:
    client = Client()
    client.force_login(coordinator)
    return client


def names(client: Client, query: str = "") -> list[str]:
    page = compact(client.get(PAGE + query).text)
    return re.findall(r"<h2><a[^>]*>([^<]+)</a>", page)


def test_a_card_says_in_a_sentence_what_it_is_and_what_it_changed(client: Client, region: Region):
    (ronda,) = add(region, x1=("RONDA NYALA", "Presensi dengan kode QR. Warga memindai sendiri."))
    change(region, ronda, measured="Waktu lapor", value_before=45, value_after=0, unit="menit")
    page = compact(client.get(PAGE).text)
    assert "Presensi dengan kode QR.</p>" in page
    assert "Waktu lapor: 45 menjadi 0 menit" in page
    assert names(client) == ["Lapor", "RONDA NYALA"]


def test_cards_are_chosen_by_agency_stage_year_and_text(client: Client, region: Region):
    ronda, _ = add(region, x1=RONDA, x2=POSYANDU)
    change(region, ronda, year=2021, stage="idea")
    assert names(client, "?year=2021") == ["RONDA NYALA"]
    assert names(client, "?stage=applied") == ["POSYANDU PINTAR"]
    assert names(client, "?agency=a1&year=2022") == ["Lapor", "POSYANDU PINTAR"]
    assert names(client, "?q=kode+QR") == ["RONDA NYALA"]
    assert names(client, "?q=tidak+ada") == []


def test_what_is_the_same_as_another_has_no_card(client: Client, region: Region):
    _, jaga = add(region, x1=RONDA, x2=JAGA)
    change(region, jaga, same_as="x1")
    assert names(client) == ["Lapor", "RONDA NYALA"]


def test_a_card_has_the_picture_that_everybody_may_see_and_no_other(
    client: Client, region: Region, coordinator: User
):
    (ronda,) = add(region, x1=RONDA)
    assert "<img" not in client.get(PAGE).text
    for seen_by in (Seen.AGENCY, Seen.PUBLIC):
        stored = StoredFile.objects.create(region=region, sha256=seen_by, kind="png", size=3)
        piece = Evidence.objects.create(
            region=region,
            file=stored,
            title="foto.png",
            seen_by=seen_by,
            added_by=coordinator,
            added_at=AT,
        )
        RowEvidence.objects.create(evidence=piece, innovation=ronda, named="foto")
        address = f'src="/{OWN}/bukti/{piece.pk}/"'
        assert (address in client.get(PAGE).text) == (seen_by == Seen.PUBLIC)


def test_a_year_begins_with_what_the_deck_shows(client: Client, region: Region):
    ronda, posyandu = add(region, x1=RONDA, x2=POSYANDU)
    change(region, ronda, in_deck=True)
    change(region, posyandu, in_deck=False)
    assert names(client) == ["RONDA NYALA", "Lapor", "POSYANDU PINTAR"]
    change(region, posyandu, year=2023)
    assert names(client) == ["POSYANDU PINTAR", "RONDA NYALA", "Lapor"]


def test_the_catalogue_has_several_on_a_page_of_what_is_chosen(client: Client, region: Region):
    add(region, x1=RONDA, x2=POSYANDU)
    assert f'href="{PAGE}katalog/?' in client.get(PAGE).text
    answer = client.get(f"{PAGE}katalog/")
    assert answer["Content-Type"] == "application/pdf"
    pages = texts(answer.content)
    assert len(pages) == 1
    for name in ("Lapor", "POSYANDU PINTAR", "RONDA NYALA"):
        assert name in pages[0]
    (only,) = texts(client.get(f"{PAGE}katalog/?q=ronda").content)
    assert "Presensi ronda" in only
    assert "Lapor" not in only
    taken = Entry.objects.filter(chain_id=f"{OWN}/access", action="export.table")
    assert taken.count() == 2


def test_the_longest_of_texts_keeps_to_its_half_of_the_page(client: Client, region: Region):
    longest = {f"x{at}": (str(at) * 400, "kata " * 2_000) for at in range(1, 5)}
    add(region, **longest)
    pages = texts(client.get(f"{PAGE}katalog/").content)
    assert ["1111" in page and "2222" in page for page in pages] == [True, False]
    assert "3333" in pages[1]
    assert "4444" in pages[1]


def test_an_innovation_is_replicated_with_its_fields_and_where_they_come_from(
    client: Client, region: Region
):
    (ronda,) = add(region, x1=RONDA)
    change(region, ronda, digital=False, programme="p1", affair="Ketertiban")
    address = f"{FORM}?tiru={ronda.pk}"
    assert f'href="{address}"' in client.get(PAGE).text
    first = Innovation.objects.get(region=region, code="n1")
    assert f'href="{FORM}?tiru={first.pk}"' in client.get(f"/{OWN}/2022/inovasi/n1/").text
    sent = initial(client, address)
    assert sent["name"] == "RONDA NYALA"
    assert sent["replicates"] == f"x1 · RONDA NYALA · {region.name}"
    assert sent["programme"] == "p1"
    assert not sent.get("digital")
    client.post(address, {name: value for name, value in sent.items() if value})
    made = Innovation.objects.get(region=region, replicates=sent["replicates"])
    assert (made.stage, made.summary, made.affair) == ("idea", RONDA[1], "Ketertiban")
    assert made.idea_on is not None
    assert not LikelyPair.objects.exists()  # it says itself what it replicates
    change(region, made, year=2022)
    refresh_scorecards(region, AT)
    original = f'href="/{OWN}/inovasi/x1/tahap/">{made.replicates}</a>'
    page = compact(client.get(f"/{OWN}/2022/inovasi/{made.code}/").text)
    assert original in page


def test_it_is_replicated_in_another_region_of_the_reader(
    client: Client, region: Region, coordinator: User
):
    (ronda,) = add(region, x1=RONDA)
    other = begun(OTHER)
    elsewhere = f"/{OTHER}/inovasi/usul/?tiru={ronda.pk}"
    assert client.get(elsewhere).status_code == 404
    Appointment.objects.create(
        user=coordinator,
        region=other,
        role=Role.COORDINATOR,
        from_at=datetime(2020, 1, 1, tzinfo=UTC),
    )
    assert f'href="{elsewhere}"' in client.get(f"{FORM}?tiru={ronda.pk}").text
    sent = initial(client, elsewhere)
    client.post(elsewhere, {name: value for name, value in sent.items() if value})
    made = Innovation.objects.get(region=other, name="RONDA NYALA")
    assert made.replicates == f"x1 · RONDA NYALA · {region.name}"
    way, original = f"/{OTHER}/inovasi/{made.code}/tahap/", f"/{OWN}/inovasi/x1/tahap/"
    assert f'<a href="{original}">{made.replicates}</a>' in client.get(way).text
    change(region, ronda, code="x9")
    recoded = original.replace("x1", "x9")
    assert f'<a href="{recoded}">{made.replicates}</a>' in client.get(way).text
    # Who reads only the other region is told what it is, and led nowhere.
    reader = Client()
    reader.force_login(somebody(other, Role.COORDINATOR))
    page = reader.get(way).text
    assert made.replicates in page
    assert original not in page


def test_who_may_propose_nowhere_is_not_led_to_the_form(region: Region):
    viewer = Client()
    viewer.force_login(somebody(region, Role.VIEWER))
    for address in (PAGE, f"/{OWN}/2022/inovasi/n1/"):
        assert "?tiru=" not in viewer.get(address).text


def test_what_the_reader_may_not_see_is_not_replicated(client: Client, region: Region):
    other = begun(OTHER)
    (jaga,) = add(other, x2=JAGA)
    assert client.get(f"{FORM}?tiru={jaga.pk}").status_code == 404
    assert client.get(f"{FORM}?tiru=x").status_code == 404


def test_the_gallery_takes_the_same_queries_however_many_there_are(client: Client, region: Region):
    def queries() -> int:
        client.get(PAGE)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    few = queries()
    add(region, **{f"m{at}": (f"Inovasi {at}", "") for at in range(1_000)})
    assert len(names(client)) == 24
    assert queries() == few <= 12


def initial(client: Client, address: str) -> dict[str, object]:
    """What the form holds as it is opened."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: getattr(value, "pk", value) for name, value in values.items()}


def texts(content: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    return [page.get_textpage().get_text_range() for page in document]
