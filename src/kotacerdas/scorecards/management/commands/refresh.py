"""`refresh`: what a worker does, for a site without one; doing it again makes none."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from kotacerdas.core.words import words
from kotacerdas.records.models import Region
from kotacerdas.scorecards.actions import refresh_all


class Command(BaseCommand):
    help = "Make the scorecards anew whose records changed; a worker does so by itself."
    requires_system_checks = ()

    def handle(self, **_: Any) -> None:
        made = refresh_all(Region.objects.order_by("code"), timezone.now())
        for run in made:
            values = {"region": run.region.code, "year": run.year, "basis": run.basis, "run": run}
            self.stdout.write(words()("refresh.made", **values))
        if not made:
            self.stdout.write(words()("refresh.nothing"))
