"""Making runs at once instead of by a worker, and publishing one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.actions import record_entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.outbox.worker import finish
from kotacerdas.regions.actions import lock_region
from kotacerdas.regions.models import Region
from kotacerdas.scorecards.models import Publication, Run
from kotacerdas.scorecards.selectors import SCORES, decisions_on
from kotacerdas.scoring.question import Basis
from kotacerdas.scoring.years import Decided


def refresh_scorecards(region: Region, at: datetime) -> list[Run]:
    """Make the runs that changed records call for; none where a worker is about it just now."""
    return [run for run in finish(SCORES, region.code, at) if isinstance(run, Run)]


def publish_run(run: Run, by: User, at: datetime, reason: str = "") -> Publication:
    """Point the public pages of the run's region-year at it.

    Raises:
        NotAllowedError: `by` may not publish there.
        RefusedError: the run does not rest on verified rows.
    """
    with transaction.atomic():
        lock_region(run.region)
        require(by, run.region, Right.PUBLISH, at)
        if run.basis != Basis.VERIFIED:
            raise RefusedError("publish.only_verified")
        before = Publication.objects.filter(region=run.region, year=run.year).first()
        published, _ = Publication.objects.update_or_create(
            region=run.region,
            year=run.year,
            defaults={"run": run, "published_by": by, "published_at": at},
        )
        keep_as_shown(run, decisions_on(run.region).decided)
        change = {
            "of": ["scorecards.publication", run.year],
            "before": {"run": str(before.run)} if before else None,
            "after": {"run": str(run)},
        }
        record_entry(run.region.code, "publish", [change], actor=by.email, at=at, reason=reason)
    return published


def keep_as_shown(run: Run, decided: Decided) -> None:
    """Have the run and its documents say the same for ever, whatever is decided on its years.

    Of a run that leaves the house; what it said as the newest of its year is what is kept.
    """
    shown = {name: sorted(years) for name, years in vars(decided).items()}
    Run.objects.filter(pk=run.pk).update(decided=shown)


def refresh_all(regions: Iterable[Region], at: datetime) -> list[Run]:
    """What the command does where no worker runs."""
    return [run for region in regions for run in refresh_scorecards(region, at)]
