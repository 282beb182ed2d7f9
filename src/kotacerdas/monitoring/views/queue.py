"""The page of what waits for a verifier."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.monitoring.queue import queue as waiting
from kotacerdas.monitoring.shown import warning_text

REPORTS_A_PAGE = 50


@in_region(Right.VERIFY)
def queue(request: HttpRequest, here: Here) -> HttpResponse:
    found = Paginator(waiting(here.region, here.user), REPORTS_A_PAGE)
    page = found.get_page(request.GET.get("p"))
    rows = [
        (case, [warning_text(w["rule"], w["left"], w["right"]) for w in case.newest.warnings])
        for case in page.object_list
        if case.newest
    ]
    context = {"here": here, "page": page, "rows": rows, "total": found.count}
    return render(request, "monitoring/queue.html", context)
