"""The smart-city index of other regions as it was published, each with its source."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kotacerdas.accounts.access import Here, in_region
from kotacerdas.accounts.rights import Right
from kotacerdas.accounts.table_downloads import table_download
from kotacerdas.core.tables.columns import Column, Kind
from kotacerdas.core.tables.sources import QuerySource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import words
from kotacerdas.pages.templatetags.kotacerdas import two_decimals, web_address
from kotacerdas.plan.models import OtherRegion


@in_region(Right.READ)
def other_regions(request: HttpRequest, here: Here) -> HttpResponse:
    """As a table: by place, year, value and source."""
    records = OtherRegion.objects.filter(region=here.region).order_by("-year", "-value", "place")
    table = Table("other-regions", _columns(), QuerySource(records, _columns()), request.GET)
    name = words()("other_regions.title")
    file = table_download(request, here, table, name, timezone.localdate())
    if file is not None:
        return file
    return render(request, "pages/other_regions.html", {"here": here, "table": table})


def _columns() -> list[Column]:
    return [
        Column("place", "other_regions.place", is_searched=True, width=32),
        Column("year", "label.year", is_filter=True, phone="more"),
        Column("value", "label.value", kind=Kind.NUMBER, cell=_value, phone="main"),
        Column("source", "label.source", is_searched=True, cell=_source, width=56, phone="sub"),
    ]


def _value(record: OtherRegion) -> str:
    return two_decimals(record.value)


def _source(record: OtherRegion) -> SafeString | str:
    url = web_address(record.url)
    if not url:
        return record.source
    return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', url, record.source)
