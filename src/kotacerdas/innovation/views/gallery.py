"""The gallery: innovations of all years as cards, to be looked through, printed and replicated."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.audit.actions import record_access
from kotacerdas.core.formats import plain
from kotacerdas.core.tables.columns import Column, terms
from kotacerdas.core.tables.sources import QuerySource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import language, words
from kotacerdas.documents.catalogue import MOST, Entry, catalogue
from kotacerdas.innovation.access import replicating_region
from kotacerdas.innovation.gallery import SHOWN, cards_of, effect_of, innovations_shown
from kotacerdas.innovation.pictures import small_pictures
from kotacerdas.plan.models import Innovation
from kotacerdas.records.models import Agency
from kotacerdas.scoring.measures import CRITERIA
from kotacerdas.workbook.schema import STAGES

CARDS_A_PAGE = 24
PIXELS = 700  # of a picture's longer side in the catalogue


@in_region(Right.READ)
def gallery(request: HttpRequest, here: Here) -> HttpResponse:
    table = _table(request, here, innovations_shown(here.region).only(*SHOWN))
    pages = Paginator(table.ordered, CARDS_A_PAGE)
    pages.count = len(table.selected)  # known, so that nothing counts again
    page = pages.get_page(request.GET.get("hal"))
    replicating = replicating_region(here)
    context = {
        "here": here,
        "table": table,
        "page": page,
        "cards": cards_of(here.region, page),
        "catalogue_query": request.GET.urlencode(),
        "most": MOST,
        "replicate_url": replicating and reverse("innovation:new", args=[replicating]),
    }
    return render(request, "innovation/gallery.html", context)


@in_region(Right.READ)
def download(request: HttpRequest, here: Here) -> HttpResponse:
    """The catalogue of what the filters leave, as PDF."""
    table = _table(request, here, innovations_shown(here.region))
    rows: list[Innovation] = list(table.ordered[:MOST])
    now = timezone.now()
    of = ["core.table", words()("gallery.catalogue"), "pdf"]
    record_access(here.region.code, "export.table", of, actor=here.user.email, at=now)
    pictures = small_pictures([one.pk for one in rows], PIXELS)
    content = catalogue(
        words()("gallery.catalogue"),
        here.region.name,
        [_entry(one, pictures.get(one.pk)) for one in rows],
        language(),
        timezone.localdate(now),
    )
    response = HttpResponse(content, content_type="application/pdf")
    name = f"katalog-inovasi-{here.region.code}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _entry(one: Innovation, picture: bytes | None) -> Entry:
    say = words()
    grades = {name: getattr(one, name) for name in CRITERIA}
    facts = [
        (say("gallery.stage"), say.term("stage", one.stage)),
        (say("gallery.effect_title"), effect_of(one)),
        (say("gallery.source"), one.measured_by),
        (say("gallery.replicates"), one.replicates),
        *(
            (say(f"grade.{name}"), plain(value))
            for name, value in grades.items()
            if value is not None
        ),
    ]
    lead = f"{one.agency.name} · {one.year} · {one.code}"
    return Entry(one.name, lead, one.summary, [fact for fact in facts if fact[1]], picture)


def _table(request: HttpRequest, here: Here, rows: QuerySet[Innovation]) -> Table:
    agencies = list(Agency.objects.filter(region=here.region).order_by("name"))
    codes = {one.pk: one.code for one in agencies}
    columns = [
        Column("name", "label.name", is_searched=True),
        Column("summary", "label.summary", is_searched=True),
        Column(
            "agency",
            "label.agency",
            names={one.code: one.name for one in agencies},
            keyed=("agency", codes),
            is_filter=True,
        ),
        Column("stage", "label.stage", names=terms("stage", STAGES), is_filter=True),
        Column("year", "gallery.year", is_filter=True),
    ]
    return Table("gallery", columns, QuerySource(rows, columns), request.GET)
