"""A table as a file: the columns and rows of its page, on all its pages."""

from collections.abc import Collection
from datetime import date

from django.http import HttpResponse

from kotacerdas.core.tables.columns import Column
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import language
from kotacerdas.documents import annex_tables
from kotacerdas.documents.xlsx import About, workbook
from kotacerdas.workbook.writing import csv_file

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_TITLE = 31  # of a sheet


def table_file(
    table: Table, title: str, owner: str, on: date, picks: Collection[str] = ()
) -> HttpResponse:
    """The rows as a file of the kind that is asked for; of those chosen only, where any are."""
    rows = [
        [column.downloaded(row) for column in table.downloaded]
        for row in table.ordered
        if not picks or table.key_of(row) in picks
    ]
    if table.file == "csv":
        content = csv_file([[c.heading for c in table.downloaded], *rows], language())
    else:
        sheet = annex_tables.Sheet(title[:LONGEST_TITLE], [*map(_column, table.downloaded)], rows)
        content = workbook([sheet], About(title, owner, f"{owner} · {title}", on, language()))
    response = HttpResponse(content, content_type=_TYPES[table.file])
    name = f"{table.name}-{on.isoformat()}.{table.file}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _column(column: Column) -> annex_tables.Column:
    return annex_tables.Column(column.heading, column.width, column.number_format)
