"""Killed at any moment, an import has happened or has not."""

import pytest

pytestmark = pytest.mark.database
AS_BEGUN = {"programmes": 1, "entries": 1, "stale": 0, "applied": 1}
WHOLE = {"programmes": 2, "entries": 2, "stale": 1, "applied": 2}
WITHIN = {
    "kotacerdas.records.storage.update": AS_BEGUN | {"programmes": 2},
    "kotacerdas.records.actions.mark_stale": WHOLE | {"stale": 0, "applied": 1},
    "django.db.backends.base.base.BaseDatabaseWrapper.commit": WHOLE,
}
AFTER = "kotacerdas.scorecards.passes.counting"
IMPORT = ("bring_in", "with_another")


def killed_at(site, place):
    """What the import had written when it was killed there."""
    work = site.start(["pause_at", place], IMPORT)
    assert work.told() == "begun"
    seen = work.told()
    work.kill()
    return seen


def test_an_import_killed_before_its_end_leaves_what_was_there(site):
    before = site.state()
    for place, seen in WITHIN.items():
        assert killed_at(site, place) == seen
        assert site.state() == before, place

    _, changes, after = site.run(IMPORT, ["state"])
    assert changes == 3
    assert [number for number, *_ in after["log"]] == [1, 2]
    assert after["log"][0] == before["log"][0]
    assert after["breaks"] == []
    assert (before["realised"], after["realised"]) == ((1, 1), (1, 2))


def test_an_import_killed_after_its_end_is_whole_and_its_numbers_follow(site):
    before = site.state()
    assert killed_at(site, AFTER) == WHOLE
    after, followed, again = site.run(["state"], ["refresh"], ["state"], ["refresh"], ["state"])

    assert (len(after["log"]), after["breaks"], after["stale"]) == (2, [], 1)
    assert after["runs"] == before["runs"]
    assert (after["realised"], followed["realised"]) == ((1, 1), (1, 2))
    assert again == followed
    assert followed["stale"] == 0
    assert {name: followed[name] for name in ("records", "log", "files")} == {
        name: after[name] for name in ("records", "log", "files")
    }
