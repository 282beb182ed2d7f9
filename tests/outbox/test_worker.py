"""Turns, leases and failures of a worker, with work of its own kind."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kotacerdas.outbox import handlers
from kotacerdas.outbox.handlers import Handler
from kotacerdas.outbox.leases import HELD_FOR, LeaseLostError, take
from kotacerdas.outbox.models import Lease
from kotacerdas.outbox.worker import Worker, finish

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    monkeypatch.setattr(handlers, "_handlers", {})
    return Clock()


class Clock:
    at = AT

    def __call__(self):
        return self.at


def of_many(left, done):
    """Steps that are left of each key."""

    def work(key, held, now):
        while left[key]:
            left[key] -= 1
            done.append(key)
            yield

    return Handler("count", lambda _: [key for key in left if left[key]], work)


def test_work_is_done_by_turns(clock):
    done = []
    handlers.register(of_many({"a": 3, "b": 2}, done))
    worker = Worker(clock)
    while worker.turn():
        pass
    assert done == ["a", "b", "a", "b", "a"]
    assert set(Lease.objects.values_list("name", "holder")) == {("count/a", ""), ("count/b", "")}


def test_a_failure_is_tried_again_after_1_5_and_30_minutes_and_every_30_from_then_on(clock):
    tried = []

    def fail(key, held, now):
        tried.append(now())
        raise ValueError(key)
        yield

    handlers.register(Handler("fail", lambda _: ["a"], fail))
    worker = Worker(clock)
    for _ in range(100):
        worker.turn()
        clock.at += timedelta(minutes=1)
    assert [(at - AT) // timedelta(minutes=1) for at in tried] == [0, 1, 6, 36, 66, 96]
    assert Lease.objects.get().failures == 6
    with pytest.raises(ValueError, match="a"):
        finish("fail", "a", clock.at)


def test_whoever_holds_it_keeps_all_others_out_until_the_time_is_over(django_assert_num_queries):
    first = take("a", AT)
    with django_assert_num_queries(1):
        assert take("a", AT + HELD_FOR / 2) is None
    first.keep(AT + HELD_FOR)
    assert take("a", AT + 1.5 * HELD_FOR) is None
    second = take("a", AT + 3 * HELD_FOR)
    assert second is not None
    with pytest.raises(LeaseLostError):
        first.keep(AT + 3 * HELD_FOR)
    first.release()
    second.keep(AT + 3 * HELD_FOR)


def test_a_process_of_this_machine_that_is_no_more_keeps_nobody_out():
    take("a", AT)
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    lease = Lease.objects.get()
    Lease.objects.update(holder=lease.holder.replace(str(os.getpid()), str(pid)))
    assert take("a", AT) is not None


def test_who_stops_gives_back_what_is_not_at_its_end(clock):
    handlers.register(of_many({"a": 3}, []))
    worker = Worker(clock)
    worker.turn()
    worker.is_stopping = True
    worker.run()
    assert Lease.objects.get().holder == ""


def test_idle_the_site_s_own_worker_reads_and_never_writes():
    worker = Worker()
    while worker.turn():
        pass
    with CaptureQueriesContext(connection) as asked:
        assert not worker.turn()
    assert 0 < len(asked) <= 5
    assert {query["sql"].partition(" ")[0] for query in asked} == {"SELECT"}
