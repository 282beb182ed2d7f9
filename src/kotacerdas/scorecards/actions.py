"""Making runs at once instead of by a worker, and publishing one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.actions import record_access, record_entry
from kotacerdas.audit.models import Entry
from kotacerdas.core.errors import RefusedError
from kotacerdas.outbox.worker import finish, follow_the_commit
from kotacerdas.records.actions import lock_region
from kotacerdas.records.models import Region
from kotacerdas.scorecards.models import DroppedRun, Publication, Run
from kotacerdas.scorecards.selectors import SCORES, decisions_on, publication_of, published_before
from kotacerdas.scoring.question import Basis
from kotacerdas.scoring.years import Decided


def refresh_scorecards(region: Region, at: datetime) -> list[Run]:
    """Make the runs that changed records call for; none where a worker is about it just now."""
    return [run for run in finish(SCORES, region.code, at) if isinstance(run, Run)]


def publish_run(
    run: Run, by: User, at: datetime, reason: str, *, replacing: int | None = None
) -> None:
    """Show the run as that of its region-year.

    `replacing` is the run, by primary key, that it was said to replace, where that was said;
    nought for none.

    Raises:
        NotAllowedError: `by` may not publish there.
        RefusedError: the run does not rest on verified rows, or is the published one already; no
            reason is given; or it would replace another run than was said.
    """
    with transaction.atomic():
        lock_region(run.region)
        require(by, run.region, Right.PUBLISH, at)
        if run.basis != Basis.VERIFIED:
            raise RefusedError("publish.only_verified")
        current = publication_of(run.region, run.year)
        if current is not None and current.run_id == run.pk:
            raise RefusedError("publish.shown_already", run=run)
        if replacing not in {None, current.run_id if current is not None else 0}:
            raise RefusedError("publish.another_meanwhile")
        if not reason.strip():
            raise RefusedError("publish.needs_reason")
        _shown_from_now(run.region, run.year, run, "publish", by, at, reason.strip())
        freeze_decisions(run, decisions_on(run.region).decided)


def take_back_publication(run: Run, by: User, at: datetime, reason: str) -> Run | None:
    """Undo the last publication of the run's year: what was shown before is shown again.

    The run that is shown then; None where there was none.

    Raises:
        NotAllowedError: `by` may not publish there.
        RefusedError: no reason is given, or another run is shown by now.
    """
    region, year = run.region, run.year
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.PUBLISH, at)
        if not reason.strip():
            raise RefusedError("publish.needs_reason")
        current = publication_of(region, year)
        if current is None or current.run_id != run.pk:
            raise RefusedError("publish.not_shown", run=run)
        before = published_before(current)
        undone = Entry.objects.only("pk").get(chain_id=region.code, number=current.from_entry)
        _shown_from_now(region, year, before, "publish.undo", by, at, reason.strip(), undone)
    return before


def _shown_from_now(  # noqa: PLR0913, PLR0917 - what of which year, and who, when and why
    region: Region,
    year: int,
    run: Run | None,
    action: str,
    by: User,
    at: datetime,
    reason: str,
    undoes: Entry | None = None,
) -> None:
    """End what is shown of the year and show the run, if any, in one entry of the log."""
    before = publication_of(region, year)
    change = {
        "of": ["scorecards.publication", None, year],
        "before": {"run": str(before.run)} if before else None,
        "after": {"run": str(run)} if run else None,
    }
    entry = record_entry(
        region.code, action, [change], actor=by.email, at=at, reason=reason, undoes=undoes
    )
    if before is not None:
        before.until_entry = entry.number
        before.save(update_fields=["until_entry"])
    if run is not None:
        Publication.objects.create(
            region=region,
            year=year,
            run=run,
            published_by=by,
            published_at=at,
            from_entry=entry.number,
        )


def ask_for_dropped(dropped: DroppedRun, by: User, at: datetime) -> None:
    """Have a worker make a run again that was not kept; what was refused before is tried again.

    Raises:
        NotAllowedError: `by` may not read there.
    """
    region = dropped.region
    with transaction.atomic():
        require(by, region, Right.READ, at)
        of = ["scorecards.run", dropped.year, str(dropped)]
        record_access(region.code, "run.ask", of, actor=by.email, at=at)
        DroppedRun.objects.filter(pk=dropped.pk).update(asked_at=at, refusal="")
        follow_the_commit()


def freeze_decisions(run: Run, decided: Decided) -> None:
    """Have the run and its documents say the same for ever, whatever is decided on its years.

    Of a run that leaves the house; what it said as the newest of its year is what is kept.
    """
    years_by_name = {name: sorted(years) for name, years in vars(decided).items()}
    Run.objects.filter(pk=run.pk).update(decided=years_by_name)


def refresh_all(regions: Iterable[Region], at: datetime) -> list[Run]:
    """What the command does where no worker runs."""
    return [run for region in regions for run in refresh_scorecards(region, at)]
