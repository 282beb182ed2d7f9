"""A table taken out of a region as a file: every list's, and always in the log of access."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kotacerdas.accounts.access import Here
from kotacerdas.audit.actions import record_access
from kotacerdas.core.tables.files import table_file
from kotacerdas.core.tables.picks import picked
from kotacerdas.core.tables.table import Table


def table_download(
    request: HttpRequest, here: Here, table: Table, title: str, on: date
) -> HttpResponse | None:
    """The file that the address asks for, of the rows that were chosen, or of all; else None."""
    if not table.file:
        return None
    file = table_file(table, title, here.region.name, on, set(picked(request.POST)))
    of = ["core.table", title, table.file]
    code, now = here.region.code, timezone.now()
    record_access(code, "export.table", of, actor=here.user.email, at=now)
    return file
