"""The page of what waits for a verifier."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.monitoring.actions.cases import Via
from kotacerdas.monitoring.models import Case
from kotacerdas.monitoring.queue import queue as waiting
from kotacerdas.monitoring.shown import proposed_fields, warning_text
from kotacerdas.plan.models import Indicator
from kotacerdas.records.identity import codes_since
from kotacerdas.records.models import Region

REPORTS_A_PAGE = 50


@in_region(Right.VERIFY)
def queue(request: HttpRequest, here: Here) -> HttpResponse:
    found = Paginator(waiting(here.region, here.user), REPORTS_A_PAGE)
    page = found.get_page(request.GET.get("p"))
    cases = [case for case in page.object_list if case.newest]
    proposed = _proposed(here.region, cases)
    rows = [
        (
            case,
            [warning_text(w["rule"], w["left"], w["right"]) for w in case.newest.warnings],
            proposed.get(case.pk, ()),
        )
        for case in cases
        if case.newest
    ]
    context = {"here": here, "page": page, "rows": rows, "total": found.count}
    return render(request, "monitoring/queue.html", context)


def _proposed(region: Region, cases: Iterable[Case]) -> dict[int, list[tuple[str, str, str]]]:
    """What the corrections that came by import change, by the case's primary key."""
    own = [case.pk for case in cases if case.newest and case.newest.via == Via.IMPORT]
    if not own:
        return {}
    since = codes_since(region, Indicator)
    whole = Case.objects.filter(pk__in=own).select_related("newest", "verified")
    return {
        case.pk: proposed_fields(case.newest, case.verified, since) for case in whole if case.newest
    }
