"""A region's stage before a panel, as the region and the panel see it: who scores, how far it is,
what was asked, and the results.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from kotacerdas.accounts.rights import Right
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import language
from kotacerdas.evaluation.questionnaires import questionnaire_of
from kotacerdas.panel.access import assignment_of
from kotacerdas.panel.actions.assigning import declare_conflict
from kotacerdas.panel.actions.scoring import answer_question
from kotacerdas.panel.models import Conflict, Member, Question
from kotacerdas.panel.outcomes import phase, standing_result
from kotacerdas.panel.phases import Phase
from kotacerdas.panel.selectors import assignments_in_force, members_of
from kotacerdas.panel.views.acts import attempt
from kotacerdas.panel.views.doors import Reader, of_review


@of_review
def review(request: HttpRequest, reader: Reader) -> HttpResponseBase:
    """How far the review is; a POST answers a question, or declares a conflict of interest."""
    refused = ""
    if request.method == "POST":
        refused = attempt(
            request,
            {
                "answer": lambda: _answer(request, reader),
                "conflict": lambda: _conflict(request, reader),
            },
        )
        if not refused:
            was_read = reader.assignment is not None
            if was_read and assignment_of(reader.here.user, reader.review, reader.at) is None:
                return redirect("panel:panel", reader.review.panel_id)  # they barred themselves
            return redirect(request.path)
    return _page(request, reader, refused)


def _answer(request: HttpRequest, reader: Reader) -> None:
    key = key_in(request.POST.get("question", "")) or 0
    own = Question.objects.select_related("review__cycle__region", "review__panel", "asked_by")
    question = get_object_or_404(own, review=reader.review, pk=key)
    answer_question(question, request.POST.get("text", ""), by=reader.here.user, at=reader.at)


def _conflict(request: HttpRequest, reader: Reader) -> None:
    key = key_in(request.POST.get("member", "")) or 0
    own = Member.objects.select_related("panel__home", "user").filter(panel=reader.review.panel)
    member = get_object_or_404(own, pk=key)
    reason = request.POST.get("reason", "")
    declare_conflict(member, reader.here.region, reason, by=reader.here.user, at=reader.at)


def _declarable(reader: Reader) -> list[Member]:
    """For whom the reader may declare a conflict of interest: a member for themselves, for
    everybody of the panel who prepares the region or holds the panel.
    """
    members = members_of(reader.review.panel)
    if Right.PREPARE in reader.here.rights or reader.may_manage:
        return list(members)
    return list(members.filter(user=reader.here.user))


def _page(request: HttpRequest, reader: Reader, refused: str) -> HttpResponse:
    review, here = reader.review, reader.here
    asked = questionnaire_of(review.cycle)
    now = phase(review)
    names = {one.code: one.name(language()) for one in asked.items}
    questions = Question.objects.filter(review=review).select_related("asked_by", "answered_by")
    context: dict[str, Any] = {
        "here": here,
        "reader": reader,
        "review": review,
        "phase": now.value,
        "is_scoring": now is Phase.SCORING,
        "total": len(asked.items),
        "assignments": assignments_in_force([review], reader.at),
        "declarable": _declarable(reader),
        "conflicts": Conflict.objects.filter(
            member__panel=review.panel, region=here.region
        ).select_related("member__user", "declared_by"),
        "questions": [(one, names.get(one.item, "")) for one in questions.order_by("-pk")],
        "results": review.results.select_related("by").order_by("-number"),
        "signed": standing_result(review) if now is Phase.SIGNED else None,
        "may_answer": Right.PREPARE in here.rights,
        "refused": refused,
        "typed": request.POST if refused else {},
    }
    return render(request, "panel/review.html", context, status=422 if refused else 200)
