"""The page of a list: its table, or the file of it that is asked for."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kotacerdas.accounts.table_downloads import table_download
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import words
from kotacerdas.pages.years import YearPage


def list_page(
    request: HttpRequest,
    page: YearPage,
    table: Table,
    template: str,
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The template with the table, or the table as a file."""
    title = f"{words()(f'menu.{table.name}')} {page.year}"
    file = table_download(request, page.here, table, title, page.facts.as_of)
    if file is not None:
        return file
    return render(request, template, {"page": page, "table": table, **(more or {})})
