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


class LetterState(models.TextChoices):
    """What became of a letter. Nobody knows it of one whose sender was cut off in the middle."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Letter(models.Model):
    """A letter to one person, written with the act that it tells of and sent once, if at all.

    The same `key` is never queued twice. The text goes once nobody needs it: it may hold a link
    with which whoever has it sets a password. `error` is what the mail server said last.
    """

    key = models.CharField(max_length=200, unique=True)
    to = models.TextField()
    subject = models.TextField()
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=LetterState.choices)
    attempts = models.PositiveIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_at"], name="letters_to_send")]


class Tick(models.Model):
    """On which local day the daily work of a name was last done."""

    name = models.CharField(max_length=40, primary_key=True)
    done_on = models.DateField()
