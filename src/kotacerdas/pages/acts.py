"""The page of an act on a record: what is asked, what it would change, and done with a reason."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words
from kotacerdas.pages.consequences import consequences, of_merger
from kotacerdas.plan.actions import (
    Act,
    Record,
    apply_act,
    digest_of,
    merge,
    recode,
    rename,
    retire,
    revive,
)
from kotacerdas.plan.models import Indicator, Programme
from kotacerdas.records.actions import Change, lock_region, logged
from kotacerdas.records.models import Agency
from kotacerdas.records.references import last_year, referring
from kotacerdas.scorecards.display import change_view

# In an address.
KINDS: dict[str, type[Record]] = {"program": Programme, "indikator": Indicator, "opd": Agency}
ACTS = {"kode": Act.RECODE, "nama": Act.RENAME, "purna": Act.RETIRE, "pulih": Act.REVIVE}
OF_AGENCIES = {"gabung": Act.MERGE}
MOST_SHOWN = 50
Asked = Mapping[str, str]
_A_KEY, _A_YEAR = re.compile(r"[0-9]{1,18}"), re.compile(r"[0-9]{4}")


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
    model: Any = KINDS[kind]
    one = get_object_or_404(model.objects.select_related("region"), region=here.region, pk=record)
    refused = ""
    if "confirm" in request.POST:
        try:
            _do(here, one, acts[act], request.POST)
        except RefusedError as error:
            refused = sentence(error)
            one.refresh_from_db()
        else:
            messages.success(request, words()("identity.done", name=one.name))
            return redirect(f"pages:latest-{_LISTS[model]}", here.region.code)
    return _page(request, here, one, acts[act], refused)


_LISTS: dict[type[Record], str] = {
    Programme: "programmes",
    Indicator: "programmes",
    Agency: "agencies",
}


def _do(here: Here, one: Record, act: Act, asked: Asked) -> None:
    with transaction.atomic():
        lock_region(here.region)
        one.refresh_from_db()
        apply_act(
            here.region,
            act,
            CHANGES[act](one, asked),
            by=here.user,
            at=timezone.now(),
            reason=asked.get("reason", ""),
            digest=asked.get("digest", ""),
            move=(one, _into(one, asked)) if act is Act.MERGE and isinstance(one, Agency) else None,
        )


def _page(request: HttpRequest, here: Here, one: Record, act: Act, refused: str) -> HttpResponse:
    asked: Any = request.POST or _proposed(one, act)
    context: dict[str, Any] = {
        "here": here,
        "record": one,
        "model": type(one)._meta.label_lower,
        "act": act,
        "asked": {name: asked.get(name, "") for name in FIELDS},
        "is_agency": isinstance(one, Agency),
        "is_programme": isinstance(one, Programme),
        "others": _others(one) if act is Act.MERGE else (),
        "is_previewed": False,
        "refused": refused,
    }
    if request.method == "POST":
        try:
            changes = CHANGES[act](one, request.POST)
        except RefusedError as error:
            context["refused"] = refused or sentence(error)
        else:
            context |= {
                "is_previewed": True,
                "digest": digest_of(changes),
                "changes": [change_view(logged(change)) for change in changes[:MOST_SHOWN]],
                "more": len(changes[MOST_SHOWN:]),
                "consequences": of_merger(one, changes, _year(request.POST))
                if isinstance(one, Agency) and act is Act.MERGE
                else consequences(here.region, changes),
            }
    status = 422 if context["refused"] else 200
    return render(request, "pages/act.html", context, status=status)


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


def _into(one: Record, asked: Asked) -> Agency:
    """Raises RefusedError: none of the region's agencies is chosen."""
    key = asked.get("into", "")
    known = Agency.objects.filter(region=one.region)
    chosen = known.filter(pk=int(key)).first() if _A_KEY.fullmatch(key) else None
    if chosen is None:
        raise RefusedError("identity.no_agency")
    return chosen


def _year(asked: Asked) -> int | None:
    year = asked.get("year", "").strip()
    return int(year) if _A_YEAR.fullmatch(year) else None


def _last(one: Record, asked: Asked) -> int | date | None:
    if isinstance(one, Agency):
        return _day(asked.get("day", ""))
    return _year(asked)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


CHANGES: dict[Act, Callable[[Any, Asked], list[Change]]] = {
    Act.RECODE: lambda one, asked: recode(one, asked.get("code", "")),
    Act.RENAME: lambda one, asked: rename(one, asked.get("name", "")),
    Act.RETIRE: lambda one, asked: retire(one, _last(one, asked)),
    Act.REVIVE: lambda one, asked: revive(one, _last(one, asked)),
    Act.MERGE: lambda one, asked: merge(one, _into(one, asked), _year(asked)),
}
