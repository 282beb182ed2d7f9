"""A picture, or the pages of a PDF, to be looked at on a page."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from kotacerdas.casework.evidence_view import Piece
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import words


@dataclass(frozen=True)
class Viewer:
    """A piece of evidence that is open; the queries lead to the next page of it, or piece."""

    piece: Piece
    address: str
    alt: str
    page: int
    pages: int  # of a picture none
    page_before: str
    page_after: str
    after: str


def viewer_of(
    request: HttpRequest, region: str, piece: Piece, query: Callable[[int], str], after: str = ""
) -> Viewer:
    """The piece at the page that the address asks for; `query` is the one of another page."""
    pages, pk, title = piece.pages, piece.evidence.pk, piece.evidence.title
    page = min(key_in(request.GET.get("hlm", "")) or 1, pages or 1)
    return Viewer(
        piece,
        reverse("casework:evidence-page", args=[region, pk, page])
        if pages
        else reverse("casework:evidence-piece", args=[region, pk]),
        words()("viewer.page_of", title=title, n=page) if pages else title,
        page,
        pages,
        query(page - 1) if page > 1 else "",
        query(page + 1) if page < pages else "",
        after,
    )
