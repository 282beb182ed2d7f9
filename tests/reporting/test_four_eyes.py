"""Nobody decides on a report of which they wrote a part, in whatever way they did."""

from datetime import timedelta

import pytest
from django.test import Client

from kotacerdas.accounts.models import Role, User
from kotacerdas.casework.actions.evidence import (
    EvidenceCommand,
    add_file,
    add_link,
    grade,
    remove,
)
from kotacerdas.casework.actions.steps import (
    correct,
    discard_draft,
    save_draft,
    send_back,
    submit,
    verify,
    withdraw,
)
from kotacerdas.casework.selectors import evidence_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence
from kotacerdas.exchange.report_actions import Given, take_reports
from kotacerdas.records.models import Agency
from kotacerdas.reporting.digests import digests
from kotacerdas.reporting.queue import queue
from reporting import files
from reporting.cast import AT, CHECKED, COMPLETE, TODAY, Stage, stage

REASON = "Angka belum sesuai"
SECOND = timedelta(seconds=1)


@pytest.fixture
def here(db, settings, tmp_path) -> Stage:
    settings.MEDIA_ROOT = tmp_path
    return stage()


def second_operator(here: Stage) -> User:
    """Somebody of the same agency, who will be a verifier later."""
    user = User.objects.create_user("kedua@batang.example", "rahasia", "Kedua")
    agency = Agency.objects.get(region=here.region, code="a1")
    user.appointments.create(
        region=here.region, role=Role.OPERATOR, agency=agency, from_at=AT - SECOND
    )
    return user


def becomes_verifier(here: Stage, user: User) -> User:
    user.appointments.update(to_at=AT)
    user.appointments.create(region=here.region, role=Role.VERIFIER, from_at=AT)
    return user


BEFORE = AT - SECOND / 2


def saved(here, user):
    save_draft(here.act(user, at=BEFORE), {"note": "awal"})


def saved_under_all_that_was_changed_since(here, user):
    save_draft(here.act(user, at=BEFORE), {"note": "awal"})
    save_draft(here.act(here.people.operator), COMPLETE | {"note": "lain"})


def sent_in_and_withdrew(here, user):
    submit(here.act(user, at=BEFORE), COMPLETE)
    withdraw(here.act(here.people.operator))


def wrote_the_version_that_came_back(here, user):
    submit(here.act(user, at=BEFORE), COMPLETE)
    send_back(here.act(here.people.verifier), REASON)
    correct(here.act(here.people.operator))


def wrote_two_versions_before(here, user):
    wrote_the_version_that_came_back(here, user)
    submit(here.act(here.people.operator), COMPLETE)
    send_back(here.act(here.people.verifier), REASON)
    correct(here.act(here.people.operator))


def began_the_correction(here, user):
    submit(here.act(here.people.operator), COMPLETE)
    send_back(here.act(here.people.verifier), REASON)
    correct(here.act(user, at=BEFORE))


def brought_a_file(here, user):
    add_file(here.act(user, at=BEFORE), "foto.png", files.png(600, 600))


def brought_a_link(here, user):
    add_link(here.act(user, at=BEFORE), "https://batang.example/berita", "Berita", TODAY)


def brought_a_file_that_was_taken_back(here, user):
    piece = add_file(here.act(user, at=BEFORE), "foto.png", files.png(600, 600))
    remove(EvidenceCommand(piece, here.people.operator, AT))


def filled_in_a_workbook(here, user):
    given = [Given("p1", 0, COMPLETE)]
    agency = Agency.objects.get(region=here.region, code="a1")
    take_reports(given, here.window, agency, by=user, at=BEFORE, send=False)
    save_draft(here.act(here.people.operator), COMPLETE | {"note": "lain"})


WAYS = [
    saved,
    saved_under_all_that_was_changed_since,
    sent_in_and_withdrew,
    wrote_the_version_that_came_back,
    wrote_two_versions_before,
    began_the_correction,
    filled_in_a_workbook,
    brought_a_file,
    brought_a_link,
    brought_a_file_that_was_taken_back,
]


@pytest.fixture(params=WAYS, ids=lambda way: way.__name__)
def writer(request, here) -> User:
    """Somebody who wrote a part of what another sent in, and is a verifier now."""
    user = second_operator(here)
    request.param(here, user)
    submit(here.act(here.people.operator), COMPLETE)
    return becomes_verifier(here, user)


@pytest.mark.parametrize("decide", [verify, lambda act: send_back(act, REASON)])
def test_who_wrote_a_part_decides_nothing_and_is_told_who_can(here, writer, decide):
    with pytest.raises(RefusedError) as error:
        decide(here.act(writer))
    assert error.value.key == "report.own"
    assert "Verifikator" in sentence(error.value)
    assert here.report().state == "submitted"
    verify(here.act(here.people.verifier), CHECKED)


def test_it_is_not_in_their_queue_nor_in_their_letter(here, writer):
    assert not queue(here.region, writer)
    assert queue(here.region, here.people.verifier).count() == 1
    late = TODAY + timedelta(days=60)
    waiting = {one.user: one.waiting for one in digests(late)}
    assert not waiting[writer]
    assert [one.count for one in waiting[here.people.verifier]] == [1]


def test_they_grade_no_evidence_of_it(here, writer):
    if not evidence_of(here.case()):
        send_back(here.act(here.people.verifier), REASON)
        correct(here.act(here.people.operator))
        add_link(here.act(here.people.operator), "https://batang.example/b", "B", TODAY)
    piece = evidence_of(here.case())[0]
    with pytest.raises(RefusedError, match=r"evidence\.own"):
        grade(EvidenceCommand(piece, writer, AT), 2)


def test_the_page_says_so_instead_of_offering_it(here):
    user = second_operator(here)
    saved(here, user)
    submit(here.act(here.people.operator), COMPLETE)
    becomes_verifier(here, user)
    client = Client()
    client.force_login(user)
    page = client.get(f"/{here.region.code}/laporan/2022/q1/p1/").text
    assert "Anda ikut menyusun laporan ini" in page
    assert 'value="verify"' not in page


def test_where_nobody_else_can_a_verifier_is_to_be_invited(here):
    user = second_operator(here)
    saved(here, user)
    submit(here.act(here.people.operator), COMPLETE)
    here.people.verifier.appointments.update(to_at=AT)
    becomes_verifier(here, user)
    with pytest.raises(RefusedError, match="own_and_nobody"):
        verify(here.act(user))


def test_who_wrote_nothing_that_is_left_decides(here):
    """A draft that was thrown away, or saved as it was, made nobody an author."""
    user = second_operator(here)
    saved(here, user)
    discard_draft(here.act(user, at=BEFORE))
    save_draft(here.act(here.people.operator), COMPLETE)
    save_draft(here.act(user, at=BEFORE), COMPLETE)
    submit(here.act(here.people.operator))
    assert verify(here.act(becomes_verifier(here, user)), CHECKED).state == "verified"
