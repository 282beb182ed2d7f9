"""One field of many records of the plan, changed at once: all or none, in one entry of the log."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.words import sentence, words
from kotacerdas.exchange.edit_plan import FIXED, HELD, Edit, TypedRow
from kotacerdas.exchange.edit_sides import newest_entry
from kotacerdas.exchange.edits import Saving, save_edit
from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.pages.plan_edit import base_of, kind_of, tell_saved, title_of
from kotacerdas.pages.plan_fields import FieldView, field_views
from kotacerdas.pages.plan_form import typed_texts
from kotacerdas.pages.plan_kinds import PlanKind
from kotacerdas.pages.plan_records import choices_for
from kotacerdas.pages.saving import said, saving_view
from kotacerdas.records.storage import in_region as records_in
from kotacerdas.workbook.schema import BY_NAME, sheets_of

MOST_RECORDS = 500
PICK, PICK_ALL = "pick", "pick_all"  # one of the chosen rows; all that match, with commas between
_LONGEST_KEY = 18


@in_region(Right.RECORDS)
def bulk(request: HttpRequest, here: Here, kind: str) -> HttpResponseBase:
    """The form for the records that were chosen in a table; saved once a field is chosen."""
    of_kind, asked = kind_of(kind), request.POST
    picks = _picks(asked)
    refused, saving = "", None
    if "do" in asked:
        try:
            saving = _save(here, of_kind, picks, asked)
        except RefusedError as error:
            refused = sentence(error)
        else:
            if saving.entry is not None or not (saving.is_to_confirm or saving.plan.flaws):
                tell_saved(request, here, saving)
                return redirect(reverse("pages:plan-rows", args=[here.region.code, of_kind.slug]))
    return _page(request, here, of_kind, picks, saving, refused)


def _picks(asked: QueryDict) -> list[int]:
    """The primary keys that were chosen, each once; what is none is left out."""
    texts = [*asked.getlist(PICK), *asked.get(PICK_ALL, "").split(",")]
    known = [one for one in texts if one.isascii() and one.isdecimal() and len(one) <= _LONGEST_KEY]
    return list(dict.fromkeys(map(int, known)))


def _save(here: Here, kind: PlanKind, picks: list[int], asked: QueryDict) -> Saving:
    """Raises RefusedError: nothing or too much is chosen, or the field can't be changed so."""
    column = asked.get("column", "")
    if not picks:
        raise RefusedError("at_once.none_chosen")
    if len(picks) > MOST_RECORDS:
        raise RefusedError("at_once.too_many", limit=MOST_RECORDS, n=len(picks))
    if column not in changeable(kind):
        raise RefusedError("at_once.no_field")
    text = typed_texts(asked).get(column, "")
    rows = [TypedRow(pk, {column: text}) for pk in picks]
    edit = Edit(kind.sheet, base_of(asked), rows, is_confirmed="confirmed" in asked)
    return save_edit(
        here.region,
        edit,
        by=here.user,
        at=timezone.now(),
        reason=asked.get("reason", ""),
        digest=asked.get("digest", ""),
    )


def changeable(kind: PlanKind) -> list[str]:
    """The columns in which many records can be alike: not what names a record."""
    sheet = BY_NAME[kind.sheet]
    own = {*sheet.key, kind.name, kind.parent, HELD.get(kind.sheet), *FIXED.get(kind.sheet, ())}
    return [column.name for column in sheet.columns if column.name not in own]


def _page(  # noqa: PLR0913, PLR0917 - all that the page is of
    request: HttpRequest,
    here: Here,
    kind: PlanKind,
    picks: list[int],
    saving: Saving | None,
    refused: str,
) -> HttpResponse:
    fields = _fields(here, kind, request.POST)
    if saving is not None:
        for flaw in saving.plan.flaws[:1]:
            fields[flaw.name].problems.append(said(flaw.issue))
    records = records_in(kind.model, here.region).filter(pk__in=picks[:MOST_RECORDS])
    context: dict[str, Any] = {
        "here": here,
        "kind": kind,
        "kind_name": words().term("log_model", kind.label),
        "titles": [title_of(kind, one) for one in records.order_by("pk")],
        "picks": picks,
        "fields": list(fields.values()),
        "column": request.POST.get("column", ""),
        "base": request.POST.get("base") or newest_entry(here.region),
        "saving": saving and saving_view(saving, here.region),
        "reason": request.POST.get("reason", ""),
        "refused": refused,
    }
    status = 422 if refused or (saving is not None and saving.plan.flaws) else 200
    return render(request, "pages/bulk.html", context, status=status)


def _fields(here: Here, kind: PlanKind, asked: QueryDict) -> dict[str, FieldView]:
    edition = load(here.region.framework or DEFAULT)
    sheet = next(one for one in sheets_of(edition) if one.name == kind.sheet)
    views = field_views(sheet, typed_texts(asked), choices_for(here.region, kind), edition)
    return {name: views[name] for name in changeable(kind)}
