"""The region's records as a workbook, which is read back to the same records."""

from pathlib import Path
from typing import Any

from kotacerdas.audit.selectors import heads
from kotacerdas.core.one_moment import one_moment
from kotacerdas.monitoring.selectors import public_evidence
from kotacerdas.records.models import Region
from kotacerdas.scorecards.sheets import counting
from kotacerdas.scoring.question import Basis
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.base import HASH_DIGITS, Base
from kotacerdas.workbook.writing import write


def exported(region: Region, path: Path, language: Language) -> None:
    """Write all records of the region, and what reports say beside them, to `path`.

    See workbook.writing for its endings. The file says which state of the records it holds.
    """
    with one_moment():
        newest = heads([region.code])
        frames = counting(region).frames[Basis.REPORTED]
        pieces = public_evidence(region)
    records = {sheet: frame.drop("region", "row").to_dicts() for sheet, frame in frames.items()}
    for row, key in zip(records["Realisation"], frames["Realisation"]["row"], strict=True):
        if key < 0:
            row["evidence"] = _named(pieces, row)
    bases = [Base(region.code, head.number, head.hash[:HASH_DIGITS]) for head in newest]
    write(records, path, language=language, base=next(iter(bases), None))


def _named(pieces: dict[tuple[str, int, str], list[str]], row: dict[str, Any]) -> list[str]:
    """The public evidence of a report; `;` parts a list in the workbook."""
    named = pieces.get((row["programme"], row["year"], row["period"] or ""), ())
    return [name.replace(";", ",") for name in named]
