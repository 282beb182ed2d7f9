"""The page from which a coordinator reminds the agencies that are late."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.monitoring.status import status_map
from kotacerdas.monitoring.views.periods import period_of


@in_region(Right.PERIODS)
def remind(request: HttpRequest, here: Here, year: int, slug: str) -> HttpResponse:
    found = period_of(here, year, slug)
    context = {
        "here": here,
        "period": found,
        "map": status_map(here.region, [found], timezone.localdate()),
    }
    return render(request, "monitoring/remind.html", context)
