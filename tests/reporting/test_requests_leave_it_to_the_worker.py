"""No request makes a run or speaks to a mail server."""

import smtplib

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone

from accounts.cast import signed_in
from kotacerdas.outbox.models import Letter
from kotacerdas.outbox.worker import do_all
from kotacerdas.scorecards import passes
from kotacerdas.scorecards.models import Run
from reporting.cast import CHECKED, COMPLETE, stage
from reporting.reminding import due_in, sent_by


@pytest.mark.django_db(transaction=True)
def test_a_report_is_sent_in_and_verified_and_agencies_reminded(settings, monkeypatch):
    there = stage()
    due_in(there, 2)
    do_all()
    runs = Run.objects.count()
    settings.OUTBOX = "worker"

    def refuse(*_, **__):
        raise AssertionError

    page = f"/{there.region.code}/laporan/2022/q1/p1/"
    with monkeypatch.context() as patched, sent_by(1):
        patched.setattr(passes, "evaluate", refuse)
        patched.setattr(smtplib, "SMTP", refuse)
        operator, verifier, coordinator = (
            signed_in(one)
            for one in (there.people.operator, there.people.verifier, there.people.coordinator)
        )
        operator.post(page, COMPLETE | {"do": "submit", "seen": 0})
        verifier.post(page, {"do": "verify", "reason": CHECKED, "seen": there.case().revision})
        assert there.report().state == "verified"
        coordinator.post(f"/{there.region.code}/pelaporan/2022/q1/ingatkan/", {"do": "send"})
        person = {"email": "x@y.example", "name": "X", "role": "viewer", "agency": ""}
        on = {"from_on": timezone.localdate().isoformat(), "to_on": ""}
        coordinator.post(f"/{there.region.code}/orang/undang/", person | on)
    assert Run.objects.count() == runs
    assert Letter.objects.count() == 3
    with monkeypatch.context() as patched:
        for owner, name in ((passes, "evaluate"), (EmailMessage, "send")):
            patched.setattr(owner, name, outside_of_transactions(getattr(owner, name)))
        do_all()
    assert Run.objects.count() > runs
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}


def outside_of_transactions(original):
    """What takes long keeps nobody else from writing."""

    def called(*args, **more):
        assert not connection.in_atomic_block
        return original(*args, **more)

    return called
