"""Two people at one region's workbooks: one waits for the other, and neither's work is lost."""

import json

import pytest

pytestmark = pytest.mark.database
A_WHILE_S = 0.7
LOGGING = "kotacerdas.records.actions.record_entry"
STORING = "kotacerdas.records.files.store"
SCORING = "kotacerdas.scorecards.passes.counting"


def together(site, place, first, second):
    """The first is held up where it calls `place`, until the second has begun; what each said."""
    one = site.start(["pause_at", place], first)
    assert one.told() == "begun"
    one.told()
    other = site.start(second)
    assert other.told() == "begun"
    waits = other.says_nothing(A_WHILE_S)
    one.go_on()
    return one.rest(), other.rest(), waits


def changes(entry):
    _, _, text, _ = entry
    return [(change["of"][::2], change["before"], change["after"]) for change in json.loads(text)]


def test_the_second_of_two_imports_waits_and_begins_where_the_first_ended(site):
    first, second = ("bring_in", "not_realised"), ("bring_in", "with_another")
    (made,), (made_then,), waits = together(site, LOGGING, first, second)
    found = site.state()

    assert waits
    assert (made, made_then) == (2, 5)
    assert [number for number, *_ in found["log"]] == [1, 2, 3]
    assert found["breaks"] == []
    told = [changes(entry) for entry in found["log"][1:]]
    p1 = ["plan.programme", "p1"]
    assert (p1, {"name": "Satu"}, {"name": "Pertama"}) in told[0]
    assert (p1, {"name": "Pertama"}, {"name": "Satu"}) in told[1]
    assert found["realised"] == (1, 2)
    assert found["stale"] == 0


def test_the_same_file_applied_twice_at_once_is_applied_once(site):
    file = ("bring_in", "with_another")
    (made,), (made_then,), waits = together(site, LOGGING, file, file)
    found = site.state()

    assert waits
    assert (made, made_then) == (3, 0)
    assert [number for number, *_ in found["log"]] == [1, 2]
    assert found["realised"] == (1, 2)


def test_the_same_file_sent_twice_at_once_is_kept_once(site):
    before = site.state()
    (kept,), (kept_then,), _ = together(site, STORING, ("send", "unsent"), ("send", "unsent"))
    found = site.state()

    assert kept == kept_then
    assert len(found["files"]) == len(before["files"]) + 1
    assert len(found["stored"]) == len(before["stored"]) + 1


def test_scores_of_what_was_there_before_do_not_stand_above_newer_ones(site):
    slow = site.start(["pause_at", SCORING], ("bring_in", "not_realised"))
    assert slow.told() == "begun"
    slow.told()
    site.run(("bring_in", "with_another"))
    slow.go_on()
    slow.rest()
    found = site.state()

    assert found["realised"] == (1, 2)
    assert found["stale"] == 0
