"""A thousand targets typed into a grid of a region of 2,000 programmes."""

from itertools import count

from django.db import transaction
from django.utils import timezone

from bare_site.made import content
from bare_site.people import coordinator_of
from kotacerdas.audit.actions import record_entry
from kotacerdas.audit.selectors import newest_number
from kotacerdas.exchange.actions import begin_region
from kotacerdas.exchange.edit_plan import Edit, TypedRow
from kotacerdas.exchange.edits import save_edit
from kotacerdas.plan.models import Target
from reading import YEAR, records
from timing import in_pairs, report

CODE, PROGRAMMES, CELLS = "33.26", 2000, 1000
NUMBERS = count(100)


def main() -> None:
    region = begin_region(content(records(PROGRAMMES, CODE)), "large.xlsx", timezone.now())
    user = coordinator_of([region])
    targets = list(
        Target.objects.filter(region=region, year=YEAR).select_related("indicator")[:CELLS]
    )

    def saved() -> None:
        number = next(NUMBERS)
        rows = [TypedRow(one.pk, {"target": str(number)}) for one in targets]
        edit = Edit("Targets", newest_number(CODE), rows)
        saving = save_edit(region, edit, by=user, at=timezone.now())
        if saving.entry is None:
            raise RuntimeError(saving)

    def bulk_updated() -> None:
        number = next(NUMBERS)
        changes = [
            {
                "of": ["plan.target", one.pk, one.indicator.code, one.year, one.period],
                "before": {"target": one.target},
                "after": {"target": float(number)},
            }
            for one in targets
        ]
        for one in targets:
            one.target = number
        with transaction.atomic():
            Target.objects.bulk_update(targets, ["target"])
            record_entry(CODE, "record.edit", changes, actor=user.email, at=timezone.now())

    report(in_pairs("a grid of 1,000 cells", saved, bulk_updated, aim=2, at_most=3, most=25))


main()
