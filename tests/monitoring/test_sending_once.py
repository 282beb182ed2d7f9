"""A letter is sent once a day, also when processes meet, die, or are called the wrong way."""

import pytest
from django.db import transaction
from django.utils import timezone

from kotacerdas.monitoring import mail
from kotacerdas.monitoring.digests import digests
from kotacerdas.monitoring.models import Reminder
from monitoring.cast import stage
from monitoring.reminding import SITE, Inbox, due_in, mail_server, remind


@pytest.fixture
def found(db):
    there = stage()
    due_in(there, 1)
    return [one for one in digests(timezone.localdate()) if one.own]


def test_another_process_took_the_letter_a_moment_ago(found, monkeypatch):
    inbox, today = Inbox(), timezone.localdate()
    Reminder.objects.create(user=found[0].user, on=today)
    monkeypatch.setattr(mail, "told_on", lambda *_: set())  # it had not when this one looked
    with mail_server(inbox):
        sent = mail.send_digests(found, SITE, today)

    assert sent.had == [found[0].user]
    assert inbox.addressed == [found[1].user.email]


def test_a_process_that_dies_leaves_a_letter_unsent_rather_than_sent_twice(found, monkeypatch):
    inbox, today = Inbox(), timezone.localdate()

    def killed(*_):
        raise KeyboardInterrupt

    with mail_server(inbox):
        with monkeypatch.context() as patched:
            patched.setattr(mail.Post, "send", killed)
            with pytest.raises(KeyboardInterrupt):
                mail.send_digests(found, SITE, today)
        assert mail.send_digests(found, SITE, today).to == [found[1].user]
    assert len(inbox.letters) == 1


def test_a_server_that_hangs_up_costs_one_letter_until_the_next_run(found):
    class HangsUp(Inbox):
        async def handle_MAIL(self, server, _session, envelope, address, _options):  # noqa: N802 - aiosmtpd's name
            if not self.letters and not self.refuses:
                self.refuses = {"nobody@example.org"}
                server.transport.close()
            envelope.mail_from = address
            return "250 OK"

    inbox = HangsUp()
    with mail_server(inbox):
        code, out, _ = remind()
        assert (code, out) == (1, "Terkirim 1, gagal 1, sudah mendapat surel hari ini 0.\n")
        assert remind()[0] == 0
    assert inbox.addressed == sorted(one.user.email for one in found)


@pytest.mark.django_db(transaction=True)
def test_sending_within_a_transaction_is_refused():
    there = stage()
    due_in(there, 1)
    inbox, today = Inbox(), timezone.localdate()
    with mail_server(inbox), transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        mail.send_digests(digests(today), SITE, today)
    assert inbox.letters == []
