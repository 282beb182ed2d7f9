"""Operators of many agencies invited at once, from the agencies' addresses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Prefetch, Q

from kotacerdas.accounts.actions import Logged, begin_appointment
from kotacerdas.accounts.mail import queue_invitation
from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.accounts.selectors import not_ended_at
from kotacerdas.core.errors import RefusedError
from kotacerdas.records.actions import Change, apply_changes, lock_region
from kotacerdas.records.models import Agency, Region
from kotacerdas.records.storage import origin_of, own_values, values_in


@dataclass(frozen=True)
class Invitation:
    """To whom an agency's operator is written; `known` is the agency's address as it was seen."""

    agency: int  # primary key
    email: str
    known: str


def agencies_to_invite(region: Region, at: datetime) -> list[Agency]:
    """The agencies that are not retired, each with its `operators`: appointments of now or later.

    In two queries.
    """
    held = Appointment.objects.filter(not_ended_at(at), role=Role.OPERATOR).select_related("user")
    own = Prefetch("appointments", held.order_by("pk"), to_attr="operators")
    agencies = Agency.objects.filter(region=region, retired_on=None)
    return list(agencies.order_by("name", "pk").prefetch_related(own))


def shared(wanted: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Of agencies' names with their addresses: those of which several have one."""
    names: dict[str, list[str]] = defaultdict(list)
    for name, email in wanted:
        names[_address(email)].append(name)
    return {email: own for email, own in names.items() if email and len(own) > 1}


def invite_operators(  # noqa: PLR0913 - whom, how, who does it and when
    region: Region,
    wanted: Sequence[Invitation],
    *,
    may_share: bool,
    site: str,
    by: User,
    at: datetime,
) -> list[Appointment]:
    """Appoint an operator of each agency, write to them, and keep the addresses that were typed.

    Whoever is operator of the agency already, by the same address, is passed over. `may_share`
    says that one person may report for several of the agencies.

    Raises:
        NotAllowedError: `by` may not appoint in the region.
        RefusedError: nobody is chosen, an address is none, several agencies have one, an agency is
            not as it was seen, or somebody can't be appointed.
    """
    if not wanted:
        raise RefusedError("operators.nobody")
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.APPOINT, at)
        agencies = {one.pk: one for one in agencies_to_invite(region, at)}
        wanted = [one for one in wanted if not _is_held(agencies, one)]
        _refuse_misfits(agencies, wanted, may_share=may_share)
        made: list[Appointment] = []
        logged: Logged = []
        for one in wanted:
            agency = agencies[one.agency]
            made.append(Appointment(region=region, role=Role.OPERATOR, agency=agency, from_at=at))
            logged += begin_appointment(made[-1], one.email, "")
        typed = {one.agency: one.email for one in wanted if one.email != one.known}
        changes = _addresses(region, typed)
        apply_changes(
            region, changes, "operators.begin", actor=by.email, at=at, extra_log_entries=logged
        )
        for held in _by_person(made):
            queue_invitation(held, site, at)
    return made


def _is_held(agencies: Mapping[int, Agency], one: Invitation) -> bool:
    held = agencies[one.agency].operators if one.agency in agencies else []  # type: ignore[attr-defined] # by Prefetch
    return _address(one.email) in {role.user.email for role in held}


def _refuse_misfits(
    agencies: Mapping[int, Agency], wanted: Iterable[Invitation], *, may_share: bool
) -> None:
    """Raises RefusedError where one is not as it was seen, or can't be written to."""
    for one in wanted:
        agency = agencies.get(one.agency)
        if agency is None:
            raise RefusedError("operators.gone")
        if agency.operators:  # type: ignore[attr-defined] # by Prefetch
            raise RefusedError("operators.held_meanwhile", agency=agency)
        if agency.email != one.known:
            raise RefusedError("operators.changed_meanwhile", agency=agency)
        if not is_address(one.email):
            raise RefusedError("operators.no_address", agency=agency, text=one.email or "–")
    several = shared((str(agencies[one.agency]), one.email) for one in wanted)
    if several and not may_share:
        email, names = next(iter(several.items()))
        raise RefusedError("operators.shared", email=email, agencies=", ".join(names))


def is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _addresses(region: Region, typed: Mapping[int, str]) -> list[Change]:
    """The agencies with these addresses; the rest of each is still what its file says."""
    return [
        Change(
            Agency,
            (row["code"],),
            own_values(row),
            own_values(row) | {"email": typed[row["pk"]]},
            row["pk"],
            origin_of(row),
            origin_of(row),
        )
        for row in values_in(Agency, region, {}, Q(pk__in=list(typed)))
    ]


def _by_person(made: Iterable[Appointment]) -> list[list[Appointment]]:
    held: dict[int, list[Appointment]] = defaultdict(list)
    for one in made:
        held[one.user_id].append(one)
    return list(held.values())


def _address(email: str) -> str:
    return User.objects.normalize_email(email).lower()
