"""The n-th write of the acts of an evaluation fails: each was done whole, or not at all."""

from datetime import timedelta
from pathlib import Path

import pytest

from documents.own_templates import titled
from evaluation.cycles import EDITION
from faults.test_the_nth_write_fails import Act, folder, here, said, try_all
from kotacerdas.audit.models import Entry
from kotacerdas.casework.actions.cases import CaseCommand
from kotacerdas.casework.actions.evidence import add_link
from kotacerdas.casework.actions.steps import save_draft
from kotacerdas.casework.models import Case, Evidence, State
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.processes import whole_cases
from kotacerdas.evaluation.actions.answers import hand_over, mark_ready, set_due
from kotacerdas.evaluation.actions.beginning import begin_cycle
from kotacerdas.evaluation.actions.cycles import move_cycle, set_dates
from kotacerdas.evaluation.actions.findings import Found, add_finding
from kotacerdas.evaluation.actions.requests import Sent, accept, ask, bring, decline, end
from kotacerdas.evaluation.actions.showing import hide_again, show_to_assessors
from kotacerdas.evaluation.actions.templates import remove_template, set_template
from kotacerdas.evaluation.actions.uses import UseCommand, drop, set_days, use
from kotacerdas.evaluation.cycle import Move
from kotacerdas.evaluation.models import Cycle, Incoming, Request, Use
from kotacerdas.evaluation.questionnaires import keep
from kotacerdas.evaluation.selectors import stages_of
from kotacerdas.evaluation.validity import Days
from kotacerdas.exchange.outcome import Decisions
from kotacerdas.exchange.undo import undo_entry
from kotacerdas.frameworks.questionnaire import table_of
from kotacerdas.plan.actions import Act as ActOnRecord
from kotacerdas.plan.actions import Asked, apply_act, planned
from kotacerdas.records.models import Agency
from reporting.cast import AT, Stage
from reporting.files import png

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["folder", "here"]  # fixtures
FILLED = {"level": "0", "answer": "Belum ada.", "why": "Sesuai"}
SITE = "https://kota.example"


def begin(here: Stage, year: int) -> Cycle:
    questionnaire = keep(table_of(EDITION), EDITION)
    agency = Agency.objects.get(region=here.region, code="a1")
    return begin_cycle(here.region, year, questionnaire, agency, by=here.people.coordinator, at=AT)


@pytest.fixture
def cycle(here: Stage) -> Cycle:
    """A cycle in its first stage."""
    made = begin(here, AT.year)
    for stage, days in zip(stages_of(made), (30, 90), strict=True):
        until = AT.date() + timedelta(days=days)
        set_dates(stage, AT.date(), until, "", by=here.people.coordinator, at=AT)
    return move_cycle(made, Move.OPEN, by=here.people.coordinator, at=AT)


def command(here: Stage, cycle: Cycle, code: str = "2.2") -> CaseCommand:
    case = whole_cases().get(item__cycle=cycle, item__code=code)
    return CaseCommand(case, here.people.coordinator, AT, case.revision)


def test_a_cycle_begun(here: Stage, folder: Path, capsys):
    keep(table_of(EDITION), EDITION)  # by its content, whoever asks for it first
    act = Act(lambda n: begin(here, 2100 + n))
    said("evaluation begun", try_all(act, folder, here.region), capsys)


def test_a_stage_submitted_and_taken_back(here: Stage, folder: Path, cycle: Cycle, capsys):
    by = here.people.coordinator
    mark_ready(command(here, cycle), FILLED)

    def back(_: int) -> None:
        held = Cycle.objects.select_related("current__window").get(pk=cycle.pk)
        if held.current is not None and held.current.submitted_at is not None:
            move_cycle(held, Move.TAKE_BACK, "Keliru", by=by, at=AT)

    def submit(_: int) -> None:
        move_cycle(cycle, Move.SUBMIT, by=by, at=AT)

    said("stage submitted", try_all(Act(submit, back), folder, here.region), capsys)


def test_an_item_made_ready(here: Stage, folder: Path, cycle: Cycle, capsys):
    def prepare(n: int) -> None:
        save_draft(command(here, cycle), FILLED | {"answer": f"Jawaban {n}"})

    def do(_: int) -> None:
        mark_ready(command(here, cycle))

    # Sent in, and then ready: the next press goes on behind the first.
    def begun(n: int) -> None:
        if Case.objects.get(item__cycle=cycle, item__code="2.2").state != State.SUBMITTED:
            prepare(n)

    act = Act(do, begun, is_in_steps=True)
    said("item made ready", try_all(act, folder, here.region), capsys)


def test_an_item_handed_over(here: Stage, folder: Path, cycle: Cycle, capsys):
    agencies = Agency.objects.filter(region=here.region).order_by("pk")[:2]
    item = command(here, cycle).case.item

    def do(n: int) -> None:
        held = Case.objects.get(pk=item.pk)
        [other] = [one for one in agencies if one.pk != held.agency_id]
        hand_over([item], other, by=here.people.coordinator, at=AT)

    said("item handed over", try_all(Act(do), folder, here.region), capsys)


def test_evidence_used_and_dropped(here: Stage, folder: Path, cycle: Cycle, capsys):
    save_draft(command(here, cycle), FILLED)

    def do(n: int) -> None:
        address = f"https://arsip.example/{n}"
        piece = add_link(command(here, cycle), address, "SK", AT.date())
        use(command(here, cycle), piece, "sk_team")

    said("evidence used", try_all(Act(do, is_in_steps=True), folder, here.region), capsys)

    def show(_: int) -> None:
        assert show_to_assessors(cycle, by=here.people.coordinator, at=AT)

    said("evidence shown to assessors", try_all(Act(show, do), folder, here.region), capsys)

    def shown(n: int) -> None:
        do(n + 500)
        show(n)

    def hide(_: int) -> None:
        pieces = Evidence.objects.filter(seen_by=Seen.ASSESSORS).values_list("pk", flat=True)
        assert hide_again(cycle, list(pieces), by=here.people.coordinator, at=AT)

    said("evidence hidden again", try_all(Act(hide, shown), folder, here.region), capsys)

    used = Use.objects.select_related("item").order_by("-pk")

    def leave(_: int) -> None:
        drop(UseCommand(used[0], here.people.coordinator, AT))

    said("evidence dropped", try_all(Act(leave, do), folder, here.region), capsys)


def test_the_validity_and_the_due_day_of_a_document(
    here: Stage, folder: Path, cycle: Cycle, capsys
):
    save_draft(command(here, cycle, "sk_team"), {"answer": "Ada."})
    piece = add_link(command(here, cycle, "sk_team"), "https://arsip.example/", "SK", AT.date())
    made, by = use(command(here, cycle, "sk_team"), piece, "file"), here.people.coordinator

    def valid(n: int) -> None:
        set_days(UseCommand(made, by, AT), Days(AT.date() - timedelta(days=n)))

    def due(n: int) -> None:
        set_due(made.item, AT.date() + timedelta(days=n % 30), by=by, at=AT)

    said("validity typed", try_all(Act(valid), folder, here.region), capsys)
    said("due day set", try_all(Act(due), folder, here.region), capsys)


def test_a_piece_asked_for_brought_and_accepted(here: Stage, folder: Path, cycle: Cycle, capsys):
    by = here.people.coordinator

    def asked(n: int) -> Request:
        item = command(here, cycle).case.item
        return ask(item, "sk_forum", by=by, at=AT + timedelta(minutes=n), site=SITE)

    said("piece asked for", try_all(Act(asked), folder, here.region), capsys)

    def anew(_: int) -> None:
        for old in Request.objects.filter(uses_left__lt=3, ended_at__isnull=True):
            end(old, by=by, at=AT)
        asked(0)

    def bring_one(n: int) -> None:
        request = Request.objects.filter(ended_at__isnull=True).latest("pk")
        bring(request, [Sent(f"{n}.png", png(n + 1, 2))], "Terlampir", at=AT)

    said("file came in", try_all(Act(bring_one, anew), folder, here.region), capsys)

    def accept_one(_: int) -> None:
        waiting = Incoming.objects.filter(settled_at__isnull=True)
        accept(waiting.select_related("request__item__region", "file")[0], by=by, at=AT)

    def came_in(n: int) -> None:
        anew(n)
        bring_one(n + 500)

    act = Act(accept_one, came_in, is_in_steps=True)
    said("file accepted", try_all(act, folder, here.region), capsys)

    def none(n: int) -> None:
        request = Request.objects.filter(ended_at__isnull=True).latest("pk")
        decline(request, f"Belum ada {n}", at=AT)

    said("said that there is none", try_all(Act(none, anew), folder, here.region), capsys)


def test_a_template_set_and_taken_back(here: Stage, folder: Path, cycle: Cycle, capsys):
    by = here.people.coordinator

    def put(n: int) -> None:
        set_template(here.region, f"{n}.pptx", titled(f"Ubin {n}"), by=by, at=AT)

    said("template set", try_all(Act(put), folder, here.region), capsys)

    def leave(_: int) -> None:
        remove_template(here.region, by=by, at=AT)

    def anew(n: int) -> None:
        put(n + 500)

    said("template taken back", try_all(Act(leave, anew), folder, here.region), capsys)


def test_a_finding_written(here: Stage, folder: Path, cycle: Cycle, capsys):
    agency = Agency.objects.get(region=here.region, code="a1")

    def do(n: int) -> None:
        found = Found(f"Temuan {n}", agency, AT.date() + timedelta(days=9))
        add_finding(cycle, found, by=here.people.coordinator, at=AT)

    said("finding written", try_all(Act(do), folder, here.region), capsys)


def test_an_agency_merged_that_answers_items(here: Stage, folder: Path, cycle: Cycle, capsys):
    """Plan and evaluation together, or neither."""
    agencies = list(Agency.objects.filter(region=here.region).order_by("pk")[:2])
    by = here.people.coordinator
    hand_over([command(here, cycle).case.item], agencies[0], by=by, at=AT)

    def back(_: int) -> None:
        merged = Entry.objects.filter(chain_id=here.region.code, action=ActOnRecord.MERGE)
        newest = merged.order_by("-number").first()
        if newest is not None and Agency.objects.get(pk=agencies[0].pk).retired_on is not None:
            undo_entry(here.region, newest.number, Decisions(), by=by, at=AT, reason="Keliru")
            hand_over([command(here, cycle).case.item], agencies[0], by=by, at=AT)

    def merge(_: int) -> None:
        own = Agency.objects.get(pk=agencies[0].pk)
        asked = Asked(ActOnRecord.MERGE, into=agencies[1].pk, from_year=AT.year + 1)
        digest = planned([own], asked, AT).digest
        apply_act([own], asked, by=by, at=AT, reason="Perda", digest=digest)

    said("agency merged", try_all(Act(merge, back), folder, here.region), capsys)
