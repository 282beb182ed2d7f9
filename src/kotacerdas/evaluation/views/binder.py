"""The binder as a page: claims by one press, and from each item to its own page."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.actions.cases import CaseCommand, ConflictError
from kotacerdas.casework.models import Case
from kotacerdas.casework.processes import whole_cases
from kotacerdas.core.addresses import site_address
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import sentence, words
from kotacerdas.evaluation.actions.answers import claim
from kotacerdas.evaluation.actions.requests import ask, is_open, message_of, whole_requests
from kotacerdas.evaluation.binder import DOCUMENTS, FILTERS, Binder, Part, binder_of
from kotacerdas.evaluation.bundle import expected
from kotacerdas.evaluation.models import Cycle
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.evaluation.selectors import phase
from kotacerdas.evaluation.views.doors import of_cycle
from kotacerdas.evaluation.wanting import name_of


@of_cycle
def binder(request: HttpRequest, here: Here, cycle: Cycle) -> HttpResponseBase:
    """The items of a component, or the documents; a claim stands in the POST as `2.2:3:7`:
    the item, the level, and the revision of its case as it was seen.
    """
    refused = ""
    if request.method == "POST":
        try:
            code, more = _done(request, here, cycle)
        except RefusedError as error:
            refused = sentence(error)
        except ConflictError:
            refused = words()("item.conflict")
        else:
            query = request.GET.copy()
            query.update(more)
            return redirect(f"{request.path}?{query.urlencode()}#butir-{code}")
    return _page(request, here, cycle, refused)


def _done(request: HttpRequest, here: Here, cycle: Cycle) -> tuple[str, dict[str, str]]:
    """Claim a level, or ask for a piece, which stands in the POST as `2.2:sk_forum`.

    The item, and what else the address of the page says.
    """
    if "ask" in request.POST:
        code, _, wanted = request.POST["ask"].partition(":")
        item = _case(cycle, code).item
        now, site = timezone.now(), site_address(request)
        made = ask(item, wanted, by=here.user, at=now, site=site)
        return code, {_ASKED: str(made.pk)}
    return _claim(request, here, cycle), {}


_ASKED = "minta"  # in the address: the request whose message is shown


def _case(cycle: Cycle, code: str) -> Case:
    case = whole_cases().filter(item__cycle=cycle, item__code=code).first()
    if case is None:
        raise RefusedError("item.gone", name=code)
    return case


def _claim(request: HttpRequest, here: Here, cycle: Cycle) -> str:
    code, _, rest = request.POST.get("claim", "").partition(":")
    level, _, seen = rest.partition(":")
    case, wanted = _case(cycle, code), key_in(level)
    if wanted is None:
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
    deadline = stage.window.deadline if stage else None
    context = {
        "here": here,
        "cycle": cycle,
        "binder": whole,
        "part": part,
        "is_documents": part.code == DOCUMENTS,
        "rows": [row for row in part.rows if keeps(row)],
        "filters": [(name, n, name == chosen) for name, n in counts.items() if n or name == "all"],
        "stage": questionnaire_of(cycle).stage(stage.window.code) if stage else None,
        "deadline": deadline,
        "days": (deadline - today).days if deadline else None,
        "phase": phase(cycle).value,
        "refused": refused,
        "may_ask": Right.PREPARE in here.rights,
        "may_take": Right.REPORTS in here.rights,
        "bundle": expected(here, whole) if Right.REPORTS in here.rights else None,
        **_asked(request, here, cycle),
    }
    return render(request, "evaluation/binder.html", context, status=422 if refused else 200)


def _asked(request: HttpRequest, here: Here, cycle: Cycle) -> dict[str, object]:
    """The request that was just made, with its message to send."""
    pk = key_in(request.GET.get(_ASKED, ""))
    if pk is None or Right.PREPARE not in here.rights:
        return {}
    asked = whole_requests().filter(pk=pk, item__cycle=cycle).first()
    if asked is None or not is_open(asked, timezone.now()):
        return {}
    return {
        "asked": asked,
        "asked_piece": name_of(asked.item, asked.wanted),
        "asked_message": message_of(asked, site_address(request)),
    }


def _part(whole: Binder, code: str) -> Part:
    """The part that the address asks for; else the first that lacks something."""
    part = whole.part(code)
    return part or next((one for one in whole.parts if one.lacking), whole.parts[0])
