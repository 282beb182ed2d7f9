"""The table of the files that were sent to a region, the newest first."""

from operator import attrgetter

from django.db.models import Case, CharField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kotacerdas.accounts.access import Here
from kotacerdas.core.tables.columns import Column, Kind
from kotacerdas.core.tables.sources import QuerySource
from kotacerdas.core.tables.table import Table
from kotacerdas.core.words import words
from kotacerdas.exchange.models import Import

APPLIED, NOT_APPLIED = "applied", "not_applied"


def imports_table(here: Here, query: QueryDict) -> Table:
    own = Import.objects.filter(region=here.region).defer("result", "reading")
    state = Case(When(applied_at=None, then=Value(NOT_APPLIED)), default=Value(APPLIED))
    name = NullIf("sent_by__name", Value(""))
    sender = Coalesce(name, "sent_by__email", output_field=CharField())
    shown = own.select_related("file", "applied_by").annotate(state=state, sender=sender)
    columns = _columns(here)
    source = QuerySource(shown.order_by("-sent_at"), columns, search=_having)
    return Table("imports", columns, source, query, key=attrgetter("pk"))


def _having(rows: QuerySet[Import], text: str) -> QuerySet[Import]:
    """Those whose file is called so, or whose sender is, by name or by address."""
    is_file, is_address = Q(file__name__icontains=text), Q(sent_by__email__icontains=text)
    return rows.filter(is_file | Q(sender__icontains=text) | is_address)


def _columns(here: Here) -> list[Column]:
    def outcome(one: Import) -> SafeString:
        return render_to_string("exchange/import_outcome.html", {"one": one, "here": here})

    return [
        Column(
            "file",
            "import.file",
            field="file__name",
            cell=lambda one: format_html('<a href="{}/">{}</a>', one.pk, one.file.name),
            is_searched=True,
            width=40,
        ),
        Column(
            "by",
            "import.by",
            field="sender",
            is_searched=True,
            phone="sub",
            width=32,
        ),
        Column("sent_at", "import.at", kind=Kind.MOMENT, phone="main", width=24),
        Column("applied_at", "import.applied_at", kind=Kind.MOMENT, is_extra=True, width=24),
        Column("changes", "import.changed", kind=Kind.COUNT, is_extra=True),
        Column(
            "state",
            "page.state",
            names={
                APPLIED: words()("import.is_applied"),
                NOT_APPLIED: words()("import.not_applied"),
            },
            cell=outcome,
            is_filter=True,
            is_chips=True,
            phone="more",
        ),
    ]
