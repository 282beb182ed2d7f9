"""One field of many records of the plan, changed at once: all or none, in one entry of the log."""

from collections import Counter
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.addresses import begun_on
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.one_moment import one_moment
from kotacerdas.core.tables.picks import MOST_RECORDS, picks_of, require_picks
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
from kotacerdas.pages.saving import conflict_note, said, saving_view
from kotacerdas.records.storage import in_region as records_in
from kotacerdas.scorecards.display import record_name
from kotacerdas.workbook.schema import BY_NAME, sheets_of


@in_region(Right.RECORDS)
def bulk(request: HttpRequest, here: Here, kind: str) -> HttpResponseBase:
    """The form for the records that were chosen in a table; saved once a field is chosen."""
    of_kind, asked = kind_of(kind), request.POST
    picks = picks_of(asked)
    refused, saving = "", None
    try:
        if request.method == "POST":
            require_picks(picks)
        if "do" in asked:
            saving = _save(here, of_kind, picks, asked)
    except RefusedError as error:
        refused = sentence(error)
    if saving is not None and not _is_to_be_seen(saving):
        tell_saved(request, here, saving)
        rows = reverse("pages:plan-rows", args=[here.region.code, of_kind.slug])
        return redirect(begun_on(request) or rows)
    return _page(request, here, of_kind, picks[:MOST_RECORDS], saving, refused)


def _is_to_be_seen(saving: Saving) -> bool:
    """Whether nothing was written yet, for the effect is to be seen or something is in the way."""
    return saving.entry is None and (saving.is_to_confirm or not saving.plan.is_ok)


def _save(here: Here, kind: PlanKind, picks: list[int], asked: QueryDict) -> Saving:
    """Raises RefusedError: the field can't be changed so."""
    column = asked.get("column", "")
    if column not in changeable(kind):
        raise RefusedError("at_once.no_field")
    text = typed_texts(asked).get(column, "")
    rows = [TypedRow(pk, {column: text}) for pk in picks]
    edit = Edit(kind.sheet, base_of(asked), rows, is_confirmed="confirmed" in asked, is_alike=True)
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
    """The form as of now, or as of what the saving saw, for those that are still there."""
    with one_moment():
        base = newest_entry(here.region) if saving is None else saving.plan.sides.newest
        records = records_in(kind.model, here.region).filter(pk__in=picks).order_by("pk")
        if kind.parent:
            records = records.select_related(kind.parent)
        titles = {one.pk: title_of(kind, one) for one in records}
        fields = _fields(here, kind, request.POST)
    only = request.POST.get("only", "")
    if only in fields:
        fields = {only: fields[only]}
    say, kind_name = words(), words().several("log_model", kind.label)
    title = say("at_once.title", kind=kind_name)
    context: dict[str, Any] = {
        "here": here,
        "kind": kind,
        "kind_name": kind_name,
        "title": f"{say('table.move')}: {kind_name}" if only == "agency" else title,
        "titles": list(titles.values()),
        "picks": list(titles),
        "gone": len(picks) - len(titles),
        "fields": list(fields.values()),
        "only": only if only in fields else "",
        "column": request.POST.get("column", ""),
        "base": base,
        "saving": saving and _saving_view(saving, here, fields, titles),
        "reason": request.POST.get("reason", ""),
        "refused": refused,
    }
    is_wrong = refused or (saving is not None and (saving.missing or not saving.is_to_confirm))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "pages/bulk.html", context, status=status)


def _saving_view(
    saving: Saving, here: Here, fields: Mapping[str, FieldView], titles: Mapping[int, str]
) -> dict[str, Any]:
    """What is in the way, by record; what is wrong for all of them stands with the field."""
    view, plan = saving_view(saving, here.region), saving.plan
    flaws = Counter((flaw.name, said(flaw.issue)) for flaw in plan.flaws)
    everywhere = len(plan.edit.rows)
    of_all = {flaw for flaw, n in flaws.items() if n == everywhere and flaw[0] in fields}
    for name, text in of_all:
        fields[name].problems.append(text)
    label = plan.edit.label
    view["left"] += [(record_name(label, one.key), conflict_note(one)) for one in plan.conflicts]
    view["left"] += [
        (titles.get(plan.edit.rows[flaw.at].pk or 0, ""), said(flaw.issue))
        for flaw in plan.flaws
        if (flaw.name, said(flaw.issue)) not in of_all
    ]
    return view


def _fields(here: Here, kind: PlanKind, asked: QueryDict) -> dict[str, FieldView]:
    edition = load(here.region.framework or DEFAULT)
    sheet = next(one for one in sheets_of(edition) if one.name == kind.sheet)
    views = field_views(sheet, typed_texts(asked), choices_for(here.region, kind))
    return {name: views[name] for name in changeable(kind)}
