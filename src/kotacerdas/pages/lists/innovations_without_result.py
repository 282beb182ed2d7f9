"""The innovations of a year of which there is no result yet, and who is short of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.innovation.access import may_propose
from kotacerdas.innovation.actions.reminding import may_remind_of
from kotacerdas.innovation.minimum import due_on, shortages
from kotacerdas.plan.models import Innovation


@in_region(Right.READ)
def without_result(request: HttpRequest, here: Here, year: int) -> HttpResponse:
    """Of the records as they are. Raises Http404: no innovation is of that year."""
    own = Innovation.objects.filter(region=here.region, year=year).select_related("agency")
    rows = list(own.order_by("agency__name", "name"))
    if not rows:
        raise Http404
    today, deadline = timezone.localdate(), due_on(year)
    context = {
        "here": here,
        "year": year,
        "rows": rows,
        "short": shortages(here.region, year, today),
        "minimum": load(here.region.framework or DEFAULT).innovation_minimum,
        "deadline": deadline,
        "is_over": today > deadline,
        "may_propose": may_propose(here),
        "may_remind": Right.PERIODS in here.rights and may_remind_of(year, today),
    }
    return render(request, "pages/innovations_without_result.html", context)
