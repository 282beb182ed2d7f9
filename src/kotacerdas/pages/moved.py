"""What an address names that the result of its page does not know by that code."""

from typing import Any, NamedTuple

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.accounts.access import MovedError
from kotacerdas.figures.number import Number
from kotacerdas.pages.years import YearPage
from kotacerdas.plan.models import Indicator, Programme
from kotacerdas.records.identity import resolve
from kotacerdas.records.models import Agency
from kotacerdas.scorecards.selectors import last_run_with

_MODELS: dict[str, type[models.Model]] = {
    "programmes": Programme,
    "indicators": Indicator,
    "agencies": Agency,
}


class Missing(NamedTuple):
    """A record that is not in a result; `is_gone` where it was removed."""

    model: str  # its label
    code: str
    name: str
    is_gone: bool


def not_of_the_result(
    request: HttpRequest, page: YearPage, kind: str, code: str, measure: str = ""
) -> HttpResponse:
    """Say what became of the record; `measure` is that of the number which the address names.

    Raises:
        MovedError: the result has it under another code.
        Http404: there never was one with the code.
    """
    if kind not in _MODELS:
        raise Http404
    record = resolve(page.here.region, _MODELS[kind], code)
    frame = getattr(page.facts.scorecard, kind)
    known = [] if record is None else frame.filter(row=record)["code"].to_list()
    if known and known[0] != code:
        if measure:
            raise MovedError(name=str(Number(kind, known[0], measure)))
        raise MovedError(code=known[0])
    if known:
        raise Http404  # it has no such number
    missing = _missing(page, kind, code, record)
    context = {"page": page, "missing": missing}
    return render(request, "pages/missing.html", context, status=410 if missing.is_gone else 404)


def _missing(page: YearPage, kind: str, code: str, record: int | None) -> Missing:
    model: Any = _MODELS[kind]
    label = model._meta.label_lower
    if record is not None:
        current = model._default_manager.get(pk=record)
        return Missing(label, current.code, current.name, is_gone=False)
    run = last_run_with(page.here.region, kind, code)
    if run is None:
        raise Http404
    rows = getattr(run.card, kind).filter(code=code)
    return Missing(label, code, rows["name"][0], is_gone=True)
