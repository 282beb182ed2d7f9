"""The pages of the site's owner: the link that makes one, the regions, and a new one."""

from collections.abc import Iterable, Mapping
from typing import cast

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.access import of_owner
from kotacerdas.accounts.forms import OwnerForm, RegionForm
from kotacerdas.accounts.models import Appointment, User
from kotacerdas.accounts.ownership import begin_site, require_link, take_site
from kotacerdas.accounts.regions import begin_region
from kotacerdas.accounts.selectors import regions_with_coordinators
from kotacerdas.accounts.views import with_letter
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.forms import made_by
from kotacerdas.core.words import sentence
from kotacerdas.records.area_codes import Area, areas, matching
from kotacerdas.records.models import Region

AREAS_SHOWN = 8


@login_not_required
def own_site(request: HttpRequest, token: str) -> HttpResponseBase:
    """Where a site gets its owner: a new account, or that of whoever is signed in."""
    user = request.user if isinstance(request.user, User) else None
    sent = request.POST if request.method == "POST" else None
    form = OwnerForm(sent) if user is None else forms.Form(sent)
    made = made_by(form, lambda: _owner(token, user, form))
    if made is None:
        return _link_page(request, token, form)
    site = reverse("accounts:site")
    if user is not None:
        return redirect(site)
    login = Login(user=made, email=made.email, redirect_url=site)
    signed_in: HttpResponse = perform_password_login(request, {"email": made.email}, login)
    return signed_in


def _owner(token: str, user: User | None, form: forms.Form) -> User:
    if user is not None:
        return take_site(token, user, timezone.now())
    return begin_site(token, **form.cleaned_data, at=timezone.now())


def _link_page(request: HttpRequest, token: str, form: forms.Form) -> HttpResponse:
    try:
        require_link(token)
    except RefusedError as refused:
        why = {"why": sentence(refused)}
        return render(request, "accounts/owner_link_gone.html", why, status=410)
    return render(request, "accounts/owner.html", {"form": form})


@of_owner
def site(request: HttpRequest) -> HttpResponse:
    """The regions of the site, each with its coordinators."""
    regions = regions_with_coordinators(timezone.now())
    example = _unused(regions) if settings.DEMO else None
    return render(request, "accounts/site.html", {"regions": regions, "example": example})


@of_owner
def new_region(request: HttpRequest) -> HttpResponse:
    """A region to begin, from the list of codes or typed; the list alone for the search field."""
    found = matching(request.GET.get("q", ""))
    context = {"areas": found[:AREAS_SHOWN], "more": len(found[AREAS_SHOWN:])}
    if request.htmx:  # type: ignore[attr-defined] # of django-htmx
        return render(request, "accounts/areas.html", context)
    chosen = areas().get(request.GET.get("kode", ""))
    form = RegionForm(request.POST or None, initial=chosen._asdict() if chosen else {})
    by = cast("User", request.user)
    made = made_by(form, with_letter(request, lambda: _begun(form.cleaned_data, by)))
    if made is None:
        return render(request, "accounts/new_region.html", context | {"form": form})
    if made.user == by:
        return redirect("pages:steps", made.region.code)
    return redirect("accounts:site")


def _begun(wanted: Mapping[str, str], by: User) -> Appointment:
    area = Area(*(wanted[name].strip() for name in Area._fields))
    return begin_region(
        area,
        coordinator_email=wanted["coordinator_email"],
        coordinator_name=wanted["coordinator_name"],
        by=by,
        at=timezone.now(),
    )


def _unused(regions: Iterable[Region]) -> Area | None:
    """A neighbour of the regions that is not begun yet, to try the first steps with."""
    taken, parents = {one.code for one in regions}, {one.parent for one in regions}
    near = (one for one in areas().values() if one.parent and one.parent in parents)
    return next((one for one in near if one.code not in taken), None)
