"""A panel: its members, which regions they judge, what they give, and the results they sign."""

from datetime import datetime

from django.conf import settings
from django.db import models

from kotacerdas.accounts.models import Appointment, User
from kotacerdas.casework.models import StoredFile
from kotacerdas.evaluation.models import Cycle, Stage
from kotacerdas.records.models import Agency, Region


class Panel(models.Model):
    """Who judges the stages of that code of a year, for one region or for many.

    `home` is the region that holds it for itself, a rehearsal; None: it is the site's.
    """

    year = models.IntegerField()
    stage = models.CharField(max_length=10)  # the code of the stages' windows
    home = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    title = models.TextField()
    shows_ranks = models.BooleanField(default=False)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()


class Member(models.Model):
    """Somebody of a panel, from one moment up to another. One of them is the chair at a time."""

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    institution = models.TextField(blank=True)
    is_chair = models.BooleanField(default=False)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "user"], condition=models.Q(left_at=None), name="member_once"
            ),
            models.UniqueConstraint(
                fields=["panel"], condition=models.Q(is_chair=True, left_at=None), name="one_chair"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class Review(models.Model):
    """A region's stage before a panel. Once it is concluded no scores are taken any more.

    `standing` is what was given for it so far, kept for the lists of many regions and made anew
    with each act; `outcomes.standings_of` has its shape.
    """

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="reviews")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+")
    stage = models.OneToOneField(Stage, models.PROTECT, related_name="review")
    concluded_at = models.DateTimeField(null=True)
    standing = models.JSONField(default=dict)


class Assignment(models.Model):
    """A member who reads a region by a role for it, and scores it if they hold a seat.

    `follows` is the one whose seat was taken over. `sent_at`: from then on the scores are shown to
    the others who sent theirs, and stand.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="assignments")
    member = models.ForeignKey(Member, models.PROTECT, related_name="assignments")
    appointment = models.OneToOneField(Appointment, models.PROTECT, related_name="assignment")
    is_scoring = models.BooleanField()
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    sent_at = models.DateTimeField(null=True)

    @property
    def has_ended(self) -> bool:
        """Whether it was taken away."""
        return self.appointment.to_at is not None

    def holds_at(self, at: datetime) -> bool:
        """Whether it is in force then."""
        role = self.appointment
        return role.from_at <= at and (role.to_at is None or at < role.to_at)


class Conflict(models.Model):
    """An interest that bars a member from a region, declared by themselves or by others.

    Who is barred holds no assignment there in force: it ends with the declaration, and none is
    given while there is one.
    """

    member = models.ForeignKey(Member, models.PROTECT, related_name="conflicts")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    reason = models.TextField()
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "region"], name="conflict_once")]


class ItemScore(models.Model):
    """What an assessor gives an item, in hundredths of the scale's unit, and says of it.

    `revision` grows with each change, so that whoever saw an older one is told.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="scores")
    item = models.CharField(max_length=40)
    hundredths = models.IntegerField()
    comment = models.TextField(blank=True)
    is_finding = models.BooleanField(default=False)  # the comment becomes one with the result
    revision = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "item"], name="scored_once")]


class Question(models.Model):
    """What an assessor asks the region about an item or as a whole, and what it answers.

    `answered_as` is who of the region answered aloud, where others wrote it down.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="questions")
    item = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_as = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)


class Settlement(models.Model):
    """What the chair settles an item at, with the reason; the single scores stay as they were."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="settlements")
    item = models.CharField(max_length=40)
    hundredths = models.IntegerField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "item"], name="settled_once")]


class Result(models.Model):
    """The result of a review as it was set, for good; `results.content_of` has its form.

    Once it is to be corrected it says since when and why, and another with the next number, which
    says that `reason` too, is set beside it.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="results")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True)
    correction = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="result_number")]


class Signature(models.Model):
    """Who signs a result, as what, and in which turn; signed once `signed_at` is there."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="signatures")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20)  # as the edition's `panel.signs` names it
    turn = models.PositiveIntegerField()
    signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["result", "user", "capacity"], name="signs_once")
        ]


class Meeting(models.Model):
    """The meeting of a panel with a region about its review; `agenda` has a line for each point.

    `revision` grows with each change of its texts, so that whoever saw an older one is told.
    """

    review = models.OneToOneField(Review, models.PROTECT, related_name="meeting")
    begins_at = models.DateTimeField()
    place = models.TextField()
    agenda = models.TextField(blank=True)
    appreciation = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)


class Attendee(models.Model):
    """Somebody who is expected at a meeting, and whether they came."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendees")
    name = models.TextField()
    capacity = models.TextField(blank=True)
    is_present = models.BooleanField(default=False)


class NoteKind(models.TextChoices):
    """What a note is of."""

    INTERVIEW = "interview"
    VISIT = "visit"


class MeetingNote(models.Model):
    """What was heard in an interview or seen at a visit; `subject` is with whom, or where."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind.choices)
    held_on = models.DateField()
    subject = models.TextField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")


class NotePicture(models.Model):
    """A picture of a note."""

    note = models.ForeignKey(MeetingNote, models.CASCADE, related_name="pictures")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    title = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "file"], name="picture_once")]


class Commitment(models.Model):
    """What the region promises in a meeting; with its minutes it becomes a finding."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="commitments")
    text = models.TextField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    due_on = models.DateField()
    item = models.CharField(max_length=40, blank=True)


class Minutes(models.Model):
    """The minutes of a meeting as they were made, for good; `meeting.content_of` has their form.

    Once the meeting is taken up again they say since when and why, and others with the next number
    follow.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="minutes")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="minutes_number")]
