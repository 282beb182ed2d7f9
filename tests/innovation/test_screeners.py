"""A screening team decides on what agencies propose, and on nothing that is its own."""

import pytest
from django.test import Client

from innovation.acting import AT, Way, way
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.casework.actions.steps import save_draft, submit
from kotacerdas.core.errors import NotAllowedError, RefusedError

pytestmark = pytest.mark.django_db
PAGE = "/33.25/inovasi/INO-2022-001/tahap/"


@pytest.fixture
def found() -> Way:
    return way()


def appoint(found: Way, user: User) -> User:
    begun = Appointment.objects.filter(region=found.stage.region).earliest("from_at").from_at
    Appointment.objects.create(
        user=user, region=found.stage.region, role=Role.SCREENER, from_at=begun
    )
    return user


@pytest.fixture
def screener(found: Way) -> User:
    return appoint(found, User.objects.create_user("penyaring@batang.example", name="Penyaring"))


def test_one_of_the_team_decides_with_a_reason(found: Way, screener: User):
    found.propose("screened", "2022-05-04")
    client = Client()
    client.force_login(screener)
    assert "Tambal 48 Jam" in client.get("/33.25/tugas/").text
    case = found.case()
    sent = {"do": "verify", "seen": case.revision, "reason": ""}
    assert client.post(PAGE, sent).status_code == 422
    assert client.post(PAGE, sent | {"reason": "Layak diuji"}).status_code == 302
    assert found.now().stage == "screened"


def test_what_was_applied_is_not_theirs_to_check(found: Way, screener: User):
    for stage in ("screened", "trial"):
        found.propose(stage, "2022-05-04")
        found.accept(screener)
    operator = found.stage.people.operator
    save_draft(found.act(operator), {"stage": "applied", "on": "2022-05-04"})
    found.evidence()
    submit(found.act(operator))
    with pytest.raises(NotAllowedError):
        found.accept(screener)


def test_nobody_decides_on_what_they_proposed(found: Way, screener: User):
    """The refusal names who may: the rest of the team, and the coordinator."""
    operator = appoint(found, found.stage.people.operator)
    found.propose("screened", "2022-05-04")
    with pytest.raises(RefusedError) as refused:
        found.accept(operator)
    assert str(screener) in refused.value.values["people"]
    assert str(found.stage.people.coordinator) in refused.value.values["people"]
    assert str(operator) not in refused.value.values["people"]
    found.accept(screener, at=AT)
