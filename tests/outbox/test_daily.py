"""The work of a day: once, from its hour on, and after a gap."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kotacerdas.outbox import daily, handlers
from kotacerdas.outbox.daily import Daily, register_daily
from kotacerdas.outbox.models import Letter, Tick
from kotacerdas.outbox.worker import Worker, do_all

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 3, 31, 23, 59, tzinfo=ZoneInfo("Asia/Jakarta"))


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(handlers, "_handlers", {})
    monkeypatch.setattr(daily, "_daily", {})
    daily.register()
    return Clock()


class Clock:
    at = NIGHT

    def __call__(self):
        return self.at

    def work(self, workers=2):
        for worker in [Worker(self) for _ in range(workers)]:
            while worker.turn():
                pass


def test_it_is_done_once_a_day_and_told_when_it_was_done_last(clock):
    done = []
    register_daily(Daily("a", lambda last, at: done.append((last, at)), from_hour=7))
    clock.work()
    clock.work()
    assert done == [(None, NIGHT)]
    clock.at += timedelta(hours=7)  # of the next day, before 7
    clock.work()
    assert len(done) == 1
    clock.at += timedelta(days=3, hours=1)
    clock.work()
    assert done[1:] == [(date(2026, 3, 31), clock.at)]


def test_what_fails_is_tried_again_that_day(clock):
    tried = []

    def fail(last, at):
        tried.append(at)
        if len(tried) < 2:
            raise ValueError

    register_daily(Daily("a", fail))
    clock.at = NIGHT - timedelta(hours=1)
    clock.work()
    assert not Tick.objects.filter(name="a").exists()
    clock.at += timedelta(minutes=2)
    clock.work()
    assert len(tried) == 2
    assert Tick.objects.get(name="a").done_on == NIGHT.date()


def test_a_commit_asks_for_nothing_of_the_day(clock):
    register_daily(Daily("a", lambda *_: pytest.fail("not of a commit")))
    do_all()


def test_letters_that_went_out_are_forgotten_after_a_month(clock):
    for name, state, days in (("a", "sent", 31), ("b", "sent", 29), ("c", "waiting", 31)):
        moment = NIGHT - timedelta(days=days)
        Letter.objects.create(key=name, to=name, state=state, queued_at=moment, next_at=moment)
    daily._forget_letters(None, NIGHT)
    assert set(Letter.objects.values_list("key", flat=True)) == {"b", "c"}
