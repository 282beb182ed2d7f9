"""The form of a new idea."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right, current_appointments
from kotacerdas.casework.access import own_agencies
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.core.forms import made_by
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import words
from kotacerdas.innovation.access import regions_to_propose_in
from kotacerdas.innovation.actions.proposing import ASKED, Idea, propose
from kotacerdas.innovation.forms import IdeaForm
from kotacerdas.innovation.twins import replicates_of
from kotacerdas.plan.models import Innovation
from kotacerdas.records.models import Agency

ORIGINAL = "tiru"  # in an address: what is replicated, by its primary key


@in_region(Right.READ)
def new(request: HttpRequest, here: Here) -> HttpResponseBase:
    """A new idea of an agency that the reader reports for; a coordinator's of any."""
    agencies = Agency.objects.filter(region=here.region, retired_on=None).order_by("name")
    if Right.RECORDS not in here.rights:
        agencies = agencies.filter(pk__in=own_agencies(here.appointments, here.region))
        if not agencies:
            raise NotAllowedError(Right.REPORT)
    original = _original(request, here)
    initial = request.GET.dict() if original is None else _copied(original, here)
    form = IdeaForm(here.region, agencies, data=request.POST or None, initial=initial)
    if request.method == "POST":
        made = made_by(
            form,
            lambda: propose(
                here.region,
                Idea(form.cleaned_data["agency"], form.texts()),
                by=here.user,
                at=timezone.now(),
            ),
        )
        if made is not None:
            messages.success(request, words()("innovation.proposed", name=made.name))
            return redirect("innovation:way", here.region.code, made.code)
    elsewhere = (
        []
        if original is None
        else [one for one in regions_to_propose_in(here) if one != here.region]
    )
    context = {"here": here, "form": form, "original": original, "elsewhere": elsewhere}
    status = 422 if request.method == "POST" else 200
    return render(request, "innovation/new.html", context, status=status)


def _original(request: HttpRequest, here: Here) -> Innovation | None:
    """What is to be replicated, of any region that the reader is of.

    Raises:
        Http404: there is none such.
    """
    if ORIGINAL not in request.GET:
        return None
    held = current_appointments(here.user, timezone.now())
    regions = {one.region_id for one in held}
    known = Innovation.objects.filter(region__in=regions).select_related("region", "agency")
    return get_object_or_404(known, pk=key_in(request.GET[ORIGINAL]))


def _copied(original: Innovation, here: Here) -> dict[str, object]:
    """Its fields, without its programme where that is another region's."""
    values = {name: getattr(original, name) for name in ASKED if name != "programme"}
    if original.programme is not None and original.region_id == here.region.pk:
        values["programme"] = original.programme.code
    return values | {"replicates": replicates_of(original, original.region)}
