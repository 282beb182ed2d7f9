"""The page of the PowerPoint file that a region's decks stand on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.uploads import takes_upload
from kotacerdas.core.words import sentence, words
from kotacerdas.evaluation.actions.templates import remove_template, set_template
from kotacerdas.evaluation.deck_templates import template_of
from kotacerdas.evaluation.models import Cycle
from kotacerdas.evaluation.template_files import MOST_BYTES

_BESIDE = 100_000  # of the form beside the file
_MOST_MB = MOST_BYTES // 1_000_000


@takes_upload(
    MOST_BYTES + _BESIDE, "presenting.template_too_large", name="templat.pptx", most=_MOST_MB
)
@in_region(Right.PREPARE)
def template(request: HttpRequest, here: Here) -> HttpResponseBase:
    """What decks stand on now; a file in its place, or none."""
    refused = ""
    if request.method == "POST":
        try:
            key = _act(request, here)
        except RefusedError as error:
            refused = sentence(error)
        else:
            messages.success(request, words()(key))
            return redirect("evaluation:template", here.region.code)
    years = Cycle.objects.filter(region=here.region).order_by("-year")
    if (year := years.values_list("year", flat=True).first()) is not None:
        request.year = year  # type: ignore[attr-defined] # the tabs lead to its binder
    now = template_of(here.region)
    context = {
        "here": here,
        "template": now,
        "size": max(now.file.size // 1000, 1) if now else 0,
        "most": _MOST_MB,
        "refused": refused,
    }
    status = 422 if refused else 200
    return render(request, "evaluation/template.html", context, status=status)


def _act(request: HttpRequest, here: Here) -> str:
    """The key of what is said of it once it is done."""
    now = timezone.now()
    if request.POST.get("do") == "remove":
        remove_template(here.region, by=here.user, at=now)
        return "presenting.done_remove"
    sent = request.FILES.get("file")
    if sent is None:
        raise RefusedError("presenting.template_file")
    set_template(here.region, sent.name or "", sent.read(), by=here.user, at=now)
    return "presenting.done_set"
