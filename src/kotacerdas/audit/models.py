"""The audit log: every change, in chains that show when one was altered."""

from django.db import models


class Chain(models.Model):
    """One chain: a region's code, or `site` for what belongs to none. Its row is the lock."""

    name = models.CharField(max_length=100, primary_key=True)


class Entry(models.Model):
    """One act. `hash` covers everything else in it and the hash of the entry before.

    `changes` is JSON text: [{"of": [model, *key], "before": {...} | null, "after": {...} | null}]
    with only the fields that changed where there is both a before and an after.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=254, blank=True)
    action = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    changes = models.TextField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="number_in_chain")]
