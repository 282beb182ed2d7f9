"""The pages of reporting periods: all of them, one of them, and what a coordinator does there."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.table_downloads import table_download
from kotacerdas.casework.access import own_agencies
from kotacerdas.casework.models import WHOLE_YEAR, Extension, State, Window
from kotacerdas.casework.workflow import MISSING
from kotacerdas.core.addresses import begun_on
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.core.forms import made_by
from kotacerdas.core.tables.picks import picks_of
from kotacerdas.core.undoing import say_with_undo
from kotacerdas.core.words import language, words
from kotacerdas.records.models import Agency
from kotacerdas.reporting.actions.windows import (
    close_window,
    extend,
    move_deadlines,
    open_window,
    reopen_window,
    take_back_extensions,
)
from kotacerdas.reporting.digests import to_remind
from kotacerdas.reporting.forms import ExtendForm, MoveForm, OpenForm
from kotacerdas.reporting.period_tables import agencies_table, periods_table
from kotacerdas.reporting.selectors import programmes_not_asked, windows_of
from kotacerdas.reporting.status import StatusMap, window_maps, year_map
from kotacerdas.wording.dates import long_date


@in_region(Right.READ)
def periods(request: HttpRequest, here: Here) -> HttpResponse:
    """Every window that was opened, the newest year first; to an operator the own agency's part."""
    only, today = _own_part(here), timezone.localdate()
    by_year: dict[int, list[Window]] = {}
    for window in windows_of(here.region):
        by_year.setdefault(window.year, []).append(window)
    maps = [
        one
        for _, found in sorted(by_year.items(), reverse=True)
        for one in reversed(_maps(found, today, only))
    ]
    table = periods_table(here, maps, request.GET)
    file = table_download(request, here, table, words()("period.title"), today)
    if file is not None:
        return file
    context = {"here": here, "table": table, "years": sorted(by_year, reverse=True)}
    return render(request, "reporting/periods.html", context)


def _own_part(here: Here) -> Q | None:
    """Whose programmes the reader sees reports of, None for all. Raises NotAllowedError."""
    if Right.REPORTS in here.rights:
        return None
    own = own_agencies(here.appointments, here.region)
    if not own:
        raise NotAllowedError(Right.REPORTS)
    return Q(agency__in=own)


def _maps(windows: list[Window], today: date, only: Q | None) -> list[StatusMap]:
    """One of each period; of whole years the quick way."""
    if only is None:
        return year_map(windows, today).each()
    return window_maps(windows, today, only)


@in_region(Right.PERIODS)
def open_(request: HttpRequest, here: Here) -> HttpResponse:
    form = OpenForm(here.region, timezone.localdate(), data=request.POST or None)
    made = made_by(
        form,
        lambda: open_window(here.region, **form.cleaned_data, by=here.user, at=timezone.now()),
    )
    if made is None:
        return _form_page(request, here, form, "open")
    messages.success(request, words()("period.open_done"))
    return redirect("reporting:period", here.region.code, made.year, made.slug)


@in_region(Right.REPORTS)
def year(request: HttpRequest, here: Here, year: int) -> HttpResponse:
    """The map of a year: agencies, their programmes, and all its windows."""
    found = windows_of(here.region, year)
    if not found:
        raise Http404
    status = year_map(found, timezone.localdate())
    return render(request, "reporting/year.html", {"here": here, "year": year, "map": status})


@in_region(Right.READ)
def period(request: HttpRequest, here: Here, year: int, slug: str) -> HttpResponse:
    """The map of one window, to an operator the own agency's part; a POST closes or reopens it."""
    only = _own_part(here) or Q()
    found = window_of(here, year, slug)
    if request.method == "POST" and "unduh" not in request.GET:
        return _closed_or_reopened(request, here, found)
    today = timezone.localdate()
    [status] = window_maps([found], today, only)
    may_change = Right.PERIODS in here.rights
    table = agencies_table(here, status, request.GET, may_change=may_change)
    title = f"{words().term('period', slug)} {year}"
    file = table_download(request, here, table, title, today)
    if file is not None:
        return file
    not_asked = programmes_not_asked(found, only)
    context = {
        "here": here,
        "table": table,
        "window": found,
        "today": today,
        "days": abs((found.deadline - today).days),
        "map": status,
        "missing": status.missing,
        "not_started": dict(status.counts)[State.NOT_STARTED.value],
        "not_asked": not_asked,
        "planned": status.due + len(not_asked),
        "may_change": may_change,
        "to_remind": to_remind([status], today)[0],
        "extensions": Extension.objects.filter(
            window=found, until__gte=today, agency__pk__in=[row.pk for row in status.rows]
        )
        .select_related("agency", "granted_by")
        .order_by("until"),
    }
    return render(request, "reporting/period.html", context)


def _closed_or_reopened(request: HttpRequest, here: Here, found: Window) -> HttpResponse:
    """Close it, once it is known how many reports are missing; or open it again."""
    require(here.user, here.region, Right.PERIODS, timezone.now())
    verb = request.POST.get("do", "")
    address = reverse("reporting:period", args=[here.region.code, found.year, found.slug])
    named = {"period": words().term("period", found.slug), "year": found.year}
    match verb:
        case "close":
            [status] = window_maps([found], timezone.localdate())
            missing = sum(count for state, count in status.counts if state in MISSING)
            if missing and request.POST.get("missing") != str(missing):
                asked = {"here": here, "window": found, "missing": missing, "due": status.due}
                return render(request, "reporting/close_period.html", asked)
            close_window(found, here.user, timezone.now())
            say_with_undo(request, words()("period.done_close", **named), address, do="reopen")
        case "reopen":
            reopen_window(found, here.user, timezone.now())
            messages.success(request, words()("period.done_reopen", **named))
        case _:
            raise PermissionDenied
    return redirect(address)


@in_region(Right.PERIODS)
def move(request: HttpRequest, here: Here, year: int, slug: str) -> HttpResponse:
    found = window_of(here, year, slug)
    form = MoveForm(request.POST or None, initial={"deadline": found.deadline})
    if _moved(request, here, form, [found]) is None:
        return _form_page(request, here, form, "move", found)
    return _back(request, here, found)


@in_region(Right.PERIODS)
def move_many(request: HttpRequest, here: Here) -> HttpResponse:
    """Another deadline for the windows that were chosen in the table of periods."""
    picks = picks_of(request.POST)
    found = list(Window.objects.filter(region=here.region, pk__in=picks).order_by("year", "code"))
    if not found:
        messages.warning(request, words()("at_once.none_chosen"))
        return _back(request, here)
    form = MoveForm(request.POST if "deadline" in request.POST else None)
    if _moved(request, here, form, found) is None:
        titles = [f"{words().term('period', one.slug)} {one.year}" for one in found]
        return _form_page(request, here, form, "move", chosen=_chosen(found, titles))
    return _back(request, here)


def _moved(
    request: HttpRequest, here: Here, form: MoveForm, found: list[Window]
) -> list[Window] | None:
    """Those that moved, which is said; None where the form does not stand."""
    moved = made_by(
        form,
        lambda: move_deadlines(found, **form.cleaned_data, by=here.user, at=timezone.now()),
    )
    if moved is not None:
        day = long_date(form.cleaned_data["deadline"], language())
        messages.success(request, words().count("period.moved", len(moved), day=day))
    return moved


def _chosen(found: Sequence[Window | Agency], titles: list[str]) -> dict[str, Any]:
    return {"picks": [one.pk for one in found], "titles": titles}


@in_region(Right.PERIODS)
def extend_(request: HttpRequest, here: Here, year: int, slug: str) -> HttpResponse:
    """Longer for one agency, or for those that were chosen in the table of the period."""
    found, picks = window_of(here, year, slug), picks_of(request.POST)
    if request.POST.get("do") == "undo":
        left = take_back_extensions(found, picks, here.user, timezone.now())
        if left:
            agencies = ", ".join(map(str, left))
            messages.success(request, words()("period.extend_undone", agency=agencies))
        return _back(request, here, found)
    chosen = list(Agency.objects.filter(region=here.region, pk__in=picks).order_by("name"))
    form = ExtendForm(
        here.region,
        is_chosen=bool(chosen),
        data=request.POST if "until" in request.POST else None,
        initial={"agency": request.GET.get("agency")},
    )
    made = made_by(form, lambda: _extended(here, found, chosen, form.cleaned_data))
    if made is None:
        titles = [str(one) for one in chosen]
        return _form_page(request, here, form, "extend", found, _chosen(chosen, titles))
    agencies = ", ".join(str(one.agency) for one in made)
    day = long_date(form.cleaned_data["until"], language())
    text = words()("period.extend_done", agency=agencies, day=day)
    given = ",".join(str(one.pk) for one in made)
    say_with_undo(request, text, request.path, do="undo", pick_all=given)
    return _back(request, here, found)


def _extended(
    here: Here, found: Window, chosen: list[Agency], typed: dict[str, Any]
) -> list[Extension]:
    agencies = chosen or [typed["agency"]]
    until, reason = typed["until"], typed["reason"]
    return extend(found, *agencies, until=until, reason=reason, by=here.user, at=timezone.now())


def window_of(here: Here, year: int, slug: str) -> Window:
    """The window of an address. Raises Http404 where there is none."""
    found = Window.objects.select_related("region", "opened_by", "closed_by")
    code = "" if slug == WHOLE_YEAR else slug
    return get_object_or_404(found, region=here.region, year=year, code=code)


def _back(request: HttpRequest, here: Here, window: Window | None = None) -> HttpResponse:
    """Where the act was begun, or else the period, or all of them."""
    parts = [here.region.code, *([window.year, window.slug] if window else [])]
    own = reverse("reporting:period" if window else "reporting:periods", args=parts)
    return redirect(begun_on(request) or own)


def _form_page(  # noqa: PLR0913, PLR0917 - what is asked, and of what
    request: HttpRequest,
    here: Here,
    form: forms.Form,
    verb: str,
    found: Window | None = None,
    chosen: Mapping[str, Any] | None = None,
) -> HttpResponse:
    context = {"here": here, "form": form, "window": found, "verb": verb, **(chosen or {})}
    title = "extend_short" if verb == "extend" and chosen and chosen["picks"] else verb
    context |= {"title": f"period.{title}", "lead": f"period.{verb}_lead"}
    return render(request, "reporting/period_form.html", context)
