"""The page of a region's own questionnaires: an example to fill in, a preview, what there is."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.uploads import takes_upload
from kotacerdas.core.words import language, sentence, words
from kotacerdas.evaluation.actions.own_questionnaires import (
    add_questionnaire,
    remove_questionnaire,
)
from kotacerdas.evaluation.models import Cycle, OwnQuestionnaire
from kotacerdas.exchange.issue_list import issue_list
from kotacerdas.frameworks import questionnaire as rules
from kotacerdas.frameworks.loading import load
from kotacerdas.workbook.isolated import read_questionnaire
from kotacerdas.workbook.questionnaire_writing import write_questionnaire

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SALT = "kotacerdas.exchange.questionnaire"
_CARRIED_FOR_S = 24 * 3600


class _Part(NamedTuple):
    """A component of the preview, and how many of its items have what."""

    name: str
    items: int
    with_evidence: int
    with_figures: int


@takes_upload(
    settings.MAX_UPLOAD_BYTES, "import.too_large", limit=settings.MAX_UPLOAD_BYTES // 1_000_000
)
@in_region(Right.PREPARE)
def questionnaires(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The examples, the form to send one back, its preview, and those that the region has."""
    if request.method != "POST":
        return _page(request, here)
    try:
        if "carried" in request.POST:
            return _added(request, here)
        if "remove" in request.POST:
            return _removed(request, here)
    except RefusedError as error:
        return _page(request, here, {"refused": sentence(error)}, 422)
    sent = request.FILES.get("file")
    if sent is None:
        return _page(request, here, {"refused": words()("import.no_file")}, 422)
    found = read_questionnaire(sent.read())
    table = found.table
    more = {"issues": issue_list(found.issues), "is_ok": bool(table), "is_sent": True}
    if table:
        carried = signing.dumps([_whose(here), table], salt=_SALT, compress=True)
        more |= {"carried": carried, **_preview(rules.read(table, ""))}
    return _page(request, here, more, 200 if table else 422)


def _whose(here: Here) -> list[object]:
    return [here.region.code, here.user.pk]


def _added(request: HttpRequest, here: Here) -> HttpResponseBase:
    """Raises RefusedError: what was previewed is a day old, was altered, or is of somebody else."""
    try:
        whose, table = signing.loads(request.POST["carried"], salt=_SALT, max_age=_CARRIED_FOR_S)
    except signing.BadSignature as error:
        raise RefusedError("bulk.upload_again") from error
    if whose != _whose(here):
        raise RefusedError("bulk.upload_again")
    own = add_questionnaire(here.region, table, by=here.user, at=timezone.now())
    title = own.questionnaire.title
    messages.success(request, words()("questionnaire.done_add", title=title))
    return redirect("exchange:questionnaires", here.region.code)


def _removed(request: HttpRequest, here: Here) -> HttpResponseBase:
    key = key_in(request.POST["remove"]) or 0
    own = get_object_or_404(_own(here), pk=key)
    title = own.questionnaire.title
    remove_questionnaire(own, by=here.user, at=timezone.now())
    messages.success(request, words()("questionnaire.done_remove", title=title))
    return redirect("exchange:questionnaires", here.region.code)


def _own(here: Here) -> Any:
    found = OwnQuestionnaire.objects.filter(region=here.region).order_by("-pk")
    return found.select_related("questionnaire", "added_by", "region")


def _preview(asked: rules.Questionnaire) -> dict[str, Any]:
    """How many items each component has, and what is not asked."""
    edition = load(asked.edition)
    parts = [(one, asked.of_component(one.code)) for one in edition.components]
    of_dimensions = {item.dimension for item in asked.items}
    return {
        "asked": asked,
        "edition": edition,
        "parts": [
            _Part(
                one.name(language()),
                len(items),
                sum(bool(item.evidence) for item in items),
                sum(bool(item.figures) for item in items),
            )
            for one, items in parts
        ],
        "without_evidence": [item.code for item in asked.items if not item.evidence],
        "without_items": [
            one.name(language()) for one in edition.dimensions if one.code not in of_dimensions
        ],
    }


def _page(
    request: HttpRequest, here: Here, more: Mapping[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    own = list(_own(here))
    used: dict[str, list[int]] = {}
    cycles = Cycle.objects.filter(region=here.region).order_by("year")
    for sha256, year in cycles.values_list("questionnaire", "year"):
        used.setdefault(sha256, []).append(year)
    packaged = [(one, rules.packaged_one(one)) for one in rules.packaged()]
    context = {
        "here": here,
        "examples": [(name, asked, load(asked.edition)) for name, asked in packaged],
        "own": [(one, used.get(one.questionnaire_id, [])) for one in own],
        **(more or {}),
    }
    return render(request, "exchange/questionnaires.html", context, status=status)


@in_region(Right.PREPARE)
def questionnaire_file(request: HttpRequest, here: Here, name: str) -> HttpResponseBase:
    """A packaged questionnaire, or one of the region's by its number, as a workbook."""
    del request
    if name in rules.packaged():
        asked = rules.packaged_one(name)
    else:
        own = get_object_or_404(_own(here), pk=key_in(name) or 0)
        asked = rules.read(own.questionnaire.content, own.questionnaire.title)
    response = HttpResponse(write_questionnaire(asked, language()), content_type=XLSX)
    safe = "".join(one if one.isascii() and one.isalnum() else "-" for one in asked.id)
    file = f"{words()('questionnaire.file')}-{safe}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response
