"""An item of the binder: its claim, its figures, its evidence, and what is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.access import may_read, require_reading, sides_at
from kotacerdas.casework.actions.cases import CaseCommand, GoneError, current_case
from kotacerdas.casework.actions.steps import refuse_locked
from kotacerdas.casework.models import Case, Comment, Evidence, State
from kotacerdas.casework.processes import case_url, whole_cases
from kotacerdas.casework.reuse import candidates, seen_of
from kotacerdas.casework.selectors import versions_of
from kotacerdas.casework.views.case_page import (
    Act,
    FormState,
    Typed,
    attempt,
    command_of,
    refusal_of,
)
from kotacerdas.casework.views.evidence import takes_evidence
from kotacerdas.casework.views.piece import isolated_file
from kotacerdas.casework.workflow import Side
from kotacerdas.core.addresses import site_address
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import language, sentence, words
from kotacerdas.evaluation.actions.answers import hand_over, mark_ready, set_due
from kotacerdas.evaluation.actions.bringing import Brought, bring_files
from kotacerdas.evaluation.actions.requests import (
    accept,
    ask,
    end,
    is_open,
    message_of,
    refuse,
)
from kotacerdas.evaluation.actions.showing import show_to_assessors
from kotacerdas.evaluation.actions.uses import (
    UseCommand,
    confirm,
    drop,
    set_days,
    use,
    wanted_codes,
)
from kotacerdas.evaluation.answering import ANSWER, Part, Problem, parts_of, pieces_of
from kotacerdas.evaluation.binder import Row, binder_of
from kotacerdas.evaluation.bundle import expected
from kotacerdas.evaluation.hidden import hidden_of_item
from kotacerdas.evaluation.models import Cycle, Incoming, Request, Use
from kotacerdas.evaluation.process import is_over
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.evaluation.selectors import findings_seen
from kotacerdas.evaluation.used_elsewhere import used_elsewhere
from kotacerdas.evaluation.using import uses_of_item
from kotacerdas.evaluation.views.doors import of_cycle
from kotacerdas.evaluation.views.showing import hide_named, say_shown
from kotacerdas.evaluation.views.typed_days import day_in, days_in
from kotacerdas.frameworks.questionnaire import Item, Wanted
from kotacerdas.records.models import Agency


def _of(model: type[Model], name: str, of: str, *related: str) -> Callable[..., Any]:
    """What finds the record of the item that a form names by its key. Raises Http404."""

    def find(command: CaseCommand, typed: Typed) -> Any:
        own = model._default_manager.select_related(*related).filter(**{of: command.case.pk})
        return get_object_or_404(own, pk=key_in(typed.get(name, "")) or 0)

    return find


_used = _of(Use, "use", "item", "item")
_asked = _of(Request, "request", "item", "item__cycle", "item__region", "item__agency", "asked_by")
_came = _of(
    *(Incoming, "incoming", "request__item"),
    *("request__item__region", "request__item__cycle", "file"),
)


def _use(command: CaseCommand, typed: Typed) -> None:
    region, pk = command.case.region, key_in(typed.get("evidence", "")) or 0
    evidence = get_object_or_404(Evidence, region=region, pk=pk)
    use(command, evidence, typed.get("wanted", ""), days_in(typed))


def _on_use(act: Callable[[UseCommand, Typed], object]) -> Act:
    return lambda command, typed: act(
        UseCommand(_used(command, typed), command.by, command.at), typed
    )


def _hand_over(command: CaseCommand, typed: Typed) -> None:
    region, code = command.case.region, typed.get("agency", "")
    agency = get_object_or_404(Agency, region=region, code=code)
    hand_over([command.case.item], agency, by=command.by, at=command.at)


# What a form's button says in `do`, beside what is done with every case.
OWN_ACTS: Mapping[str, Act] = {
    "ready": lambda command, typed: mark_ready(command, typed if ANSWER in typed else None),
    "use": _use,
    "confirm": _on_use(lambda command, typed: confirm(command, days_in(typed))),
    "days": _on_use(lambda command, typed: set_days(command, days_in(typed))),
    "drop": _on_use(lambda command, _: drop(command)),
    "end": lambda command, typed: end(_asked(command, typed), by=command.by, at=command.at),
    "accept": lambda command, typed: accept(
        _came(command, typed),
        by=command.by,
        at=command.at,
        days=days_in(typed) if "dated" in typed else None,
        reason=typed.get("reason", ""),
    ),
    "refuse": lambda command, typed: refuse(
        _came(command, typed), typed.get("reason", ""), by=command.by, at=command.at
    ),
    "show": _on_use(
        lambda command, _: show_to_assessors(
            command.case.item.cycle, by=command.by, at=command.at, only=command.use
        )
    ),
    "hide": lambda command, typed: hide_named(
        command.case.item.cycle, typed, command.by, command.at
    ),
    "hand_over": _hand_over,
    "due": lambda command, typed: set_due(
        command.case.item, day_in(typed, "due_on"), by=command.by, at=command.at
    ),
}


def _acts_of(request: HttpRequest) -> Mapping[str, Act]:
    """With those that read more of the request than its text."""
    return {
        **OWN_ACTS,
        "bring": lambda command, typed: bring_files(
            command,
            request.FILES.getlist("file"),
            typed.get("wanted", ""),
            is_personal="personal" in typed,
            days=days_in(typed),
        ),
        "ask": lambda command, typed: ask(
            command.case.item,
            typed.get("wanted", ""),
            by=command.by,
            at=command.at,
            site=site_address(request),
        ),
    }


@dataclass(frozen=True)
class AskedFor:
    """A piece that an item wants, with what it rests on and what was asked."""

    wanted: Wanted | None  # None: what else was brought
    name: str
    code: str
    is_needed: bool
    uses: Sequence[Use]
    request: Request | None
    message: str
    incoming: Sequence[Incoming] = field(default=())


@in_region(Right.PREPARE)
def incoming(request: HttpRequest, here: Here, pk: int) -> HttpResponseBase:
    """A file that came by a link, to whoever decides on it; it runs nowhere."""
    own = Incoming.objects.select_related("file")
    came = get_object_or_404(own, request__item__region=here.region, pk=pk)
    return isolated_file(request, came.title, came.file)


@takes_evidence
@of_cycle
def item(request: HttpRequest, here: Here, cycle: Cycle, code: str) -> HttpResponseBase:
    """An item of the binder, or what is done with it: the verb stands in the POST's `do`."""
    case = whole_cases().filter(item__cycle=cycle, item__code=code).first()
    if case is None:
        raise Http404
    require_reading(here.user, case, timezone.now())
    if request.method != "POST":
        return _page(request, here, cycle, case, FormState())
    typed = {name: str(text) for name, text in request.POST.items()}
    try:
        done = attempt(command_of(request, here, case), typed, _acts_of(request))
    except GoneError as gone:
        messages.error(request, sentence(gone))
        return redirect("evaluation:binder", here.region.code, cycle.year)
    if isinstance(done, FormState):
        # What is typed stands in the form even where another button was pressed.
        typed_again = typed if ANSWER in typed else done.typed
        return _page(request, here, cycle, case, replace(done, typed=typed_again))
    if isinstance(done, Brought):
        return _brought(request, here, cycle, case, done)
    said = words()(f"item.done_{typed['do']}")
    if typed["do"] == "show" and isinstance(done, list):
        say_shown(request, said, case_url(case), done)
    else:
        messages.success(request, said)
    return redirect(f"{case_url(case)}{_ANCHORS.get(typed['do'], '')}")


def _brought(
    request: HttpRequest, here: Here, cycle: Cycle, case: Case, done: Brought
) -> HttpResponse:
    """What was kept of the files that were sent, and of each that was not, why."""
    if done.kept:
        messages.success(request, words().count("evidence.added", len(done.kept)))
    if not done.refused:
        return redirect(f"{case_url(case)}#bukti")
    # A reason of the item itself is said once.
    refused = dict.fromkeys(map(sentence, done.refused))
    return _page(request, here, cycle, case, FormState(refused=" ".join(refused)))


_ANCHORS = {
    **dict.fromkeys(
        ("use", "confirm", "days", "drop", "show", "hide", "ask", "end", "accept", "refuse"),
        "#bukti",
    ),
    "comment": "#percakapan",
}


def _page(
    request: HttpRequest, here: Here, cycle: Cycle, case: Case, form: FormState
) -> HttpResponse:
    now = timezone.now()
    if request.method == "POST":
        case = current_case(case)
    whole = binder_of(here, cycle, now, timezone.localdate(now))
    is_item = case.item.code in questionnaire_of(cycle).by_code
    every = whole.rows if is_item else list(whole.documents.rows)
    at = next(n for n, row in enumerate(every) if row.code == case.item.code)
    row = every[at]
    uses = uses_of_item(row.case)
    sides = sides_at(here.appointments, case, now)
    filled = dict(form.typed) if form.typed is not None else _filled(row)
    part = next(one for one in (*whole.parts, whole.documents) if row in one.rows)
    lock = refusal_of(refuse_locked, case, now)
    can_write = Side.AGENCY in sides and not lock
    pieces = _pieces(request, row, uses, now, asks=Right.PREPARE in here.rights)
    context: dict[str, Any] = {
        "here": here,
        "cycle": cycle,
        "case": case,
        "row": row,
        "part": part,
        "place": at + 1,
        "total": len(every),
        "before": every[at - 1] if at else None,
        "after": every[at + 1] if at + 1 < len(every) else None,
        "seen": (form.theirs or case).revision,
        "conflict": form.theirs,
        "refused": form.refused,
        "problems": _in_words(form.problems),
        "filled": filled,
        "level": key_in(filled.get("level", "")),
        "levels": _levels(row),
        "question": row.rule.question(language()) if isinstance(row.rule, Item) else "",
        "why": row.rule.why(language()) if isinstance(row.rule, Item) else "",
        "answer_parts": _parts(row, filled.get(ANSWER, "")),
        "has_figures": any(figure for _, figure in _parts(row, filled.get(ANSWER, ""))),
        "is_form": can_write and case.state != State.SUBMITTED,
        "may_coordinate": Right.PREPARE in here.rights and cycle.closed_at is None,
        "lock": lock,
        "asks_again": is_over(case) and Right.PREPARE in here.rights and not cycle.closed_at,
        "bundle": expected(here, whole) if Right.REPORTS in here.rights else None,
        "may_ask": Right.PREPARE in here.rights,
        "pieces": pieces,
        "likely": _likely(pieces),
        "hidden": hidden_of_item(row.case),
        "seen_pieces": seen_of(here, [use.evidence_id for use in uses]),
        "candidates": candidates(here, {use.evidence_id for use in uses}) if can_write else (),
        "wanted": wanted_codes(case.item),
        "elsewhere": used_elsewhere(here, uses),
        "agencies": Agency.objects.filter(region=here.region, retired_on__isnull=True),
        "versions": versions_of(case)[::-1],
        "comments": Comment.objects.filter(case=case).select_related("by").order_by("pk"),
        "findings": findings_seen(here, cycle).filter(item_code=row.code),
        "is_reader": may_read(here.appointments, case),
        "states": "item_state",
        "standing": None,  # that it is ready says which counts
    }
    return render(request, "evaluation/item.html", context, status=form.status)


def _filled(row: Row) -> dict[str, str]:
    """What the form begins with: the draft, else the answer that the questionnaire suggests."""
    if row.filled:
        return dict(row.filled)
    return {ANSWER: row.rule.answer} if isinstance(row.rule, Item) else {}


def _levels(row: Row) -> list[tuple[int, str, bool]]:
    """Each level with its sentence, and whether the figures come to it."""
    if not isinstance(row.rule, Item):
        return []
    sentences = zip(row.levels, row.rule.levels(language()), strict=True)
    return [(level, text, level == row.suggestion) for level, text in sentences]


def _parts(row: Row, text: str) -> list[tuple[Part, Any]]:
    """The answer in its parts, each with the figure that stands in it."""
    known = {one.figure.code: one for one in row.figures}
    return [(part, known.get(part.figure)) for part in parts_of(text, known)]


def _pieces(
    request: HttpRequest, row: Row, uses: Sequence[Use], now: Any, *, asks: bool
) -> list[AskedFor]:
    """Each wanted piece with what there is of it, and all else at the end.

    Who `asks` may ask for something else even where there is nothing else.
    """
    wanted, site = pieces_of(row.rule), site_address(request)
    asked = {one.wanted: one for one in row.requests}
    came = Incoming.objects.filter(request__item=row.case, settled_at__isnull=True)
    incoming: dict[str, list[Incoming]] = {}
    for file in came.select_related("file", "request").order_by("pk"):
        incoming.setdefault(file.request.wanted, []).append(file)
    found = []
    for one in wanted:
        request_ = asked.get(one.code)
        is_live = request_ is not None and is_open(request_, now)
        found.append(
            AskedFor(
                one,
                one.name(language()),
                one.code,
                one in row.missing,
                [use for use in uses if use.wanted == one.code],
                request_,
                message_of(_with_item(request_, row), site) if request_ and is_live else "",
                incoming.get(one.code, ()),
            )
        )
    others = [use for use in uses if use.wanted not in {one.code for one in wanted}]
    more = asked.get("")
    if not (asks or others or more or incoming.get("")):
        return found
    is_live = more is not None and is_open(more, now)
    found.append(
        AskedFor(
            None,
            words()("item.more"),
            "",
            is_needed=False,
            uses=others,
            request=more,
            message=message_of(_with_item(more, row), site) if more and is_live else "",
            incoming=incoming.get("", ()),
        )
    )
    return found


def _likely(pieces: Sequence[AskedFor]) -> str:
    """As what a file is probably brought: as one that is asked for, else as one that is missing."""
    asked = [one.code for one in pieces if one.message and not one.uses]
    lacking = [one.code for one in pieces if one.is_needed]
    return next(iter((*asked, *lacking, *(one.code for one in pieces))), "")


def _with_item(request: Request, row: Row) -> Request:
    """The request with its item, which has been read already."""
    request.item = row.case
    return request


def _in_words(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    found = []
    for one in problems:
        values = {
            name: value.name(language()) if isinstance(value, Wanted) else value
            for name, value in one.values.items()
        }
        found.append((one.name, words()(f"item.{one.key}", **values)))
    return found
