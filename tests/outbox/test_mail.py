"""Letters through a mail server that refuses, dies, hangs up, and comes back."""

import socket
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMessage

from kotacerdas.outbox import mail
from kotacerdas.outbox.leases import RETRY_AFTER, take
from kotacerdas.outbox.mail import UnreachedError, queue_letter
from kotacerdas.outbox.models import Lease, Letter
from kotacerdas.outbox.worker import Worker, finish
from reporting.reminding import Inbox, mail_server, sent_by

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


def queued(*names, **more):
    for name in names:
        letter = EmailMessage("Halo", "Isi", to=[f"{name}@example.org"], headers={"X-Of": name})
        queue_letter(name, letter, AT, **more)


def send(at=AT):
    return finish(mail.HANDLER, mail.ALL, at)


def states():
    return dict(Letter.objects.order_by("pk").values_list("key", "state"))


def test_each_goes_out_once_and_its_text_goes_with_it():
    queued("a", "b")
    queued("a")
    inbox = Inbox()
    with mail_server(inbox):
        assert len(send()) == 2
        assert send() == []
    assert inbox.addressed == ["a@example.org", "b@example.org"]
    assert inbox.letters[0]["X-Of"] == "a"
    assert set(Letter.objects.values_list("state", "body")) == {("sent", "")}


def test_one_that_nobody_wants_is_written_alike_and_goes_to_nobody(django_assert_num_queries):
    with django_assert_num_queries(4):
        queued("a")
    with django_assert_num_queries(4):
        queued("b", is_wanted=False)
    assert send() != []
    assert not Letter.objects.filter(to__contains="b").exists()


def test_a_server_that_is_down_costs_nothing_and_all_go_out_once_after_its_return():
    names = [f"o{at}" for at in range(200)]
    queued(*names)
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        with sent_by(taken.getsockname()[1]):
            worker = Worker(lambda: AT, follows_the_clock=False)
            for _ in range(3):
                worker.turn()
            with pytest.raises(UnreachedError):
                send()
    assert set(states().values()) == {"waiting"}
    assert set(Letter.objects.values_list("attempts", flat=True)) == {0}
    assert Lease.objects.get().failures == 2

    inbox = Inbox()
    with mail_server(inbox):
        worker = Worker(lambda: AT + timedelta(hours=2), follows_the_clock=False)
        while worker.turn():
            pass
    assert inbox.addressed == sorted(f"{name}@example.org" for name in names)


def test_a_refused_letter_keeps_no_other_and_is_given_up_after_three_more_attempts():
    queued("a", "b")
    inbox, at = Inbox(), AT
    inbox.refuses = {"a@example.org"}
    with mail_server(inbox):
        for wait in (*RETRY_AFTER, timedelta()):
            send(at)
            at += wait
        assert states() == {"a": "failed", "b": "sent"}
        assert send(at + timedelta(days=9)) == []
    letter = Letter.objects.get(key="a")
    assert "no such mailbox" in letter.error
    assert (letter.attempts, letter.body) == (4, "")


def test_who_dies_while_sending_leaves_a_letter_of_which_nobody_knows(monkeypatch):
    queued("a", "b")
    held = take("mail/all", AT)

    def killed(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(mail, "_send", killed)
        with pytest.raises(KeyboardInterrupt):
            next(mail._send_all(mail.ALL, held, lambda: AT))
    assert states() == {"a": "sending", "b": "waiting"}
    Lease.objects.update(holder="")
    inbox = Inbox()
    with mail_server(inbox):
        send(AT + mail.CLAIMED_FOR)
    assert states() == {"a": "unknown", "b": "sent"}
    assert inbox.addressed == ["b@example.org"]


def test_a_server_that_hangs_up_may_have_taken_the_letter():
    class HangsUp(Inbox):
        async def handle_DATA(self, server, _session, _envelope):  # noqa: N802 - aiosmtpd's name
            server.transport.close()
            return "250 OK"

    queued("a")
    with mail_server(HangsUp()):
        send()
    assert states() == {"a": "unknown"}
