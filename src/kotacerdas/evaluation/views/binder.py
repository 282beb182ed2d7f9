"""The binder as a page: claims by one press, and from each item to its own page."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.actions.cases import CaseCommand, ConflictError
from kotacerdas.casework.processes import whole_cases
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import sentence, words
from kotacerdas.evaluation.actions.answers import claim
from kotacerdas.evaluation.actions.cycles import phase
from kotacerdas.evaluation.binder import DOCUMENTS, FILTERS, Binder, Part, binder_of
from kotacerdas.evaluation.models import Cycle
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.evaluation.views.doors import of_cycle


@of_cycle
def binder(request: HttpRequest, here: Here, cycle: Cycle) -> HttpResponseBase:
    """The items of a component, or the documents; a claim stands in the POST as `2.2:3:7`:
    the item, the level, and the revision of its case as it was seen.
    """
    refused = ""
    if request.method == "POST":
        try:
            code = _claim(request, here, cycle)
        except RefusedError as error:
            refused = sentence(error)
        except ConflictError:
            refused = words()("item.conflict")
        else:
            return redirect(f"{request.get_full_path()}#butir-{code}")
    return _page(request, here, cycle, refused)


def _claim(request: HttpRequest, here: Here, cycle: Cycle) -> str:
    code, _, rest = request.POST.get("claim", "").partition(":")
    level, _, seen = rest.partition(":")
    case = whole_cases().filter(item__cycle=cycle, item__code=code).first()
    wanted = key_in(level)
    if case is None or wanted is None:
        raise RefusedError("item.gone", name=code)
    claim(CaseCommand(case, here.user, timezone.now(), key_in(seen) or 0), wanted)
    return code


def _page(request: HttpRequest, here: Here, cycle: Cycle, refused: str) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    whole = binder_of(here, cycle, now, today)
    part = _part(whole, request.GET.get("bagian", ""))
    counts = {name: sum(map(keeps, part.rows)) for name, keeps in FILTERS.items()}
    chosen = request.GET.get("saring", "all")
    keeps = FILTERS.get(chosen, FILTERS["all"])
    stage = cycle.current
    names = {one.code: one for one in questionnaire_of(cycle).stages}
    deadline = stage.window.deadline if stage else None
    context = {
        "here": here,
        "cycle": cycle,
        "binder": whole,
        "part": part,
        "is_documents": part.code == DOCUMENTS,
        "rows": [row for row in part.rows if keeps(row)],
        "filters": [(name, n, name == chosen) for name, n in counts.items() if n or name == "all"],
        "stage": names[stage.window.code] if stage else None,
        "deadline": deadline,
        "days": (deadline - today).days if deadline else None,
        "phase": phase(cycle).value,
        "refused": refused,
        "may_ask": Right.PREPARE in here.rights,
    }
    return render(request, "evaluation/binder.html", context, status=422 if refused else 200)


def _part(whole: Binder, code: str) -> Part:
    """The part that the address asks for; else the first that lacks something."""
    part = whole.part(code)
    return part or next((one for one in whole.parts if one.lacking), whole.parts[0])
