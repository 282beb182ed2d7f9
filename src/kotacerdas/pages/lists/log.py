"""The table of the log: every entry of a chain, the newest first."""

from collections.abc import Callable, Iterable
from operator import attrgetter

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kotacerdas.audit.models import Entry
from kotacerdas.audit.selectors import entries_of, mentioning
from kotacerdas.core.tables.columns import Column, Kind, terms
from kotacerdas.core.tables.sources import QuerySource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import words
from kotacerdas.evaluation.actions.requests import BY_LINK


def log_table(chain: str, entry_name: str, region: str, query: QueryDict) -> Table:
    """`entry_name` is the name of an entry's address, of the region with that code."""
    entries = entries_of(chain)
    actions = entries.order_by("action").values_list("action", flat=True).distinct()
    columns = _columns(entry_name, region, actions)
    source = QuerySource(entries, columns, search=mentioning)
    return Table("log", columns, source, query, key=attrgetter("pk"))


def _columns(entry_name: str, region: str, actions: Iterable[str]) -> list[Column]:
    def cell(template: str) -> Callable[[Entry], SafeString]:
        def rendered(entry: Entry) -> SafeString:
            context = {"entry": entry, "entry_name": entry_name, "region": region}
            return render_to_string(f"pages/{template}.html", context)

        return rendered

    return [
        Column(
            "action",
            "log.what",
            names=terms("log_action", actions),
            cell=cell("log_what"),
            is_filter=True,
            width=32,
        ),
        Column("number", "log.serial", kind=Kind.COUNT, is_extra=True),
        Column("reason", "log.reason", is_extra=True, width=48),
        Column(
            "extent",
            "log.extent",
            value=_extent,
            cell=cell("log_counts"),
            is_sortable=False,
            width=32,
        ),
        Column(
            "actor",
            "log.who",
            names={"": words()("log.by_command")} | terms("log_actor", [BY_LINK]),
            is_filter=True,
            phone="sub",
            width=32,
        ),
        Column("at", "log.when", kind=Kind.MOMENT, phone="more", css="nowrap", width=24),
    ]


def _extent(entry: Entry) -> str:
    """`2 ditambah, 3 diubah`; empty of what changed no record."""
    counts = {
        "log.added": entry.added,
        "log.changed": entry.changed,
        "log.removed": entry.removed,
    }
    return ", ".join(words().count(key, n) for key, n in counts.items() if n)
