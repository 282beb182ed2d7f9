"""The way that pages draw, and what may be proposed of each stage; hypothesis over both."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kotacerdas.casework.workflow import Side
from kotacerdas.innovation.stages import RETIRED, decided_by, following, read, stops
from kotacerdas.scoring.measures import STAGES
from kotacerdas.workbook.schema import stage_day

DAY = date(2022, 5, 4)
STAGE = st.sampled_from(STAGES)


def values(stage: str, *known: str) -> dict[str, object]:
    days = {stage_day(one): DAY if one in known else None for one in STAGES}
    return {"stage": stage, "year": 2022, **days}


@given(STAGE, st.sets(STAGE))
def test_one_stage_is_held_and_those_before_it_were_passed(stage: str, known: set[str]):
    found = stops(values(stage, *known))
    assert [one.stage for one in found if one.is_now] == [stage]
    passed = [one.stage for one in found if one.is_passed]
    before = STAGES[: STAGES.index(stage)]
    assert set(passed) <= set(before)
    assert stage == RETIRED or passed == list(before)
    assert (RETIRED in {one.stage for one in found}) is (stage == RETIRED)


def test_what_retired_as_an_idea_was_never_applied():
    found = stops(values(RETIRED, "idea", RETIRED))
    assert [one.stage for one in found if one.is_passed] == ["idea"]


@given(STAGE, STAGE)
def test_only_the_next_stage_or_the_end_can_be_proposed(stage: str, proposed: str):
    filled = {"stage": proposed, "on": DAY.isoformat(), "note": "x"}
    _, problems = read(filled, values(stage), DAY, evidence=1)
    assert (not problems) is (proposed in following(stage))


def test_who_decides():
    sides = {stage: decided_by(stage) for stage in STAGES}
    assert {stage for stage, side in sides.items() if side is Side.VERIFIER} == {
        "applied",
        "replicated",
    }
    assert Side.AGENCY not in sides.values()
