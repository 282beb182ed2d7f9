"""Records of the plan, added, changed and removed one at a time on a form."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django_htmx.http import HttpResponseClientRedirect

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.core.addresses import begun_on
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.undoing import say_with_undo
from kotacerdas.core.words import sentence, words
from kotacerdas.exchange.edit_plan import Edit, TypedRow
from kotacerdas.exchange.edits import Saving, save_edit
from kotacerdas.innovation.selectors import pairs_among
from kotacerdas.pages.plan_form import form_page, typed_texts
from kotacerdas.pages.plan_kinds import BY_SLUG, KINDS, PlanKind
from kotacerdas.plan.models import Innovation
from kotacerdas.records.storage import counts_in
from kotacerdas.scorecards.display import record_name
from kotacerdas.scorecards.sheets import NO_FIGURES
from kotacerdas.workbook.schema import BY_NAME

INNOVATIONS = BY_SLUG["inovasi"]
ANOTHER = "another"  # the button that saves and leads to the next empty form


@in_region(Right.RECORDS)
def kinds(request: HttpRequest, here: Here) -> HttpResponse:
    """What the plan consists of, and how many there are of each kind."""
    listed = [kind for kind in KINDS if kind.sheet != "Region"]
    rows = {kind.slug: kind.model._default_manager.all() for kind in listed}
    counts = counts_in(here.region, rows)
    named = [(one, words().several("log_model", one.label), counts[one.slug]) for one in listed]
    return render(request, "pages/plan_kinds.html", {"here": here, "rows": named})


@in_region(Right.RECORDS)
def add(request: HttpRequest, here: Here, kind: str) -> HttpResponseBase:
    """A new record; `?induk=` is the code of what it is part of."""
    of_kind = kind_of(kind)
    if of_kind.sheet == "Region":
        raise Http404
    return _form(request, here, of_kind, None)


@in_region(Right.RECORDS)
def change(request: HttpRequest, here: Here, kind: str, record: int) -> HttpResponseBase:
    """A record as it is, to be changed or removed by a POST."""
    of_kind = kind_of(kind)
    if of_kind.sheet == "Region" and record != here.region.pk:
        raise Http404
    return _form(request, here, of_kind, record)


def kind_of(slug: str) -> PlanKind:
    """Raises Http404: no kind has this place in an address."""
    if slug not in BY_SLUG:
        raise Http404
    return BY_SLUG[slug]


def title_of(kind: PlanKind, record: object) -> str:
    """`GOV-17 · Layanan satu pintu`; without a code that of what it is part of, or its key."""
    names = BY_NAME[kind.sheet].key
    if hasattr(record, "code"):
        names = ("code", kind.name)
    elif kind.parent:
        names = (kind.parent, kind.name)
    parts = (getattr(record, name) for name in names)
    return " · ".join(str(getattr(part, "code", part)) for part in parts)


def _form(request: HttpRequest, here: Here, kind: PlanKind, record: int | None) -> HttpResponseBase:
    if request.method != "POST":
        return form_page(request, here, kind, record)
    asked = request.POST
    try:
        saving = save_edit(
            here.region,
            _edit(kind, record, asked),
            by=here.user,
            at=timezone.now(),
            reason=asked.get("reason", ""),
            digest=asked.get("digest", ""),
        )
    except RefusedError as error:
        return form_page(request, here, kind, record, refused=sentence(error))
    if saving.entry is None and (saving.is_to_confirm or not saving.plan.is_ok):
        return form_page(request, here, kind, record, saving=saving)
    tell_saved(request, here, saving)
    if kind is INNOVATIONS:
        _tell_alike(request, here, saving)
    back = begun_on(request)
    if record is None and asked.get("do") == ANOTHER:
        query = {"dari": back, "induk": asked.get(f"f:{kind.parent}", "")}
        return redirect(f"{request.path}?{urlencode(query)}")
    address = back or reverse("pages:plan-rows", args=[here.region.code, kind.slug])
    if request.htmx:  # type: ignore[attr-defined] # in its place on another page, which is another now
        return HttpResponseClientRedirect(address)
    return redirect(address)


def _tell_alike(request: HttpRequest, here: Here, saving: Saving) -> None:
    """Say which innovation the one that was saved is like; who may save may compare them."""
    own = [change.after["code"] for change in saving.plan.changes if change.after is not None]
    innovation = Innovation.objects.filter(region=here.region, code__in=own).first()
    pair = pairs_among(here.region, [innovation.pk]).first() if innovation else None
    if innovation is None or pair is None:
        return
    other = pair.second if pair.first_id == innovation.pk else pair.first
    text = words()("twins.saved_alike", name=other.name, agency=other.agency.name)
    url = reverse("innovation:twins", args=[here.region.code])
    link = format_html(
        '{} <a href="{}?inovasi={}">{}</a>', text, url, innovation.pk, words()("twins.compare")
    )
    messages.warning(request, link)


def _edit(kind: PlanKind, record: int | None, asked: QueryDict) -> Edit:
    texts = None if record is not None and asked.get("do") == "remove" else typed_texts(asked)
    row = TypedRow(record, texts)
    return Edit(kind.sheet, base_of(asked), [row], is_confirmed="confirmed" in asked)


def base_of(asked: QueryDict) -> int:
    """The entry after which the form was made; -1 where it says none."""
    base = key_in(asked.get("base", ""))
    return -1 if base is None else base


def tell_saved(request: HttpRequest, here: Here, saving: Saving) -> None:
    """Say what was written, with a button that takes it back."""
    if saving.entry is None:
        messages.info(request, words()("saving.nothing"))
        return
    changes = saving.plan.changes
    if len(changes) == 1:
        name = record_name(changes[0].model._meta.label_lower, changes[0].key)
        text = words()(f"saving.was_{changes[0].kind}", record=name)
    else:
        text = words().count("saving.saved", len(changes))
    if saving.plan.edit.sheet not in NO_FIGURES:
        text = f"{text} {words()('saving.recomputing')}"
    url = reverse("exchange:undo", args=[here.region.code, saving.entry.number])
    say_with_undo(request, text, url, at_once="yes")
