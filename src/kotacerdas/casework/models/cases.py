"""Cases: what is asked of an agency in a window, the versions of its answer, what is said of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kotacerdas.casework.models.windows import Window
from kotacerdas.plan.models import Programme
from kotacerdas.records.models import Agency, Region


class State(models.TextChoices):
    """Where a case or a version stands; `workflow.py` says what may become of it.

    Only a case can be not started, and only a version withdrawn.
    """

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


class Case(models.Model):
    """What an agency is asked, and where its answer stands; `process` says what that is about.

    What is asked of programmes in a window has a case for each that is due, from its opening on;
    one that is due no more and that somebody wrote in stays, with `is_due` false.
    A process that is about something else keeps what it is about beside its cases, and has neither
    programme nor, where it knows no deadline, a window. `state`, `risk`, `newest` (the
    newest version that was not withdrawn), `standing` (the one that counts) and `verified` (the
    newest verified one) follow from the versions and are written by `actions.cases.move` alone.
    `revision` grows with every write, so that nobody overwrites what they have not seen. `risk` is
    of the moment of submission.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", db_index=False)
    process = models.CharField(max_length=20)
    # Typed as they are in the processes that have them: those that have not never ask.
    window: "models.ForeignKey[Window, Window]" = models.ForeignKey(  # type: ignore[misc]
        Window, models.PROTECT, null=True, related_name="cases", db_index=False
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    # What nobody wrote in goes with its programme; anything written protects both.
    programme: "models.ForeignKey[Programme, Programme]" = models.ForeignKey(  # type: ignore[misc]
        Programme, models.CASCADE, null=True, related_name="cases", db_index=False
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.NOT_STARTED)
    is_due = models.BooleanField(default=True)
    risk = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    newest = models.ForeignKey("Version", models.DO_NOTHING, null=True, related_name="+")
    standing = models.ForeignKey("Version", models.DO_NOTHING, null=True, related_name="+")
    verified = models.ForeignKey("Version", models.DO_NOTHING, null=True, related_name="+")

    # What a case belongs to goes with its programme to another agency, until it is verified.
    FOLLOWS: ClassVar = {"agency": ("programme", Q(verified=None))}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window", "programme"], name="case_once"),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN), name="no_case_is_withdrawn"
            ),
            models.CheckConstraint(
                condition=Q(state=State.NOT_STARTED) | Q(newest__isnull=False),
                name="a_case_begun_has_a_version",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "process", "state", "-risk", "newest"], name="queue"),
            models.Index(fields=["window", "agency", "state"], name="map"),
            models.Index(fields=["programme", "window"], name="cases_of_programme"),
        ]

    def __str__(self) -> str:
        return f"{self.process} {self.pk}"

    @property
    def year(self) -> int:
        """The year that it tells of. Raises AttributeError in a process without windows."""
        return self.window.year


class Version(models.Model):
    """A version of the answer to a case.

    `filled` is {name of the field: what was typed}, text as it was typed, so that a draft may hold
    anything. What was submitted is never changed: a correction is the version with the next number
    and says `why`, and who takes back what waits begins the next one. `on_behalf` says that a
    coordinator sent it in, for the agency had no operator. `warnings` are of the moment
    of submission: [{"rule", "key", "answer", figures...}]. `authors` are all who saved, began or
    sent it in, and `saved_by` is the last of them. `submitted_entry` and `settled_entry` are the
    numbers of the log's entries: settled is what was verified, returned (with the `verdict`) or
    withdrawn.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    filled = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    via = models.CharField(max_length=10, default="page")
    on_behalf = models.BooleanField(default=False)
    warnings = models.JSONField(default=list)
    verdict = models.TextField(blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(null=True)
    submitted_entry = models.PositiveIntegerField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    settled_entry = models.PositiveIntegerField(null=True)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Author", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="version_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=State.DRAFT), name="one_draft"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.NOT_STARTED), name="a_version_is_begun"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, submitted_entry__isnull=True)
                | (~Q(state=State.DRAFT) & Q(submitted_entry__isnull=False)),
                name="a_draft_is_not_in_the_log",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.SUBMITTED], settled_entry__isnull=True)
                | (~Q(state__in=[State.DRAFT, State.SUBMITTED]) & Q(settled_entry__isnull=False)),
                name="what_is_settled_is_in_the_log",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.number}"

    @property
    def year(self) -> int:
        return self.case.year


class Author(models.Model):
    """Somebody who wrote a part of a version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "user"], name="author_once")]


class Comment(models.Model):
    """Something said of a case; it stays with all its versions."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
