"""The annual evaluation of a region: its cycle, and what stands beside the cases of its items."""

import hashlib
import json
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models

from kotacerdas.casework.models import Case, Evidence, StoredFile, Window
from kotacerdas.records.models import Agency, Region

EVALUATION = "evaluation"  # the process of the cases of items
FINDING = "finding"


class Questionnaire(models.Model):
    """What an edition asked as a cycle began, by the hash of its content; it never changes."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    edition = models.CharField(max_length=100)
    title = models.TextField()
    content = models.JSONField()  # the keys that frameworks.questionnaire reads


class OwnQuestionnaire(models.Model):
    """A questionnaire that a region typed in, for its cycles to choose."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "questionnaire"], name="questionnaire_once")
        ]


class Cycle(models.Model):
    """The evaluation of a region for a year, by the questionnaire that it began with.

    `home` is the agency that answers what no other one does, `figures_year` the year whose figures
    answer: a complete one, which in June is the year before. `current` is the stage that was opened
    last, none before the first.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    year = models.IntegerField()
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    home = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    figures_year = models.IntegerField()
    current = models.OneToOneField("Stage", models.PROTECT, null=True, related_name="+")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "year"], name="cycle_once")]


class Stage(models.Model):
    """A stage of a cycle; its window has the code of the questionnaire's, and the deadline."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="stages")
    window = models.OneToOneField(Window, models.PROTECT, related_name="+")
    begins_on = models.DateField()

    @property
    def submitted_at(self) -> datetime | None:
        """It is submitted as long as its window is closed."""
        return self.window.closed_at


class ItemCase(Case):
    """The case of an item of the questionnaire, or of a document that the cycle wants.

    A document may have a day of its own, `due_on`, in the window in which that was said. What was
    asked for again since its stage was submitted can be answered once more.
    """

    case = models.OneToOneField(
        Case, models.CASCADE, parent_link=True, primary_key=True, related_name="item"
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="items")
    code = models.CharField(max_length=40)
    due_on = models.DateField(null=True)
    asked_again_at = models.DateTimeField(null=True)
    due_in = models.ForeignKey(Window, models.PROTECT, null=True, related_name="+")

    FOLLOWS: ClassVar[dict[str, tuple[str, models.Q]]] = {}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "code"], name="item_once")]


class Use(models.Model):
    """A piece of evidence that an item rests on, wherever it was brought; `wanted` says as what.

    It counts once somebody said that it is still valid, which whoever brings it does. Of a
    document there may be the day that it bears, and the last one on which it holds.
    """

    item = models.ForeignKey(ItemCase, models.PROTECT, related_name="uses")
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+")
    wanted = models.CharField(max_length=40, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    dated = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "evidence", "wanted"], name="used_once")
        ]

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody said that it is still valid."""
        return self.confirmed_at is not None


def _sha256(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


class Submission(models.Model):
    """What was submitted at a stage, for good: each item as it stood, and the run.

    `answers` is {code: {"version", "level", "answer", "evidence": [{"evidence": its key, "title",
    "sha256" or "url"}]}}, of an item also "figures": {code: value or null}, of a document "state"
    and "valid_until". `snapshot` is what else its documents say, as `evaluation.snapshot` reads it:
    agencies, numbers of the records, findings, the survey.
    """

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="submissions")
    answers = models.JSONField()
    snapshot = models.JSONField()
    run = models.BigIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    @property
    def sha256(self) -> str:
        """Of the answers; the log has what it was as they were submitted."""
        return _sha256(self.answers)

    @property
    def snapshot_sha256(self) -> str:
        """The same of what stood beside them."""
        return _sha256(self.snapshot)


class Request(models.Model):
    """A missing piece that an agency is asked for, by a link that needs no account.

    The link's secret follows from `nonce` and the site's key; `digest` is its hash, by which it is
    looked up. `declined` is why there is no such piece, as the agency says.
    """

    item = models.ForeignKey(ItemCase, models.PROTECT, related_name="requests")
    wanted = models.CharField(max_length=40, blank=True)
    nonce = models.CharField(max_length=32)
    digest = models.CharField(max_length=64, unique=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    uses_left = models.PositiveIntegerField()
    seen_at = models.DateTimeField(null=True)
    declined = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True)  # taken back, or done with


class Incoming(models.Model):
    """A file that came by the link of a request; it waits until a coordinator says yes or no.

    Of a document there may be its days, as who sent it says them.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="incoming")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.TextField()
    note = models.TextField(blank=True)
    dated = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    at = models.DateTimeField()
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)
    evidence = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="+")
    refused = models.TextField(blank=True)


class Origin(models.TextChoices):
    """Where a finding comes from."""

    PANEL = "panel"
    REVIEW = "review"
    REGION = "region"


class FindingCase(Case):
    """The case of a finding: what has to be mended, by whom, until when."""

    case = models.OneToOneField(
        Case, models.CASCADE, parent_link=True, primary_key=True, related_name="finding"
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="findings")
    stage = models.ForeignKey(Stage, models.PROTECT, related_name="+")  # in which it was made
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=10, choices=Origin.choices)
    item_code = models.CharField(max_length=40, blank=True)  # of the item that it is about
    text = models.TextField()
    due_on = models.DateField()
    # Of one that is carried over, the stage that it is answered in; none while it is not.
    carried_to = models.ForeignKey(Stage, models.PROTECT, null=True, related_name="+")

    FOLLOWS: ClassVar[dict[str, tuple[str, models.Q]]] = {}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="finding_once")]


class DeckTemplate(models.Model):
    """A region's own PowerPoint file, on which its decks stand; the one that was not removed.

    `file` is it without its slides, `sent_sha256` the hash of what was sent.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.TextField()
    sent_sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region"], condition=models.Q(removed_at=None), name="one_deck_template"
            )
        ]
