"""The page on which the operators of many agencies are invited at once."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.core.mail import EmailMessage
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.mail import invitation
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.accounts.operators import (
    Invitation,
    agencies_to_invite,
    invite_operators,
    is_address,
    shared,
)
from kotacerdas.accounts.rights import Right
from kotacerdas.core.addresses import site_address
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import sentence, words
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Agency, Region

TYPED = "email-"  # before an agency's primary key, the name of the field with its address


@dataclass(frozen=True)
class Row:
    """An agency without an operator, as the page shows it."""

    agency: Agency
    programmes: int
    email: str
    is_chosen: bool
    is_shared: bool

    @property
    def is_typed(self) -> bool:
        """Whether its address is asked on the page."""
        return not is_address(self.agency.email)


@in_region(Right.APPOINT)
def invite(request: HttpRequest, here: Here) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST":
        return _page(request, here, now)
    try:
        made = invite_operators(
            here.region,
            list(_wanted(request.POST)),
            may_share="may_share" in request.POST,
            site=site_address(request),
            by=here.user,
            at=now,
        )
    except RefusedError as error:
        return _page(request, here, now, sentence(error))
    say = words()
    done = say.count("operators.done", len(made)) if made else say("operators.done_already")
    messages.success(request, done)
    return redirect("pages:steps", here.region.code)


def _wanted(sent: QueryDict) -> Iterator[Invitation]:
    """Of the agencies that are ticked, and of those whose address is typed."""
    typed = [
        name.removeprefix(TYPED) for name, text in sent.items() if name.startswith(TYPED) and text
    ]
    for key in dict.fromkeys([*sent.getlist("agency"), *typed]):
        if (agency := key_in(key)) is not None:
            known = sent.get(f"known-{key}", "")
            yield Invitation(agency, sent.get(f"{TYPED}{key}", known).strip(), known)


def _page(request: HttpRequest, here: Here, at: datetime, refused: str = "") -> HttpResponse:
    agencies = agencies_to_invite(here.region, at)
    rows = _rows(agencies, request.POST if refused else None)
    first = next((row for row in rows if row.is_chosen), rows[0] if rows else None)
    context = {
        "here": here,
        "rows": rows,
        "held": [one for one in agencies if one.operators],  # type: ignore[attr-defined] # by Prefetch
        "missing": sum(row.is_typed for row in rows),
        "shared": shared((str(row.agency), row.email) for row in rows),
        "may_share": "may_share" in request.POST,
        "letter_to": first and (first.email or first.agency.name),
        "letter": first and _letter(here.region, first, site_address(request), at),
        "refused": refused,
    }
    return render(request, "pages/operators.html", context, status=422 if refused else 200)


def _rows(agencies: list[Agency], sent: QueryDict | None) -> list[Row]:
    """Those with the most programmes first; what was sent stays as it was typed."""
    own = Programme.objects.filter(agency__in=agencies).order_by().values_list("agency")
    programmes = Counter(dict(own.annotate(Count("pk"))))
    left = [one for one in agencies if not one.operators]  # type: ignore[attr-defined] # by Prefetch
    typed = sent.dict() if sent is not None else {}
    known = {one.pk: one.email if is_address(one.email) else "" for one in left}
    emails = {pk: str(typed.get(f"{TYPED}{pk}", email)) for pk, email in known.items()}
    several = shared((str(one), emails[one.pk]) for one in left)
    rows = [
        Row(
            one,
            programmes[one.pk],
            emails[one.pk],
            is_chosen=str(one.pk) in sent.getlist("agency")
            if sent is not None
            else programmes[one.pk] > 0 and known[one.pk].lower() not in {"", *several},
            is_shared=emails[one.pk].lower() in several,
        )
        for one in left
    ]
    return sorted(rows, key=lambda row: -row.programmes)


def _letter(region: Region, row: Row, site: str, at: datetime) -> EmailMessage:
    """What the operator of that agency would get."""
    nobody = User(email=row.email, password=make_password(None))
    user = User.objects.filter(email=row.email.lower()).first() or nobody
    role = Appointment(user=user, region=region, role=Role.OPERATOR, agency=row.agency, from_at=at)
    return invitation([role], site)
