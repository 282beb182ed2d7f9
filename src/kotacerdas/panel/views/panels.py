"""Panels: those of the reader, one with its members and regions, and where one begins."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right
from kotacerdas.audit.actions import record_access
from kotacerdas.core.addresses import site_address
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.tables.files import table_file
from kotacerdas.core.words import language, sentence, words
from kotacerdas.evaluation.models import Cycle, Stage
from kotacerdas.evaluation.questionnaires import kept, questionnaire_of
from kotacerdas.panel.access import is_chair, may_manage
from kotacerdas.panel.actions.assigning import (
    allocate_seats,
    assign,
    declare_conflict,
    substitute,
    unassign,
    withdraw_conflict,
)
from kotacerdas.panel.actions.panels import (
    add_member,
    begin_panel,
    leave,
    set_chair,
    set_ranks,
)
from kotacerdas.panel.export import KINDS, TYPES, scores_file
from kotacerdas.panel.logged import chain_of
from kotacerdas.panel.models import Assignment, Conflict, Member, Panel, Review
from kotacerdas.panel.progress import Load, counts_of, members_and_conflicts, rows_of
from kotacerdas.panel.regions_table import regions_table
from kotacerdas.panel.selectors import (
    Barred,
    panels_of,
    seats_of,
    whole_reviews,
)
from kotacerdas.panel.views.acts import Act, attempt


def panels(request: HttpRequest) -> HttpResponseBase:
    """Those that the reader is of or holds; the site's owner begins those of the site."""
    user = cast("User", request.user)
    refused = ""
    if request.method == "POST":
        if not user.is_owner:
            raise PermissionDenied(words()("site.of_owner"))
        try:
            made = _begin(request, user)
        except RefusedError as error:
            refused = sentence(error)
        else:
            return redirect("panel:panel", made.pk)
    context = {
        "panels": panels_of(user, timezone.now()),
        "is_owner": user.is_owner,
        "stages": _stages_left() if user.is_owner else (),
        "refused": refused,
        "typed": request.POST if refused else {},
    }
    return render(request, "panel/panels.html", context, status=422 if refused else 200)


def _stages_left() -> list[tuple[str, str]]:
    """Years with their stages that are before no panel, the latest first: what the form sends, and
    the names.
    """
    left = Stage.objects.filter(review=None).order_by("-cycle__year", "-window__code")
    columns = ("cycle__year", "window__code", "cycle__questionnaire")
    names = {
        f"{year} {code}": f"{year} · {kept(asked).stage(code).name(language())}"
        for year, code, asked in left.values_list(*columns).distinct()
    }
    return list(names.items())


def _begin(request: HttpRequest, user: User) -> Panel:
    """A panel of the site, with every region whose cycle of the year has the stage."""
    typed = request.POST
    year, _, stage = typed.get("stage", "").partition(" ")
    now = timezone.now()
    cycles = Cycle.objects.filter(
        year=key_in(year) or 0, stages__window__code=stage, stages__review=None
    )
    chosen = list(cycles.select_related("region", "home", "current__window").distinct())
    title = typed.get("title", "")
    made = begin_panel(key_in(year) or 0, stage, title, None, chosen, by=user, at=now)
    messages.success(request, words()("panel.done_begin"))
    return made


@in_region(Right.READ)
def begin(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Where a region begins a panel of its own for one of its stages, a rehearsal."""
    if Right.REPORTS not in here.rights:
        raise PermissionDenied(words()("panel.of_panel"))
    refused = ""
    if request.method == "POST":
        try:
            made = _begin_own(request, here)
        except RefusedError as error:
            refused = sentence(error)
        else:
            messages.success(request, words()("panel.done_begin"))
            return redirect("panel:panel", made.pk)
    stages = Stage.objects.filter(cycle__region=here.region, review=None)
    context = {
        "here": here,
        "stages": [
            (one, questionnaire_of(one.cycle).stage(one.window.code))
            for one in stages.select_related("cycle", "window").order_by(
                "-cycle__year", "-window__code"
            )
        ],
        "may_begin": Right.PREPARE in here.rights,
        "refused": refused,
        "typed": request.POST if refused else {},
    }
    return render(request, "panel/begin.html", context, status=422 if refused else 200)


def _begin_own(request: HttpRequest, here: Here) -> Panel:
    key = key_in(request.POST.get("stage", "")) or 0
    stage = Stage.objects.filter(cycle__region=here.region, pk=key).select_related(
        "cycle__region", "window"
    )
    found = stage.first()
    if found is None:
        raise RefusedError("panel.choose_stage")
    now, title = timezone.now(), request.POST.get("title", "")
    year, code = found.cycle.year, found.window.code
    return begin_panel(year, code, title, here.region, [found.cycle], by=here.user, at=now)


def panel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A panel: its regions with how far they are, its members with what they have to score.

    404 for who is neither of it nor holds it.
    """
    now = timezone.now()
    found, members, conflicts, own, manages = _seen(request, pk, now)
    refused = ""
    if request.method == "POST":
        refused = attempt(request, _acts(request, found, _user(request)))
        if not refused:
            return redirect(request.path)
    rows = rows_of(found, own, now)
    context: dict[str, Any] = {
        "panel": found,
        "stage": kept(rows[0].questionnaire).stage(found.stage).name(language()),
        "rows": rows,
        "members": members,
        "counts": counts_of(rows),
        "conflicts": conflicts,
        "sent": sum(one.sent for one in rows),
        "seats": sum(one.seats for one in rows),
        "may_manage": manages,
        "may_take": manages or (own is not None and own.is_chair),
        "kinds": KINDS,
        "refused": refused,
        "typed": request.POST if refused else {},
        **(_to_manage(found, members, now) if manages else {}),
    }
    return render(request, "panel/panel.html", context, status=422 if refused else 200)


def regions(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The regions of a panel as a table. 404 for who is neither of it nor holds it."""
    now = timezone.now()
    found, _, _, own, _ = _seen(request, pk, now)
    table = regions_table(rows_of(found, own, now), request.GET)
    title = words()("panel.regions_of", title=found.title)
    if table.file:
        of = ["core.table", title, table.file]
        record_access(chain_of(found), "export.table", of, actor=_user(request).email, at=now)
        return table_file(table, title, found.title, timezone.localdate(now))
    return render(request, "panel/regions.html", {"panel": found, "table": table})


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)


def _seen(
    request: HttpRequest, pk: int, at: datetime
) -> tuple[Panel, list[Load], list[Barred], Load | None, bool]:
    """The panel with its members and who is barred, which member the reader is, and whether they
    hold it.

    Raises Http404 for who is neither of it nor holds it.
    """
    found, user = get_object_or_404(Panel.objects.select_related("home"), pk=pk), _user(request)
    members, conflicts = members_and_conflicts(found, at)
    own = next((one for one in members if one.user_id == user.pk), None)
    manages = may_manage(user, found, at)
    if own is None and not manages:
        raise Http404
    return found, members, conflicts, own, manages


def download(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """All scores of the regions whose scoring was concluded, to the chair and who holds the panel.

    404 for everybody else.
    """
    user, now = cast("User", request.user), timezone.now()
    found = get_object_or_404(Panel.objects.select_related("home"), pk=pk)
    if kind not in KINDS or not (is_chair(user, found) or may_manage(user, found, now)):
        raise Http404
    of = ["panel.panel", found.year, found.title, kind]
    record_access(chain_of(found), "export.table", of, actor=user.email, at=now)
    response = HttpResponse(
        scores_file(found, kind, timezone.localdate(now)), content_type=TYPES[kind]
    )
    name = f"nilai-panel-{found.pk}-{found.year}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _acts(request: HttpRequest, panel: Panel, user: User) -> dict[str, Act]:
    typed = request.POST
    who: dict[str, Any] = {"by": user, "at": timezone.now()}
    reason = typed.get("reason", "")

    def member() -> Member:
        own = Member.objects.filter(panel=panel).select_related("user", "panel__home")
        return get_object_or_404(own, pk=key_in(typed.get("member", "")) or 0)

    def review() -> Review:
        own = whole_reviews().filter(panel=panel)
        return get_object_or_404(own, pk=key_in(typed.get("review", "")) or 0)

    def assignment() -> Assignment:
        own = Assignment.objects.filter(review__panel=panel)
        return get_object_or_404(own, pk=key_in(typed.get("assignment", "")) or 0)

    def conflict() -> Conflict:
        own = Conflict.objects.filter(member__panel=panel)
        related = own.select_related("member__panel__home", "member__user", "region")
        return get_object_or_404(related, pk=key_in(typed.get("conflict", "")) or 0)

    def add() -> Member:
        email, name = typed.get("email", ""), typed.get("name", "")
        institution, site = typed.get("institution", ""), site_address(request)
        return add_member(panel, email, name, institution, site=site, **who)

    def allocate() -> None:
        _, short = allocate_seats(panel, key_in(typed.get("seats", "")) or 0, **who)
        if short:
            names = ", ".join(str(one.cycle.region) for one in short)
            messages.warning(request, words()("panel.short", names=names))

    return {
        "add": add,
        "chair": lambda: set_chair(member(), **who),
        "leave": lambda: leave(member(), reason, **who),
        "assign": lambda: assign(review(), member(), **who),
        "unassign": lambda: unassign(assignment(), reason, **who),
        "substitute": lambda: substitute(assignment(), member(), reason, **who),
        "allocate": allocate,
        "conflict": lambda: declare_conflict(member(), review().cycle.region, reason, **who),
        "no_conflict": lambda: withdraw_conflict(conflict(), reason, **who),
        "ranks": lambda: set_ranks(panel, shows="shows" in typed, **who),
    }


def _to_manage(panel: Panel, members: Sequence[Load], now: datetime) -> dict[str, Any]:
    """What is chosen from by who holds the panel: keys with their texts."""
    region = "cycle__region__name"
    reviews = Review.objects.filter(panel=panel).order_by(region, "pk").values_list("pk", region)
    return {
        "choices": {
            "reviews": list(reviews),
            "members": [(one.pk, one.who) for one in members],
            "seats": seats_of(panel, now),
        }
    }
