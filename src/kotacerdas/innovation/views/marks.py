"""What a mark of the innovation index rests on: names of a workbook, and pieces of the store."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.evidence_view import with_addresses
from kotacerdas.casework.models import Evidence
from kotacerdas.casework.reuse import candidates, seen_of, used_in
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import language, sentence, words
from kotacerdas.innovation.actions.mark_evidence import MarkCommand, drop, use
from kotacerdas.innovation.marks import MODELS, Mark, holder_of, indicator_of, uses_of
from kotacerdas.innovation.models import MarkUse


@dataclass(frozen=True)
class UseView:
    """A piece that the mark rests on, what else does, and whether the reader sees it."""

    use: MarkUse
    is_seen: bool
    elsewhere: list[str]


@in_region(Right.READ)
def mark(request: HttpRequest, here: Here, of: str, pk: int) -> HttpResponse:
    """The evidence of a mark; a POST lets it rest on a piece, or no more."""
    if of not in MODELS:
        raise Http404
    rows = MODELS[of]._default_manager.filter(region=here.region)
    found: Mark = get_object_or_404(rows, pk=pk)  # type: ignore[assignment] # of that model
    if request.method != "POST":
        return _page(request, here, found)
    command = MarkCommand(found, here.user, timezone.now())
    verb = request.POST.get("do", "")
    try:
        match verb:
            case "use":
                named = key_in(request.POST.get("evidence", "")) or 0
                use(command, get_object_or_404(Evidence, region=here.region, pk=named))
            case "drop":
                drop(command, key_in(request.POST.get("use", "")) or 0)
            case _:
                raise PermissionDenied
    except RefusedError as error:
        return _page(request, here, found, sentence(error))
    messages.success(request, words()(f"mark.done_{verb}"))
    return redirect(request.get_full_path())


def _page(request: HttpRequest, here: Here, found: Mark, refused: str = "") -> HttpResponse:
    uses = uses_of(found)
    [named] = with_addresses(here, type(found), {found.pk: found.evidence}).values()
    pieces = {one.evidence_id for one in uses}
    seen = seen_of(here, pieces)
    elsewhere = used_in(here, seen, {holder_of(found)})
    may_edit = Right.RECORDS in here.rights
    search = request.GET.get("q", "").strip()
    indicator = indicator_of(found)
    context = {
        "here": here,
        "mark": found,
        "innovation": getattr(found, "innovation", None),
        "name": indicator.name(language()) if indicator else found.indicator,
        "named": named,
        "may_bring": Right.IMPORT in here.rights and not all(url for _, url in named),
        "uses": [
            UseView(one, one.evidence_id in seen, elsewhere.get(one.evidence_id, []))
            for one in uses
        ],
        "may_edit": may_edit,
        "search": search,
        "candidates": candidates(here, pieces, search) if may_edit else (),
        "refused": refused,
    }
    return render(request, "innovation/mark.html", context, status=422 if refused else 200)
