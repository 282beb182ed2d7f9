"""What shows that an answer is true: files, kept once by content, and links."""

from django.conf import settings
from django.db import models

from kotacerdas.casework.models.cases import Case
from kotacerdas.records.models import Region


class StoredFile(models.Model):
    """A file of evidence, kept once by its content; `kind` is what the content is.

    `pages` are those of a PDF, zero of other kinds. `copy` is the picture drawn anew, without what
    a camera wrote into it; it is what is shown.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(default=0)
    content = models.FileField(upload_to="evidence")
    copy = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "sha256"], name="evidence_by_content")
        ]


class Seen(models.TextChoices):
    """Who may see a piece of evidence, each including the one before."""

    AGENCY = "agency"
    ASSESSORS = "assessors"
    PUBLIC = "public"


class Evidence(models.Model):
    """A file, or a link with the day it was seen on, beside a case.

    What is of no case is as `casework.caseless` says, or waits until somebody says whose it is.
    `grade` is the verifier's, 0 to 4, None before. `redacted_of` is the original of a copy whose
    personal data was blacked out.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    url = models.TextField(blank=True)
    title = models.TextField()
    seen_on = models.DateField(null=True)
    seen_by = models.CharField(max_length=10, choices=Seen.choices, default=Seen.AGENCY)
    is_personal = models.BooleanField(default=False)
    redacted_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="redacted")
    grade = models.PositiveSmallIntegerField(null=True)
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file__isnull=True) ^ models.Q(url=""), name="file_or_link"
            ),
            models.CheckConstraint(
                condition=models.Q(is_personal=False) | ~models.Q(seen_by=Seen.PUBLIC),
                name="personal_is_never_public",
            ),
        ]

    def __str__(self) -> str:
        return self.title
