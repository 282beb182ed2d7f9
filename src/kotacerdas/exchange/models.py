"""Workbooks on their way into a region."""

from functools import cached_property

from django.conf import settings
from django.db import models

from kotacerdas.exchange.packing import unpacked
from kotacerdas.records.models import Region, SourceFile
from kotacerdas.workbook.reading import Reading


class Import(models.Model):
    """A workbook that was sent, what it would do, and what came of it.

    The file is read once: `reading` is a packed `workbook.reading.Reading`, kept until it is
    applied. `result` is what the page shows, `exchange.previews.Preview.dumped`, and `digest` that
    of the merge that it rests on. `base_entry` is the number of the log's entry after which the
    file was taken out; where there is none, `no_base` says why (a phrase of `import`). `choices`
    is made by `exchange.choices.as_stored`. `entry` is the number of the entry that it became.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="imports")
    file = models.ForeignKey(SourceFile, models.PROTECT, related_name="imports")
    base_entry = models.PositiveIntegerField(null=True)
    no_base = models.CharField(max_length=20, blank=True)
    choices = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    sent_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    applied_at = models.DateTimeField(null=True)
    entry = models.PositiveIntegerField(null=True)
    changes = models.PositiveIntegerField(default=0)
    corrections = models.PositiveIntegerField(default=0)
    result = models.BinaryField(default=bytes)
    reading = models.BinaryField(default=bytes)

    class Meta:
        indexes = [models.Index(fields=["region", "-sent_at"], name="imports_of_region")]

    def __str__(self) -> str:
        return str(self.file)

    @cached_property
    def workbook(self) -> Reading:
        """What was read of the file. Raises: OtherFormatError."""
        return unpacked(Reading, bytes(self.reading))
