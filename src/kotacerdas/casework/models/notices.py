"""What people are told: notices on the page, and the letters that remind them."""

from django.conf import settings
from django.db import models

from kotacerdas.casework.models.cases import Case
from kotacerdas.records.models import Region


class Notice(models.Model):
    """Something that happened and concerns a person; `key` is a phrase of `notice`.

    It leads to its case, without one to `url`.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", db_index=False
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    key = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    case = models.ForeignKey(Case, models.CASCADE, null=True, related_name="+")
    url = models.TextField(blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-at"], name="notices_of_user")]


class Reminder(models.Model):
    """The one letter a person may get on a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "on"], name="one_letter_a_day")]
