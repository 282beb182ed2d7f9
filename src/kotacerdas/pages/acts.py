"""The page of an act on a record: what is asked, what it would change, and done with a reason."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words
from kotacerdas.pages.consequences import consequences, of_merger
from kotacerdas.plan.actions import Act, Asked, apply_act, planned
from kotacerdas.plan.changes import Record, year_limits
from kotacerdas.plan.models import Indicator, Programme
from kotacerdas.records.actions import logged
from kotacerdas.records.models import Agency
from kotacerdas.records.references import last_year, referring
from kotacerdas.scorecards.display import change_view

# In an address.
KINDS: dict[str, type[Record]] = {"program": Programme, "indikator": Indicator, "opd": Agency}
ACTS = {"kode": Act.RECODE, "nama": Act.RENAME, "purna": Act.RETIRE, "pulih": Act.REVIVE}
OF_AGENCIES = {"gabung": Act.MERGE}
MOST_SHOWN = 50
Typed = Mapping[str, str]
_A_KEY, _A_YEAR = re.compile(r"[0-9]{1,18}"), re.compile(r"[0-9]{4}")
_LISTS: dict[type[Record], str] = {
    Programme: "programmes",
    Indicator: "programmes",
    Agency: "agencies",
}


def acts_of(kind: str) -> list[tuple[str, Act]]:
    """What can be done to records of a kind, by its name in an address."""
    more = OF_AGENCIES if kind == "opd" else {}
    return [*ACTS.items(), *more.items()]


@in_region(Right.RECORDS)
def act(request: HttpRequest, here: Here, kind: str, record: int, act: str) -> HttpResponseBase:
    """What the act asks; by a POST what it would change; done by one that confirms it."""
    acts = dict(acts_of(kind))
    if kind not in KINDS or act not in acts:
        raise Http404
    known: QuerySet[Any] = KINDS[kind]._default_manager.filter(region=here.region, pk=record)
    one = known.select_related("region").first()
    if one is None:
        raise Http404
    refused, at = "", timezone.now()
    if "confirm" in request.POST:
        try:
            _do(here, one, _asked(one, acts[act], request.POST), request.POST, at)
        except RefusedError as error:
            refused = sentence(error)
            one = known.select_related("region").first()
        else:
            messages.success(request, words()("identity.done", name=one.name))
            return _to_list(here, kind)
    if one is None:  # removed while this waited for its turn
        messages.error(request, refused)
        return _to_list(here, kind)
    return _page(request, here, one, acts[act], refused, at)


def _to_list(here: Here, kind: str) -> HttpResponse:
    return redirect(f"pages:latest-{_LISTS[KINDS[kind]]}", here.region.code)


def _do(here: Here, one: Record, asked: Asked, typed: Typed, at: datetime) -> None:
    reason, digest = typed.get("reason", ""), typed.get("digest", "")
    apply_act(one, asked, by=here.user, at=at, reason=reason, digest=digest)


def _page(  # noqa: PLR0913, PLR0917 - all that the page is of
    request: HttpRequest, here: Here, one: Record, act: Act, refused: str, at: datetime
) -> HttpResponse:
    typed: Any = request.POST or _proposed(one, act)
    first, last = year_limits()
    context: dict[str, Any] = {
        "here": here,
        "record": one,
        "model": type(one)._meta.label_lower,
        "act": act,
        "asked": {name: typed.get(name, "") for name in FIELDS},
        "first_year": first,
        "last_year": last,
        "is_agency": isinstance(one, Agency),
        "is_programme": isinstance(one, Programme),
        "others": _others(one) if act is Act.MERGE else (),
        "is_previewed": False,
        "refused": refused,
    }
    if request.method == "POST":
        try:
            context |= _preview(one, _asked(one, act, request.POST), at)
        except RefusedError as error:
            context["refused"] = refused or sentence(error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if context["refused"] else HTTPStatus.OK
    return render(request, "pages/act.html", context, status=status)


def _preview(one: Record, asked: Asked, at: datetime) -> dict[str, Any]:
    plan = planned(one, asked, at)
    changes = plan.changes
    return {
        "is_previewed": True,
        "is_empty": not changes and not plan.operators,
        "digest": plan.digest,
        "changes": [change_view(logged(change)) for change in changes[:MOST_SHOWN]],
        "more": len(changes[MOST_SHOWN:]),
        "consequences": of_merger(one, plan, asked.from_year)
        if isinstance(one, Agency) and asked.act is Act.MERGE
        else consequences(changes, at),
    }


FIELDS = ("code", "name", "year", "day", "into", "reason")


def _proposed(one: Record, act: Act) -> dict[str, object]:
    """What the form begins with: of an end, the last year of which anything tells."""
    today = timezone.localdate()
    year = last_year(referring(one)) if act is Act.RETIRE and not isinstance(one, Agency) else None
    return {
        "code": one.code,
        "name": one.name,
        "year": year or today.year,
        "day": today.isoformat(),
    }


def _others(one: Record) -> QuerySet[Agency]:
    """Where an agency can go on."""
    known = Agency.objects.filter(region=one.region, retired_on=None).exclude(pk=one.pk)
    return known.order_by("name")


def _asked(one: Record, act: Act, typed: Typed) -> Asked:
    """What was typed; what can't be read is as if it were not there."""
    into = typed.get("into", "")
    year = _year(typed)
    return Asked(
        act,
        code=typed.get("code", ""),
        name=typed.get("name", ""),
        last=_day(typed.get("day", "")) if isinstance(one, Agency) else year,
        into=int(into) if _A_KEY.fullmatch(into) else None,
        from_year=year,
    )


def _year(typed: Typed) -> int | None:
    year = typed.get("year", "").strip()
    return int(year) if _A_YEAR.fullmatch(year) else None


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
