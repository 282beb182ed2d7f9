"""Reading what people are to be reminded of: in so many queries, however many people there are."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.utils import timezone

from kotacerdas.accounts.models import Appointment, Role, User
from kotacerdas.accounts.rules import first_moment
from kotacerdas.accounts.selectors import in_force_at, operators_by_agency
from kotacerdas.casework.models import Extension, Reminder, Window
from kotacerdas.casework.notices import notices_of_day
from kotacerdas.casework.reminding import is_near, paragraphs
from kotacerdas.casework.selectors import written_by
from kotacerdas.casework.workflow import MISSING
from kotacerdas.records.models import Region
from kotacerdas.reporting.queue import queue, waiting_in
from kotacerdas.reporting.reminders import Digest, Left, Waiting, is_said_of, last_day
from kotacerdas.reporting.status import AgencyRow, StatusMap, window_maps


def digests(today: date) -> list[Digest]:
    """What there is to tell everybody who may be written to that day."""
    return _digests(_to_be_told(today), today)


def digests_of(users: Iterable[User], today: date) -> list[Digest]:
    """The same of some people only."""
    held = _to_be_told(today)
    wanted = {user.pk for user in users}
    return _digests([one for one in held if one.user_id in wanted], today)


def operators_to_remind(region: Region, today: date) -> dict[int, list[User]]:
    """Those who report as that day ends, by the primary keys of their agencies: who lost the role
    in its course is told nothing any more.
    """
    return operators_by_agency(region, _end_of(today))


def told_on(day: date, users: Iterable[User]) -> set[int]:
    """The primary keys of those who got their letter of that day."""
    rows = Reminder.objects.filter(on=day, user__in=list(users))
    return set(rows.values_list("user", flat=True))


def reminded_on(day: date, window: Window) -> dict[str, datetime]:
    """When a coordinator reminded an agency of the window on that day, by the agencies' codes."""
    of_it = {"year": str(window.year), "code": window.code}
    reminders = notices_of_day(window.region, "reminded", day).values_list("values", "at")
    return {values["agency"]: at for values, at in reminders if of_it.items() <= values.items()}


def left_of(windows: Collection[Window], today: date) -> list[Left]:
    """What is missing of the windows, by agency, where it still may be sent in or is late."""
    maps = [one for of_year in _by_year(windows) for one in window_maps(of_year, today)]
    return left_in(maps, today)


def left_in(maps: Iterable[StatusMap], today: date) -> list[Left]:
    """The same of maps that are read already, each of one period."""
    return [
        Left(
            row.pk,
            row.code,
            row.name,
            window,
            until,
            tuple(cell for cell in row.cells if cell.state in MISSING),
        )
        for window, row, until in _incomplete(list(maps), today)
    ]


def to_remind(maps: Sequence[StatusMap], today: date) -> list[int]:
    """How many agencies of each map may be reminded, though its reports have no names."""
    near = Counter(
        window.pk for window, _, until in _incomplete(maps, today) if is_near(until, today)
    )
    return [near[one.windows[0].pk] for one in maps]


def _incomplete(maps: Sequence[StatusMap], today: date) -> Iterator[tuple[Window, AgencyRow, date]]:
    """The agencies of which something is missing, and the last day on which they may send it in.

    Without those that have retired.
    """
    for one in maps:
        [window] = one.windows
        for row in one.rows:
            until = last_day(window, one.longer.get((window.pk, row.pk)))
            if (
                (row.retired_on is not None and row.retired_on <= today)
                or row.received == row.due
                or until is None
                or (window.closed_at and until < today)
            ):
                continue
            yield window, row, until


def _digests(held: Collection[Appointment], today: date) -> list[Digest]:
    regions = {one.region_id for one in held}
    near = [left for left in left_of(_windows(regions, today), today) if left.is_near(today)]
    by_agency: dict[int, list[Left]] = defaultdict(list)
    late: dict[int, list[Left]] = defaultdict(list)
    for left in near:
        by_agency[left.agency].append(left)
        if left.is_late(today):
            late[left.window.region_id].append(left)
    queues, writers = _queues(regions), _writers(held)
    made: dict[int, Digest] = {}
    for one in held:
        digest = made.setdefault(one.user_id, Digest(one.user))
        match one.role:
            case Role.OPERATOR if one.agency_id is not None:
                digest.own.extend(by_agency[one.agency_id])
            case Role.VERIFIER:
                waiting = _waiting_for(one, queues, writers)
                digest.waiting.extend(each for each in waiting if is_said_of(each, today))
            case Role.COORDINATOR:
                digest.late.extend(late[one.region_id])
    for user, more in paragraphs(held, today).items():
        made[user].more.extend(more)
    return [_once(digest) for digest in made.values()]


def _once(digest: Digest) -> Digest:
    """Who holds a role twice is told once; what is due first comes first."""
    own = {(left.window.pk, left.agency): left for left in digest.own}
    late = {(left.window.pk, left.agency): left for left in digest.late}
    waiting = {one.region.pk: one for one in digest.waiting}
    return replace(
        digest,
        own=sorted(own.values(), key=lambda left: left.deadline),
        late=list(late.values()),
        waiting=list(waiting.values()),
    )


def _end_of(day: date) -> datetime:
    return first_moment(day + timedelta(days=1)) - timedelta(microseconds=1)


def _to_be_told(today: date) -> list[Appointment]:
    """The appointments of those who want letters, as that day ends."""
    held = in_force_at(_end_of(today)).filter(user__wants_reminders=True)
    return list(held.select_related("user", "region").order_by("user", "pk"))


def _windows(regions: Collection[int], today: date) -> list[Window]:
    """Those that are open, or in which an extension still holds."""
    extended = Extension.objects.filter(until__gte=today).values("window")
    found = Window.objects.filter(
        Q(closed_at__isnull=True) | Q(pk__in=extended), region__in=regions
    )
    return list(found.select_related("region"))


def _by_year(windows: Iterable[Window]) -> Iterator[list[Window]]:
    """The windows of each region and year, the one that ends first first."""
    found: dict[tuple[int, int], list[Window]] = defaultdict(list)
    for window in sorted(windows, key=lambda one: one.order):
        found[window.region_id, window.year].append(window)
    yield from found.values()


# Of a region: how many wait for a verifier, and since when the oldest.
Queue = tuple[int, datetime]


def _queues(regions: Collection[int]) -> dict[int, Queue]:
    counted = (
        waiting_in(regions)
        .values_list("region")
        .annotate(count=Count("pk"), oldest=Min("newest__submitted_at"))
    )
    return {region: (count, oldest) for region, count, oldest in counted.order_by()}


def _writers(held: Collection[Appointment]) -> set[int]:
    """Which verifiers wrote a part of something that waits, seldom as that is."""
    waiting = waiting_in({one.region_id for one in held}).filter(
        written_by(OuterRef(OuterRef("pk")))
    )
    verifiers = [one.user_id for one in held if one.role == Role.VERIFIER]
    found = User.objects.filter(Exists(waiting), pk__in=verifiers)
    return set(found.values_list("pk", flat=True))


def _waiting_for(
    one: Appointment, queues: dict[int, Queue], writers: set[int]
) -> Iterator[Waiting]:
    """What waits for a verifier, who can't decide on what they wrote a part of."""
    if one.user_id in writers:
        rows = queue(one.region, one.user).order_by()
        found = rows.aggregate(count=Count("pk"), oldest=Min("newest__submitted_at"))
        count, oldest = found["count"], found["oldest"]
    else:
        count, oldest = queues.get(one.region_id, (0, None))
    if oldest is not None:
        yield Waiting(one.region, count, timezone.localdate(oldest))
