"""Workers that are killed, or that are two, while people change what figures rest on."""

import time
from itertools import groupby, pairwise

import pytest

pytestmark = pytest.mark.database
KILLED = 6


def test_killed_again_and_again_they_lose_nothing(site):
    people = site.start(("acts", 30))
    assert people.told() == "begun"
    for at in range(KILLED):
        worker = site.start(["work_beside"])
        assert worker.told() == "begun"
        time.sleep(0.1 * (at % 3))
        worker.kill()
    assert people.rest() == ["done"]
    [(more, stale, _)] = site.run(["rest"])
    assert (more, stale) == (0, 0)


def test_two_of_them_make_no_run_twice(site):
    workers = [site.start(["work_beside"]) for _ in range(2)]
    site.run(("acts", 12))
    time.sleep(1)
    for worker in workers:
        worker.kill()
    [(more, stale, inputs)] = site.run(["rest"])
    assert (more, stale) == (0, 0)
    for _, runs in groupby(sorted(inputs, key=lambda one: one[:2]), key=lambda one: one[:2]):
        assert all(one != other for one, other in pairwise(runs))
