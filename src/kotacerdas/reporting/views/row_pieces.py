"""Evidence of rows that workbooks brought, or that waits for one: whose it is, and its page."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.casework.access import OfAgency
from kotacerdas.casework.caseless import Caseless
from kotacerdas.casework.evidence_rules import subject_of
from kotacerdas.casework.models import Evidence
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.core.words import words
from kotacerdas.plan.models import Innovation, InnovationMark, Realisation, RegionMark
from kotacerdas.records.models import Region
from kotacerdas.reporting.actions.row_evidence import (
    RowCommand,
    Visibility,
    discard,
    may_change,
    show_to,
    take_away,
)
from kotacerdas.reporting.models import Row, RowKind
from kotacerdas.reporting.named_rows import index_code, row_of

_MODELS: dict[type[Model], RowKind] = {
    Realisation: RowKind.REALISATION,
    Innovation: RowKind.INNOVATION,
    RegionMark: RowKind.REGION_MARK,
    InnovationMark: RowKind.INNOVATION_MARK,
}


Mark = InnovationMark | RegionMark


@dataclass(frozen=True)
class OfRegion:
    """What is of the region itself: no agency answers for it, coordinator and verifiers see all."""

    region: Region
    agency_id: None = None


class RowPieces(Caseless):
    paths: ClassVar[dict[type[Model], str]] = {
        model: f"of_row__{kind}" for model, kind in _MODELS.items()
    }
    name_path = "of_row__named"
    related = (
        "of_row__realisation__programme__region",
        "of_row__realisation__indicator__programme__region",
        "of_row__innovation__region",
        "of_row__region_mark__region",
        "of_row__innovation_mark__innovation__region",
    )
    crumbs = "reporting/row_crumbs.html"
    acts = "reporting/row_acts.html"

    def subject(self, piece: Evidence) -> OfAgency | None:
        match _record(piece):
            case Realisation() as row:
                return row.programme or (row.indicator.programme if row.indicator else None)
            case RegionMark() as mark:
                return OfRegion(mark.region)
            case InnovationMark() as mark:
                return mark.innovation
            case innovation:
                return innovation

    def key(self, piece: Evidence) -> tuple[object, ...]:
        match _record(piece):
            case None:
                return ()
            case Realisation() as row:
                by = row.programme or row.indicator
                return row.year, row.period or None, by.code if by else ""
            case RegionMark() as mark:
                return mark.year, index_code(mark.indicator)
            case InnovationMark() as mark:
                of = mark.innovation
                return of.year, of.code, index_code(mark.indicator)
            case innovation:
                return innovation.year, innovation.code

    def records(self, piece: Evidence) -> dict[str, int]:
        of = row_of(piece)
        return dict([of.place]) if of else {}

    def page(self, here: Here, piece: Evidence) -> dict[str, Any]:
        subject, row = subject_of(piece), _record(piece)
        indicator = index_code(row.indicator) if isinstance(row, Mark) else ""
        return {
            "subject": subject,
            "row": row,
            "of": [one for one in (getattr(subject, "code", ""), indicator) if one],
            "title": getattr(subject, "name", here.region.name),
            "period": getattr(row, "period", ""),
            "year": getattr(row, "year", None) or getattr(subject, "year", None),
            "may_change": may_change(here, piece),
        }

    def act(self, request: HttpRequest, here: Here, piece: Evidence) -> HttpResponse:
        command, typed = RowCommand(here.region, here.user, timezone.now()), request.POST
        verb = typed.get("do", "")
        match verb:
            case "take_away":
                take_away(command, piece)
            case "discard":
                discard(command, piece)
            case "show" if typed.get("seen_by") in Seen.values:
                seen_by = Seen(typed["seen_by"])
                show_to(command, piece, Visibility(seen_by, is_personal="personal" in typed))
            case _:
                raise PermissionDenied
        messages.success(request, words()(f"evidence.done_{verb}", title=piece.title))
        if verb == "show":
            return redirect("casework:evidence-view", here.region.code, piece.pk)
        return redirect("reporting:named-files", here.region.code)


def _record(piece: Evidence) -> Row | None:
    of = row_of(piece)
    return of.record if of else None
