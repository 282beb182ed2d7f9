"""How effective, efficient and simple innovations are found, and what that comes to."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from django.db import transaction

from kotacerdas.accounts.models import User
from kotacerdas.accounts.rights import Right, require
from kotacerdas.audit.actions import record_entry
from kotacerdas.casework.actions.cases import GoneError
from kotacerdas.core.errors import RefusedError
from kotacerdas.innovation.models import Assessment
from kotacerdas.plan.changes import changes_of
from kotacerdas.plan.models import Innovation
from kotacerdas.records.actions import apply_changes, lock_region
from kotacerdas.scoring.measures import CRITERIA
from kotacerdas.workbook.cells import printable

GRADES = range(5)
LONGEST_REASON = 2000


def assess(
    innovation: Innovation, grades: Mapping[str, int], reason: str, *, by: User, at: datetime
) -> Assessment:
    """Say how somebody finds it, in place of what they said before.

    Raises:
        NotAllowedError: `by` may not assess innovations.
        RefusedError: a grade is missing or beyond the scale, the reason too long, or the innovation
            gone.
    """
    region, reason = innovation.region, printable(reason)
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.ASSESS, at)
        if any(grades.get(name) not in GRADES for name in CRITERIA):
            raise RefusedError("innovation.no_grade", most=max(GRADES))
        if len(reason) > LONGEST_REASON:
            raise RefusedError("innovation.reason_too_long", most=LONGEST_REASON)
        known = Assessment.objects.filter(innovation=innovation, assessor=by).first()
        values = {name: grades[name] for name in CRITERIA} | {"reason": reason}
        if not Innovation.objects.filter(pk=innovation.pk).exists():
            raise GoneError("innovation", innovation.name)
        if known is not None and all(getattr(known, name) == values[name] for name in values):
            return known
        before = known and {"sha256": digest_of(known)}
        made, _ = Assessment.objects.update_or_create(
            innovation=innovation, assessor=by, defaults={**values, "at": at}
        )
        said = {
            "of": ["innovation.assessment", made.pk, innovation.code, by.email],
            "before": before,
            "after": {"sha256": digest_of(made)},
        }
        record_entry(region.code, "innovation.assess", [said], actor=by.email, at=at)
    return made


def digest_of(one: Assessment) -> str:
    """What the log has of an assessment: it is read by assessors who have not graded yet."""
    said = [*(getattr(one, name) for name in CRITERIA), one.reason]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


@dataclass(frozen=True)
class Criterion:
    """What assessors say of one criterion: the mean, and how far apart they are; of none None."""

    name: str
    grades: Sequence[int]

    @property
    def mean(self) -> float | None:
        return fmean(self.grades) if self.grades else None

    @property
    def spread(self) -> int | None:
        """The highest grade less the lowest; of fewer than two there is none."""
        return max(self.grades) - min(self.grades) if len(self.grades) > 1 else None


def criteria(assessments: Sequence[Assessment]) -> list[Criterion]:
    return [Criterion(name, [getattr(one, name) for one in assessments]) for name in CRITERIA]


def conclude(innovation: Innovation, reason: str, *, by: User, at: datetime) -> None:
    """Write the means of all assessments into the plan, where they stand as its grades.

    Raises:
        NotAllowedError: `by` does not screen innovations.
        RefusedError: nobody assessed it, or the reason is missing.
    """
    region, reason = innovation.region, printable(reason)
    with transaction.atomic():
        lock_region(region)
        require(by, region, Right.SCREEN, at)
        found = list(Assessment.objects.filter(innovation=innovation))
        if not found:
            raise RefusedError("innovation.not_assessed")
        if not reason.strip():
            raise RefusedError("innovation.needs_reason")
        means = {one.name: one.mean for one in criteria(found)}
        apply_changes(
            region,
            changes_of(region, Innovation, {innovation.pk: means}),
            "innovation.conclude",
            actor=by.email,
            at=at,
            reason=reason,
        )
