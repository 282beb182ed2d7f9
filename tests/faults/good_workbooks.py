"""Small good workbooks of each kind that a page or a command reads."""

import io
from datetime import date

from openpyxl import Workbook

from kotacerdas.wording.numbers import Language
from kotacerdas.workbook.report_sheets import About
from kotacerdas.workbook.report_writing import write_reports
from workbook.builder import Formula, Oddities, Sheets, csv_zip, good, put, xlsx

ABOUT = About("33.25", "a1", "2022/q1")


def few() -> Sheets:
    """Without the sheets that nothing refers to, so that a thousand are read in seconds."""
    left_out = {"Innovations", "Capacity", "Index"}
    return {name: rows for name, rows in good().items() if name not in left_out}


def by_openpyxl() -> bytes:
    """As a spreadsheet program writes it: shared strings, styles, a theme, percent and dates."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in few().items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.append([])
        sheet.cell(1, 20, date(2022, 3, 1))
        sheet.cell(2, 20, 0.85).number_format = "0.0%"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def reporting() -> bytes:
    rows = [{"programme": f"p{at}", "name": "Satu", "realised": True} for at in range(3)]
    records = {"Reports": rows, "Values": [], "Money": [], "Answers": []}
    return write_reports(records, ABOUT, Language.ID, ABOUT)


def masterplans() -> list[bytes]:
    odd = {"Targets": Oddities(hidden_rows=[3]), "Agencies": Oddities(merged=["A2:A3"])}
    return [
        xlsx(put(few(), "Budget!D2", Formula("500*2", 1000)), odd),
        by_openpyxl(),
        csv_zip(few()),
    ]
