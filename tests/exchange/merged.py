"""Exports that somebody changed, brought in again through the pages."""

import html
import io
import re
from collections.abc import Mapping

from django.test import Client
from openpyxl import load_workbook

from exchange.site import sent
from markup import compact
from pages.regions import OWN

_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_CHECKED = re.compile(r'<input type="(?:radio|checkbox)" name="([^"]+)" value="([^"]*)" checked>')


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def exported(client: Client) -> bytes:
    return client.get(f"/{OWN}/ekspor/").content


def edited(data: bytes, cells: Mapping[str, object]) -> bytes:
    """The workbook with other cells, by `Program!B2`; a whole row, `Program!3`, is removed."""
    book = load_workbook(io.BytesIO(data))
    for place, value in cells.items():
        sheet, _, cell = place.partition("!")
        if cell.isdigit():
            book[sheet].delete_rows(int(cell))
        else:
            book[sheet][cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cell_of(data: bytes, place: str) -> object:
    sheet, _, cell = place.partition("!")
    return load_workbook(io.BytesIO(data))[sheet][cell].value


def without_base(data: bytes) -> bytes:
    return edited(data, {"Petunjuk!B2": None})


def page_of(client: Client, address: str) -> str:
    return compact(client.get(address).content.decode())


def form(page: str) -> dict[str, str]:
    """What the page sends as it stands."""
    pairs = [*_HIDDEN.findall(page), *_CHECKED.findall(page)]
    return {html.unescape(name): html.unescape(value) for name, value in pairs}


def applied(client: Client, address: str, **more: object):
    """What is answered to the page's form, sent as it stands but for the choices `more`, whose
    effect is looked at first.
    """
    if more:
        client.post(address, form(page_of(client, address)) | {"do": "show"} | more)
    data = form(page_of(client, address)) | {"do": "apply", "reason": "Rapat"}
    return client.post(address, data | more)


def brought(client: Client, data: bytes, **more: object) -> str:
    """The address of the import, which was applied."""
    address = sent(client, data)
    answer = applied(client, address, **more)
    assert answer.status_code == 302, compact(answer.content.decode())
    return address
