"""The registry of innovations."""

from django.db import models

from kotacerdas.masterplan.models import Programme
from kotacerdas.records.models import Agency, Record


class Innovation(Record):
    """An innovation of an agency; effective, efficient and simple are graded 0 to 4."""

    code = models.CharField(max_length=100)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    name = models.TextField()
    year = models.IntegerField()
    public_service = models.BooleanField()
    form = models.CharField(max_length=20)
    digital = models.BooleanField()
    stage = models.CharField(max_length=20)
    affair = models.TextField(blank=True)
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="+")
    effective = models.FloatField(null=True)
    efficient = models.FloatField(null=True)
    simple = models.FloatField(null=True)
    summary = models.TextField(blank=True)
    evidence = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "code"], name="innovation_code")]
