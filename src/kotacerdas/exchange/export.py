"""The region's records as a workbook, which is read back to the same records."""

from pathlib import Path

from kotacerdas.audit.selectors import heads
from kotacerdas.core.one_moment import one_moment
from kotacerdas.records.inverse import NOBODY
from kotacerdas.records.models import Region
from kotacerdas.reporting.selectors import public_evidence
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
    keys: dict[str, int] = dict(frames["Programmes"].select("code", "row").iter_rows())
    for row, key in zip(records["Realisation"], frames["Realisation"]["row"], strict=True):
        if key < 0:  # `;` parts a list in the workbook
            of = keys.get(row["programme"], NOBODY), row["year"], row["period"] or ""
            row["evidence"] = [name.replace(";", ",") for name in pieces.get(of, ())]
    bases = [Base(region.code, head.number, head.hash[:HASH_DIGITS]) for head in newest]
    write(records, path, language=language, base=next(iter(bases), None))
