"""The door of every page of a cycle, and the way to the cycle that everybody begins with."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.evaluation.models import Cycle
from kotacerdas.evaluation.selectors import sees_any

View = Callable[..., HttpResponseBase]


def of_cycle(view: View) -> Callable[..., Any]:
    """A view(request, here, cycle, ...) of `<str:region>/<int:year>/...`.

    Of a year without a cycle the reader is led to where one begins. 403 for who neither reads all
    of it nor answers a part.
    """

    @in_region(Right.READ)
    @wraps(view)
    def bound(request: HttpRequest, here: Here, year: int, **kwargs: object) -> HttpResponseBase:
        require_reading(here)
        related = ("region", "home", "current__window", "questionnaire")
        found = Cycle.objects.filter(region=here.region, year=year).select_related(*related)
        cycle = found.defer("questionnaire__content").first()
        if cycle is None and request.method != "GET":
            raise Http404
        if cycle is None:
            return redirect(f"{reverse('evaluation:begin', args=[here.region.code])}?tahun={year}")
        request.year = cycle.year  # type: ignore[attr-defined] # the tabs keep to it
        return view(request, here, cycle, **kwargs)

    return bound


def require_reading(here: Here) -> None:
    """Raises NotAllowedError for who neither reads all that agencies send in nor is of one."""
    if not sees_any(here):
        raise NotAllowedError(Right.REPORTS)


def latest(view_name: str) -> Callable[..., Any]:
    """A view that leads to that page of the latest cycle, or to where the first one begins."""

    @in_region(Right.READ)
    def lead(request: HttpRequest, here: Here) -> HttpResponseBase:
        del request
        require_reading(here)
        years = Cycle.objects.filter(region=here.region).order_by("-year")
        year = years.values_list("year", flat=True).first()
        if year is None:
            return redirect("evaluation:begin", here.region.code)
        return redirect(view_name, here.region.code, year)

    return lead
