"""The pages of reporting periods: all of them, one of them, and what a coordinator does there."""

from datetime import date

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
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.core.forms import made_by
from kotacerdas.core.undoing import say_with_undo
from kotacerdas.core.words import words
from kotacerdas.monitoring.access import own_agencies
from kotacerdas.monitoring.actions.windows import (
    close_window,
    extend,
    move_deadline,
    open_window,
    reopen_window,
)
from kotacerdas.monitoring.digests import to_remind
from kotacerdas.monitoring.forms import ExtendForm, MoveForm, OpenForm
from kotacerdas.monitoring.models import WHOLE_YEAR, Extension, State, Window
from kotacerdas.monitoring.selectors import programmes_not_asked, windows_of
from kotacerdas.monitoring.status import StatusMap, window_maps, year_map
from kotacerdas.monitoring.workflow import MISSING


@in_region(Right.READ)
def periods(request: HttpRequest, here: Here) -> HttpResponse:
    """Every window that was opened, the newest year first; to an operator the own agency's part."""
    only = _own_part(here)
    by_year: dict[int, list[Window]] = {}
    for window in windows_of(here.region):
        by_year.setdefault(window.year, []).append(window)
    today = timezone.localdate()
    maps = [
        (
            year,
            [(one.windows[0], one) for one in reversed(_maps(found, today, only))],
        )
        for year, found in sorted(by_year.items(), reverse=True)
    ]
    return render(request, "monitoring/periods.html", {"here": here, "years": maps, "today": today})


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
    return redirect("monitoring:period", here.region.code, made.year, made.slug)


@in_region(Right.REPORTS)
def year(request: HttpRequest, here: Here, year: int) -> HttpResponse:
    """The map of a year: agencies, their programmes, and all its windows."""
    found = windows_of(here.region, year)
    if not found:
        raise Http404
    status = year_map(found, timezone.localdate())
    return render(request, "monitoring/year.html", {"here": here, "year": year, "map": status})


@in_region(Right.READ)
def period(request: HttpRequest, here: Here, year: int, slug: str) -> HttpResponse:
    """The map of one window, to an operator the own agency's part; a POST closes or reopens it."""
    only = _own_part(here) or Q()
    found = window_of(here, year, slug)
    if request.method == "POST":
        return _closed_or_reopened(request, here, found)
    today = timezone.localdate()
    [status] = window_maps([found], today, only)
    not_asked = programmes_not_asked(found, only)
    context = {
        "here": here,
        "window": found,
        "today": today,
        "days": abs((found.deadline - today).days),
        "map": status,
        "missing": status.missing,
        "not_started": dict(status.counts)[State.NOT_STARTED.value],
        "not_asked": not_asked,
        "planned": status.due + len(not_asked),
        "may_change": Right.PERIODS in here.rights,
        "to_remind": to_remind([status], today)[0],
        "extensions": Extension.objects.filter(
            window=found, until__gte=today, agency__pk__in=[row.pk for row in status.rows]
        )
        .select_related("agency", "granted_by")
        .order_by("until"),
    }
    return render(request, "monitoring/period.html", context)


def _closed_or_reopened(request: HttpRequest, here: Here, found: Window) -> HttpResponse:
    """Close it, once it is known how many reports are missing; or open it again."""
    require(here.user, here.region, Right.PERIODS, timezone.now())
    verb = request.POST.get("do", "")
    address = reverse("monitoring:period", args=[here.region.code, found.year, found.slug])
    named = {"period": words().term("period", found.slug), "year": found.year}
    match verb:
        case "close":
            [status] = window_maps([found], timezone.localdate())
            missing = sum(count for state, count in status.counts if state in MISSING)
            if missing and request.POST.get("missing") != str(missing):
                asked = {"here": here, "window": found, "missing": missing, "due": status.due}
                return render(request, "monitoring/close_period.html", asked)
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
    made = made_by(
        form,
        lambda: move_deadline(found, **form.cleaned_data, by=here.user, at=timezone.now()),
    )
    if made is None:
        return _form_page(request, here, form, "move", found)
    return redirect("monitoring:period", here.region.code, year, slug)


@in_region(Right.PERIODS)
def extend_(request: HttpRequest, here: Here, year: int, slug: str) -> HttpResponse:
    found = window_of(here, year, slug)
    form = ExtendForm(
        here.region, data=request.POST or None, initial={"agency": request.GET.get("agency")}
    )
    made = made_by(
        form, lambda: extend(found, **form.cleaned_data, by=here.user, at=timezone.now())
    )
    if made is None:
        return _form_page(request, here, form, "extend", found)
    messages.success(request, words()("period.extend_done", agency=made.agency))
    return redirect("monitoring:period", here.region.code, year, slug)


def window_of(here: Here, year: int, slug: str) -> Window:
    """The window of an address. Raises Http404 where there is none."""
    found = Window.objects.select_related("region", "opened_by", "closed_by")
    code = "" if slug == WHOLE_YEAR else slug
    return get_object_or_404(found, region=here.region, year=year, code=code)


def _form_page(
    request: HttpRequest, here: Here, form: forms.Form, verb: str, found: Window | None = None
) -> HttpResponse:
    context = {"here": here, "form": form, "window": found, "verb": verb}
    context |= {"title": f"period.{verb}", "lead": f"period.{verb}_lead"}
    return render(request, "monitoring/period_form.html", context)
