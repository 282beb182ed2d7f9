"""People, the roles they hold, where and from when to when, and who owns the site."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from kotacerdas.records.models import Agency, Region


class Role(models.TextChoices):
    """What somebody is to a region; what each may do stands in rights.py."""

    COORDINATOR = "coordinator"
    OPERATOR = "operator"
    VERIFIER = "verifier"
    EVALUATOR = "evaluator"
    SCREENER = "screener"
    LEADER = "leader"
    VIEWER = "viewer"


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, name: str = "") -> "User":
        """Somebody who can sign in; without a password only by a link, a passkey or the SSO."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person, known by an e-mail address. An owner of the site makes its regions."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, default="id")
    is_active = models.BooleanField(default=True)
    wants_reminders = models.BooleanField(default=True)
    is_owner = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[Users] = Users()

    def __str__(self) -> str:
        return self.name or self.email


class OwnerLink(models.Model):
    """The address at which the site gets its owner; of its token only the SHA-256 is stored."""

    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()


class Appointment(models.Model):
    """A role held from one moment up to another; an end of None has not been set.

    Where both are the same moment it was called off before it began. An operator's is bound to
    an agency. `is_acting` is for who stands in (Pj, Plt). A role `is_of_panel` that a panel gave,
    and only it ends: not the region that is judged.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="appointments")
    region = models.ForeignKey(Region, models.PROTECT, related_name="appointments")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role.choices)
    is_acting = models.BooleanField(default=False)
    is_of_panel = models.BooleanField(default=False)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role=Role.OPERATOR) ^ models.Q(agency__isnull=True),
                name="operator_of_an_agency",
            ),
            models.CheckConstraint(
                condition=models.Q(to_at__isnull=True) | models.Q(to_at__gte=models.F("from_at")),
                name="appointment_ends_after_it_begins",
            ),
        ]

    @property
    def last_at(self) -> datetime | None:
        """The last moment at which it is held, for pages that name its last day."""
        return self.to_at and max(self.from_at, self.to_at - timedelta(microseconds=1))
