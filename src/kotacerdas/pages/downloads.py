"""The documents of a run."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kotacerdas.audit.actions import record_access
from kotacerdas.core.words import words
from kotacerdas.documents.dossier import file_stem
from kotacerdas.documents.pdf import report
from kotacerdas.documents.pptx import deck
from kotacerdas.documents.xlsx import annex
from kotacerdas.innovation.pictures import deck_pictures
from kotacerdas.pages.cells import cells_of, fields_of, sources_of
from kotacerdas.pages.documents import DOCUMENTS
from kotacerdas.pages.records import with_evidence
from kotacerdas.pages.results import lasting_address
from kotacerdas.pages.years import YearPage, of_year
from kotacerdas.scorecards.actions import freeze_decisions


@of_year
def documents(request: HttpRequest, page: YearPage) -> HttpResponse:
    """What can be taken away of a year, and what is in each."""
    return render(request, "pages/documents.html", {"page": page, "documents": DOCUMENTS})


@of_year
def download(request: HttpRequest, page: YearPage, kind: str) -> HttpResponse:
    """The report (`pdf`), the deck (`pptx`) or the annex (`xlsx`) in the reader's language."""
    code, run = page.here.region.code, page.run
    of = ["scorecards.run", run.year, str(run), kind]
    record_access(code, "export.document", of, actor=page.here.user.email, at=timezone.now())
    if not page.is_certain or run.decided is None:
        freeze_decisions(run, page.decided)
    content_type, make = KINDS[kind]
    response = HttpResponse(make(page), content_type=content_type)
    stem = file_stem(page.facts.scorecard, page.facts.language)
    name = f"{stem}-{words()('number.run').lower()}-{run}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _annex(page: YearPage) -> bytes:
    sources = sources_of(page.trace.all_rows())
    trace = {one: cells_of(fields_of(page.trace.of(one)), sources) for one in page.numbers}
    return annex(with_evidence(page), trace, page.facts.language)


def _pictures(page: YearPage) -> dict[str, bytes]:
    return deck_pictures(page.facts.scorecard.innovations.to_dicts(), page.run.made_at)


_OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS: dict[str, tuple[str, Callable[[YearPage], Any]]] = {
    "pdf": (
        "application/pdf",
        lambda page: report(
            page.facts.scorecard,
            page.facts.language,
            address=lasting_address(page.here.region, page.run),
        ),
    ),
    "pptx": (
        f"{_OFFICE}.presentationml.presentation",
        lambda page: deck(page.facts.scorecard, page.facts.language, _pictures(page)),
    ),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _annex),
}
