"""What a signed result gives its region back, as a page and as PDF."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from kotacerdas.audit.actions import record_access
from kotacerdas.core.drawing import drawn
from kotacerdas.core.words import words
from kotacerdas.documents.feedback import MENDED, STRENGTHS, ItemSummary
from kotacerdas.documents.feedback_report import feedback_report
from kotacerdas.panel.feedback import feedback_of
from kotacerdas.panel.models import Result
from kotacerdas.panel.outcomes import is_signed
from kotacerdas.panel.places import place
from kotacerdas.panel.views.doors import Reader, of_review
from kotacerdas.panel.views.results import result_of


@of_review
def feedback(request: HttpRequest, reader: Reader, number: int) -> HttpResponseBase:
    """Before all have signed, to the result, which says so."""
    result = _whole(reader, number)
    if not is_signed(result):
        return _to_result(request, result)
    found = feedback_of(result, reader.at)
    context = {
        "here": reader.here,
        "reader": reader,
        "review": reader.review,
        "result": result,
        "feedback": found,
        "chart": drawn("components", found.chart),
        "parts": [
            (part, [(one, found.marks.get(one.code)) for one in part.items]) for part in found.parts
        ],
        "recommendations": [
            (agency, [(one, found.followed(one), found.moved(one)) for one in given])
            for agency, given in found.by_agency
        ],
        "strengths": _parted(found.strength_summaries, STRENGTHS),
        "to_mend": _parted(found.mend_summaries, MENDED),
    }
    return render(request, "panel/feedback.html", context)


def _parted(
    items: Sequence[ItemSummary], most: int
) -> tuple[Sequence[ItemSummary], Sequence[ItemSummary]]:
    return items[:most], items[most:]


@of_review
def download(request: HttpRequest, reader: Reader, number: int) -> HttpResponseBase:
    """The same as PDF."""
    result = _whole(reader, number)
    if not is_signed(result):
        return _to_result(request, result)
    content = feedback_report(feedback_of(result, reader.at))
    code, year = reader.here.region.code, reader.review.cycle.year
    of = ["panel.result", year, number, "pdf"]
    record_access(code, "export.document", of, actor=reader.here.user.email, at=reader.at)
    response = HttpResponse(content, content_type="application/pdf")
    name = words()("feedback.file", region=code, year=year, n=number)
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _whole(reader: Reader, number: int) -> Result:
    result = result_of(reader, number)
    result.review = reader.review
    return result


def _to_result(request: HttpRequest, result: Result) -> HttpResponse:
    messages.info(request, words()("panel.feedback_when_signed"))
    return redirect(place(result.review, "result", result.number))
