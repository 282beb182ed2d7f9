"""What can be done with records of the plan that are chosen in a list."""

from operator import itemgetter
from typing import Any

from django.urls import reverse

from kotacerdas.accounts.access import Here
from kotacerdas.accounts.rights import Right
from kotacerdas.core.tables.parts import Act
from kotacerdas.pages.bulk import changeable
from kotacerdas.pages.plan_kinds import BY_SLUG
from kotacerdas.pages.years import YearPage

row_key = itemgetter("row")  # of a row of a result: the primary key of its record


def plan_acts(here: Here, slug: str) -> list[Act]:
    """Those of a kind of records, for who may edit the plan."""
    if Right.RECORDS not in here.rights:
        return []
    kind, code = BY_SLUG[slug], here.region.code
    columns, acts = changeable(kind), []
    bulk = reverse("pages:plan-bulk", args=[code, slug])
    if columns:
        acts.append(Act("table.change", bulk, icon="edit"))
    if "agency" in columns:
        move = Act("table.move", bulk, icon="building-community", name="only", value="agency")
        acts.append(move)
    if "in_deck" in columns:
        deck = Act("table.in_deck", bulk, icon="presentation", name="only", value="in_deck")
        acts.append(deck)
    if kind.acts:
        parts = [code, kind.acts]
        retire, revive = (reverse("pages:acts", args=[*parts, act]) for act in ("purna", "pulih"))
        acts.append(Act("table.retire", retire, icon="calendar-event"))
        acts.append(Act("table.revive", revive, icon="refresh"))
    return acts


def acts_of_year(page: YearPage, slug: str) -> dict[str, Any]:
    """How the rows of a year's list are chosen and acted on; those of an older run only taken."""
    acts = [] if page.is_certain else plan_acts(page.here, slug)
    return {"key": row_key, "acts": [act for act in acts if act.label != "table.revive"]}
