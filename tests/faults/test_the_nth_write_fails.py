"""The n-th call that writes fails, for every n: the act was done or was not, and somebody is told.

After each the chain is whole, what there is follows from it, and no figure is another than the one
computed anew.
"""

import errno
import gc
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from audit.story import appointed_stage
from cli.calls import call
from exchange.bringing import PRESET, brought_in
from exchange.merged import edited
from exchange.site import stored
from faults.writes import failing
from innovation.acting import IDEA, Way
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.evidence import EvidenceCommand, add_file, set_visibility
from kotacerdas.casework.actions.steps import (
    correct,
    save_draft,
    submit,
    verify,
    withdraw,
)
from kotacerdas.casework.models import State, Version
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.selectors import pieces_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.evaluation.actions.own_questionnaires import (
    add_questionnaire,
    remove_questionnaire,
)
from kotacerdas.evaluation.models import OwnQuestionnaire
from kotacerdas.exchange.actions import apply_import, send_file
from kotacerdas.exchange.choices import Choices
from kotacerdas.exchange.export import exported
from kotacerdas.exchange.models import Import
from kotacerdas.exchange.outcome import Decisions
from kotacerdas.exchange.undo import undo_entry
from kotacerdas.frameworks.questionnaire import table_of
from kotacerdas.innovation.actions.assessing import assess, conclude
from kotacerdas.innovation.actions.deciding import decide, take_back
from kotacerdas.innovation.actions.mark_evidence import MarkCommand, drop, use
from kotacerdas.innovation.actions.proposing import Idea, propose
from kotacerdas.innovation.actions.reminding import remind_short
from kotacerdas.innovation.models import LikelyPair, TwinDecision, Verdict
from kotacerdas.ops.verification import all_findings
from kotacerdas.plan.models import Innovation, InnovationMark
from kotacerdas.records.actions import Change, apply_changes, mark_stale
from kotacerdas.records.models import Agency, Region, SourceFile
from kotacerdas.reporting.actions.row_evidence import (
    Outcome,
    RowCommand,
    Visibility,
    assign,
    bring_file,
    discard,
    take_away,
)
from kotacerdas.reporting.named_rows import NamedRow, named_rows, row_of
from kotacerdas.scorecards.actions import publish_run, refresh_scorecards
from kotacerdas.scorecards.models import Run
from kotacerdas.survey.actions.answering import Said, keep_answer
from kotacerdas.survey.actions.entering import Paper, enter_papers, set_aside
from kotacerdas.survey.actions.helping import make_helper
from kotacerdas.survey.actions.running import Plan as SurveyPlan
from kotacerdas.survey.actions.running import begin_survey, discard_survey, move_survey
from kotacerdas.survey.models import Answer, Survey
from kotacerdas.survey.models import State as SurveyState
from kotacerdas.survey.rules import Move
from kotacerdas.wording.numbers import Language
from pages.regions import OWN
from reporting import files
from reporting.cast import AT, CHECKED, COMPLETE, Stage, reporting_sheets
from workbook.builder import put, xlsx

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 5000  # more writes than any act here has
EACH_OF_SO_MANY = 12
FEWEST = 3
WAYS = errno.ENOSPC, errno.EIO
CHECKED_EACH = 10  # what was refused changed nothing, so it is enough to look now and then


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "stored"
    settings.MEDIA_ROOT.mkdir()
    settings.OUTBOX = "worker"  # as on a site: an act leaves the rest to it
    return tmp_path


@pytest.fixture
def here() -> Stage:
    return appointed_stage()


@dataclass
class Act:
    """What is done, and what has to be before it can be done again."""

    do: Callable[[int], object]
    prepare: Callable[[int], object] = lambda _: None
    is_in_steps: bool = False  # each is all or nothing, and the next attempt goes on behind them


def there(folder: Path) -> dict[str, object]:
    """Every row, and every file with its content."""
    sources = {"sources": list(SourceFile.objects.order_by("pk").values_list("pk", "content"))}
    return stored() | sources | {"on disk": on_disk(folder)}


def on_disk(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def told(act: Callable[[], object]) -> str:
    """Why it was not done; empty where it was. What a page makes of a full disk, pages test."""
    try:
        act()
    except (RefusedError, OSError, OperationalError) as error:
        return str(error) or repr(error)
    return ""


def sentence_of(*arguments: object) -> None:
    """Run a command; raises RefusedError with the sentence that it ends with."""
    said = call(*arguments)
    if said.code:
        assert "Traceback" not in said.err
        assert said.err.strip()
        raise RefusedError(said.err)


def check(region: Region | None) -> None:
    """Log, records and files agree, and the results that there are were made from them."""
    assert all_findings() == []
    if region is None:
        return
    refresh_scorecards(region, timezone.now())
    before = Run.objects.count()
    mark_stale(region, 0, timezone.now())
    refresh_scorecards(region, timezone.now())
    assert Run.objects.count() == before


def try_all(act: Act, folder: Path, region: Region | None) -> int:
    """How many writes the act has; each of them failed, in either way by turns.

    In either of them the same exceptions are raised and caught; only the page that tells of it
    looks at which it was, and has tests of its own. What an attempt left as it was is prepared for
    the next.
    """
    before: dict[str, object] | None = None
    for n in range(1, MOST):
        if before is None:
            act.prepare(n)
            before = there(folder)
        with failing(folder, n, WAYS[n % len(WAYS)]) as writes:
            why = told(partial(act.do, n))
        if not writes.failed:
            assert why == ""
            check(region)
            return n - 1
        if act.is_in_steps:
            assert why
        elif why:
            assert there(folder) == before, (n, writes.failed, why)
        else:  # it was committed, and what follows a commit fails nobody's request
            assert there(folder) != before, (n, writes.failed)
        if why == "" or act.is_in_steps or n % CHECKED_EACH == 0:
            check(region)
            before = None
    raise AssertionError("no end")


def said(name: str, count: int, capsys) -> None:
    with capsys.disabled():
        print(f"\n{name}: {count} writes, each failed", end="")  # noqa: T201
    assert count >= FEWEST


def test_an_import(here: Stage, folder: Path, capsys):
    by = here.people.coordinator

    def prepare(n: int) -> None:
        data = xlsx(put(reporting_sheets(OWN), "Programmes!B2", f"Nama {n}"))
        send_file(here.region, "b.xlsx", data, by, AT)

    def do(_: int) -> None:
        apply_import(Import.objects.latest("pk"), PRESET, by=by, at=AT, reason="Rapat")

    said("import", try_all(Act(do, prepare), folder, here.region), capsys)


def test_an_import_with_a_conflict_and_a_correction(here: Stage, folder: Path, capsys):
    by = here.people.coordinator
    submit(here.act(here.people.operator), COMPLETE)
    verify(here.act(here.people.verifier), CHECKED)

    def prepare(n: int) -> None:
        case = here.case()
        if case.state != "verified":
            verify(here.act(here.people.verifier), CHECKED)
        path = folder / "ekspor.xlsx"
        exported(here.region, path, Language.ID)
        cells = {"Realisasi!F3": n + 0.5, "Program!B2": f"Berkas {n}"}
        cells["Perangkat Daerah!B2"] = f"Dinas {n}"
        data = edited(path.read_bytes(), cells)
        other = xlsx(put(reporting_sheets(OWN), "Programmes!B2", f"Situs {n}"))
        brought_in(here.region, other, by, AT)
        send_file(here.region, "b.xlsx", data, by, AT)

    def do(_: int) -> None:
        choices = Choices(Decisions(others=True))
        apply_import(Import.objects.latest("pk"), choices, by=by, at=AT, reason="Rapat")

    said("import with a correction", try_all(Act(do, prepare), folder, here.region), capsys)


def test_an_undo(here: Stage, folder: Path, capsys):
    by = here.people.coordinator

    def prepare(n: int) -> None:
        sheets = put(reporting_sheets(OWN), "Programmes!B2", f"Nama {n}")
        sheets["Missions"].append([f"baru{n}", "RPJMD", "Baru"])
        del sheets["Targets"][-1]
        data = xlsx(sheets)
        brought_in(here.region, data, by, AT)

    def do(_: int) -> None:
        newest = Entry.objects.filter(chain_id=OWN).latest("number").number
        undo_entry(here.region, newest, Decisions(), by=by, at=AT, reason="Salah")

    said("undo", try_all(Act(do, prepare), folder, here.region), capsys)


def test_a_workbook_stored(here: Stage, folder: Path, capsys):
    by = here.people.coordinator

    def do(n: int) -> None:
        data = xlsx(put(reporting_sheets(OWN), "Programmes!B2", f"Nama {n}"))
        send_file(here.region, "b.xlsx", data, by, AT)

    # Stored, and looked at after the commit: sent again it is the same import.
    act = Act(do, is_in_steps=True)
    said("upload of a workbook", try_all(act, folder, here.region), capsys)


def test_evidence(here: Stage, folder: Path, capsys):
    def do(n: int) -> None:
        add_file(here.act(here.people.operator), f"{n}.png", files.png(n + 1, 2))

    said("evidence", try_all(Act(do), folder, here.region), capsys)


def test_a_file_of_a_row(here: Stage, folder: Path, capsys):
    """Brought by its name, or given once somebody said whose it is."""
    by, region = here.people.coordinator, here.region
    sheets = reporting_sheets(OWN)
    sheets["Innovations"][0].append("evidence")
    sheets["Innovations"][1].append("foto.png")
    brought_in(region, xlsx(sheets), by, AT)
    command, rows = RowCommand(region, by, AT), named_rows(region)
    assert len(rows) == 1

    def clear(_: int) -> None:
        for one in pieces_of(region).filter(case=None):
            (discard if row_of(one) is None else take_away)(command, one)

    def bring(n: int, found: Sequence[NamedRow] = rows) -> Outcome:
        return bring_file(command, "foto.png", files.png(n, 2), found, Visibility())

    said("file of a row", try_all(Act(bring, clear), folder, region), capsys)
    assert [row_of(one) is not None for one in pieces_of(region)] == [True]

    def wait(n: int) -> None:
        clear(n)
        bring(n, ())

    act = Act(lambda _: assign(command, pieces_of(region).get(case=None), rows), wait)
    said("file given to a row", try_all(act, folder, region), capsys)


def test_sending_in(here: Stage, folder: Path, capsys):
    operator = here.people.operator

    def prepare(_: int) -> None:
        newest = Version.objects.order_by("-number").first()
        if newest is not None and newest.state == State.SUBMITTED:
            withdraw(here.act(operator))
        save_draft(here.act(operator), COMPLETE)

    act = Act(lambda _: submit(here.act(operator)), prepare)
    said("report sent in", try_all(act, folder, here.region), capsys)


def test_verifying(here: Stage, folder: Path, capsys):
    operator = here.people.operator

    def prepare(_: int) -> None:
        newest = Version.objects.order_by("-number").first()
        if newest is None:
            save_draft(here.act(operator), COMPLETE)
        elif newest.state == State.VERIFIED:
            correct(here.act(operator), "Angka diperbarui")
        else:
            return
        submit(here.act(operator))

    act = Act(lambda _: verify(here.act(here.people.verifier), "Sesuai"), prepare)
    said("report verified", try_all(act, folder, here.region), capsys)


def idea(here: Stage, n: int) -> Innovation:
    typed = IDEA | {"name": f"Gagasan {n}", "summary": f"Cara ke-{n} menambal jalan."}
    agency = Agency.objects.get(region=here.region, code="a1")
    return propose(here.region, Idea(agency, typed), by=here.people.operator, at=AT)


def test_an_innovation_proposed(here: Stage, folder: Path, capsys):
    act = Act(lambda n: idea(here, n))
    said("innovation proposed", try_all(act, folder, here.region), capsys)


def test_a_stage_accepted(here: Stage, folder: Path, capsys):
    """Into the case and into the plan, or into neither."""
    ways: list[Way] = []

    def prepare(n: int) -> None:
        if ways and ways[-1].case().state == State.SUBMITTED:
            return
        ways.append(Way(here, idea(here, n)))
        ways[-1].propose("screened", AT.date().isoformat())

    act = Act(lambda _: ways[-1].accept(here.people.coordinator), prepare)
    said("stage accepted", try_all(act, folder, here.region), capsys)


def test_an_innovation_assessed_and_the_means_recorded(here: Stage, folder: Path, capsys):
    made = idea(here, 0)

    def do(n: int) -> None:
        grades = {"effective": n % 5, "efficient": n // 5 % 5, "simple": n // 25 % 5}
        assess(made, grades, f"Penilaian {n}", by=here.people.verifier, at=AT)

    said("assessed", try_all(Act(do), folder, here.region), capsys)
    act = Act(lambda _: conclude(made, "Rapat", by=here.people.coordinator, at=AT), do)
    said("means recorded", try_all(act, folder, here.region), capsys)


def test_agencies_reminded_of_innovations(here: Stage, folder: Path, capsys):
    def do(n: int) -> None:
        at = AT + timedelta(days=n)
        remind_short(here.region, at.year, by=here.people.coordinator, at=at)

    said("reminded of innovations", try_all(Act(do), folder, here.region), capsys)


def test_twins_decided_and_taken_back(here: Stage, folder: Path, capsys):
    """The decision, the field that says it and the pairs that are left, or nothing of it."""
    region, by = here.region, here.people.coordinator
    first, second = idea(here, 1), idea(here, 2)

    def decided(_: int) -> None:
        if not TwinDecision.objects.exists():
            pair = LikelyPair.objects.get(first=first, second=second)
            decide(region, pair.pk, Verdict.REPLICATION, first.pk, by=by, at=AT)

    def opened(_: int) -> None:
        for one in TwinDecision.objects.all():
            take_back(region, one.pk, by=by, at=AT)

    said("twins decided", try_all(Act(decided, opened), folder, region), capsys)
    said("a decision taken back", try_all(Act(opened, decided), folder, region), capsys)


def test_a_mark_rests_on_a_piece_and_no_more(here: Stage, folder: Path, capsys):
    region, by = here.region, here.people.coordinator
    of = (idea(here, 1).code, "16")
    marked = dict(zip(("innovation", "indicator"), of, strict=True)) | {"parameter": 2}
    made = Change(InnovationMark, of, None, marked)
    apply_changes(region, [made], "record.edit", actor=by.email, at=AT)
    act = MarkCommand(InnovationMark.objects.get(), by, AT)
    piece = add_file(here.act(here.people.operator), "sk.png", files.png(3, 2))
    set_visibility(EvidenceCommand(piece, here.people.operator, AT), Seen.PUBLIC, is_personal=False)

    def used(_: int) -> None:
        use(act, piece)

    def dropped(_: int) -> None:
        for one in act.mark.uses.all():
            drop(act, one.pk)

    said("mark rests on a piece", try_all(Act(used, dropped), folder, region), capsys)
    said("and no more", try_all(Act(dropped, used), folder, region), capsys)


def test_a_questionnaire_added_and_removed(here: Stage, folder: Path, capsys):
    by, region = here.people.coordinator, here.region
    table = table_of("gsc-2021")

    def add(n: int) -> OwnQuestionnaire:
        return add_questionnaire(region, table | {"title": f"Kuesioner {n}"}, by=by, at=AT)

    said("questionnaire added", try_all(Act(add), folder, region), capsys)
    act = Act(
        lambda _: remove_questionnaire(OwnQuestionnaire.objects.latest("pk"), by=by, at=AT),
        lambda n: add(-n),
    )
    said("questionnaire removed", try_all(act, folder, region), capsys)


def test_a_survey_begun_moved_and_answered(here: Stage, folder: Path, capsys):
    """An answer is kept or is not; a coordinator's act and its entry are there together."""
    by, region = here.people.coordinator, here.region
    programme = here.programme()
    keys = {"health": programme.pk, "mobility": programme.pk}
    plan = SurveyPlan(AT.date(), AT.date() + timedelta(days=9), {}, keys)

    def prepare(_: int) -> None:
        for one in Survey.objects.filter(region=region):
            discard_survey(one, by=by, at=AT)

    act = Act(lambda _: begin_survey(region, 2022, plan, by=by, at=AT), prepare)
    said("survey begun", try_all(act, folder, region), capsys)
    survey = Survey.objects.get()
    move_survey(survey, Move.OPEN, by=by, at=AT)
    form = survey.forms.select_related("survey__region").get()
    paper = Said("444444", "22")

    def answer(n: int) -> None:
        keep_answer(form, paper, nonce=f"n{n}", begun_at=AT, address="198.51.100.7", at=AT)

    said("survey answered", try_all(Act(answer), folder, region), capsys)

    def enter(n: int) -> None:
        enter_papers(form, [Paper(paper, f"p{n}", AT.date())], by=by, at=AT)

    said("papers typed in", try_all(Act(enter), folder, region), capsys)
    keys_of = list(Answer.objects.values_list("pk", flat=True))

    def aside(n: int) -> None:
        is_back = Answer.objects.filter(is_set_aside=True).exists()
        set_aside(survey, keys_of, f"Alasan {n}", is_back=is_back, by=by, at=AT)

    said("answers set aside", try_all(Act(aside), folder, region), capsys)

    def move_on(n: int) -> None:
        is_open = Survey.objects.get().state == SurveyState.OPEN
        move = Move.CLOSE if is_open else Move.REOPEN
        move_survey(survey, move, by=by, at=AT, reason=f"Alasan {n}")

    said("survey moved", try_all(Act(move_on), folder, region), capsys)
    act = Act(lambda n: make_helper(survey, f"Petugas {n}", by=by, at=AT))
    said("helper made", try_all(act, folder, region), capsys)


def test_runs_made_by_the_worker(here: Stage, folder: Path, capsys):
    by = here.people.coordinator

    def prepare(n: int) -> None:
        data = xlsx(put(reporting_sheets(OWN), "Programmes!B2", f"Nama {n}"))
        brought_in(here.region, data, by, AT)

    act = Act(lambda _: refresh_scorecards(here.region, timezone.now()), prepare, is_in_steps=True)
    said("runs", try_all(act, folder, here.region), capsys)


def test_publishing(here: Stage, folder: Path, capsys):
    refresh_scorecards(here.region, timezone.now())
    run = Run.objects.filter(basis="verified").order_by("-pk").first()
    act = Act(lambda _: publish_run(run, here.people.coordinator, AT, "Rapat"))
    said("publishing", try_all(act, folder, here.region), capsys)


def test_a_region_begun(folder: Path, capsys):
    workbook = folder / "b.xlsx"
    workbook.write_bytes(xlsx(reporting_sheets(OWN)))
    act = Act(lambda _: sentence_of("load", workbook), is_in_steps=True)  # the region, its runs
    said("region begun", try_all(act, folder, None), capsys)


def test_a_backup_and_its_restore(here: Stage, folder: Path, capsys):
    add_file(here.act(here.people.operator), "foto.png", files.png())
    whole = folder / "cadangan.zip"
    sentence_of("backup", whole)
    act = Act(lambda _: sentence_of("backup", folder / "lagi.zip"))
    said("backup", try_backups(act, folder), capsys)
    gc.collect()  # what a backup was reading as it failed keeps its table from being emptied
    call_command("flush", interactive=False, verbosity=0)
    for path in (folder / "stored").rglob("*"):
        if path.is_file():
            path.unlink()
    act = Act(lambda _: sentence_of("restore", whole))
    said("restore", try_all(act, folder, None), capsys)


def try_backups(act: Act, folder: Path) -> int:
    """As `try_all`, for one that writes hundreds of times to one file: of these some are tried.

    The entry that it was begun stays, and it may be made without one.
    """
    n = tried = 0
    while n < MOST:
        n += max(1, n // EACH_OF_SO_MANY)
        tried += 1
        (folder / "lagi.zip").unlink(missing_ok=True)
        before = on_disk(folder)
        with failing(folder, n, WAYS[tried % len(WAYS)]) as writes:
            why = told(partial(act.do, n))
        if why:
            assert on_disk(folder) == before, (n, writes.failed, why)
        else:
            assert (folder / "lagi.zip").exists()
        if tried % CHECKED_EACH == 0 or not writes.failed:
            assert all_findings() == []
        if not writes.failed:
            return tried - 1
    raise AssertionError("no end")
