"""Reading windows, versions and evidence."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from kotacerdas.accounts.models import User
from kotacerdas.casework.caseless import caseless
from kotacerdas.casework.models import Author, Case, Evidence, Extension, State, Version, Window
from kotacerdas.records.models import Agency, Region


def versions_of(case: Case) -> list[Version]:
    """A case's versions from the first to the newest."""
    found = Version.objects.filter(case=case)
    return list(found.select_related("saved_by", "submitted_by", "settled_by").order_by("number"))


def states_of(case: Case) -> list[State]:
    """The states of the versions, from the first."""
    states = Version.objects.filter(case=case).order_by("number").values_list("state", flat=True)
    return [State(state) for state in states]


def written_by(user: User | OuterRef) -> Q:
    """Of cases: those of which the user wrote a part.

    Text of any version, for a correction begins as a copy; or evidence, even if it was taken back
    since.
    """
    versions = Author.objects.filter(version__case=OuterRef("pk"), user=user)
    return Q(Exists(versions)) | Q(
        Exists(Evidence.objects.filter(case=OuterRef("pk"), added_by=user))
    )


def has_written(user: User, region: Region) -> bool:
    """Whether the user wrote a part of any case of the region, as `written_by` has it."""
    return (
        Author.objects.filter(version__case__region=region, user=user).exists()
        or Evidence.objects.filter(region=region, case__isnull=False, added_by=user).exists()
    )


def writers_of(case: Case) -> set[int]:
    """The primary keys of all who wrote a part of a case, as `written_by` has it."""
    authors = Author.objects.filter(version__case=case).values_list("user")
    brought = Evidence.objects.filter(case=case).values_list("added_by")
    return {pk for (pk,) in authors.union(brought)}


def extended_until(windows: Iterable[Window]) -> dict[tuple[int, int], date]:
    """The last day of each agency's latest extension, by window and agency."""
    rows = Extension.objects.filter(window__in=list(windows)).values_list("window", "agency")
    return {(of, agency): last for of, agency, last in rows.annotate(last=Max("until")).order_by()}


def longer_until(window: Window, agency: Agency) -> date | None:
    """The last day of the agency's latest extension."""
    found = Extension.objects.filter(window=window, agency=agency)
    last: date | None = found.aggregate(last=Max("until"))["last"]
    return last


def evidence_of(case: Case) -> list[Evidence]:
    """What was brought and not taken back, the oldest first; copies stand after the originals."""
    found = Evidence.objects.filter(case=case, removed_at__isnull=True)
    return list(found.select_related("file", "added_by", "graded_by").order_by("pk"))


def pieces_of(region: Region) -> QuerySet[Evidence]:
    """What was brought in a region and not taken back, with all that says whose it is."""
    return Evidence.objects.filter(region=region, removed_at__isnull=True).select_related(
        *("region", "file__copy", "added_by", "graded_by"),
        *("case__region", "case__window", "case__programme", *caseless().related),
    )
