"""What stands beside an innovation of the plan: its case, and what was decided of likely twins."""

from django.conf import settings
from django.db import models

from kotacerdas.casework.models import Case
from kotacerdas.plan.models import Innovation
from kotacerdas.records.models import Region

INNOVATION = "innovation"  # the process of cases


class InnovationCase(Case):
    """The case of an innovation; each has one, which goes with it while nobody wrote in it."""

    case = models.OneToOneField(
        Case, models.CASCADE, parent_link=True, primary_key=True, related_name="of"
    )
    innovation = models.OneToOneField(Innovation, models.CASCADE, related_name="+")


class Verdict(models.TextChoices):
    """What two innovations that look alike are to each other."""

    SAME = "same"
    REPLICATION = "replication"  # the second replicates the first
    DIFFERENT = "different"


class TwinDecision(models.Model):
    """What was decided of a likely pair, once; `first` has the smaller primary key.

    Of a replication `original` says which of the two it was.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    first = models.ForeignKey(Innovation, models.CASCADE, related_name="+")
    second = models.ForeignKey(Innovation, models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    original = models.ForeignKey(Innovation, models.CASCADE, null=True, related_name="+")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="twins_decided_once"),
            models.CheckConstraint(
                condition=models.Q(first__lt=models.F("second")), name="twins_in_order"
            ),
        ]


class Assessment(models.Model):
    """How effective, efficient and simple an assessor finds an innovation, each 0 to 4.

    An assessor sees those of others once the own one stands.
    """

    innovation = models.ForeignKey(Innovation, models.CASCADE, related_name="assessments")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    effective = models.PositiveSmallIntegerField()
    efficient = models.PositiveSmallIntegerField()
    simple = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["innovation", "assessor"], name="assessed_once"),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{name}__lte": 4}), name=f"{name}_within_its_scale"
                )
                for name in ("effective", "efficient", "simple")
            ),
        ]
