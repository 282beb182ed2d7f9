"""A report's address: its page, and what is done with it."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.undoing import say_with_undo
from kotacerdas.core.words import sentence, words
from kotacerdas.monitoring.access import may_read
from kotacerdas.monitoring.actions.comments import comment
from kotacerdas.monitoring.actions.reports import (
    Act,
    ConflictError,
    IncompleteError,
    correct_report,
    discard_draft,
    return_report,
    save_draft,
    submit_report,
    undo_verification,
    verify_report,
    withdraw_report,
)
from kotacerdas.monitoring.models import Report
from kotacerdas.monitoring.notices import report_url
from kotacerdas.monitoring.queue import queue
from kotacerdas.monitoring.views.periods import period_of
from kotacerdas.monitoring.views.report_page import Shown, report_page
from kotacerdas.plan.models import Programme

Typed = Mapping[str, str]

# What a form's button says in `do`.
ACTS: dict[str, Callable[[Act, Typed], object]] = {
    "save": save_draft,
    "submit": submit_report,
    "discard": lambda act, _: discard_draft(act),
    "withdraw": lambda act, _: withdraw_report(act),
    "correct": lambda act, typed: correct_report(act, typed.get("reason", "")),
    "verify": lambda act, typed: verify_report(act, typed.get("reason", "")),
    "undo": lambda act, _: undo_verification(act),
    "return": lambda act, typed: return_report(act, typed.get("reason", "")),
    "comment": lambda act, typed: comment(act, typed.get("text", "")),
}


@in_region(Right.READ)
def report(request: HttpRequest, here: Here, year: int, slug: str, code: str) -> HttpResponseBase:
    """A report, or what is done with it: the verb stands in the POST's `do`."""
    programme = programme_of(here, code)
    if not may_read(here.appointments, programme):
        raise PermissionDenied(words()("report.not_of_you", agency=programme.agency))
    seen = request.POST.get("seen", "")
    act = Act(
        period_of(here, year, slug),
        programme,
        here.user,
        timezone.now(),
        int(seen) if seen.isdecimal() and seen.isascii() else 0,
    )
    if request.method != "POST":
        return report_page(request, here, act, Shown())
    typed = {name: str(text) for name, text in request.POST.items()}
    if request.POST.get("do") == "autosave":
        return _autosaved(act, typed)
    return _done(request, here, act, typed)


def programme_of(here: Here, code: str) -> Programme:
    """The programme of an address. Raises Http404 where there is none."""
    found = Programme.objects.filter(region=here.region, code=code)
    programme = found.select_related("agency", "region").first()
    if programme is None:
        raise Http404
    return programme


def _autosaved(act: Act, typed: Typed) -> HttpResponse:
    """Save what is being typed; the page itself stays as it is."""
    try:
        return JsonResponse({"seen": save_draft(act, typed).revision})
    except ConflictError:
        return JsonResponse({"conflict": True}, status=409)
    except RefusedError as refused:
        return JsonResponse({"refused": sentence(refused)}, status=422)


def _done(request: HttpRequest, here: Here, act: Act, typed: dict[str, str]) -> HttpResponse:
    """Do it, or show the page with why not; nothing typed is lost."""
    verb = typed.get("do", "")
    if verb not in ACTS:
        raise PermissionDenied
    try:
        done = ACTS[verb](act, typed)
    except ConflictError as conflict:
        shown = Shown(typed, theirs=conflict.theirs)
        return report_page(request, here, act, shown, status=409)
    except IncompleteError as found:
        shown = Shown(typed, problems=found.problems, questions=found.questions)
        return report_page(request, here, act, shown, status=422)
    except RefusedError as refused:
        shown = Shown(typed if verb in {"save", "submit"} else None, refused=sentence(refused))
        return report_page(request, here, act, shown, status=422)
    said = words()(f"report.done_{verb}", programme=act.programme.name)
    if verb == "verify" and isinstance(done, Report):
        url = report_url(act.period, act.programme)
        say_with_undo(request, said, url, do="undo", seen=done.revision)
    else:
        messages.success(request, said)
    return _onward(here, act, verb)


def _onward(here: Here, act: Act, verb: str) -> HttpResponse:
    """A verifier goes on to the next in the queue; everybody else stays."""
    period, programme = act.period, act.programme
    if verb in {"verify", "return"}:
        following = queue(here.region, here.user).first()
        if following is None:
            return redirect("monitoring:queue", here.region.code)
        period, programme = following.period, following.programme
    where = (here.region.code, period.year, period.slug, programme.code)
    return redirect("monitoring:report", *where)
