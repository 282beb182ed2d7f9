"""The letter of the day around a stage's deadline."""

from datetime import timedelta

import pytest
from django.utils import translation

from evaluation.cycles import NOW, begun_by, command_on
from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.casework.reminding import paragraphs
from kotacerdas.evaluation.actions.answers import mark_ready
from kotacerdas.evaluation.actions.cycles import move_cycle
from kotacerdas.evaluation.cycle import Move
from kotacerdas.evaluation.selectors import stages_of
from pages.regions import OWN, begun, somebody

pytestmark = pytest.mark.django_db
SITE = "https://kota.example"


def texts(day):
    """By role, as a letter in Indonesian has them."""
    held = list(Appointment.objects.select_related("region", "agency", "user"))
    with translation.override("id"):
        return {
            next(one.role for one in held if one.user_id == user): [
                (one.subject(), one.write(SITE), one.is_reason) for one in own
            ]
            for user, own in paragraphs(held, day).items()
        }


def test_who_waits_for_what_is_told_around_the_deadline():
    region = begun(OWN)
    somebody(region, Role.OPERATOR)
    cycle, by = begun_by(region)
    deadline = stages_of(cycle)[0].window.deadline

    assert texts(deadline - timedelta(days=20)) == {}
    week = texts(deadline - timedelta(days=7))
    [(subject, of_agency, is_reason)] = week[Role.OPERATOR]
    assert (is_reason, "tahap I" in subject) == (True, True)
    assert "69 butir ditunggu" in of_agency
    assert f"{SITE}/{OWN}/tugas/" in of_agency
    [(_, of_all, _)] = week[Role.COORDINATOR]
    assert "0 dari 69 siap" in of_all
    assert not texts(deadline - timedelta(days=6))[Role.OPERATOR][0][2]

    mark_ready(command_on(cycle, "1.6", by), {"level": "0", "answer": "Belum.", "why": "-"})
    move_cycle(cycle, Move.SUBMIT, by=by, at=NOW)
    assert texts(deadline - timedelta(days=7)) == {}
