"""The region's records as a workbook, which is read back to the same records."""

from pathlib import Path

from kotacerdas.records.models import Region
from kotacerdas.scorecards.sheets import records_of
from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.writing import write


def exported(region: Region, path: Path, language: Language) -> None:
    """Write all records of the region to `path`; see workbook.writing for its endings."""
    write(records_of(region), path, language=language)
