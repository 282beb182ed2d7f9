"""Documents that the cycle wants: there, missing, lapsed or to be confirmed, and when due."""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluation.cycles import NOW, begun_by, case_of, command_on
from evaluation.test_bundle import index_of, text_of, zip_of
from kotacerdas.accounts.access import Here
from kotacerdas.accounts.models import Role
from kotacerdas.accounts.rights import current_appointments, rights_in
from kotacerdas.audit.models import Entry
from kotacerdas.casework.models import Notice, Window
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.evaluation.actions.answers import mark_ready, set_due
from kotacerdas.evaluation.actions.beginning import begin_cycle
from kotacerdas.evaluation.actions.bringing import bring_files
from kotacerdas.evaluation.actions.cycles import move_cycle
from kotacerdas.evaluation.actions.uses import UseCommand, confirm, set_days, use
from kotacerdas.evaluation.binder import FILTERS, binder_of
from kotacerdas.evaluation.cycle import Move
from kotacerdas.evaluation.due import due_of
from kotacerdas.evaluation.models import Submission, Use
from kotacerdas.evaluation.validity import (
    Days,
    DocumentState,
    Standing,
    standing_of_document,
)
from kotacerdas.evaluation.waiting import to_answer
from kotacerdas.frameworks.questionnaire import Document, packaged_one
from kotacerdas.ops.verification import state_findings
from pages.acting import client_of
from pages.regions import OWN, begun, somebody
from reporting.files import pdf

TODAY = NOW.date()
TEAM = "sk_team"  # holds five years
THERE, UNCONFIRMED, LAPSED, MISSING = DocumentState


class File(NamedTuple):
    dated: date | None = None
    valid_until: date | None = None
    is_confirmed: bool = True
    wanted: str = "file"


@pytest.mark.fast
@pytest.mark.parametrize(
    ("years", "files", "standing"),
    [
        (5, [], Standing(MISSING)),
        (5, [File()], Standing(THERE)),  # nobody said its day: not known is not lapsed
        (5, [File(date(2018, 6, 2))], Standing(THERE, date(2023, 6, 1))),  # on its last day
        (5, [File(date(2018, 6, 1))], Standing(LAPSED, date(2023, 5, 31))),
        (1, [File(date(2020, 2, 29))], Standing(LAPSED, date(2021, 2, 28))),
        (0, [File(date(1990, 1, 1))], Standing(THERE)),  # never lapses
        (0, [File(None, date(2023, 5, 31))], Standing(LAPSED, date(2023, 5, 31))),
        (5, [File(date(2010, 1, 1), date(2024, 1, 1))], Standing(THERE, date(2024, 1, 1))),
        (5, [File(is_confirmed=False)], Standing(UNCONFIRMED)),
        (5, [File(date(2010, 1, 1), is_confirmed=False)], Standing(LAPSED, date(2014, 12, 31))),
        (5, [File(date(2010, 1, 1)), File(date(2022, 1, 1))], Standing(THERE, date(2026, 12, 31))),
        (5, [File(wanted="")], Standing(MISSING)),
    ],
)
def test_a_document_stands_as_its_files_do(years, files, standing):
    rule = Document("sk", "SK", "Decree", years, "x")

    assert standing_of_document(rule, files, TODAY) == standing


@pytest.fixture
def begun_cycle(db):
    return begun_by(begun(OWN))


def brought(cycle, by, days: Days, code: str = TEAM) -> Use:
    """A document that is ready on the days that were typed of it."""
    own = Use.objects.filter(item__code=code)
    file = SimpleUploadedFile("SK.pdf", pdf() + b"%%%d" % own.count())
    bring_files(command_on(cycle, code, by), [file], "file")
    made = own.select_related("item__cycle", "evidence").latest("pk")
    mark_ready(command_on(cycle, code, by), {"answer": ""})
    return set_days(UseCommand(made, by, NOW), days)


def left(cycle, today: date = TODAY) -> set[str]:
    """Codes of the items and documents that wait for their agency."""
    found = to_answer(cycle.region, [cycle.home_id], today)
    return {one.item.code for one in found}


def test_a_document_that_lapses_is_a_task_again_and_says_so_everywhere(begun_cycle):
    cycle, by = begun_cycle
    brought(cycle, by, Days(dated=TODAY - timedelta(days=1)))
    assert TEAM not in left(cycle)
    assert TEAM in left(cycle, date(2028, 6, 1))
    brought(cycle, by, Days(date(2000, 1, 2)), code="sk_council")
    assert "sk_council" in left(cycle)

    client = client_of(by)
    page = client.get(f"/{OWN}/2023/bundel/?bagian=documents").text
    assert "berlaku sampai 30 Mei 2028" in page
    assert "kedaluwarsa sejak 2 Januari 2005" in page
    assert "tenggat 1 Juli 2023" in page
    [row] = [row for row in index_of(zip_of(client)) if row["Nama butir"] == "SK Dewan Smart City"]
    assert "kedaluwarsa sejak 2 Januari 2005" in row.values()
    text = text_of(zip_of(client))
    assert "berlaku sampai 30 Mei 2028" in text
    assert "belum ada" in text
    operator = client_of(somebody(cycle.region, Role.OPERATOR))
    assert "kedaluwarsa" in operator.get(f"/{OWN}/tugas/").text
    tasks = client.get(f"/{OWN}/tugas/").text
    assert "SK Dewan Smart City" in tasks
    assert "kedaluwarsa" in tasks


def test_the_same_document_is_there_and_lapsed_as_days_pass(begun_cycle):
    """Nothing is done or stored between: only the day is another."""
    cycle, by = begun_cycle
    brought(cycle, by, Days(dated=date(2019, 6, 11)))
    held = current_appointments(by, NOW)
    here = Here(by, cycle.region, rights_in(cycle.region, held), tuple(held))
    last = date(2024, 6, 10)
    entries = Entry.objects.count()
    seen = []
    for day in (last - timedelta(days=400), last, last + timedelta(days=1)):
        documents = binder_of(here, cycle, NOW, day).documents
        [row] = [one for one in documents.rows if one.code == TEAM]
        seen.append((row.document, row.is_ready, documents.ready, TEAM in left(cycle, day)))
        assert FILTERS["lapsed"](row) is row.has_lapsed

    there, lapsed = Standing(THERE, last), Standing(LAPSED, last)
    assert seen == [(there, True, 1, False), (there, True, 1, False), (lapsed, False, 0, True)]
    assert Entry.objects.count() == entries
    brought(cycle, by, Days(dated=date(2023, 5, 2)))  # a newer decree, beside the old one
    assert TEAM not in left(cycle, last + timedelta(days=1))


def test_a_lapsed_document_is_not_marked_ready(begun_cycle):
    cycle, by = begun_cycle
    use_ = brought(cycle, by, Days(date(2000, 1, 2)))
    assert use_.dated == date(2000, 1, 2)
    row = client_of(by).get(f"/{OWN}/2023/bundel/{TEAM}/").text
    assert "kedaluwarsa" in row
    assert "siap</span>" not in row.split("<form")[0]
    with pytest.raises(Exception) as refused:  # noqa: PT011 - incomplete, as any missing piece
        mark_ready(command_on(cycle, TEAM, by), {"answer": "Tetap"})
    assert [one.key for one in refused.value.problems] == ["no_file"]


def test_what_cannot_be_a_validity_is_refused(begun_cycle):
    cycle, by = begun_cycle
    made = brought(cycle, by, Days())
    command = UseCommand(made, by, NOW)
    for days, key in (
        (Days(dated=TODAY + timedelta(days=1)), "dated_ahead"),
        (Days(date(2023, 1, 2), date(2023, 1, 1)), "lapses_before"),
    ):
        with pytest.raises(RefusedError, match=key):
            set_days(command, days)
    with pytest.raises(RefusedError, match="not_dated"):
        use(command_on(cycle, "2.2", by), made.evidence, "sk_team", Days(TODAY))
    entries = Entry.objects.count()
    set_days(command, Days())  # the same again
    assert Entry.objects.count() == entries
    typed = {"do": "days", "use": made.pk, "dated": "2023-02-30", "valid_until": ""}
    assert client_of(by).post(f"/{OWN}/2023/bundel/{TEAM}/", typed).status_code == 422


def test_the_days_go_along_into_the_next_year_and_wait_for_a_yes(begun_cycle):
    cycle, by = begun_cycle
    brought(cycle, by, Days(date(2019, 6, 2)))
    region = cycle.region
    following = begin_cycle(region, 2024, cycle.questionnaire, cycle.home, by=by, at=NOW)
    [again] = Use.objects.filter(item__cycle=following)
    rule = next(one for one in packaged_one("gsc-2021").documents if one.code == TEAM)

    assert standing_of_document(rule, [again], TODAY) == (UNCONFIRMED, date(2024, 6, 1))
    assert standing_of_document(rule, [again], date(2024, 6, 2)) == (LAPSED, date(2024, 6, 1))
    confirm(UseCommand(again, by, NOW), Days(valid_until=date(2026, 1, 1)))
    again.refresh_from_db()
    assert standing_of_document(rule, [again], date(2024, 6, 2)) == (THERE, date(2026, 1, 1))
    assert not [one for one in state_findings(region) if one.key != "unlogged"]


def test_what_was_submitted_keeps_how_its_documents_stood(begun_cycle):
    cycle, by = begun_cycle
    made = brought(cycle, by, Days(date(2019, 6, 2)))
    move_cycle(cycle, Move.SUBMIT, by=by, at=NOW)
    submission = Submission.objects.get()
    Use.objects.filter(pk=made.pk).update(valid_until=date(2020, 1, 1))

    rows = index_of(zip_of(client_of(by), f"?penyerahan={submission.pk}"))
    [row] = [row for row in rows if row["Nama butir"] == "SK Tim Pelaksana Smart City"]
    assert "ada, berlaku sampai 1 Juni 2024" in row.values()


def test_a_document_has_a_due_day_of_its_own_within_its_stage(begun_cycle):
    cycle, by = begun_cycle
    operator = somebody(cycle.region, Role.OPERATOR)
    item, deadline = case_of(cycle, TEAM).item, TODAY + timedelta(days=30)
    early = TODAY + timedelta(days=5)
    assert due_of(case_of(cycle, TEAM), item) == deadline
    for day in (TODAY - timedelta(days=1), deadline + timedelta(days=1)):
        with pytest.raises(RefusedError, match="due_between"):
            set_due(item, day, by=by, at=NOW)
    with pytest.raises(RefusedError, match="not_dated"):
        set_due(case_of(cycle, "2.2").item, early, by=by, at=NOW)
    with pytest.raises(NotAllowedError):
        set_due(item, early, by=operator, at=NOW)
    set_due(item, early, by=by, at=NOW)
    set_due(item, early, by=by, at=NOW)

    def due() -> date | None:
        case = case_of(cycle, TEAM)
        return due_of(case, case.item)

    assert due() == early
    assert Entry.objects.filter(action="evaluation.due").count() == 1
    assert Notice.objects.filter(user=operator, key="item_due").count() == 1
    assert "tenggat 6 Juni 2023" in client_of(by).get(f"/{OWN}/2023/bundel/?bagian=documents").text
    assert not [one for one in state_findings(cycle.region) if one.key != "unlogged"]

    Window.objects.filter(pk=case_of(cycle, TEAM).window_id).update(deadline=TODAY)
    assert due() == TODAY  # never after the stage's
    mark_ready(command_on(cycle, "1.6", by), {"level": "0", "answer": "Ada.", "why": "Sesuai"})
    move_cycle(cycle, Move.SUBMIT, by=by, at=NOW)
    with pytest.raises(RefusedError, match="no_stage"):
        set_due(item, TODAY, by=by, at=NOW)
    cycle.refresh_from_db()
    move_cycle(cycle, Move.OPEN, by=by, at=NOW)
    assert due() == date(2023, 11, 14)  # what was said for the stage before is over
