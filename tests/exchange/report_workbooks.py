"""Reporting workbooks for tests: downloaded, filled in cell by cell, and sent back."""

import io
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from kotacerdas.accounts.models import User
from reporting.cast import Stage
from workbook.builder import Sheets, xlsx

NAME = "laporan.xlsx"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(stage: Stage, rest: str = "") -> str:
    return f"/{stage.region.code}/pelaporan/2022/q1/buku-kerja/{rest}"


def downloaded(client: Client, stage: Stage, agency: str = "a1") -> bytes:
    answer = client.get(address(stage, f"{agency}/"))
    assert answer.status_code == 200, answer.status_code
    return answer.content


def cells_of(data: bytes) -> Sheets:
    """The sheets as rows of cells, as a spreadsheet shows them."""
    book = load_workbook(io.BytesIO(data))
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


def filled(data: bytes, cells: Mapping[str, object]) -> bytes:
    """The workbook with what somebody typed, by cells such as `Laporan!C2`."""
    book = load_workbook(io.BytesIO(data))
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        book[sheet][cell] = value
        if isinstance(value, str):
            book[sheet][cell].data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_cell(data: bytes, place: str, value: object) -> bytes:
    """The same, with cells that only a hand-made file has, such as formulas without a result."""
    sheets = cells_of(data)
    sheet, _, cell = place.partition("!")
    rows, row, column = sheets[sheet], int(cell[1:]) - 1, ord(cell[0]) - ord("A")
    while len(rows) <= row:
        rows.append([None] * len(rows[0]))
    rows[row][column] = value
    return xlsx(sheets)


def upload(client: Client, stage: Stage, data: bytes):
    return client.post(address(stage), {"file": SimpleUploadedFile(NAME, data)})


def confirm(client: Client, stage: Stage, preview: object, do: str):
    """Press a button of a preview."""
    return client.post(address(stage), {"carried": preview.context["carried"], "do": do})
