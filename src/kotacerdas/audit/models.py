"""The audit log: every change, in chains that show when one was altered."""

from django.db import models


class Chain(models.Model):
    """One chain. Its row is the lock.

    A region's code, that followed by `/access`, or `site` for what belongs to no region.
    """

    name = models.CharField(max_length=120, primary_key=True)


class Tally(models.Model):
    """Events too frequent for an entry each, counted in the hour that began at `hour`.

    Whose they are takes them once the hour is over, and makes one entry of all. `actor` is empty
    for everybody that is nobody known.
    """

    action = models.CharField(max_length=60)
    actor = models.CharField(max_length=254, blank=True)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "actor", "hour"], name="counted_once")
        ]


class Entry(models.Model):
    """One act. `hash` covers everything else in it and the hash of the entry before.

    `changes` is JSON text: [{"of": [model, *key], "before": {...} | null, "after": {...} | null}]
    with only the fields that changed where there is both a before and an after. An import's can
    be megabytes, so a list of entries reads the three counts and leaves the text alone; the text
    stands last, for SQLite reads the columns before it without walking through it.
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=254, blank=True)
    action = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    changes = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="number_in_chain")]
