"""Assessors grade blind to each other; the means are recorded once somebody says so."""

import pytest
from django.test import Client

from innovation.acting import AT, Way, way
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.steps import save_draft
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.innovation.actions.assessing import assess, conclude, criteria
from kotacerdas.innovation.models import Assessment
from kotacerdas.ops.verification import state_findings
from kotacerdas.plan.changes import changes_of
from kotacerdas.plan.models import Innovation
from kotacerdas.records.actions import apply_changes

GRADES = {"effective": 4, "efficient": 2, "simple": 3}
pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> Way:
    return way()


def evaluator(found: Way, name: str = "asesor") -> User:
    user = User.objects.create_user(f"{name}@33.25.example", "rahasia", name.capitalize())
    begun = Appointment.objects.order_by("pk")[0].from_at
    Appointment.objects.create(
        user=user, region=found.stage.region, role=Role.EVALUATOR, from_at=begun
    )
    return user


def test_the_mean_and_the_spread(found: Way):
    one, other = evaluator(found), evaluator(found, "lain")
    assess(found.innovation, GRADES, "Jelas", by=one, at=AT)
    assess(found.innovation, GRADES | {"effective": 1}, "", by=other, at=AT)

    summary = {one.name: (one.mean, one.spread) for one in criteria(Assessment.objects.all())}
    assert summary == {"effective": (2.5, 3), "efficient": (2, 0), "simple": (3, 0)}


def test_of_one_there_is_no_spread_and_of_none_no_mean(found: Way):
    assert [(one.mean, one.spread) for one in criteria([])] == [(None, None)] * 3
    made = assess(found.innovation, GRADES, "", by=evaluator(found), at=AT)
    assert [one.spread for one in criteria([made])] == [None] * 3


def test_zero_is_a_grade(found: Way):
    nothing = dict.fromkeys(GRADES, 0)
    made = assess(found.innovation, nothing, "", by=evaluator(found), at=AT)
    assert [one.mean for one in criteria([made])] == [0, 0, 0]


@pytest.mark.parametrize("wrong", [{"simple": 5}, {"simple": -1}, {"simple": None}])
def test_a_grade_beyond_the_scale(found: Way, wrong: dict[str, int]):
    with pytest.raises(RefusedError) as error:
        assess(found.innovation, GRADES | wrong, "", by=evaluator(found), at=AT)
    assert error.value.key == "innovation.no_grade"


def test_who_reports_does_not_assess(found: Way):
    for person in (found.stage.people.operator, found.stage.people.neighbour):
        with pytest.raises(NotAllowedError):
            assess(found.innovation, GRADES, "", by=person, at=AT)


def test_changed_it_is_still_one(found: Way):
    by = evaluator(found)
    assess(found.innovation, GRADES, "", by=by, at=AT)
    assess(found.innovation, GRADES | {"simple": 0}, "Rumit", by=by, at=AT)
    assert Assessment.objects.get().simple == 0


def test_the_means_stand_in_the_plan_once_recorded(found: Way):
    coordinator = found.stage.people.coordinator
    with pytest.raises(RefusedError):
        conclude(found.innovation, "Rapat panel", by=coordinator, at=AT)
    for name, grade in (("satu", 4), ("dua", 3)):
        grades = dict.fromkeys(GRADES, grade)
        assess(found.innovation, grades, "", by=evaluator(found, name), at=AT)
    assert found.now().effective is None
    with pytest.raises(RefusedError):
        conclude(found.innovation, " ", by=coordinator, at=AT)
    conclude(found.innovation, "Rapat panel 12 Mei", by=coordinator, at=AT)
    assert (found.now().effective, found.now().simple) == (3.5, 3.5)


def test_an_assessor_sees_those_of_others_once_the_own_one_stands(found: Way):
    other, one = evaluator(found, "lain"), evaluator(found)
    assess(found.innovation, GRADES, "Sangat jelas", by=other, at=AT)
    client = Client()
    client.force_login(one)
    way = "/33.25/inovasi/INO-2022-001/tahap/"
    before = client.get(way).text
    assert "Sangat jelas" not in before
    assert "1 penilai sudah menilai" in before
    client.post(way, {"do": "assess", "effective": "2", "efficient": "2", "simple": "2"})
    after = client.get(way).text
    assert "Sangat jelas" in after
    assert "rata-rata 3,0 dari 2 penilai · selisih 2" in " ".join(after.split())


def test_what_is_missing_is_asked_for_and_nothing_is_lost(found: Way):
    client = Client()
    client.force_login(evaluator(found))
    way = "/33.25/inovasi/INO-2022-001/tahap/"
    answer = client.post(way, {"do": "assess", "effective": "4", "reason": "x"})
    assert answer.status_code == 422
    assert "Isi ketiga nilai" in answer.text
    assert 'value="4"' in answer.text.partition("checked")[0][-200:]
    assert not Assessment.objects.exists()


def test_a_refused_grade_leaves_the_draft_of_the_next_stage_on_the_page(found: Way):
    both = found.stage.people.operator
    begun = Appointment.objects.order_by("pk")[0].from_at
    Appointment.objects.create(
        user=both, region=found.stage.region, role=Role.EVALUATOR, from_at=begun
    )
    save_draft(found.act(both), {"stage": "screened", "note": "Sedang ditelaah"})
    client = Client()
    client.force_login(both)
    answer = client.post("/33.25/inovasi/INO-2022-001/tahap/", {"do": "assess", "effective": "4"})
    assert answer.status_code == 422
    assert "Sedang ditelaah" in answer.text


def test_the_log_does_not_tell_what_others_said(found: Way):
    """It is read by assessors who have yet to grade."""
    assess(found.innovation, GRADES, "Sangat jelas", by=evaluator(found), at=AT)
    entry = Entry.objects.get(action="innovation.assess")
    assert "Sangat jelas" not in entry.changes
    assert "effective" not in entry.changes
    findings = [one for one in state_findings(found.stage.region) if "appoint" not in one.of[0]]
    assert not findings


def test_what_was_assessed_stays(found: Way):
    assess(found.innovation, GRADES, "", by=evaluator(found), at=AT)
    region = found.stage.region
    changes = changes_of(region, Innovation, {found.innovation.pk: None})
    with pytest.raises(RefusedError):
        apply_changes(region, changes, "record.edit", actor="", at=AT)


def test_a_coordinator_sees_all_records_the_means_and_grades_nothing(found: Way):
    coordinator = found.stage.people.coordinator
    with pytest.raises(NotAllowedError):
        assess(found.innovation, GRADES, "", by=coordinator, at=AT)
    assess(found.innovation, GRADES, "Jelas", by=evaluator(found), at=AT)
    client = Client()
    client.force_login(coordinator)
    way = "/33.25/inovasi/INO-2022-001/tahap/"
    assert "Jelas" in client.get(way).text
    client.post(way, {"do": "conclude", "reason": "Rapat panel"})
    assert (found.now().effective, found.now().efficient, found.now().simple) == (4, 2, 3)
