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
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.audit.models import Entry
from kotacerdas.core.addresses import begun_on
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.tables.picks import picks_of, require_picks
from kotacerdas.core.undoing import say_with_undo
from kotacerdas.core.words import sentence, words
from kotacerdas.pages.consequences import consequences, of_merger
from kotacerdas.plan.actions import OF_MANY, Act, Asked, apply_act, planned
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
_A_YEAR = re.compile(r"[0-9]{4}")


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
    if not _known(here, kind, [record]):
        raise Http404
    return _answer(request, here, kind, acts[act], [record])


@in_region(Right.RECORDS)
def acts_at_once(request: HttpRequest, here: Here, kind: str, act: str) -> HttpResponseBase:
    """The same for all records that were chosen in a table, in one entry of the log."""
    if kind not in KINDS or ACTS.get(act) not in OF_MANY:
        raise Http404
    picks = picks_of(request.POST)
    try:
        require_picks(picks)
    except RefusedError as error:
        messages.warning(request, sentence(error))
        return _back(request, here, kind)
    return _answer(request, here, kind, ACTS[act], picks)


def _known(here: Here, kind: str, keys: list[int]) -> list[Record]:
    """Those of the region that are there, with it."""
    known: QuerySet[Any] = KINDS[kind]._default_manager.filter(region=here.region, pk__in=keys)
    return list(known.select_related("region").order_by("pk"))


def _answer(
    request: HttpRequest, here: Here, kind: str, act: Act, keys: list[int]
) -> HttpResponseBase:
    refused, at, records = "", timezone.now(), _known(here, kind, keys)
    if "confirm" in request.POST and records:
        try:
            entry = _do(here, records, _asked(records, act, request.POST), request.POST, at)
        except RefusedError as error:
            refused, records = sentence(error), _known(here, kind, keys)
        else:
            _tell_done(request, here, records, entry)
            return _back(request, here, kind)
    if not records:  # removed while this waited for its turn
        messages.error(request, refused or words().count("at_once.gone", len(keys)))
        return _back(request, here, kind)
    return _page(request, here, records, act, refused, at, gone=len(keys) - len(records))


def _back(request: HttpRequest, here: Here, kind: str) -> HttpResponse:
    """Where the act was begun, or else the list of the kind."""
    return redirect(begun_on(request) or reverse("pages:plan-rows", args=[here.region.code, kind]))


def _do(
    here: Here, records: list[Record], asked: Asked, typed: Typed, at: datetime
) -> Entry | None:
    reason, digest = typed.get("reason", ""), typed.get("digest", "")
    return apply_act(records, asked, by=here.user, at=at, reason=reason, digest=digest)


def _tell_done(
    request: HttpRequest, here: Here, records: list[Record], entry: Entry | None
) -> None:
    """Say what was done, with a button that takes it back."""
    say = words()
    text = say("identity.done", name=records[0].name)
    if len(records) > 1:
        text = say.count("saving.saved", entry.changed if entry else 0)
    if entry is not None:
        url = reverse("exchange:undo", args=[here.region.code, entry.number])
        say_with_undo(request, text, url, at_once="yes")


def _page(  # noqa: PLR0913, PLR0917 - all that the page is of
    request: HttpRequest,
    here: Here,
    records: list[Record],
    act: Act,
    refused: str,
    at: datetime,
    *,
    gone: int,
) -> HttpResponse:
    one = records[0]
    is_asked = "show" in request.POST or "confirm" in request.POST
    typed: Any = request.POST if is_asked else _proposed(records, act)
    first, last = year_limits()
    titles = [f"{each.code} · {each.name}" for each in records]
    context: dict[str, Any] = {
        "here": here,
        "record": one,
        "picks": [each.pk for each in records],
        "titles": titles,
        "name": titles[0] if len(titles) == 1 else words().count("at_once.chosen", len(titles)),
        "gone": gone,
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
    if is_asked:
        try:
            context |= _preview(records, _asked(records, act, request.POST), at)
        except RefusedError as error:
            context["refused"] = refused or sentence(error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if context["refused"] else HTTPStatus.OK
    return render(request, "pages/act.html", context, status=status)


def _preview(records: list[Record], asked: Asked, at: datetime) -> dict[str, Any]:
    plan, one = planned(records, asked, at), records[0]
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


def _proposed(records: list[Record], act: Act) -> dict[str, object]:
    """What the form begins with: of one record's end, the last year of which anything tells."""
    today, one = timezone.localdate(), records[0]
    is_searched = act is Act.RETIRE and not isinstance(one, Agency) and len(records) == 1
    year = last_year(referring(one)) if is_searched else None
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


def _asked(records: list[Record], act: Act, typed: Typed) -> Asked:
    """What was typed; what can't be read is as if it were not there."""
    year = _year(typed)
    return Asked(
        act,
        code=typed.get("code", ""),
        name=typed.get("name", ""),
        last=_day(typed.get("day", "")) if isinstance(records[0], Agency) else year,
        into=key_in(typed.get("into", "")),
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
