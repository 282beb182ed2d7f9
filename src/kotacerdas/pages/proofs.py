"""What the rows of a number rest on: cells and reports, who brought and checked them, evidence."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.db.models import OuterRef, Subquery

from kotacerdas.accounts.access import Here
from kotacerdas.audit.models import Entry
from kotacerdas.casework.access import may_read
from kotacerdas.casework.evidence_view import Piece, pieces_seen
from kotacerdas.casework.links import address_or_nothing
from kotacerdas.casework.models import Evidence, State, Version
from kotacerdas.casework.processes import case_url
from kotacerdas.core.addresses import address
from kotacerdas.core.formats import day
from kotacerdas.core.words import words
from kotacerdas.pages.cells import Sources, place_of, sources_of
from kotacerdas.pages.counted import Counted, Spot
from kotacerdas.records.models import SourceFile
from kotacerdas.reporting.named_rows import row_of
from kotacerdas.reporting.selectors import pieces_of_rows
from kotacerdas.scorecards.models import Run
from kotacerdas.scorecards.sheets import MODELS

Place = tuple[str, int]  # what evidence stands beside: its field, and the primary key
_KINDS = {"Realisation": "realisation", "Innovations": "innovation"}


@dataclass(frozen=True)
class Source:
    """A cell or a report: its name, its address where the reader may open it, and by whom."""

    name: str
    url: str
    is_report: bool
    brought: str
    checked: str
    since: str  # what became of it after the result


@dataclass(frozen=True)
class Proof:
    """A row of a number with what it rests on.

    `closed` counts the evidence that the reader does not see, `named` is what the workbook calls
    evidence, with its address where it is one.
    """

    row: Counted
    url: str
    sources: Sequence[Source] = ()
    pieces: Sequence[Piece] = ()
    closed: int = 0
    named: Sequence[tuple[str, str]] = ()


def proofs(here: Here, run: Run, rows: Sequence[tuple[Counted, str]]) -> list[Proof]:
    """Each row, given with its address, with what it rests on; in as many queries for many as for
    few.
    """
    spots = [row.spots for row, _ in rows]
    known = _Known(here, run, [spot for own in spots for spot in own])
    return [known.proof(row, url, own) for (row, url), own in zip(rows, spots, strict=True)]


class _Known:
    """All that the rows of a page rest on."""

    def __init__(self, here: Here, run: Run, spots: Iterable[Spot]) -> None:
        spots = list(spots)
        self.here = here
        self.sources = sources_of(spot.row for spot in spots)
        self.records = _records(run, spots)
        self.evidence = _evidence(here, self.sources, spots)

    def proof(self, row: Counted, url: str, spots: Sequence[Spot]) -> Proof:
        brought = [
            one
            for place in dict.fromkeys(self._place(spot) for spot in spots)
            for one in self.evidence.get(place, ())
        ]
        pieces = pieces_seen(self.here, brought)
        there = {of.named for one in brought if (of := row_of(one))}
        seen = len(pieces) + sum(len(piece.copies) for piece in pieces)
        return Proof(
            row,
            url,
            list(dict.fromkeys(self._source(spot) for spot in spots)),
            pieces,
            len(brought) - seen,
            [
                (name, address_or_nothing(name))
                for name in dict.fromkeys(name for spot in spots for name in self._named(spot))
                if name not in there
            ],
        )

    def _place(self, spot: Spot) -> Place:
        """What the evidence of a row stands beside."""
        version = spot.row.version
        if version is not None:
            return "case", self.sources.versions[version].case_id
        return _KINDS.get(spot.row.sheet, ""), spot.row.record

    def _named(self, spot: Spot) -> Sequence[str]:
        """What a row that no report says calls its evidence, as it is now."""
        if spot.row.version is not None:
            return ()
        names: Sequence[str] = self.records.get(spot.row.record, {}).get("evidence") or ()
        return names

    def _source(self, spot: Spot) -> Source:
        file, version, sheet, cell = place_of(spot.row, spot.field, self.sources)
        if version is not None:
            return _of_report(self.here, version, sheet, spot)
        if file is not None:
            return _of_file(self.here, file, f"{sheet}!{cell}" if cell else sheet, spot)
        return self._typed(sheet, spot)

    def _typed(self, sheet: str, spot: Spot) -> Source:
        record = self.records.get(spot.row.record, {})
        brought = words()("number.typed")
        if record.get("actor"):
            brought = words()("number.typed_by", by=record["actor"], day=day(record["at"]))
        return Source(sheet, "", is_report=False, brought=brought, checked=_marked(spot), since="")


def _of_file(here: Here, file: SourceFile, name: str, spot: Spot) -> Source:
    at = day(file.sent_at)
    return Source(
        name,
        row_url(here, spot, file),
        is_report=False,
        brought=words()("number.imported_by", by=file.sent_by, day=at)
        if file.sent_by
        else words()("number.loaded", day=at),
        checked=_marked(spot),
        since="",
    )


def row_url(here: Here, spot: Spot, file: SourceFile) -> str:
    """The page of the row in its sheet."""
    row = spot.row
    page = address("exchange:row", here.region.code, file.pk, row.sheet, row.file_row)
    return f"{page}?kolom={quote(spot.field)}"


def _marked(spot: Spot) -> str:
    """What a row of the workbook itself says of its verification; nothing where it can't."""
    is_verified = spot.row.by_field.get("verified")
    if is_verified is None:
        return ""
    return words()("number.marked_verified" if is_verified else "number.unverified")


def _of_report(here: Here, version: Version, name: str, spot: Spot) -> Source:
    case = version.case
    brought = words()(
        "number.reported_for" if version.on_behalf else "number.reported_by",
        by=version.submitted_by,
        day=_day(version.submitted_at),
    )
    later = case.standing
    is_replaced = later is not None and later.pk != version.pk
    return Source(
        name if version.number == 1 else f"{name} · {words()('number.version', n=version.number)}",
        case_url(case) if may_read(here.appointments, case) else "",
        is_report=True,
        brought=brought,
        checked=_checked(version, spot),
        since=words()("number.replaced", n=later.number) if later and is_replaced else "",
    )


def _checked(version: Version, spot: Spot) -> str:
    """Who decided on the version; and where that came after the result, that it did."""
    was_verified = spot.row.by_field.get("verified")
    by, at = version.settled_by, _day(version.settled_at)
    match version.state:
        case State.VERIFIED if was_verified is False:
            return words()("number.verified_since", by=by, day=at)
        case State.VERIFIED:
            return words()("number.verified_by", by=by, day=at)
        case State.RETURNED:
            return words()("number.returned_by", by=by, day=at)
    return words()("number.verification_undone" if was_verified else "number.unverified")


def _day(at: datetime | None) -> str:
    return day(at)


def _records(run: Run, spots: Iterable[Spot]) -> Mapping[int, Mapping[str, Any]]:
    """By primary key of what no report says: its names of evidence, and the act that the result
    knew last of it. In one query, for the rows of a number are of one sheet.
    """
    by_sheet: defaultdict[str, set[int]] = defaultdict(set)
    for spot in spots:
        if spot.row.version is None:
            by_sheet[spot.row.sheet].add(spot.row.record)
    found: dict[int, Mapping[str, Any]] = {}
    for sheet, records in by_sheet.items():
        model = MODELS[sheet]
        names = [one.name for one in model._meta.fields if one.name == "evidence"]
        acts = Entry.objects.filter(
            touches__model=model._meta.label_lower,
            touches__record=OuterRef("pk"),
            number__lte=run.entry,
        ).order_by("-number")
        rows = model._default_manager.filter(pk__in=records).annotate(
            actor=Subquery(acts.values("actor")[:1]), at=Subquery(acts.values("at")[:1])
        )
        found |= {row["pk"]: row for row in rows.values("pk", "actor", "at", *names)}
    return found


def _evidence(
    here: Here, sources: Sources, spots: Iterable[Spot]
) -> Mapping[Place, list[Evidence]]:
    """What stands now beside the reports, and what the rows of workbooks have; in one query."""
    cases = {version.case_id for version in sources.versions.values()}
    rows: dict[str, set[int]] = {"case": cases, "realisation": set(), "innovation": set()}
    for spot in spots:
        if spot.row.version is None and spot.row.sheet in _KINDS:
            rows[_KINDS[spot.row.sheet]].add(spot.row.record)
    found: defaultdict[Place, list[Evidence]] = defaultdict(list)
    if any(rows.values()):
        for one in pieces_of_rows(here.region, **rows):
            found[("case", one.case_id) if one.case_id else one.of_row.place].append(one)
    return found
