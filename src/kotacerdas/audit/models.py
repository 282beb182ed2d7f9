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

    `changes` is JSON text, a list of elements:

        {"of": [model, id, *key], "before": {...} | null, "after": {...} | null, "was": [file, row]}

    `id` is the record's primary key, which outlives its codes; `key` is what names it to people.
    `before` is null of what was added, `after` of what was removed; of a changed record both hold
    only the fields that changed. A row of a workbook that was removed is told with all its fields,
    the empty ones too; `was` stands with one that was changed or removed, and says which file (its
    primary key) and row its values came from before, each null for what was typed in. A day is
    text, and becomes a day again by the model's field (`records.storage.typed`).

    An element that tells of no row in the database (somebody signed in, took a file out, was
    reminded) has null for `id`, and of a publication, which is the pointer of a year, too. Its
    values are what there is to tell.

    An import's changes can be megabytes, so a list of entries reads the three counts and leaves
    the text alone; the text stands last, for SQLite reads the columns before it without walking
    through it. `undoes` is the entry that this one turned back.
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
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    changes = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="number_in_chain")]


class Touch(models.Model):
    """An entry speaks of a record; an index over `changes`, written with the entry."""

    pk = models.CompositePrimaryKey("model", "record", "entry_id")
    model = models.CharField(max_length=60)
    record = models.BigIntegerField()
    # An import writes as many of these as it has rows, and no entry is ever deleted.
    entry = models.ForeignKey(
        Entry, models.CASCADE, related_name="touches", db_constraint=False, db_index=False
    )
