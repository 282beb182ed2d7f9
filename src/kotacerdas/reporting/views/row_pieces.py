"""Evidence of rows that workbooks brought, or that waits for one: whose it is, and its page."""

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
from kotacerdas.plan.models import Innovation, Realisation
from kotacerdas.reporting.actions.row_evidence import (
    RowCommand,
    Visibility,
    discard,
    may_change,
    show_to,
    take_away,
)
from kotacerdas.reporting.named_rows import row_of


class RowPieces(Caseless):
    paths: ClassVar[dict[type[Model], str]] = {
        Realisation: "of_row__realisation",
        Innovation: "of_row__innovation",
    }
    related = (
        "of_row__realisation__programme__region",
        "of_row__realisation__indicator__programme__region",
        "of_row__innovation__region",
    )
    crumbs = "reporting/row_crumbs.html"
    acts = "reporting/row_acts.html"

    def subject(self, piece: Evidence) -> OfAgency | None:
        of = row_of(piece)
        if of is None or of.realisation is None:
            return of.innovation if of else None
        row = of.realisation
        return row.programme or (row.indicator.programme if row.indicator else None)

    def key(self, piece: Evidence) -> tuple[object, ...]:
        of = row_of(piece)
        if of is None or of.realisation is None:
            own = of.innovation if of else None
            return (own.year, own.code) if own else ()
        row = of.realisation
        by = row.programme or row.indicator
        return row.year, row.period or None, by.code if by else ""

    def records(self, piece: Evidence) -> dict[str, int]:
        of = row_of(piece)
        return dict([of.place]) if of else {}

    def page(self, here: Here, piece: Evidence) -> dict[str, Any]:
        of = row_of(piece)
        return {
            "subject": subject_of(piece),
            "row": of and (of.realisation or of.innovation),
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
