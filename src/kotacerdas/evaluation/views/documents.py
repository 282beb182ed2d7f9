"""The deck and the report of an evaluation, of the binder as it is or as it was submitted."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.audit.actions import record_access
from kotacerdas.core.errors import NotAllowedError, RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import sentence, words
from kotacerdas.documents.evaluation_deck import evaluation_deck
from kotacerdas.documents.evaluation_report import evaluation_report
from kotacerdas.documents.evaluation_story import Story
from kotacerdas.evaluation.deck_templates import content_of, template_of
from kotacerdas.evaluation.models import Cycle, Submission
from kotacerdas.evaluation.story import story_now, story_submitted
from kotacerdas.evaluation.views.doors import of_cycle
from kotacerdas.records.models import Region
from kotacerdas.scorecards.actions import freeze_decisions

_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@of_cycle
def deck(request: HttpRequest, here: Here, cycle: Cycle) -> HttpResponseBase:
    """The deck, as PowerPoint."""
    return _document(request, here, cycle, "pptx", _deck)


@of_cycle
def report(request: HttpRequest, here: Here, cycle: Cycle) -> HttpResponseBase:
    """The report, as PDF."""
    return _document(request, here, cycle, "pdf", _report)


def _deck(region: Region, story: Story) -> bytes:
    template = template_of(region)
    return evaluation_deck(story, None if template is None else content_of(template))


def _report(region: Region, story: Story) -> bytes:
    del region
    return evaluation_report(story)


def _document(
    request: HttpRequest,
    here: Here,
    cycle: Cycle,
    kind: str,
    make: Callable[[Region, Story], bytes],
) -> HttpResponseBase:
    """The file; without a result of the year the binder, which says so.

    Of a submission where the address names one.
    """
    if Right.REPORTS not in here.rights:
        raise NotAllowedError(Right.REPORTS)
    now = timezone.now()
    submission = request.GET.get("penyerahan", "")
    try:
        if not submission:
            sourced = story_now(here, cycle, now)
        else:
            found = Submission.objects.filter(stage__cycle=cycle)
            related = found.select_related("stage__window")
            sourced = story_submitted(
                here, cycle, get_object_or_404(related, pk=key_in(submission) or 0)
            )
        story = sourced.story
        content = make(here.region, story)
    except RefusedError as error:
        messages.error(request, sentence(error))
        return redirect("evaluation:binder", here.region.code, cycle.year)
    if sourced.run.decided is None:
        freeze_decisions(sourced.run, sourced.decided)
    of = ["evaluation.cycle", cycle.year, story.run, kind]
    record_access(here.region.code, "export.document", of, actor=here.user.email, at=now)
    response = HttpResponse(content, content_type=_PPTX if kind == "pptx" else "application/pdf")
    stem = words()("presenting.file", region=here.region.code, year=cycle.year, run=story.run)
    response["Content-Disposition"] = f'attachment; filename="{stem}.{kind}"'
    return response
