"""A report's address: its page, and what is done with it."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kotacerdas.accounts.access import Here, MovedError, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.access import may_read
from kotacerdas.casework.actions.cases import CaseCommand, ConflictError, GoneError
from kotacerdas.casework.actions.steps import save_draft
from kotacerdas.casework.models import Case, Window
from kotacerdas.casework.processes import case_url
from kotacerdas.casework.views.case_page import FormState, Typed, attempt, command_of
from kotacerdas.casework.workflow import Verb
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.undoing import say_with_undo
from kotacerdas.core.words import sentence, words
from kotacerdas.plan.models import Indicator, Programme
from kotacerdas.records.identity import codes_since, resolve
from kotacerdas.reporting.queue import Filters, Place, place_of, queue
from kotacerdas.reporting.renaming import renamed
from kotacerdas.reporting.selectors import case_of
from kotacerdas.reporting.views.report_page import report_page
from kotacerdas.reporting.views.windows import window_of


def answers_gone(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a view answer what was sent to a report that is not there any more with a sentence."""

    @wraps(view)
    def bound(request: HttpRequest, here: Here, **kwargs: object) -> HttpResponseBase:
        try:
            return view(request, here, **kwargs)
        except GoneError as gone:
            if request.POST.get("do") == "autosave":
                return JsonResponse({"refused": sentence(gone)}, status=422)
            context = {"here": here, "refused": sentence(gone)}
            return render(request, "reporting/gone.html", context, status=422)

    return bound


@in_region(Right.READ)
@answers_gone
def report(request: HttpRequest, here: Here, year: int, slug: str, code: str) -> HttpResponseBase:
    """A report, or what is done with it: the verb stands in the POST's `do`."""
    programme, window = programme_of(request, here, code), window_of(here, year, slug)
    case = case_of(window, programme)
    if not may_read(here.appointments, case or programme):
        agency = case.agency if case else programme.agency
        raise PermissionDenied(words()("report.not_of_you", agency=agency))
    if case is None:
        return not_asked(request, here, window, programme)
    if request.method != "POST":
        return report_page(request, here, case, FormState())
    command = command_of(request, here, case)
    typed = {name: str(text) for name, text in request.POST.items()}
    entry = key_in(request.POST.get("entry", "")) or 0
    current = renamed(typed, codes_since(here.region, Indicator)(entry)) if entry else typed
    if request.POST.get("do") == "autosave":
        return _autosaved(command, current)
    return _done(request, here, command, current, is_recoded=current != typed)


def not_asked(
    request: HttpRequest, here: Here, window: Window, programme: Programme
) -> HttpResponse:
    """Why there is no report: the programme was never asked for one in the window."""
    context = {"here": here, "window": window, "programme": programme}
    status = 200 if request.method == "GET" else 422
    return render(request, "reporting/not_asked.html", context, status=status)


def programme_of(request: HttpRequest, here: Here, code: str) -> Programme:
    """The programme of an address.

    Raises:
        Http404: there is none.
        GoneError: there is none any more to which something is sent.
        MovedError: the code in the address is one that it had earlier.
    """
    record = resolve(here.region, Programme, code)
    if record is None:
        raise GoneError("report", code) if request.method == "POST" else Http404
    programme = Programme.objects.select_related("agency", "region").get(pk=record)
    if programme.code != code:
        raise MovedError(code=programme.code)
    return programme


def _autosaved(command: CaseCommand, typed: Typed) -> HttpResponse:
    """Save what is being typed; the page itself stays as it is."""
    try:
        return JsonResponse({"seen": save_draft(command, typed).revision})
    except ConflictError:
        return JsonResponse({"conflict": True}, status=409)
    except RefusedError as refused:
        return JsonResponse({"refused": sentence(refused)}, status=422)


def _done(
    request: HttpRequest,
    here: Here,
    command: CaseCommand,
    typed: dict[str, str],
    *,
    is_recoded: bool,
) -> HttpResponse:
    """Do it, or show the page with why not; nothing typed is lost."""
    verb, case = typed.get("do", ""), command.case
    filters = Filters.of(request.GET)
    place = place_of(case, here.region, here.user, filters) if verb in _DECIDES else None
    done = attempt(command, typed)
    if isinstance(done, FormState):
        return report_page(request, here, case, done, is_recoded=is_recoded)
    said = words()(f"report.done_{verb}", programme=case.programme.name)
    if verb == Verb.VERIFY and isinstance(done, Case):
        say_with_undo(request, said, case_url(case), do=Verb.UNDO.value, seen=done.revision)
    else:
        messages.success(request, said)
    return _onward(here, filters, place) if verb in _DECIDES else redirect(case_url(case))


_DECIDES = {Verb.VERIFY, Verb.RETURN}


def _onward(here: Here, filters: Filters, place: Place | None) -> HttpResponse:
    """To the next in the queue that the verifier came from, or to its first."""
    following = place.after if place else None
    following = following or queue(here.region, here.user, filters).first()
    if following is not None:
        address = case_url(following)
    else:
        address = reverse("reporting:queue", args=[here.region.code])
    return redirect(address + filters.query)
