"""The pages of people and roles, and each one's own profile."""

from collections.abc import Callable
from typing import cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.actions import change_profile, end_appointments, hand_over, invite
from kotacerdas.accounts.closing import close_account, open_account
from kotacerdas.accounts.forms import (
    EndForm,
    HandOverForm,
    InviteForm,
    ProfileForm,
    ReasonForm,
)
from kotacerdas.accounts.mail import queue_invitation
from kotacerdas.accounts.models import Appointment, User
from kotacerdas.accounts.people_table import people_table
from kotacerdas.accounts.rights import Right, current_appointments
from kotacerdas.accounts.selectors import (
    appointments_by_state,
    appointments_of,
    on_both_sides,
    unsent_to,
)
from kotacerdas.accounts.table_downloads import table_download
from kotacerdas.core.addresses import begun_on, is_local, site_address
from kotacerdas.core.forms import made_by
from kotacerdas.core.tables.picks import picks_of
from kotacerdas.core.words import words


@in_region(Right.READ)
def people(request: HttpRequest, here: Here) -> HttpResponse:
    now, may_appoint = timezone.now(), Right.APPOINT in here.rights
    by_state = appointments_by_state(here.region, now)
    table = people_table(here, by_state, request.GET, may_appoint=may_appoint)
    title, on = words()("people.title"), timezone.localdate(now)
    file = table_download(request, here, table, title, on)
    if file is not None:
        return file
    context = {
        "here": here,
        "table": table,
        "may_appoint": may_appoint,
        "both_sides": on_both_sides(by_state["current"]),
        "unsent": unsent_to(by_state, now) if may_appoint else [],
    }
    return render(request, "accounts/people.html", context)


@in_region(Right.APPOINT)
def invite_person(request: HttpRequest, here: Here) -> HttpResponse:
    form = InviteForm(here.region, timezone.localdate(), data=request.POST or None)
    made = made_by(
        form,
        with_letter(
            request,
            lambda: invite(here.region, **form.cleaned_data, by=here.user, at=timezone.now()),
        ),
    )
    if made is None:
        return _form_page(request, here, form, "invite")
    return _back(request, here)


@in_region(Right.APPOINT)
def end(request: HttpRequest, here: Here, pk: int) -> HttpResponse:
    held = get_object_or_404(appointments_of(here.region), pk=pk)
    form = EndForm(request.POST or None)
    made = _ended(here, form, [held])
    if made is None:
        return _form_page(request, here, form, "end", held)
    messages.success(request, words()("people.end_done", who=held.user))
    return _back(request, here)


@in_region(Right.APPOINT)
def end_many(request: HttpRequest, here: Here) -> HttpResponse:
    """The end of the appointments that were chosen in the table of people."""
    chosen = list(appointments_of(here.region).filter(pk__in=picks_of(request.POST)))
    if not chosen:
        messages.warning(request, words()("at_once.none_chosen"))
        return _back(request, here)
    form = EndForm(request.POST if "reason" in request.POST else None)
    made = _ended(here, form, chosen)
    if made is None:
        role = words().term
        titles = [f"{one.user} · {role('role', one.role)}" for one in chosen]
        return _form_page(
            request, here, form, "end", picks=[one.pk for one in chosen], titles=titles
        )
    messages.success(request, words().count("people.many_ended", len(made)))
    return _back(request, here)


def _ended(here: Here, form: EndForm, held: list[Appointment]) -> list[Appointment] | None:
    return made_by(
        form, lambda: end_appointments(held, **form.cleaned_data, by=here.user, at=timezone.now())
    )


@in_region(Right.APPOINT)
def hand_over_to(request: HttpRequest, here: Here, pk: int) -> HttpResponse:
    held = get_object_or_404(appointments_of(here.region), pk=pk)
    form = HandOverForm(request.POST or None, initial={"on": timezone.localdate()})
    made = made_by(form, with_letter(request, lambda: _handed_over(held, form, here.user)))
    if made is None:
        return _form_page(request, here, form, "hand_over", held)
    return _back(request, here)


@in_region(Right.APPOINT)
def close(request: HttpRequest, here: Here, pk: int) -> HttpResponse:
    return _account_page(request, here, pk, "close", close_account)


@in_region(Right.APPOINT)
def reopen(request: HttpRequest, here: Here, pk: int) -> HttpResponse:
    return _account_page(request, here, pk, "reopen", open_account)


def profile(request: HttpRequest) -> HttpResponse:
    user = cast("User", request.user)
    start = {name: getattr(user, name) for name in ProfileForm.base_fields}
    form = ProfileForm(request.POST or None, initial=start)
    if not form.is_valid():
        held = current_appointments(user, timezone.now())
        return render(request, "accounts/profile.html", {"form": form, "held": held})
    change_profile(user, **form.cleaned_data, at=timezone.now())
    return redirect("accounts:profile")


@login_not_required
@require_POST
def switch_language(request: HttpRequest) -> HttpResponse:
    """For the signed-in it is kept with the user, for all in a cookie of the browser."""
    back = request.POST.get("next", "")
    response = HttpResponseRedirect(back if is_local(back) else "/")
    chosen = request.POST.get("language")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=settings.SESSION_COOKIE_AGE,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
        if isinstance(request.user, User):
            change_profile(request.user, request.user.name, chosen, timezone.now())
    return response


def _account_page(
    request: HttpRequest, here: Here, pk: int, verb: str, act: Callable[..., User]
) -> HttpResponse:
    """The page of what is done with somebody's account, once they held a role in the region."""
    held = appointments_of(here.region).filter(user=pk).order_by("-from_at").first()
    if held is None:
        raise Http404
    form, user = ReasonForm(request.POST or None), held.user
    made = made_by(
        form, lambda: act(user, here.region, **form.cleaned_data, by=here.user, at=timezone.now())
    )
    if made is None:
        return _form_page(request, here, form, verb, held)
    messages.success(request, words()(f"people.{verb}_done", who=user))
    return _back(request, here)


def _handed_over(held: Appointment, form: forms.Form, by: User) -> Appointment:
    wanted = form.cleaned_data
    return hand_over(
        held,
        to_email=wanted["email"],
        to_name=wanted["name"],
        on=wanted["on"],
        by=by,
        at=timezone.now(),
    )


def _back(request: HttpRequest, here: Here) -> HttpResponse:
    """To the people, as they were listed where the act was begun."""
    return redirect(begun_on(request) or reverse("accounts:people", args=[here.region.code]))


def _form_page(
    request: HttpRequest,
    here: Here,
    form: forms.Form,
    verb: str,
    held: Appointment | None = None,
    **chosen: object,
) -> HttpResponse:
    context = {
        "here": here,
        "form": form,
        "held": held,
        "title": f"people.{verb}",
        "lead": f"people.{verb}_lead",
        "do": f"people.{verb}_do",
        **chosen,
    }
    return render(request, "accounts/form.html", context)


def with_letter(request: HttpRequest, act: Callable[[], Appointment]) -> Callable[[], Appointment]:
    """The act together with the letter that tells of it, both or neither."""

    def whole() -> Appointment:
        with transaction.atomic():
            made = act()
            queue_invitation([made], site_address(request), timezone.now())
        messages.success(request, words()("people.invite_done", email=made.user.email))
        return made

    return whole
