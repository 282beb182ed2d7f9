"""The page of a request's link: for whoever has it, without an account, for this piece alone."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from kotacerdas.casework.file_kinds import ACCEPTED, MOST_BYTES
from kotacerdas.casework.views.evidence import content_of
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.uploads import takes_upload
from kotacerdas.core.words import language, sentence
from kotacerdas.evaluation.actions.requests import (
    Sent,
    bring,
    decline,
    is_open,
    mark_seen,
    request_of,
    whole_requests,
)
from kotacerdas.evaluation.models import Incoming, Request
from kotacerdas.evaluation.process import rule_of
from kotacerdas.evaluation.views.typed_days import days_in
from kotacerdas.evaluation.wanting import name_of
from kotacerdas.frameworks.questionnaire import Document

MOST_AT_ONCE = 2 * MOST_BYTES
_BESIDE = 100_000


def _has_link(request: HttpRequest) -> bool:
    """Whether the address holds the secret of a request that is open: else little may be sent."""
    found = request_of(request.path_info.strip("/").rpartition("/")[2])
    return found is not None and is_open(found, timezone.now())


@takes_upload(
    MOST_AT_ONCE + _BESIDE,
    "evidence.too_much",
    admits=_has_link,
    most=MOST_BYTES // 1_000_000,
    at_once=MOST_AT_ONCE // 1_000_000,
)
@login_not_required
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """What is asked, and a form for files and a note; nothing else of the region is shown.

    404 for what is no link; 429 for too many tries to send something, to whatever address.
    """
    # Who opens it has no account that says another language.
    with translation.override(settings.LANGUAGE_CODE):
        return _answer(request, token)


def _answer(request: HttpRequest, token: str) -> HttpResponseBase:
    if request.method == "POST" and not ratelimit.consume(request, action="evidence_link"):
        return render(request, "evaluation/link_busy.html", status=429)
    asked, now = request_of(token), timezone.now()
    if asked is None:
        raise Http404
    if request.method != "POST":
        mark_seen(asked, now)
        return _page(request, asked, "")
    try:
        if request.POST.get("do") == "decline":
            decline(asked, request.POST.get("note", ""), at=now)
        else:
            files = request.FILES.getlist("file")
            sent = [Sent(one.name or "", content_of(one)) for one in files]
            note, days = request.POST.get("note", ""), days_in(request.POST.dict())
            bring(asked, sent, note, at=now, days=days)
    except RefusedError as error:
        return _page(request, asked, sentence(error), status=422)
    return redirect(request.path_info)


def _page(request: HttpRequest, asked: Request, refused: str, status: int = 200) -> HttpResponse:
    asked = whole_requests().get(pk=asked.pk)  # as it is after what was sent
    rule, now = rule_of(asked.item), timezone.now()
    context = {
        "asked": asked,
        "piece": name_of(asked.item, asked.wanted),
        "document": rule if isinstance(rule, Document) else None,
        "agency": asked.item.agency,
        "item": f"{rule.code} {rule.name(language())}",
        "region": asked.item.region,
        "year": asked.item.cycle.year,
        "is_open": is_open(asked, now),
        "days": (timezone.localdate(asked.ends_at) - timezone.localdate(now)).days,
        "came": Incoming.objects.filter(request=asked).select_related("file").order_by("pk"),
        "kinds": ACCEPTED,
        "most": MOST_BYTES // 1_000_000,
        "refused": refused,
        "typed": request.POST if refused else {},
    }
    response = render(request, "evaluation/link.html", context, status=status)
    # The address is the secret: told to this site alone, without which no form is taken.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response
