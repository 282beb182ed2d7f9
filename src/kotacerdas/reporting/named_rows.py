"""The names by which rows of workbooks call their evidence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kotacerdas.casework.models import Evidence
from kotacerdas.plan.models import Innovation, InnovationMark, Realisation, RegionMark
from kotacerdas.records.models import Region
from kotacerdas.reporting.file_names import NameIndex
from kotacerdas.reporting.models import RowEvidence, RowKind

_ORDER = {kind: at for at, kind in enumerate(RowKind)}
_PROGRAMME, _INNOVATION, _REGION = "programme", "innovation", "region"


@dataclass(frozen=True)
class NamedRow:
    """A name that a row has for its evidence, and whose row that is.

    `code` and `title` are those of the programme, the indicator or the innovation, with the
    indicator of the innovation index that a mark is of. `of` is whose evidence it is, and its
    primary key: a programme's, an innovation's with its marks, or the region's.
    """

    kind: RowKind
    row: int
    name: str
    code: str
    title: str
    year: int
    period: str
    of: tuple[str, int]

    @property
    def owner(self) -> tuple[str, int, int]:
        """Two rows of one owner are of one programme, innovation or region, in one year."""
        return (*self.of, self.year)

    @property
    def key(self) -> str:
        """What a form says of it."""
        return f"{self.kind}:{self.row}:{self.name}"


def row_of(piece: Evidence) -> RowEvidence | None:
    """What a piece is of without a case; None of what waits."""
    return getattr(piece, "of_row", None)


def named_rows(region: Region) -> list[NamedRow]:
    """All of the region, the latest year first, then by code; addresses are no names of files."""
    found = [
        *_realisations(region),
        *_innovations(region),
        *_region_marks(region),
        *_innovation_marks(region),
    ]
    return sorted(
        found, key=lambda one: (-one.year, _ORDER[one.kind], one.code, one.period, one.name)
    )


def index_of(rows: Iterable[NamedRow]) -> NameIndex[NamedRow]:
    """By the names."""
    return NameIndex((row.name, row) for row in rows)


def owners(rows: Iterable[NamedRow]) -> int:
    """Of how many programmes, innovations and years they are; more than one is a question."""
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
                (_PROGRAMME, programme.pk if programme else 0),
            )


def _innovations(region: Region) -> Iterator[NamedRow]:
    rows = Innovation.objects.filter(region=region).exclude(evidence=[])
    for row in rows:
        for name in _names(row.evidence):
            of = _INNOVATION, row.pk
            yield NamedRow(RowKind.INNOVATION, row.pk, name, row.code, row.name, row.year, "", of)


def _region_marks(region: Region) -> Iterator[NamedRow]:
    rows = RegionMark.objects.filter(region=region).exclude(evidence=[])
    kind, of = RowKind.REGION_MARK, (_REGION, region.pk)
    for row in rows:
        for name in _names(row.evidence):
            code = index_code(row.indicator)
            yield NamedRow(kind, row.pk, name, code, region.name, row.year, "", of)


def _innovation_marks(region: Region) -> Iterator[NamedRow]:
    rows = InnovationMark.objects.filter(region=region).exclude(evidence=[])
    fields = ("innovation", "innovation__code", "innovation__name", "innovation__year")
    # A region may have twenty for each of thousands of innovations.
    for pk, indicator, names, innovation, own, title, year in rows.values_list(
        "pk", "indicator", "evidence", *fields
    ):
        for name in _names(names):
            code, of = f"{own} {index_code(indicator)}", (_INNOVATION, innovation)
            yield NamedRow(RowKind.INNOVATION_MARK, pk, name, code, title, year, "", of)


def index_code(indicator: str) -> str:
    """What an indicator of the innovation index is called by its number."""
    return f"IID {indicator}"
