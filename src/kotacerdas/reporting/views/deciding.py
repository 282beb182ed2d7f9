"""What a verifier decides by: the queue, figures beside those of before, evidence to look at."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from kotacerdas.accounts.access import Here
from kotacerdas.casework.evidence_view import EvidenceView
from kotacerdas.casework.models import Case, Window
from kotacerdas.casework.views.viewer import Viewer, viewer_of
from kotacerdas.reporting.comparing import figure_rows, heads
from kotacerdas.reporting.content import read
from kotacerdas.reporting.due import Due
from kotacerdas.reporting.queue import Filters, place_of
from kotacerdas.reporting.report_form import Filled, fields_of

_PIECE = "bukti"  # in an address: the piece of evidence that is open


def deciding(
    request: HttpRequest, here: Here, case: Case, evidence: EvidenceView
) -> dict[str, Any]:
    """The queue that the page was come to from, and the piece of evidence that is open."""
    filters = Filters.of(request.GET)
    return {
        "filters": filters,
        "place": place_of(case, here.region, here.user, filters),
        "viewer": _viewer(request, here, evidence),
        "side": _side(request),
    }


def _side(request: HttpRequest) -> str:
    """What a phone shows first, where the rest is a tab away."""
    if request.method == "POST":  # a decision that was refused, with its reason still typed
        return "decision"
    return "evidence" if _PIECE in request.GET else "figures"


def read_by_a_verifier(window: Window, due: Due, filled: Filled) -> dict[str, Any]:
    """What was reported, beside what was before; the warnings with their answers."""
    content, _ = read(filled.typed, due)
    groups = fields_of(due, filled)
    fields = [field for group in groups.values() for field in group]
    return {
        "heads": heads(window),
        "figures": list(figure_rows(due, content)),
        "warned_names": {field.name for field in fields if field.questions},
        "questions": [question for field in fields for question in field.questions],
        "explained": [field for field in groups["texts"] if field.text],
    }


def _viewer(request: HttpRequest, here: Here, evidence: EvidenceView) -> Viewer | None:
    """The piece that the address names, or else the first that can be looked at."""
    pieces = [
        one
        for piece in evidence.pieces
        for one in (piece, *piece.copies)
        if one.is_picture or one.pages
    ]
    if not pieces:
        return None
    wanted = request.GET.get(_PIECE, "")
    at = next((at for at, one in enumerate(pieces) if str(one.evidence.pk) == wanted), 0)
    pk = pieces[at].evidence.pk
    following = pieces[(at + 1) % len(pieces)].evidence.pk
    return viewer_of(
        request,
        here.region.code,
        pieces[at],
        lambda page: _query(request, pk, page),
        _query(request, following, 1) if len(pieces) > 1 else "",
    )


def _query(request: HttpRequest, piece: int, page: int) -> str:
    filters = Filters.of(request.GET).query.removeprefix("?")
    own = urlencode({_PIECE: piece, "hlm": page})
    return "&".join(filter(None, (filters, own)))
