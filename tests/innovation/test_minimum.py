"""Who is short of innovations, since when, and what letters say of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from innovation.acting import AT, IDEA, Way, way
from kotacerdas.accounts.mail import reminder_headers
from kotacerdas.audit.models import Entry
from kotacerdas.casework.models import Notice
from kotacerdas.casework.notices import notice_text
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.innovation.actions.proposing import Idea, propose
from kotacerdas.innovation.actions.reminding import remind_short
from kotacerdas.innovation.minimum import due_on, shortages
from kotacerdas.innovation.waiting import to_decide, to_go_on
from kotacerdas.ops.verification import state_findings
from kotacerdas.outbox.mail import ALL, HANDLER
from kotacerdas.outbox.models import Letter
from kotacerdas.outbox.worker import finish
from kotacerdas.plan.changes import changes_of
from kotacerdas.plan.models import Innovation
from kotacerdas.records.actions import apply_changes
from kotacerdas.records.models import Agency
from kotacerdas.reporting.digests import digests
from kotacerdas.reporting.letters import letter_of
from kotacerdas.reporting.mail import due_digests, queue_digests
from kotacerdas.reporting.reminders import is_to_be_sent
from reporting.reminding import Inbox, mail_server, remind

TODAY = AT.date()
SITE = "https://kotacerdas.example"
pytestmark = pytest.mark.django_db


@pytest.fixture
def found() -> Way:
    return way()


def by_code(found: Way, today: date = TODAY) -> dict[str, tuple[int, int, int]]:
    rows = shortages(found.stage.region, 2022, today)
    return {one.code: (one.counted, one.missing, one.on_the_way) for one in rows}


def given(found: Way, code: str, **values: object) -> None:
    pk = Innovation.objects.get(code=code).pk
    changes = changes_of(found.stage.region, Innovation, {pk: values})
    apply_changes(found.stage.region, changes, "record.edit", actor="", at=AT)


def test_how_many_count_are_missing_and_on_their_way(found: Way):
    """a1 has one at its trial, from the workbook, and the idea; a2 has none."""
    assert by_code(found) == {"a1": (1, 2, 1), "a2": (0, 3, 0)}
    given(found, "INO-2022-001", stage="trial", trial_on=TODAY)
    assert by_code(found)["a1"] == (2, 1, 0)


def test_it_is_as_of_the_day(found: Way):
    given(found, "INO-2022-001", stage="trial", trial_on=TODAY)
    assert by_code(found, TODAY - timedelta(days=1))["a1"] == (1, 2, 1)


def test_who_has_enough_or_has_retired_is_not_short(found: Way):
    Agency.objects.filter(code="a2").update(retired_on=TODAY)
    for number in range(2):
        idea = Idea(found.innovation.agency, IDEA | {"name": f"Lain {number}"})
        made = propose(found.stage.region, idea, by=found.stage.people.operator, at=AT)
        given(found, made.code, stage="applied")
    assert by_code(found) == {}


def test_it_asks_as_little_for_many_as_for_few(found: Way, django_assert_max_num_queries):
    for number in range(30):
        idea = Idea(found.innovation.agency, IDEA | {"name": f"Lain {number}"})
        propose(found.stage.region, idea, by=found.stage.people.operator, at=AT)
    with django_assert_max_num_queries(3):
        shortages(found.stage.region, 2022, TODAY)


@pytest.mark.parametrize(
    ("day", "is_told", "is_reason"),
    [
        (date(2022, 11, 22), False, False),
        (date(2022, 11, 23), True, True),
        (date(2022, 11, 24), True, False),
        (date(2022, 11, 30), True, True),
        (date(2022, 12, 1), True, True),
        (date(2022, 12, 21), True, True),
        (date(2023, 1, 2), False, False),
    ],
)
def test_operators_are_told_around_the_deadline(
    found: Way,
    day: date,
    is_told: bool,  # noqa: FBT001
    is_reason: bool,  # noqa: FBT001
):
    own = {one.user: one for one in digests(day)}[found.stage.people.operator]
    assert bool(own.more) is is_told
    assert is_to_be_sent(own, day) is is_reason


def test_the_letter_says_how_many_and_where_to_go_on(found: Way):
    day = due_on(2022) - timedelta(days=3)
    digest = {one.user: one for one in digests(day)}[found.stage.people.operator]
    letter = letter_of(digest, SITE, day)

    assert letter.subject == "Kurang 2 inovasi"
    assert (
        "Inovasi 2022 yang terhitung: 1 dari minimal 3. Batasnya 30 November 2022." in letter.body
    )
    assert "1 gagasan belum terhitung" in letter.body
    assert f"{SITE}/33.25/inovasi/usul/" in letter.body


def test_a_coordinator_learns_who_is_short_once_the_day_has_passed(found: Way):
    coordinator = found.stage.people.coordinator
    before, after = due_on(2022), due_on(2022) + timedelta(days=1)
    assert not {one.user: one for one in digests(before)}[coordinator].more
    digest = {one.user: one for one in digests(after)}[coordinator]
    letter = letter_of(digest, SITE, after)
    assert letter.subject == "2 OPD di bawah minimal inovasi"
    assert "- Dinas Kesehatan: 0" in letter.body


def test_it_comes_with_the_one_letter_of_the_day(found: Way):
    at = datetime(2022, 11, 30, 3, 0, tzinfo=UTC)
    queue_digests(due_digests(at), SITE, at)
    queue_digests(due_digests(at), SITE, at)
    finish(HANDLER, ALL, at)
    to = [one.to for one in mail.outbox]
    assert to.count([found.stage.people.operator.email]) == 1


def test_what_waits_for_whom(found: Way):
    region, people = found.stage.region, found.stage.people
    coordinator, verifier = (
        lambda: list(to_decide(region, people.coordinator, {"screen"})),
        lambda: list(to_decide(region, people.verifier, {"verify"})),
    )
    assert not coordinator()
    found.propose("screened", "2022-05-04")
    assert [one.innovation.code for one in coordinator()] == ["INO-2022-001"]
    assert not verifier()
    found.return_(people.coordinator)
    assert [one.state for one in to_go_on(region, [found.innovation.agency_id])] == ["returned"]


def test_the_tasks_say_it(found: Way):
    found.propose("screened", "2022-05-04")
    client = Client()
    client.force_login(found.stage.people.coordinator)
    page = client.get("/33.25/tugas/").text
    assert "Tambal 48 Jam" in page
    assert "kajian" in page
    client.force_login(found.stage.people.verifier)
    assert "Tambal 48 Jam" not in client.get("/33.25/tugas/").text


def test_it_comes_into_a_real_mailbox(found: Way, monkeypatch):
    """By the command, through a mail server; a second time nobody gets it again."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2022, 11, 27, 3, 0, tzinfo=UTC))
    inbox = Inbox()
    with mail_server(inbox):
        assert remind()[0] == remind()[0] == 0
    letter = inbox.to(found.stage.people.operator)
    assert letter["Subject"] == "Kurang 2 inovasi"
    assert "/33.25/inovasi/usul/" in letter.get_content()


def test_a_coordinator_reminds_each_agency_once_a_day(found: Way):
    region, people = found.stage.region, found.stage.people
    done = remind_short(region, 2022, by=people.coordinator, at=AT)
    assert (done.told, done.again, done.nobody) == (2, 0, 0)
    done = remind_short(region, 2022, by=people.coordinator, at=AT)
    assert (done.told, done.again, done.nobody) == (0, 2, 0)
    who = {"by": people.coordinator, "at": AT + timedelta(days=1)}
    done = remind_short(region, 2022, **who, site="https://kota.example")
    assert done.told == 2
    letter = Letter.objects.get(to=people.operator.email)
    assert letter.headers == reminder_headers("https://kota.example")
    told = Notice.objects.filter(user=people.operator, key="innovation_short")
    assert notice_text(told.first()) == (
        "Koordinator mengingatkan: OPD Anda kurang 2 inovasi untuk 2022; batasnya 30 November 2022."
    )
    assert Entry.objects.filter(action="innovation.remind").count() == 2
    findings = [one for one in state_findings(region) if "appointment" not in one.of[0]]
    assert not findings


def test_who_may_not_remind_and_where_nobody_is_short(found: Way):
    region, people = found.stage.region, found.stage.people
    with pytest.raises(NotAllowedError):
        remind_short(region, 2022, by=people.operator, at=AT)
    Agency.objects.update(retired_on=TODAY)
    with pytest.raises(RefusedError):
        remind_short(region, 2022, by=people.coordinator, at=AT)


def test_the_button_says_whom_it_told(found: Way):
    client = Client()
    client.force_login(found.stage.people.coordinator)
    year = timezone.localdate().year
    client.post(f"/33.25/inovasi/ingatkan/{year}/")
    assert Notice.objects.filter(key="innovation_short").count() == 2
    for wrong in (0, 2022, 2099, 99999, 10**24):
        answer = client.post(f"/33.25/inovasi/ingatkan/{wrong}/")
        assert answer.status_code == 302
    assert Notice.objects.filter(key="innovation_short").count() == 2


def test_what_is_the_same_as_another_is_not_on_its_way(found: Way):
    given(found, "INO-2022-001", same_as="n1")
    assert by_code(found)["a1"] == (1, 2, 0)
