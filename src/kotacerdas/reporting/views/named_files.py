"""Files of what workbooks call their evidence: forty brought at once, matched by their names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.casework.evidence_view import Piece
from kotacerdas.casework.models import Evidence
from kotacerdas.casework.models.evidence import Seen
from kotacerdas.casework.selectors import pieces_of
from kotacerdas.casework.views.evidence import content_of, takes_evidence
from kotacerdas.core.errors import RefusedError
from kotacerdas.core.keys import key_in
from kotacerdas.core.words import sentence, words
from kotacerdas.reporting.actions.row_evidence import (
    Came,
    Outcome,
    RowCommand,
    Visibility,
    assign,
    bring_file,
    discard,
)
from kotacerdas.reporting.models import RowKind
from kotacerdas.reporting.named_rows import NamedRow, index_of, named_rows, row_of
from kotacerdas.wording.matching import normalised

A_PAGE = 50
Place = tuple[str, int, str]  # the kind of a row, its primary key, and a name of its
MOST_CANDIDATES = 20


@dataclass(frozen=True)
class Candidate:
    """A row that may be meant; `has` is the title of the file that it has under that name."""

    row: NamedRow
    has: str


@dataclass(frozen=True)
class Waiting:
    """A file of which nobody said whose it is, with the rows that may be meant."""

    piece: Piece
    candidates: list[Candidate]
    left_out: int


@dataclass
class Results:
    """What came of a form: files that were refused, and what is to be told of others."""

    refused: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@takes_evidence
@in_region(Right.IMPORT)
def named_files(request: HttpRequest, here: Here) -> HttpResponseBase:
    """The names with and without a file, what waits; a POST brings files or says whose one is."""
    if request.method != "POST":
        return _page(request, here, Results())
    command = RowCommand(here.region, here.user, timezone.now())
    results = Results()
    match request.POST.get("do"):
        case "assign" | "discard":
            _decide(request, command, results)
        case _:
            _bring(request, command, results)
    if results.refused or results.notes:
        return _page(request, here, results)
    return redirect("reporting:named-files", here.region.code)


def _bring(request: HttpRequest, command: RowCommand, results: Results) -> None:
    """Each file by itself: what is refused keeps no other from being kept."""
    sent = request.FILES.getlist("file")
    if not sent:
        results.refused.append(words()("evidence.no_file"))
        return
    wanted = request.POST.get("year", "")
    rows = [row for row in named_rows(command.region) if wanted in {"", str(row.year)}]
    index = index_of(rows)
    seen_by = request.POST.get("seen_by", "")
    shown = Visibility(
        Seen(seen_by) if seen_by in Seen.values else Seen.AGENCY, "personal" in request.POST
    )
    came: list[Outcome] = []
    for one in sent:
        try:
            found = index.of(one.name or "")
            came.append(bring_file(command, one.name or "", content_of(one), found, shown))
        except RefusedError as error:
            results.refused.append(sentence(error))
    _tell(request, came, results)


def _tell(request: HttpRequest, came: Sequence[Outcome], results: Results) -> None:
    given = sum(one.came is Came.GIVEN for one in came)
    if given:
        messages.success(request, words().count("named_files.given", given))
    for one in came:
        if one.came is Came.KNOWN:
            results.notes.append(words()("named_files.known", name=one.name))
        elif one.same_as:
            results.notes.append(words()("named_files.same", name=one.name, other=one.same_as))


def _decide(request: HttpRequest, command: RowCommand, results: Results) -> None:
    """Give a file that waits to the rows that are chosen, or discard it."""
    own = pieces_of(command.region).filter(case=None)
    piece = own.filter(pk=key_in(request.POST.get("piece", "")) or 0).first()
    try:
        if piece is None:
            raise RefusedError("evidence.gone")  # noqa: TRY301 - told with the others
        if request.POST["do"] == "discard":
            discard(command, piece)
            messages.success(request, words()("evidence.done_discard", title=piece.title))
            return
        replaced = assign(command, piece, _chosen(request, command, piece))
        others = ", ".join(dict.fromkeys(replaced))
        key = "named_files.assigned_instead" if replaced else "named_files.assigned"
        messages.success(request, words()(key, title=piece.title, others=others))
    except RefusedError as error:
        results.refused.append(sentence(error))


def _chosen(request: HttpRequest, command: RowCommand, piece: Evidence) -> list[NamedRow]:
    wanted = set(request.POST.getlist("row"))
    rows = [row for row in named_rows(command.region) if row.key in wanted]
    if not wanted:
        raise RefusedError("named_files.choose_row", title=piece.title)
    if len(rows) < len(wanted):
        raise RefusedError("named_files.rows_changed", title=piece.title)
    return rows


def _page(request: HttpRequest, here: Here, results: Results) -> HttpResponse:
    rows = named_rows(here.region)
    pieces = list(pieces_of(here.region).filter(case=None).order_by("pk"))
    has: dict[Place, str] = {
        (*of.place, of.named): one.title for one in pieces if (of := row_of(one))
    }
    waits = [one for one in pieces if row_of(one) is None]
    missing = [row for row in rows if (row.kind, row.row, row.name) not in has]
    query = request.GET.get("cari", "").strip()
    sought = [row for row in rows if _is_sought(row, query)] if query else []
    index = index_of(rows)
    shown = Paginator(waits, A_PAGE).get_page(request.GET.get("tunggu"))
    context = {
        "here": here,
        "refused": results.refused,
        "notes": results.notes,
        "rows": len(rows),
        "given": len(rows) - len(missing),
        "years": list(dict.fromkeys(row.year for row in rows)),
        "year": _year(request, missing or rows),
        "levels": list(Seen),
        "typed": request.POST,
        "query": query,
        "waits": shown,
        "waiting": [_waiting(one, [*index.of(one.title), *sought], has) for one in shown],
        "missing": _missing(request, missing),
    }
    status = 422 if results.refused else 200
    return render(request, "reporting/named_files.html", context, status=status)


def _is_sought(row: NamedRow, query: str) -> bool:
    text = normalised(query)
    return any(text in normalised(part) for part in (row.code, row.title, row.name))


def _year(request: HttpRequest, rows: Sequence[NamedRow]) -> str:
    """What the form begins with: the latest year of which files of programmes are missing, for most
    files are of those; else of anything.
    """
    if "year" in request.POST:
        return request.POST["year"]
    own = (row for row in rows if row.kind is RowKind.REALISATION)
    first = next(own, rows[0] if rows else None)
    return "" if first is None else str(first.year)


def _waiting(one: Evidence, rows: Sequence[NamedRow], has: Mapping[Place, str]) -> Waiting:
    found = list({row.key: row for row in rows}.values())
    candidates = [
        Candidate(row, has.get((row.kind, row.row, row.name), ""))
        for row in found[:MOST_CANDIDATES]
    ]
    return Waiting(Piece(one), candidates, len(found) - len(candidates))


def _missing(request: HttpRequest, rows: Sequence[NamedRow]) -> Page[NamedRow]:
    return Paginator(rows, A_PAGE).get_page(request.GET.get("hlm"))
