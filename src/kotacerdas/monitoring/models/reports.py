"""Reports, their versions, and what was said of them."""

from django.conf import settings
from django.db import models

from kotacerdas.monitoring.models.periods import Period
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Region


class State(models.TextChoices):
    """Where a version stands; `workflow.py` says what may become of it."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    RETURNED = "returned"


class Report(models.Model):
    """A version of what an agency reports on a programme in a period; the newest one counts.

    `filled` is {name of the field: what was typed}, text as it was typed, so that a draft may
    hold anything; `content.py` reads it. What was submitted is never changed: a correction is
    the version with the next number and says why. `revision` grows with every write, so that
    nobody overwrites what they have not seen. `risk` and `warnings` are of the moment of
    submission: [{"rule", "key", "answer", figures...}]. `authors` are all who saved, began or sent
    it in; `saved_by` and `submitted_by` are the last of them.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", db_index=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="reports", db_index=False)
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    filled = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    verdict = models.TextField(blank=True)
    risk = models.PositiveIntegerField(default=0)
    warnings = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["period", "programme", "number"], name="version_once")
        ]
        # Each holds all that its question asks for: what waits, how much of it, and the maps.
        indexes = [
            models.Index(fields=["region", "state", "-risk"], name="queue"),
            models.Index(fields=["region", "state", "submitted_by"], name="waiting"),
            models.Index(fields=["period", "number", "state", "programme"], name="standing"),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.number}"


class Comment(models.Model):
    """Something said of a report; it stays with all its versions."""

    period = models.ForeignKey(Period, models.PROTECT, related_name="comments")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
