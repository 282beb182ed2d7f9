"""The workbooks of one region that the tests here bring in, each with other numbers."""

from pages.regions import OWN, sheets_of
from workbook.builder import Sheets, put


def _not_realised() -> Sheets:
    return put(put(sheets_of(OWN), "Realisation!E2", "no"), "Programmes!B2", "Pertama")


def _with_another() -> Sheets:
    """Something is added, changed and removed."""
    sheets = put(sheets_of(OWN), "Agencies!B2", "Dinas Kominfo")
    sheets["Programmes"].append(["p2", "Dua", *sheets["Programmes"][1][2:]])
    del sheets["Index"][2]
    return sheets


WORKBOOKS: dict[str, Sheets] = {
    "first": sheets_of(OWN),
    "not_realised": _not_realised(),
    "with_another": _with_another(),
    "unsent": put(sheets_of(OWN), "Programmes!B2", "Belum dikirim"),
}
