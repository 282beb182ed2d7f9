"""The page of a record's form, empty or as it was typed, with all that is said of it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.models import Role
from kotacerdas.accounts.selectors import holders_at
from kotacerdas.audit.selectors import history_of
from kotacerdas.casework.processes import case_url, whole_cases
from kotacerdas.core.one_moment import one_moment
from kotacerdas.core.words import language, words
from kotacerdas.exchange.corrections import Spent
from kotacerdas.exchange.edit_plan import FIXED, HELD, Plan
from kotacerdas.exchange.edit_sides import newest_entry, spent_in
from kotacerdas.exchange.edits import Saving
from kotacerdas.frameworks.loading import DEFAULT, load
from kotacerdas.pages.acts import acts_of
from kotacerdas.pages.plan_fields import Choice, FieldView, field_views
from kotacerdas.pages.plan_kinds import PlanKind
from kotacerdas.pages.plan_records import choices_for, parts_of, values_of
from kotacerdas.pages.saving import conflict_note, said, saving_view
from kotacerdas.records.merging import WHOLE
from kotacerdas.records.storage import Values
from kotacerdas.scorecards.display import field_display
from kotacerdas.workbook.schema import sheets_of
from kotacerdas.workbook.typed_in import as_typed

FIELD = "f:"  # before the name of a column in the form


def typed_texts(asked: QueryDict) -> dict[str, str]:
    """What the form says of each column; a choice of several is one text."""
    return {
        name.removeprefix(FIELD): "; ".join(filter(None, asked.getlist(name)))
        for name in asked
        if name.startswith(FIELD)
    }


def form_page(  # noqa: PLR0913 - all that the page is of
    request: HttpRequest,
    here: Here,
    kind: PlanKind,
    record: int | None,
    *,
    saving: Saving | None = None,
    refused: str = "",
) -> HttpResponse:
    """The form as of now; what was typed stays in it, and says what is wrong with it.

    A record that somebody removed since can be added again from what was typed.
    """
    edition = load(here.region.framework or DEFAULT)
    with one_moment():
        base, choices = newest_entry(here.region), choices_for(here.region, kind)
        own = None if record is None else values_of(here.region, kind, record, choices)
        if record is not None and own is None:
            if request.method != "POST":
                raise Http404
            record, saving, refused = None, None, words()("saving.gone")
        spent = spent_in(here.region) if kind.sheet in HELD and record is not None else {}
        parts = [] if record is None else parts_of(here.region, kind, record, choices)
    typed = dict(saving.plan.texts[0]) if saving is not None else typed_texts(request.POST)
    sheet = next(one for one in sheets_of(edition) if one.name == kind.sheet)
    texts = {name: as_typed(sheet.by_name[name], value) for name, value in (own or {}).items()}
    if own is None and kind.parent:
        texts[kind.parent] = request.GET.get("induk", "")
    if own is None:
        texts |= typed_texts(request.GET)  # what a link says of the new record
    fields = field_views(sheet, texts | typed, choices)
    if "sub_dimension" in fields:
        fields["sub_dimension"].suggestions = [
            Choice(sub.code, f"{one.name(language())} · {sub.name(language())}", is_chosen=False)
            for one in edition.dimensions
            for sub in one.sub_dimensions
        ]
    line = ""
    if own is not None:
        _fix(here, kind, fields, own, spent.get(record or 0))
        line = _line(request.GET.get("baris", ""), fields)
    if saving is not None:
        _tell(fields, saving.plan)
    context = {
        "here": here,
        "kind": kind,
        "kind_name": words().term("log_model", kind.label),
        "record": record,
        "action": reverse("pages:plan-add", args=[here.region.code, kind.slug])
        if record is None
        else request.get_full_path(),
        "name": "" if own is None else str(own[kind.name]),
        "fields": _shown(fields, line),
        "line": line,
        "base": base,
        "refused": refused,
        "saving": saving and saving_view(saving, here.region),
        "reason": request.POST.get("reason", ""),
        "do": request.POST.get("do", ""),
        "acts": acts_of(kind.acts) if kind.acts else (),
        "parts": parts,
        "code": (own or {}).get("code"),
        "is_removable": kind.sheet != "Region",
        "editors": holders_at(here.region, Role.COORDINATOR, timezone.now()).select_related("user"),
        "last_change": record and _last_change(here, kind, record),
    }
    is_wrong = refused or (saving is not None and (saving.missing or not saving.is_to_confirm))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "pages/plan_edit.html", context, status=status)


def _line(name: str, fields: Mapping[str, FieldView]) -> str:
    """The one field that is asked for, of a record that is there, if it can be typed."""
    return name if name in fields and not fields[name].fixed else ""


def _shown(fields: Mapping[str, FieldView], line: str) -> list[FieldView]:
    """The line that is asked for with what else something is said of; all where none is."""
    return [one for one in fields.values() if line in {"", one.name} or one.problems or one.notes]


def _last_change(here: Here, kind: PlanKind, record: int) -> Any:
    return history_of(here.region.code, kind.label, record).defer("changes").first()


def _fix(
    here: Here,
    kind: PlanKind,
    fields: Mapping[str, FieldView],
    own: Values,
    spent: Spent | None,
) -> None:
    """Say of the fields that can't be typed what they hold, and why."""
    for name in FIXED.get(kind.sheet, ()):
        fields[name].fixed = words()("saving.by_act" if kind.acts else "saving.lasts")
        fields[name].value = field_display(kind.sheet, name, own[name])[1]
    if spent is None:
        return
    case = whole_cases().filter(versions=spent.version).first()
    held = fields[HELD[kind.sheet]]
    held.value = field_display(kind.sheet, held.name, spent.realised)[1]
    held.fixed = words()("saving.of_report")
    held.fixed_url = case_url(case) if case else ""


def _tell(fields: Mapping[str, FieldView], plan: Plan) -> None:
    """Put what is wrong with a field, and what others made of it, with the field."""
    for flaw in plan.flaws:
        fields[flaw.name].problems.append(said(flaw.issue))
    for conflict in plan.conflicts:
        if conflict.name != WHOLE:
            fields[conflict.name].notes.append(conflict_note(conflict))
    for name in plan.of_others.get(0, ()):
        fields[name].notes.append(words()("saving.of_others"))
