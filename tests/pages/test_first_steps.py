"""A region's first steps follow from its data, up to its first report."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kotacerdas.accounts.actions import appoint_from_the_server
from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.casework.models import Case, State, Version, Window
from kotacerdas.pages.first_steps import FirstSteps, first_steps, is_reported
from kotacerdas.plan.models import Programme, Realisation, Target
from kotacerdas.records.actions import ensure_region
from kotacerdas.records.models import Agency, Region
from kotacerdas.reporting.models import REPORTING
from kotacerdas.reporting.syncing import sync_cases
from markup import compact
from pages.regions import AT, OWN, begun, somebody
from pages.test_access import signed_in

STEPS, WORK = f"/{OWN}/langkah/", f"/{OWN}/tugas/"


@pytest.fixture
def empty(db) -> Region:
    region, _ = ensure_region(OWN)
    Region.objects.update(name="Kabupaten Batang", level="regency")
    region.refresh_from_db()
    return region


def done(region: Region) -> list[str]:
    return [step.word for step in first_steps(region, AT).steps if step.is_done]


def lines(region: Region) -> dict[str, str]:
    return {step.word: step.line for step in first_steps(region, AT).steps}


def parts(found: FirstSteps) -> dict[str, tuple[int, int | None]]:
    return {part.word: (part.number, part.wanted) for part in found.parts}


def test_an_empty_region_has_one_step_behind_it(empty):
    assert done(empty) == ["region"]
    assert lines(empty) == {
        "region": "Kabupaten Batang, kode 33.25",
        "plan": "0 program, 4 bagian belum lengkap",
        "people": "setelah program punya OPD",
        "period": "setelah paling sedikit satu OPD punya operator",
        "report": "tampil begitu laporan pertama masuk",
    }


def test_the_steps_follow_from_the_data(db):
    region = begun(OWN)
    Realisation.objects.filter(region=region).delete()
    assert done(region) == ["region", "plan"]
    agency = Agency.objects.get(region=region)
    assert lines(region)["people"] == "0 dari 1 OPD punya operator"
    role = Appointment(region=region, role=Role.OPERATOR, agency=agency, from_at=AT)
    appoint_from_the_server(role, "dinas@example.org", "", AT)
    assert done(region) == ["region", "plan", "people"]
    window = Window.objects.create(
        process=REPORTING,
        region=region,
        year=2022,
        opened_at=AT,
        opened_by=role.user,
        deadline=AT.date(),
    )
    sync_cases(region)
    assert done(region) == ["region", "plan", "people", "period"]
    assert not is_reported(region)
    case = Case.objects.filter(window=window).first()
    sent = Version.objects.create(
        case=case,
        number=1,
        state=State.SUBMITTED,
        saved_by=role.user,
        saved_at=AT,
        submitted_by=role.user,
        submitted_at=AT,
        submitted_entry=1,
    )
    Case.objects.filter(pk=case.pk).update(state=sent.state, newest=sent, standing=sent)
    assert lines(region)["report"] == "1 laporan masuk"
    assert is_reported(region)


def test_a_role_that_has_ended_is_no_operator(db):
    region = begun(OWN)
    agency = Agency.objects.get(region=region)
    role = Appointment(region=region, role=Role.OPERATOR, agency=agency, from_at=AT)
    appoint_from_the_server(role, "dinas@example.org", "", AT)
    Appointment.objects.filter(pk=role.pk).update(to_at=AT)

    assert first_steps(region, AT).counts.with_operator == 0


def test_what_a_part_lacks_is_counted(db):
    region = begun(OWN)
    before = parts(first_steps(region, AT))
    programme = Programme.objects.get(region=region, code="p1")
    programme.pk, programme.code = None, "p9"
    programme.save()
    after = parts(first_steps(region, AT))

    assert after["indicators"] == (before["indicators"][0], before["programmes"][0] + 1)
    assert after["budget"][1] == after["programmes"][0]
    assert "1 bagian belum lengkap" in lines(region)["plan"]
    Target.objects.filter(region=region).delete()
    assert parts(first_steps(region, AT))["targets"][0] == 0


def test_the_steps_of_another_region_count_nothing_here(empty):
    begun("33.74")

    assert done(empty) == ["region"]
    assert first_steps(empty, AT).counts.programmes == 0


def test_the_counts_take_one_query(empty):
    with CaptureQueriesContext(connection) as queries:
        first_steps(empty, AT)

    assert len(queries) == 1


def test_a_coordinator_of_an_empty_region_begins_with_the_steps(empty):
    client = signed_in(somebody(empty, Role.COORDINATOR))
    assert client.get("/").url == STEPS
    page = compact(client.get(STEPS).text)

    assert "1 dari 5 selesai" in page
    assert f'href="/{OWN}/ekspor/"' in page
    assert f'href="/{OWN}/impor/"' in page
    for typed in re.findall(rf'href="(/{OWN}/isi/[^"]*)"', page):
        assert client.get(typed).status_code == 200, typed
    assert page.count(f'href="/{OWN}/isi/') == 8
    assert f'href="{STEPS}"' in client.get(f"/{OWN}/").text
    assert client.get(f"/{OWN}/ekspor/").status_code == 200


def test_the_steps_are_a_task_of_the_coordinator_until_the_first_report(db):
    region = begun(OWN)
    imported = Realisation.objects.filter(region=region)
    client = signed_in(somebody(region, Role.COORDINATOR))
    assert "Langkah pertama" not in client.get(WORK).text.partition("<main")[2]
    assert lines(region)["report"] == "realisasi masuk lewat buku kerja"
    imported.delete()
    verifier = signed_in(somebody(region, Role.VERIFIER))
    assert "Langkah pertama" in client.get(WORK).text.partition("<main")[2]
    assert "1" in client.get(f"{WORK}jumlah/").text
    assert "Langkah pertama" not in verifier.get(WORK).text.partition("<main")[2]
    assert not verifier.get(f"{WORK}jumlah/").text


def test_others_see_how_far_it_is_without_the_buttons(empty):
    page = signed_in(somebody(empty, Role.LEADER)).get(STEPS)

    assert "1 dari 5 selesai" in page.text
    assert f'href="/{OWN}/impor/"' not in page.text.partition("<main")[2]
