"""A result as it was set: read, signed, opened down to every score."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    get_reauthentication_flows,
    suspend_request,
)
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from kotacerdas.accounts.models import User
from kotacerdas.core.words import language, words
from kotacerdas.evaluation.questionnaires import framework_of, questionnaire_of
from kotacerdas.panel.actions.settling import RECENT, sign
from kotacerdas.panel.models import Result, Signature
from kotacerdas.panel.outcomes import phase
from kotacerdas.panel.phases import Phase
from kotacerdas.panel.shown import change_text, score_text, value_text
from kotacerdas.panel.views.acts import attempt
from kotacerdas.panel.views.doors import Reader, of_review


@of_review
def result(request: HttpRequest, reader: Reader, number: int) -> HttpResponseBase:
    """A result; a POST signs it, after the reader said again who they are."""
    found = result_of(reader, number)
    refused = ""
    if request.method == "POST":
        signed_in_at = _signed_in_at(request)
        is_recent = signed_in_at is not None and reader.at - signed_in_at <= RECENT
        if not is_recent and get_reauthentication_flows(cast("User", request.user)):
            response: HttpResponseBase = suspend_request(request, reverse("account_reauthenticate"))
            return response
        seen = request.POST.get("sha256", "")
        who: dict[str, Any] = {"by": reader.here.user, "at": reader.at}
        refused = attempt(request, {"sign": lambda: sign(found, seen, signed_in_at, **who)})
        if not refused:
            return redirect(request.path)
    return _page(request, reader, found, refused)


def result_of(reader: Reader, number: int) -> Result:
    """404 where the review has no such result, 403 for who reads none of them."""
    related = ("review__cycle__region", "by")
    own = Result.objects.filter(review=reader.review).select_related(*related)
    found = get_object_or_404(own, number=number)
    if not reader.reads_results:
        raise PermissionDenied(words()("panel.of_panel"))
    return found


def _signed_in_at(request: HttpRequest) -> datetime | None:
    """When the reader last said who they are in this session: as they signed in, or again since."""
    records = get_authentication_records(request, cast("User", request.user))
    moments = [float(one["at"]) for one in records]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def _page(request: HttpRequest, reader: Reader, found: Result, refused: str) -> HttpResponse:
    review, content = reader.review, found.content
    signs = Signature.objects.filter(result=found).select_related("user").order_by("turn", "pk")
    pending = [one for one in signs if one.signed_at is None]
    own = next((one for one in pending if one.user_id == reader.here.user.pk), None)
    framework, asked = framework_of(review.cycle), questionnaire_of(review.cycle).by_code
    context: dict[str, Any] = {
        "here": reader.here,
        "reader": reader,
        "review": review,
        "result": found,
        "is_signed": not pending,
        "is_latest": found.corrected_at is None,
        "phase": phase(review).value,
        "is_discussing": phase(review) is Phase.DISCUSSING,
        "index": value_text(Fraction(content["index"])),
        "highest": score_text(int(framework.scale[1] * 100)),
        "improvement": _change(content["improvement"]),
        "earlier": content["earlier"]
        and {
            "year": content["earlier"]["year"],
            "value": value_text(Fraction(content["earlier"]["value"])),
        },
        "components": [
            (
                one.name(language()),
                float(one.weight * 100),
                value_text(Fraction(content["components"][one.code])),
            )
            for one in framework.components
        ],
        "dimensions": [
            (one.name(language()), value_text(Fraction(content["dimensions"][one.code])))
            for one in framework.dimensions
            if one.code in content["dimensions"]
        ],
        "band": content["band"] and content["band"][language().value],
        "items": [
            {
                **one,
                "name": asked[one["code"]].name(language()),
                "value": value_text(Fraction(one["value"])),
                "scores": [
                    {**score, "score": score_text(score["hundredths"])} for score in one["scores"]
                ],
                "settled_at": one["settled"] and score_text(one["settled"]["hundredths"]),
            }
            for one in content["items"]
        ],
        "without_each": _without_each(content),
        "signatures": signs,
        "own": own,
        "waits_for": [one.user for one in pending if own is not None and one.turn < own.turn],
        "refused": refused,
    }
    return render(request, "panel/result.html", context, status=422 if refused else 200)


def _change(text: str | None) -> str:
    return "" if text is None else change_text(Fraction(text))


def _without_each(content: dict[str, Any]) -> list[tuple[str, str]]:
    """The index without each assessor; the one who gave the most of a seat's scores names it."""
    names: dict[str, str] = {}
    for one in content["items"]:
        for score in one["scores"]:
            names[str(score["seat"])] = score["name"]
    return [
        (names[seat], value_text(None if value is None else Fraction(value)))
        for seat, value in content["without_each"].items()
    ]
