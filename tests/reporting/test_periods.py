"""Opening, closing and extending a period: who may, what is refused, what is logged and told."""

from datetime import date

import pytest

from kotacerdas.accounts.selectors import operators_at, operators_of
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.steps import save_draft
from kotacerdas.casework.models import Extension, Notice, Window
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.ops.replay import EXTENSION
from kotacerdas.ops.verification import state_findings
from kotacerdas.plan.actions import Act, Asked, apply_act, planned
from kotacerdas.plan.models import Realisation
from kotacerdas.records.models import Agency
from kotacerdas.reporting.actions.windows import (
    close_window,
    extend,
    move_deadlines,
    open_window,
    reopen_window,
    take_back_extensions,
)
from kotacerdas.reporting.selectors import programmes_due
from kotacerdas.reporting.syncing import sync_cases
from reporting.cast import A_DAY, AT, DEADLINE, TODAY, Stage, stage

MAY_16 = date(2022, 5, 16)
LATER = AT + 10 * A_DAY


def opened(batang: Stage, **more: object) -> Window:
    wanted = {"year": 2022, "code": "q2", "deadline": MAY_16, "at": AT}
    return open_window(batang.region, **wanted | {"by": batang.people.coordinator} | more)


def refusal(act) -> str:
    with pytest.raises(RefusedError) as refused:
        act()
    return refused.value.key


def test_every_planned_programme_is_due_and_its_operators_are_told(batang):
    due = programmes_due(batang.region, 2022, "q1")

    assert [one.code for one in due] == ["p1", "p2", "p3"]
    told = Notice.objects.filter(key="opened").values_list("user__email", flat=True)
    assert sorted(told) == sorted([batang.people.operator.email, batang.people.neighbour.email])


def test_nothing_outside_its_years_is_due(batang):
    assert not programmes_due(batang.region, 2023, "q1").exists()
    assert refusal(lambda: opened(batang, year=2023)) == "period.nothing_planned"


def test_what_a_workbook_told_of_as_a_whole_is_not_due_in_parts(batang):
    programme = batang.programme()
    act = batang.act(batang.people.operator)
    save_draft(act, {"note": "x"})
    Realisation.objects.create(
        region=batang.region, programme=programme, year=2022, period="", realised=True
    )
    sync_cases(batang.region)
    assert "p1" not in [one.code for one in programmes_due(batang.region, 2022, "q1")]
    assert "p1" in [one.code for one in programmes_due(batang.region, 2022, "")]
    assert refusal(lambda: save_draft(act, {"note": "x"})) == "report.not_due"


def test_a_period_is_opened_once(batang):
    assert refusal(lambda: opened(batang, code="q1")) == "period.is_open_already"


def test_a_whole_year_does_not_stand_beside_its_parts(batang):
    assert refusal(lambda: opened(batang, code="")) == "period.in_parts_or_whole"
    assert opened(batang, code="s1").code == "s1"


def test_a_deadline_that_has_passed_is_refused_and_today_is_not(batang):
    assert refusal(lambda: opened(batang, deadline=TODAY - A_DAY)) == "period.deadline_has_passed"
    assert opened(batang, deadline=TODAY).deadline == TODAY


@pytest.mark.parametrize("who", ["operator", "verifier", "outsider"])
def test_only_a_coordinator_opens_moves_closes_and_extends(batang, who):
    by = getattr(batang.people, who)
    agency = Agency.objects.get(region=batang.region, code="a1")
    for act in (
        lambda: opened(batang, by=by),
        lambda: move_deadlines([batang.window], MAY_16, by, AT, "Libur"),
        lambda: close_window(batang.window, by, AT),
        lambda: reopen_window(batang.window, by, AT),
        lambda: extend(batang.window, agency, until=MAY_16, reason="Banjir", by=by, at=AT),
        lambda: take_back_extensions(batang.window, [1], by, AT),
    ):
        with pytest.raises(NotAllowedError):
            act()


def test_a_closed_period_says_by_whom_and_since_when_and_how_to_ask(batang):
    close_window(batang.window, batang.people.coordinator, AT)
    act = batang.act(batang.people.operator, at=AT + A_DAY)
    with pytest.raises(RefusedError) as refused:
        save_draft(act, {"note": "x"})
    assert refused.value.key == "lock.closed"
    assert refused.value.values["by"] == batang.people.coordinator
    assert refused.value.values["closed_on"] == TODAY


def test_closing_twice_is_logged_once_and_reopening_undoes_it(batang):
    for _ in range(2):
        close_window(batang.window, batang.people.coordinator, AT)
    assert Entry.objects.filter(action="period.close").count() == 1
    reopen_window(batang.window, batang.people.coordinator, AT)
    assert save_draft(batang.act(batang.people.operator), {"note": "x"}).newest.number == 1


def test_after_the_deadline_nothing_is_sent_in(batang):
    on_the_day = batang.act(batang.people.operator, at=AT + (DEADLINE - TODAY))
    assert save_draft(on_the_day, {"note": "x"}).newest.number == 1
    late = batang.act(batang.people.operator, at=LATER)
    assert refusal(lambda: save_draft(late, {"note": "y"})) == "lock.passed"


def test_an_extension_is_for_one_agency_with_a_reason_and_ends_by_itself(batang):
    agency = Agency.objects.get(region=batang.region, code="a1")
    until = TODAY + 20 * A_DAY
    more = {"until": until, "by": batang.people.coordinator, "at": LATER}
    assert refusal(lambda: extend(batang.window, agency, reason=" ", **more)) == (
        "report.needs_reason"
    )
    extend(batang.window, agency, reason="Banjir rob", **more)

    assert (
        save_draft(batang.act(batang.people.operator, at=LATER), {"note": "x"}).newest.number == 1
    )
    neighbour = batang.act(batang.people.neighbour, "p2", at=LATER)
    assert refusal(lambda: save_draft(neighbour, {"note": "x"})) == "lock.passed"
    over = batang.act(batang.people.operator, at=LATER + 11 * A_DAY)
    assert refusal(lambda: save_draft(over, {"note": "y"})) == "lock.passed"

    entry = Entry.objects.get(action="period.extend")
    assert entry.reason == "Banjir rob"
    assert Notice.objects.filter(user=batang.people.operator, key="extended").count() == 1


def test_no_day_is_given_that_is_no_longer_than_all_have_or_the_agency_has(batang):
    agency = Agency.objects.get(region=batang.region, code="a1")
    act = {"reason": "Banjir", "by": batang.people.coordinator, "at": AT}
    deadline = batang.window.deadline
    for until in (TODAY, deadline):
        given = lambda until=until: extend(batang.window, agency, until=until, **act)  # noqa: E731
        assert refusal(given) == "period.not_longer"
    extend(batang.window, agency, until=deadline + 5 * A_DAY, **act)
    other = Agency.objects.get(region=batang.region, code="a2")
    for until in (deadline + A_DAY, deadline + 5 * A_DAY):
        given = lambda until=until: extend(batang.window, other, agency, until=until, **act)  # noqa: E731
        assert refusal(given) == "period.has_longer"
    assert Entry.objects.filter(action="period.extend").count() == 1
    # The deadline moved while the form was open.
    Window.objects.update(deadline=deadline + 30 * A_DAY)
    given = lambda: extend(batang.window, other, until=deadline + 9 * A_DAY, **act)  # noqa: E731
    assert refusal(given) == "period.not_longer"


def test_the_log_follows_longer_time_given_and_taken_back_whatever_the_agency_is_called(batang):
    by = batang.people.coordinator
    agencies = list(Agency.objects.filter(region=batang.region, code__in=["a1", "a2"]))

    def differing() -> list[object]:
        found = state_findings(batang.region)
        return [one for one in found if one.of[0] in {EXTENSION, "reporting.period"}]

    def given() -> list[Extension]:
        until = TODAY + 20 * A_DAY
        return extend(batang.window, *agencies, until=until, reason="Rob", by=by, at=AT)

    first = [one.pk for one in given()]
    assert differing() == []
    recode = Asked(Act.RECODE, code="a9")
    digest = planned(agencies[:1], recode, AT).digest
    apply_act(agencies[:1], recode, by=by, at=AT, reason="Perda", digest=digest)
    agencies[0].refresh_from_db()
    assert differing() == []
    for left in (2, 0):
        assert len(take_back_extensions(batang.window, first, by, AT)) == left
        assert differing() == []
    again = given()
    assert differing() == []
    Extension.objects.filter(pk=again[0].pk).delete()  # past the log
    assert [one.key for one in differing()] == ["gone"]


def test_an_extension_holds_in_a_closed_period_too(batang):
    close_window(batang.window, batang.people.coordinator, AT)
    agency = Agency.objects.get(region=batang.region, code="a1")
    extend(
        batang.window,
        agency,
        until=TODAY + A_DAY,
        reason="Banjir",
        by=batang.people.coordinator,
        at=AT,
    )
    assert save_draft(batang.act(batang.people.operator), {"note": "x"}).newest.number == 1


def test_an_agency_of_another_region_is_not_extended(batang):
    elsewhere = stage("33.74")
    agency = Agency.objects.get(region=elsewhere.region, code="a1")
    act = {"until": MAY_16, "reason": "x", "by": batang.people.coordinator, "at": AT}
    assert refusal(lambda: extend(batang.window, agency, **act)) == (
        "people.agency_of_another_region"
    )


def test_a_deadline_is_moved_with_a_reason(batang):
    move = ([batang.window], MAY_16, batang.people.coordinator, AT)
    assert refusal(lambda: move_deadlines(*move, " ")) == "report.needs_reason"
    move_deadlines(*move, "Libur Lebaran")
    assert Window.objects.get(pk=batang.window.pk).deadline == MAY_16
    assert Entry.objects.get(action="period.move").reason == "Libur Lebaran"


def test_the_operators_of_many_agencies_are_read_at_once_and_without_those_who_ended(
    batang, django_assert_num_queries
):
    agencies = list(Agency.objects.filter(region=batang.region))
    people = batang.people
    with django_assert_num_queries(1):
        assert {*operators_at(agencies, AT)} == {people.operator, people.neighbour}
    people.neighbour.appointments.update(to_at=AT)
    assert operators_at(agencies, AT) == [people.operator]
    later = AT + A_DAY
    people.operator.appointments.update(from_at=later)
    assert operators_at(agencies, AT) == []
    assert [one.user for one in operators_of(agencies, AT)] == [people.operator], "now or later"
    people.operator.appointments.update(to_at=later)
    assert operators_of(agencies, AT) == [], "called off before it began"
