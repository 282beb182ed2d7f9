"""The page of whoever leads the region: what it says, and a note that reaches an agency."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.audit.models import Entry
from kotacerdas.casework.models import Notice
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.ops.verification import state_findings
from kotacerdas.pages.leader import last_monday
from kotacerdas.records.models import Agency, Region
from kotacerdas.reporting.actions.notes import LONGEST, send_note
from kotacerdas.scorecards.models import Run
from markup import compact
from pages.regions import AT, OWN, begun, sheets_of, somebody
from workbook.builder import put

PAGE = f"/{OWN}/2022/pimpinan/"


@pytest.fixture
def region(db) -> Region:
    return begun(OWN)


def client_of(region: Region, role: Role) -> Client:
    client = Client()
    client.force_login(somebody(region, role))
    return client


def test_the_leader_begins_with_it_and_reads_three_sentences(region: Region):
    client = client_of(region, Role.LEADER)
    answer = client.get("/", follow=True)

    assert answer.redirect_chain[-1][0] == PAGE
    page = compact(answer.text)
    assert page.count("<li>") >= 3
    assert "Ringkasan untuk Bupati" in page
    assert "Belum ada tahun sebelumnya untuk dibandingkan." in page


@pytest.mark.parametrize(
    ("day", "monday"),
    [(23, 16), (24, 23), (29, 23)],  # a Monday, a Tuesday, a Sunday
)
def test_last_monday_is_before_today(day: int, monday: int):
    begun_at = last_monday(datetime(2026, 11, day, 10, tzinfo=UTC))
    assert (begun_at.day, begun_at.hour, begun_at.weekday()) == (monday, 0, 0)


def test_what_changed_since_monday(region: Region):
    client = client_of(region, Role.LEADER)
    assert "Tidak ada perubahan sejak" in client.get(PAGE).text
    Run.objects.filter(region=region).update(made_at=timezone.now() - timedelta(days=10))
    begun(OWN, put(sheets_of(OWN), "Realisation!E2", "no"))
    newest = Run.objects.filter(region=region).order_by("-pk")[:2]
    Run.objects.filter(pk__in=list(newest.values_list("pk", flat=True))).update(
        made_at=timezone.now()
    )

    page = compact(client.get(PAGE).text)
    assert "terealisasi →" in page
    assert "Semua perubahan" in page


def test_a_note_reaches_the_operators_and_is_logged_once(region: Region):
    leader, operator = somebody(region, Role.LEADER), somebody(region, Role.OPERATOR)
    coordinator = somebody(region, Role.COORDINATOR)
    client = Client()
    client.force_login(leader)
    agency = Agency.objects.get(region=region)
    form = {"agency": agency.pk, "text": " Laporkan rencana\npengadaan sensor "}

    for _ in range(2):  # the second is the same form sent again
        answer = client.post(f"{PAGE}catatan/", form, follow=True)
        assert f"Catatan kepada {agency.name} terkirim." in answer.text
    assert Entry.objects.filter(action="note.send").count() == 1
    assert {one.user for one in Notice.objects.filter(key="note")} == {operator, coordinator}
    client.force_login(coordinator)
    client.get(f"/pemberitahuan/{Notice.objects.get(user=coordinator).pk}/")
    assert "dibaca" not in client.get(PAGE).text  # the coordinator is not of the agency
    client.force_login(operator)
    notices = client.get("/pemberitahuan/").text
    assert f"Catatan {leader} kepada {agency.name}: Laporkan rencana pengadaan sensor" in notices
    notice = Notice.objects.get(user=operator)
    assert client.get(f"/pemberitahuan/{notice.pk}/", follow=True).status_code == 200
    client.force_login(leader)
    assert "· dibaca" in compact(client.get(PAGE).text)
    findings = [one for one in state_findings(region) if "appointment" not in one.of[0]]
    assert not findings


def test_a_note_is_of_an_agency_not_of_a_name(region: Region):
    leader, operator = somebody(region, Role.LEADER), somebody(region, Role.OPERATOR)
    agency = Agency.objects.get(region=region)
    namesake = Agency.objects.create(region=region, code="a9", name=agency.name)
    other = User.objects.create_user("namesake@example.org")
    Appointment.objects.create(
        user=other, region=region, role=Role.OPERATOR, agency=namesake, from_at=AT
    )
    client = Client()
    client.force_login(leader)
    for one in (agency, namesake):
        client.post(f"{PAGE}catatan/", {"agency": one.pk, "text": "Laporkan rencana"})
    assert {one.user for one in Notice.objects.filter(key="note")} == {operator, other}

    Agency.objects.filter(pk=agency.pk).update(name="Dinas TIK")
    Notice.objects.filter(user=operator).update(read_at=AT)
    page = compact(client.get(PAGE).text)
    assert page.count("· dibaca") == 1


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"agency": "x", "text": "Halo"}, "Pilih perangkat daerah."),
        ({"agency": "9" * 30, "text": "Halo"}, "Pilih perangkat daerah."),
        ({"text": "  "}, "Tuliskan isi catatan."),
        ({"text": "a" * (LONGEST + 1)}, "paling panjang 500 huruf"),
        ({"text": "Halo"}, "belum memiliki operator"),
    ],
)
def test_what_is_not_sent_gets_a_sentence(region: Region, form: dict[str, str], said: str):
    client = client_of(region, Role.LEADER)
    agency = Agency.objects.get(region=region)
    answer = client.post(f"{PAGE}catatan/", {"agency": agency.pk} | form, follow=True)

    assert said in answer.text
    assert not Notice.objects.exists()


def test_only_who_may_sends_notes(region: Region):
    agency = Agency.objects.select_related("region").get(region=region)
    for role in (Role.OPERATOR, Role.VERIFIER, Role.EVALUATOR, Role.VIEWER):
        user = somebody(region, role)
        with pytest.raises(NotAllowedError):
            send_note(agency, "Halo", by=user, at=AT)
    with pytest.raises(RefusedError):
        send_note(agency, "", by=somebody(region, Role.COORDINATOR), at=AT)


def test_the_page_asks_as_often_for_many_agencies(region: Region, django_assert_max_num_queries):
    client = client_of(region, Role.COORDINATOR)
    with django_assert_max_num_queries(14):
        client.get(PAGE)
    Agency.objects.bulk_create(
        Agency(region=region, code=f"opd-{at}", name=f"Dinas {at}") for at in range(200)
    )
    with django_assert_max_num_queries(14):
        client.get(PAGE)
