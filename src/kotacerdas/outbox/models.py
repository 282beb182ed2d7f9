"""Who does which work just now, and when it is tried again."""

from django.db import models


class Lease(models.Model):
    """A piece of work that one process does at a time: a handler's name and key, `scores/33.25`.

    It is `holder`'s until then, and nobody's where that is empty. After a failure nobody begins
    before `next_at`; `failures` counts those in a row.
    """

    name = models.CharField(max_length=120, primary_key=True)
    holder = models.CharField(max_length=200, blank=True)
    until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
