"""The names by which rows of workbooks call their evidence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kotacerdas.casework.models import Evidence
from kotacerdas.plan.models import Innovation, Realisation
from kotacerdas.records.models import Region
from kotacerdas.reporting.file_names import NameIndex
from kotacerdas.reporting.models import RowEvidence


class RowKind(StrEnum):
    """Which sheet a row is of, by the field of `RowEvidence` that names it."""

    REALISATION = "realisation"
    INNOVATION = "innovation"


@dataclass(frozen=True)
class NamedRow:
    """A name that a row has for its evidence, and whose row that is.

    `code` and `title` are those of the programme, the indicator or the innovation; `programme` is
    the primary key of whose evidence it is, a programme's or an innovation's.
    """

    kind: RowKind
    row: int
    name: str
    code: str
    title: str
    year: int
    period: str
    programme: int

    @property
    def owner(self) -> tuple[RowKind, int, int]:
        """Two rows of one owner are of one programme, or innovation, in one year."""
        return self.kind, self.programme, self.year

    @property
    def key(self) -> str:
        """What a form says of it."""
        return f"{self.kind}:{self.row}:{self.name}"


def row_of(piece: Evidence) -> RowEvidence | None:
    """What a piece is of without a case; None of what waits."""
    return getattr(piece, "of_row", None)


def named_rows(region: Region) -> list[NamedRow]:
    """All of the region, the latest year first, then by code; addresses are no names of files."""
    found = [*_realisations(region), *_innovations(region)]
    return sorted(found, key=lambda one: (-one.year, one.kind, one.code, one.period, one.name))


def index_of(rows: Iterable[NamedRow]) -> NameIndex[NamedRow]:
    """By the names."""
    return NameIndex((row.name, row) for row in rows)


def owners(rows: Iterable[NamedRow]) -> int:
    """Of how many programmes and years they are; more than one is a question."""
    return len({row.owner for row in rows})


def _names(stored: Iterable[str]) -> Iterator[str]:
    return (name for name in dict.fromkeys(stored) if "://" not in name)


def _realisations(region: Region) -> Iterator[NamedRow]:
    rows = Realisation.objects.filter(region=region).exclude(evidence=[])
    related = rows.select_related("programme", "indicator__programme")
    for row in related:
        of = row.programme or row.indicator
        programme = row.programme or (row.indicator.programme if row.indicator else None)
        for name in _names(row.evidence) if of and programme else ():
            yield NamedRow(
                RowKind.REALISATION,
                row.pk,
                name,
                of.code if of else "",
                of.name if of else "",
                row.year,
                row.period,
                programme.pk if programme else 0,
            )


def _innovations(region: Region) -> Iterator[NamedRow]:
    rows = Innovation.objects.filter(region=region).exclude(evidence=[])
    for row in rows:
        for name in _names(row.evidence):
            yield NamedRow(
                RowKind.INNOVATION, row.pk, name, row.code, row.name, row.year, "", row.pk
            )
