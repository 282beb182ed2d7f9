"""Killed at any moment of sending in, a report is submitted whole or still a draft."""

import json
import signal

import pytest

from kotacerdas.casework.actions.steps import save_draft
from reporting.cast import COMPLETE, stage
from reporting.processes import environment, run
from reporting.submitting import state

DRAFT = {"report": [["draft", 1]], "rows": 0, "spent": [], "breaks": []}
WHOLE = {"report": [["submitted", 2]], "rows": 2, "spent": [450_000], "breaks": []}
WITHIN = (
    "kotacerdas.reporting.process.freeze",
    "kotacerdas.casework.actions.versions.record_entry",
    "django.db.backends.base.base.BaseDatabaseWrapper.commit",
)
AFTER = "kotacerdas.scorecards.passes.counting"


@pytest.fixture
def env(transactional_db, tmp_path):
    there = stage()
    save_draft(there.act(there.people.operator), COMPLETE)
    return environment(tmp_path)


def done(env, *arguments):
    """What there is afterwards, and the acts in the log."""
    code, printed = run("reporting.submitting", arguments, env)
    assert code == 0, printed
    found = json.loads(printed)
    return found, found.pop("log")


def killed_at(place, env):
    code, _ = run("reporting.submitting", ["submit", place], env)
    assert code == -signal.SIGKILL
    return done(env, "state")


@pytest.mark.parametrize("place", WITHIN)
def test_killed_before_its_end_it_is_still_a_draft_and_can_be_sent_in(env, place):
    before = state()["log"]
    assert killed_at(place, env) == (DRAFT, before)
    assert done(env, "submit") == (WHOLE, [*before, "report.submit"])


def test_killed_after_its_end_it_is_whole(env):
    before = state()["log"]
    assert killed_at(AFTER, env) == (WHOLE, [*before, "report.submit"])
