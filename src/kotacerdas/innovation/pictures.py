"""Pictures of innovations that everybody may see: which there are, and small ones for documents."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from kotacerdas.casework.caseless import caseless
from kotacerdas.casework.file_kinds import Kind
from kotacerdas.casework.models import Evidence
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.small_pictures import small_jpeg
from kotacerdas.innovation.models import InnovationCase
from kotacerdas.plan.models import Innovation

PIXELS = 1_400  # of a picture's longer side in a deck
_PICTURES = [kind for kind in Kind if kind.is_picture]


def public_pictures(
    innovations: Collection[int], until: datetime | None = None
) -> Mapping[int, int]:
    """By innovation the newest picture that everybody may see, of its row or of its case.

    Primary keys, those of pictures of evidence; of what was added up to a moment.
    """
    cases = InnovationCase.objects.filter(innovation__in=innovations)
    of_row = caseless().paths[Innovation]
    public = Evidence.objects.filter(
        Q((f"{of_row}__in", innovations)) | Q(case__in=cases.values("pk")),
        seen_by=Seen.PUBLIC,
        removed_at=None,
        file__kind__in=_PICTURES,
    )
    if until is not None:
        public = public.filter(added_at__lte=until)
    rows = public.order_by("pk").values_list("pk", of_row, "case__of__innovation")
    return {own or of_case: pk for pk, own, of_case in rows}


def small_pictures(
    innovations: Collection[int], longest: int, until: datetime | None = None
) -> dict[int, bytes]:
    """The same as JPEG, so many pixels long at most; without those whose file is damaged."""
    of = public_pictures(innovations, until)
    pieces = Evidence.objects.select_related("file__copy").in_bulk(of.values())
    drawn = {
        innovation: small_jpeg(pieces[pk].file, pieces[pk].title, longest)
        for innovation, pk in of.items()
    }
    return {innovation: picture for innovation, picture in drawn.items() if picture}


def deck_pictures(rows: Iterable[Mapping[str, Any]], until: datetime) -> dict[str, bytes]:
    """By code those of the innovations of a run that are in its deck, as far as there were any at
    that moment. One that not everybody may see any more is in no deck from then on.
    """
    codes = {row["row"]: row["code"] for row in rows if row.get("in_deck")}
    pictures = small_pictures(codes, PIXELS, until) if codes else {}
    return {codes[pk]: picture for pk, picture in pictures.items()}
