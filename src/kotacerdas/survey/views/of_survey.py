"""The door of the pages of a survey."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.survey.selectors import survey_of_year


def of_survey(right: Right) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., Any]]:
    """A view(request, here, survey, ...) of an address with a year; 404 where it has no survey."""

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @in_region(right)
        @wraps(view)
        def bound(request: HttpRequest, here: Here, year: int, **more: object) -> HttpResponseBase:
            survey = survey_of_year(here.region, year)
            if survey is None:
                raise Http404
            return view(request, here, survey, **more)

        return bound

    return decorate
