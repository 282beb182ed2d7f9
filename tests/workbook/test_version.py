"""The format's version stands in B1 of the instructions; a file without one is version 1."""

import pytest

from kotacerdas.workbook.reading import read_bytes
from workbook.builder import csv_zip, good, told, xlsx


@pytest.mark.parametrize("sheet", ["Petunjuk", "Instructions", "PETUNJUK"])
@pytest.mark.parametrize("version", [3, "3", 2.5, "10"])
def test_a_newer_version_is_refused(sheet: str, version: object):
    sheets = {sheet: [["Kota Cerdas", version]]} | good()

    for data in (xlsx(sheets), csv_zip(sheets)):
        reading = read_bytes(data)
        assert told(reading) == [f"NEWER_VERSION {sheet}!B1"]
        assert reading.issues[0].found == str(version)
        assert not reading.is_ok


@pytest.mark.parametrize(
    "first", [["Kota Cerdas", 1], ["Kota Cerdas", 2], ["Kota Cerdas"], [], ["Kota Cerdas", "?"]]
)
def test_this_version_and_none_are_fine(first: list[object]):
    assert not told(read_bytes(xlsx({"Instructions": [first, ["catatan"]]} | good())))
