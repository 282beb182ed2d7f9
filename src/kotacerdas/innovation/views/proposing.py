"""The form of a new idea."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.access import own_agencies
from kotacerdas.core.errors import NotAllowedError
from kotacerdas.core.forms import made_by
from kotacerdas.core.words import words
from kotacerdas.innovation.actions.proposing import Idea, propose
from kotacerdas.innovation.forms import IdeaForm
from kotacerdas.records.models import Agency


@in_region(Right.READ)
def new(request: HttpRequest, here: Here) -> HttpResponseBase:
    """A new idea of an agency that the reader reports for; a coordinator's of any."""
    agencies = Agency.objects.filter(region=here.region, retired_on=None).order_by("name")
    if Right.RECORDS not in here.rights:
        agencies = agencies.filter(pk__in=own_agencies(here.appointments, here.region))
        if not agencies:
            raise NotAllowedError(Right.REPORT)
    form = IdeaForm(here.region, agencies, data=request.POST or None, initial=request.GET.dict())
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
    context = {"here": here, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "innovation/new.html", context, status=status)
