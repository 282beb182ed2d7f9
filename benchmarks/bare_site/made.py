"""Workbooks as they are sent."""

from pathlib import Path
from tempfile import TemporaryDirectory

from kotacerdas.workbook.writing import Records, write


def content(records: Records) -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "workbook.xlsx"
        write(records, file)
        return file.read_bytes()
