"""The table of a region's people: who holds which role, for what agency, from when to when."""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.models import Appointment, Role
from kotacerdas.core.tables.columns import Column, Kind, terms
from kotacerdas.core.tables.parts import Act
from kotacerdas.core.tables.sources import ListSource
from kotacerdas.core.tables.table import Table

Row = dict[str, Any]
STATES = ("current", "coming", "ended")


def people_table(
    here: Here,
    by_state: Mapping[str, Sequence[Appointment]],
    query: QueryDict,
    *,
    may_appoint: bool,
) -> Table:
    """`by_state` is what `appointments_by_state` gives; its order is the table's own."""
    rows = [_row(one, state) for state in STATES for one in by_state[state]]
    columns = _columns(here, may_appoint=may_appoint)
    table = Table("people", columns, ListSource(rows, columns), query, grouped="state")
    table.key = itemgetter("pk")
    if may_appoint:
        url = reverse("accounts:end-many", args=[here.region.code])
        table.acts = [Act("people.end", url, icon="calendar-event")]
    return table


def _row(one: Appointment, state: str) -> Row:
    return {
        "pk": one.pk,
        "appointment": one,
        "name": str(one.user),
        "email": one.user.email,
        "role": one.role,
        "agency": str(one.agency) if one.agency else None,
        "from_on": one.from_at,
        "last_on": one.last_at if one.to_at else None,
        "state": state,
    }


def _columns(here: Here, *, may_appoint: bool) -> list[Column]:
    def cell(template: str) -> Any:
        def rendered(row: Row) -> SafeString:
            context = {
                "one": row["appointment"],
                "is_reader": row["appointment"].user == here.user,
                "may_appoint": may_appoint,
                "may_change": row["state"] != "ended",
                "here": here,
            }
            return render_to_string(f"accounts/{template}.html", context)

        return rendered

    columns = [
        Column("name", "people.name", is_searched=True, cell=cell("person"), width=32),
        Column(
            "role",
            "people.role",
            names=terms("role", Role),
            cell=cell("role"),
            is_filter=True,
            phone="sub",
            width=24,
        ),
        Column("agency", "people.agency", is_filter=True, is_searched=True, width=40),
        Column("from_on", "people.period", kind=Kind.DAY, cell=cell("period"), phone="more"),
        Column("last_on", "people.last_day", kind=Kind.DAY, is_extra=True),
        Column(
            "state",
            "people.state",
            names=terms("people_state", STATES),
            is_ranked=True,
            is_filter=True,
            is_chips=True,
            is_extra=True,
        ),
    ]
    if may_appoint:
        columns[1:1] = [Column("email", "people.email", is_searched=True, is_extra=True, width=32)]
        columns.append(
            Column(
                "acts",
                "people.acts",
                value=lambda _: None,
                cell=cell("person_acts"),
                is_sortable=False,
                is_downloaded=False,
                css="row-acts",
            )
        )
    return columns
