"""Agencies are asked to spread a survey where it lacks answers: once a day, in the log."""

from datetime import timedelta

import pytest

from kotacerdas.accounts.models import Role
from kotacerdas.audit.models import Entry
from kotacerdas.casework.models import Notice
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.evaluation.actions.spreading import Asked, ask_to_spread
from kotacerdas.ops.verification import state_findings
from kotacerdas.outbox.models import Letter
from kotacerdas.records.models import Agency
from kotacerdas.survey.models import Survey
from kotacerdas.survey.rules import Move
from pages.acting import client_of
from pages.regions import OWN, somebody
from survey.surveyed import AT, YEAR, surveyed

pytestmark = pytest.mark.django_db
SITE = "https://kota.example"


def test_agencies_of_forms_that_lack_answers_are_asked_once_a_day():
    held = surveyed()
    operator = somebody(held.region, Role.OPERATOR)
    Agency.objects.filter(region=held.region).update(email="dinas@batang.example")
    who = {"by": held.coordinator, "site": SITE}

    assert ask_to_spread(held.survey, at=AT, **who) == Asked(1, 0, 0)
    assert ask_to_spread(held.survey, at=AT + timedelta(hours=1), **who) == Asked(0, 1, 0)
    assert Notice.objects.filter(user=operator, key="survey_spread").count() == 1
    assert Entry.objects.filter(action="survey.spread").count() == 1
    letters = Letter.objects.filter(key__startswith="survey-spread/")
    assert {one.to for one in letters} == {operator.email, "dinas@batang.example"}
    body = letters.get(to=operator.email).body
    assert f"{SITE}/s/{held.form().code}/" in body
    assert "0 dari 50 jawaban" in body
    assert ask_to_spread(held.survey, at=AT + timedelta(days=1), **who) == Asked(1, 0, 0)
    type(operator).objects.filter(pk=operator.pk).update(wants_reminders=False)
    Agency.objects.filter(region=held.region).update(email="")
    assert ask_to_spread(held.survey, at=AT + timedelta(days=2), **who) == Asked(1, 0, 0)
    assert ask_to_spread(held.survey, at=AT + timedelta(days=2), **who) == Asked(0, 1, 0)
    assert Notice.objects.filter(user=operator, key="survey_spread").count() == 3
    assert not [one for one in state_findings(held.region) if one.key != "unlogged"]


def test_nobody_is_asked_where_nothing_lacks_or_nothing_is_taken():
    held = surveyed()
    who = {"by": held.coordinator, "at": AT, "site": SITE}
    with pytest.raises(NotAllowedError):
        ask_to_spread(held.survey, **(who | {"by": somebody(held.region, Role.VERIFIER)}))
    assert ask_to_spread(held.survey, **who) == Asked(0, 0, 1)  # neither operator nor address
    assert not Entry.objects.filter(action="survey.spread").exists()
    rules = held.survey.rules | {"quota": {"dimension": 1, "sub_dimension": 1}}
    Survey.objects.update(rules=rules)
    for at in range(held.survey.forms.count()):
        held.answer(f"n{at}", form=held.form(at))
    with pytest.raises(RefusedError, match="spread_enough"):
        ask_to_spread(Survey.objects.get(), **who)
    held.move(Move.CLOSE)
    with pytest.raises(RefusedError, match="spread_closed"):
        ask_to_spread(Survey.objects.get(), **who)


def test_who_runs_the_survey_sees_whom_to_ask_and_what_to_paste():
    held = surveyed()
    Survey.objects.update(closes_on=AT.date() + timedelta(days=20_000))
    page = f"/{OWN}/{YEAR}/survei/"
    reader = client_of(somebody(held.region, Role.VERIFIER))
    runner = client_of(held.coordinator)

    assert "Minta semuanya menyebarkan" not in reader.get(page).text
    text = runner.get(page).text
    assert "Minta semuanya menyebarkan" in text
    assert f"/s/{held.form().code}/" in text
    told = runner.post(f"{page}sebarkan/", follow=True).text
    assert "1 OPD tidak punya operator maupun surel" in told
