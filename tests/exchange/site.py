"""A region's coordinator at the pages for workbooks, and what the database holds."""

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client

from kotacerdas.accounts.models import Role
from kotacerdas.exchange.models import Import
from kotacerdas.ops.backup_format import tables
from kotacerdas.records.models import Region, SourceFile
from markup import compact
from pages.regions import OWN, begun, somebody
from workbook.builder import Sheets

UPLOAD = f"/{OWN}/impor/"
_BOUNDARY = "----batas"
_ALERT = re.compile(r'role="alert">([^<]*)<')
_ISSUE = re.compile(
    r'<tr><td><strong>([^<]*)</strong><br><span class="state small.*?</td>'
    r"<td>([^<]*)</td><td>([^<]*)</td>"
)


def coordinator(sheets: Sheets | None = None) -> Client:
    """Signed in, in a region that has begun with the sheets."""
    client = Client()
    client.force_login(somebody(begun(OWN, sheets), Role.COORDINATOR))
    return client


def send(client: Client, data: bytes, name: str = "buku.xlsx"):
    """What the server answers to the upload; the file's name goes as it is, path and all."""
    body = (
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode()
    return client.post(
        UPLOAD,
        body + data + f"\r\n--{_BOUNDARY}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={_BOUNDARY}",
    )


def sent(client: Client, data: bytes, name: str = "buku.xlsx") -> str:
    """The address of the page that shows what the file would do."""
    answer = send(client, data, name)
    assert answer.status_code == 302
    return answer.url


def alerts(page: str) -> list[str]:
    return [html.unescape(text).strip() for text in _ALERT.findall(page)]


def issues(page: str) -> list[tuple[str, ...]]:
    """Place, content and sentence of every issue on the page."""
    return [tuple(map(html.unescape, row)) for row in _ISSUE.findall(compact(page))]


def stored() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but what was sent, which is kept whatever it holds."""
    found = {
        table._meta.label: _rows(
            table._meta.db_table, [one.column for one in table._meta.pk_fields]
        )
        for table in tables()
        if table not in {SourceFile, Import}
    }
    applied = SourceFile.objects.exclude(applied_at=None).order_by("pk")
    return found | {"applied": list(applied.values_list("pk", "applied_at"))}


def _rows(table: str, key: list[str]) -> list[tuple[object, ...]]:
    """As the database gives them: to build the models' queries takes ten times as long."""
    with connection.cursor() as cursor:
        columns = ", ".join(f'"{one}"' for one in key)
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY {columns}')  # noqa: S608
        return cursor.fetchall()


@contextmanager
def nothing_written() -> Iterator[None]:
    before = stored()
    yield
    assert stored() == before


def region() -> Region:
    return Region.objects.get(code=OWN)
