"""What a coordinator does with a survey: rights, the log, and what is refused in words."""

from datetime import timedelta

import pytest

from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.frameworks.impact_survey import OF_SUB_DIMENSION
from kotacerdas.ops.verification import state_findings
from kotacerdas.plan.changes import changes_of
from kotacerdas.plan.models import Programme
from kotacerdas.records.actions import apply_changes
from kotacerdas.records.models import Region
from kotacerdas.survey.actions import running
from kotacerdas.survey.actions.entering import Paper, Said, enter_papers, set_aside
from kotacerdas.survey.actions.helping import make_helper, revoke_helper
from kotacerdas.survey.actions.running import (
    begin_survey,
    change_survey,
    discard_survey,
    move_survey,
)
from kotacerdas.survey.models import Answer, Channel, Survey
from kotacerdas.survey.places import forget_places
from kotacerdas.survey.results import summary
from kotacerdas.survey.rules import Move
from pages.regions import somebody
from survey.surveyed import AT, TODAY, YEAR, Surveyed, plan_of, surveyed

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Surveyed:
    return surveyed()


def agrees(here: Surveyed) -> bool:
    """Whether the log tells of the survey as it is."""
    return not [one for one in state_findings(here.region) if one.of and "survey" in one.of[0]]


def test_every_act_is_in_the_log_and_the_log_agrees(here: Surveyed):
    helper = make_helper(here.survey, "Kecamatan", by=here.coordinator, at=AT)
    here.answer("a")
    enter_papers(here.form(), [Paper(Said("444444", "22"), "p", TODAY)], by=here.coordinator, at=AT)
    keys = list(Answer.objects.values_list("pk", flat=True))
    set_aside(here.survey, keys, "Ganda", is_back=False, by=here.coordinator, at=AT)
    assert agrees(here)
    set_aside(here.survey, keys[:1], "Bukan", is_back=True, by=here.coordinator, at=AT)
    revoke_helper(helper, by=here.coordinator, at=AT)
    here.move(Move.CLOSE)
    here.move(Move.REOPEN)

    acts = Entry.objects.filter(action__startswith="survey.").order_by("number")
    assert list(acts.values_list("action", flat=True)) == [
        *("survey.begin", "survey.open", "survey.helper", "survey.paper", "survey.set_aside"),
        *("survey.count_again", "survey.revoke", "survey.close", "survey.reopen"),
    ]
    assert agrees(here)
    assert summary(here.region, YEAR).answers == 1
    assert not acts.filter(changes__contains=helper.token).exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COORDINATOR])
def test_only_a_coordinator_runs_it(here: Surveyed, role: Role):
    other = somebody(here.region, role)
    for act in (
        lambda: begin_survey(here.region, 2021, plan_of(here.region), by=other, at=AT),
        lambda: change_survey(here.survey, plan_of(here.region), by=other, at=AT, reason="x"),
        lambda: move_survey(here.survey, Move.CLOSE, by=other, at=AT, reason="x"),
        lambda: discard_survey(here.survey, by=other, at=AT),
        lambda: make_helper(here.survey, "x", by=other, at=AT),
        lambda: enter_papers(here.form(), [], by=other, at=AT),
        lambda: set_aside(here.survey, [], "x", is_back=False, by=other, at=AT),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_what_can_not_be_begun_is_refused_in_words(here: Surveyed):
    region, by = here.region, here.coordinator
    early, late = plan_of(region).closes_on, plan_of(region).opens_on
    programme = Programme.objects.get(region=region, code="p1").pk
    for year, more, key in (
        (YEAR, {}, "survey.exists"),
        (2021, {"opens_on": early, "closes_on": late}, "survey.days_out_of_order"),
        (2021, {"programmes": {}}, "survey.no_programmes"),
        (2021, {"programmes": {"health": 0}}, "survey.no_such_programme"),
        (2021, {"programmes": {"waste": programme}}, "survey.no_such_programme"),
        (2023, {}, "survey.not_planned"),
    ):
        with pytest.raises(RefusedError) as refused:
            begin_survey(region, year, plan_of(region, **more), by=by, at=AT)
        assert refused.value.key == key


def test_the_variant_makes_the_forms(here: Surveyed):
    assert [one.sub_dimension for one in here.survey.forms.all()] == [""]
    code = here.form().code
    apart = plan_of(here.region, variants={"living": OF_SUB_DIMENSION})
    change_survey(here.survey, apart, by=here.coordinator, at=AT, reason="Sulit diisi sekaligus")
    assert [one.sub_dimension for one in here.survey.forms.order_by("pk")] == ["health", "mobility"]
    assert not here.survey.forms.filter(code=code).exists()
    assert agrees(here)


def test_once_answered_only_the_days_can_change(here: Surveyed):
    here.answer("a")
    later = plan_of(here.region, closes_on=TODAY + timedelta(days=30))
    change_survey(here.survey, later, by=here.coordinator, at=AT, reason="Kuota belum terpenuhi")
    assert Survey.objects.get().closes_on == TODAY + timedelta(days=30)
    for more in ({"variants": {"living": OF_SUB_DIMENSION}}, {"programmes": {"health": 0}}):
        with pytest.raises(RefusedError):
            change_survey(
                here.survey, plan_of(here.region, **more), by=here.coordinator, at=AT, reason="x"
            )
    with pytest.raises(RefusedError) as refused:
        discard_survey(here.survey, by=here.coordinator, at=AT)
    assert refused.value.key == "survey.answered"
    with pytest.raises(RefusedError):
        change_survey(here.survey, plan_of(here.region), by=here.coordinator, at=AT, reason=" ")
    assert agrees(here)


def test_thrown_away_nothing_is_left(here: Surveyed):
    make_helper(here.survey, "Kecamatan", by=here.coordinator, at=AT)
    discard_survey(here.survey, by=here.coordinator, at=AT)
    assert not Survey.objects.exists()
    assert agrees(here)


def test_moves_follow_from_the_state_and_closing_wants_a_reason(here: Surveyed):
    for move, reason, key in (
        (Move.OPEN, "x", "survey.no_such_move"),
        (Move.CLOSE, " ", "survey.needs_reason"),
        (Move.CLOSE, "x" * 2001, "survey.reason_too_long"),
    ):
        with pytest.raises(RefusedError) as refused:
            here.move(move, reason)
        assert refused.value.key == key
    here.move(Move.CLOSE)
    assert Survey.objects.get().closed_at == AT
    here.move(Move.REOPEN)
    assert Survey.objects.get().closed_at is None


def test_a_programme_that_was_asked_about_stays_and_may_be_recoded(here: Surveyed):
    programme = Programme.objects.get(region=here.region, code="p1")
    changes = changes_of(here.region, Programme, {programme.pk: None})
    with pytest.raises(RefusedError):
        apply_changes(here.region, changes, "record.edit", actor="", at=AT)
    changes = changes_of(here.region, Programme, {programme.pk: {"code": "p9"}})
    apply_changes(here.region, changes, "act.recode", actor="", at=AT)
    assert agrees(here)


def test_papers_are_of_the_surveys_days_and_a_line_counts_once(here: Surveyed):
    form, by = here.form(), here.coordinator
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=30)):
        with pytest.raises(RefusedError) as refused:
            enter_papers(form, [Paper(Said("444444", "22"), "p", day)], by=by, at=AT)
        assert refused.value.key == "survey.day_outside"
    papers = [Paper(Said("444444", "22"), f"p{n}", TODAY) for n in range(3)]
    assert enter_papers(form, papers[:2], by=by, at=AT) == 2
    here.move(Move.CLOSE)
    assert enter_papers(form, papers, by=by, at=AT) == 1  # paper comes later than the end
    assert Answer.objects.filter(channel=Channel.PAPER).count() == 3


def test_many_from_one_place_are_seen_and_no_address_is_kept(here: Surveyed):
    for n in range(12):
        here.answer(f"crowd{n}", address="203.0.113.9")
    here.answer("alone", address="198.51.100.4")
    places = here.form().places
    assert sorted(places.values_list("count", flat=True)) == [1, 12]
    for mark in places.values_list("mark", flat=True):
        assert "203.0.113" not in mark
    forget_places(TODAY)
    assert places.count() == 2  # the day is not over
    forget_places(TODAY + timedelta(days=1))
    place = places.get()
    assert (place.count, place.mark, place.slot) == (12, "", None)
    assert Answer.objects.get(nonce="alone").place is None
    assert Answer.objects.filter(place=place).count() == 12


def test_the_salt_is_of_one_day_and_of_no_database(here: Surveyed, settings):
    here.answer("today", address="203.0.113.9")
    here.answer("tomorrow", address="203.0.113.9", at=AT + timedelta(days=1))
    one, other = here.form().places.values_list("mark", flat=True)
    assert one != other


def test_an_answer_has_no_time_and_nothing_of_a_person():
    fields = {field.name: field.get_internal_type() for field in Answer._meta.fields}
    assert fields == {
        "id": "BigAutoField",
        "form": "ForeignKey",
        "nonce": "CharField",
        "steps": "CharField",
        "uses": "CharField",
        "age": "CharField",
        "sex": "CharField",
        "day": "DateField",
        "channel": "CharField",
        "helper": "ForeignKey",
        "place": "ForeignKey",
        "is_late": "BooleanField",
        "is_set_aside": "BooleanField",
    }


def test_it_keeps_the_edition_and_the_rules_it_began_with(here: Surveyed, monkeypatch):
    Region.objects.update(framework="gsc-2026-draft")
    here.region.refresh_from_db()
    monkeypatch.setattr(running, "rules_of", lambda _: None)
    for n in range(10):
        here.answer(f"a{n}", address=f"198.51.100.{n}")
    found = summary(here.region, YEAR)
    assert [one.code for one in found.dimensions] == ["living"]
    assert found.level == 3
    with pytest.raises(RefusedError) as refused:
        begin_survey(here.region, 2021, plan_of(here.region), by=here.coordinator, at=AT)
    assert refused.value.key == "survey.no_rules"


def test_the_draft_edition_asks_about_its_own_dimensions(here: Surveyed):
    Region.objects.update(framework="gsc-2026-draft")
    here.region.refresh_from_db()
    Programme.objects.filter(code="p1").update(dimension="mobility")
    programme = Programme.objects.get(region=here.region, code="p1").pk
    plan = plan_of(here.region, programmes={"transport": programme, "traffic": programme})
    survey = begin_survey(here.region, 2021, plan, by=here.coordinator, at=AT)
    assert survey.edition.is_draft
    assert [one.dimension for one in survey.forms.all()] == ["mobility"]
    assert agrees(here)
