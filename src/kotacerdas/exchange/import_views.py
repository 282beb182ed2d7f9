"""The page of an import: what it would do, what has to be decided, and what came of it."""

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words
from kotacerdas.exchange.actions import ChangedMeanwhileError, apply_import
from kotacerdas.exchange.choices import PRESET, Choices, choices_of
from kotacerdas.exchange.import_display import name_of, parts_of
from kotacerdas.exchange.looking import look
from kotacerdas.exchange.models import Import
from kotacerdas.exchange.outcome import Decisions
from kotacerdas.exchange.packing import OtherFormatError
from kotacerdas.exchange.previews import Preview, differing, loaded, refusal_parts

MOST_OTHERS = 50  # that became different; all of them are in the preview's lists
_CHOICES = {"keep": False, "take": True}
_SIDES = {"site": False, "file": True}


@in_region(Right.IMPORT)
def import_(request: HttpRequest, here: Here, number: int) -> HttpResponseBase:
    """What a file would change: decided by a POST, applied by another."""
    own = Import.objects.select_related("region", "file", "sent_by", "applied_by")
    if request.method != "POST" and "tahun" not in request.GET:
        own = own.defer("reading")
    sent = get_object_or_404(own, region=here.region, pk=number)
    try:
        return _answer(request, here, sent)
    except OtherFormatError as error:
        return _page(request, here, sent, Preview(refusal=refusal_parts(error)))


def _answer(request: HttpRequest, here: Here, sent: Import) -> HttpResponse:
    if sent.applied_at is not None:
        if request.method == "POST":
            messages.info(request, _applied_already(sent))
        return _page(request, here, sent, _preview_of_applied(sent))
    if request.method != "POST":
        if not sent.result:  # whoever sent it did not come to see it
            look(sent, PRESET, timezone.now())
        return _page(request, here, sent, loaded(bytes(sent.result)))
    choices = _decided(request.POST, choices_of(sent.choices))
    if request.POST.get("do") == "apply":
        return _apply(request, here, sent, choices)
    return _page(request, here, sent, look(sent, choices, timezone.now()).preview)


def _preview_of_applied(sent: Import) -> Preview:
    """As it was seen; what a command applied nobody saw, and the log has what came of it."""
    try:
        return loaded(bytes(sent.result)) if sent.result else Preview()
    except OtherFormatError:
        return Preview()


def _apply(request: HttpRequest, here: Here, sent: Import, choices: Choices) -> HttpResponse:
    asked, before = request.POST, loaded(bytes(sent.result)) if sent.result else Preview()
    if choices.removals != choices_of(sent.choices).removals or not before.shows(choices):
        messages.info(request, words()("import.see_first"))
        return _page(request, here, sent, look(sent, choices, timezone.now()).preview)
    try:
        applied = apply_import(
            sent,
            choices,
            by=here.user,
            at=timezone.now(),
            reason=asked.get("reason", ""),
            digest=asked.get("digest", ""),
            confirmed="confirmed" in asked,
        )
    except OtherFormatError:
        raise
    except RefusedError as error:
        preview = look(sent, choices, timezone.now()).preview
        is_other = isinstance(error, ChangedMeanwhileError)
        others = list(map(name_of, differing(before, preview))) if is_other else []
        return _page(request, here, sent, preview, sentence(error), others)
    if not applied.is_new:
        messages.info(request, _applied_already(applied.sent))
    elif applied.sent.applied_at is None:
        messages.info(request, words()("import.does_nothing"))
    else:
        messages.success(request, _done(applied.sent))
    return redirect("exchange:import", here.region.code, sent.pk)


def _done(sent: Import) -> str:
    say = words()
    parts = [say.count("import.done", sent.changes)] if sent.changes else []
    if sent.corrections:
        parts.append(say.count("import.proposed", sent.corrections))
    return " ".join(parts)


def _applied_already(sent: Import) -> str:
    say = words()
    if sent.entry is None:
        return say("import.applied_already")
    return say("import.applied_already_as", number=sent.entry)


def _decided(asked: QueryDict, before: Choices) -> Choices:
    """What the form says; of what it does not show, what was decided before."""
    side, sheet = asked.get("all", ""), asked.get("sheet", "")
    if side:
        if side == "added":
            return Choices(only_added=True)
        return Choices(Decisions(others=_SIDES.get(side)), before.removals)
    own = before.decisions
    if sheet:
        label, _, side = sheet.partition(":")
        by_id = {
            name: taken for name, taken in own.by_id.items() if not name.startswith(f"{label}/")
        }
        sheets = {**own.sheets, label: _SIDES.get(side, False)}
        return before._replace(decisions=own._replace(by_id=by_id, sheets=sheets))
    by_id = {**own.by_id}
    by_id |= {name: _CHOICES[value] for name, value in asked.items() if value in _CHOICES}
    removals = frozenset(asked.getlist("remove")) if "removals" in asked else before.removals
    return Choices(own._replace(by_id=by_id), removals, before.only_added)


def _page(  # noqa: PLR0913, PLR0917 - all that the page says
    request: HttpRequest,
    here: Here,
    sent: Import,
    preview: Preview,
    refused: str = "",
    others: Sequence[str] = (),
) -> HttpResponse:
    context = {
        "here": here,
        "sent": sent,
        "preview": preview,
        "refused": refused,
        "others": others[:MOST_OTHERS],
        "more_others": len(others[MOST_OTHERS:]),
        "reason": request.POST.get("reason", ""),
        "is_confirmed": "confirmed" in request.POST,
        **parts_of(request, sent, preview),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused or preview.refusal else HTTPStatus.OK
    return render(request, "exchange/import.html", context, status=status)
