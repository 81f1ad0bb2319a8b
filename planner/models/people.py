"""People, and what they are in a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from planner.kit.fields import CountryField, TimeZoneField, WorkingDaysField, is_language
from planner.kit.names import initials
from planner.models.workspaces import Workspace


class PersonManager(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """
    Somebody who signs in; ``email`` is kept in small letters.

    Deactivating keeps the name in the history. A new ``session_epoch`` ends all sessions for
    good: they do not come back to life with the person.
    """

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the system")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    email = models.EmailField()
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, blank=True, validators=[is_language])
    time_zone = TimeZoneField(blank=True)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    single_keys = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    session_epoch = models.PositiveIntegerField(default=0)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(fields=["email"], name="person_has_an_email_of_their_own"),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="email_is_kept_in_small_letters"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        return initials(self.name)

    def get_session_auth_hash(self) -> str:
        return f"{self.session_epoch}.{super().get_session_auth_hash()}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for hashed in super().get_session_auth_fallback_hash():
            yield f"{self.session_epoch}.{hashed}"


class Role(models.TextChoices):
    MANAGER = "manager", _("Manager")
    MEMBER = "member", _("Member")
    VIEWER = "viewer", _("Viewer")
    REQUESTER = "requester", _("Requester")


class MemberQuerySet(models.QuerySet["Member"]):
    def active(self) -> MemberQuerySet:
        return self.filter(left_at=None, person__is_active=True)

    def named(self) -> MemberQuerySet:
        return self.select_related("person")

    def working(self) -> MemberQuerySet:
        """Those who can be given a seat."""
        return self.active().filter(role__in=[Role.MANAGER, Role.MEMBER])


class Member(models.Model):
    """A person in a workspace. Empty working days, country and time zone mean the workspace's."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=9, choices=Role)
    percent = models.PositiveSmallIntegerField(
        default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    working_days = WorkingDaysField(blank=True)
    country = CountryField(blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Member]] = MemberQuerySet.as_manager()

    class Meta:
        ordering = ("person__name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "person"], name="person_is_a_member_of_a_workspace_once"
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100),
                name="member_works_between_1_and_100_percent",
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="member_has_a_role_that_exists"
            ),
        ]

    def __str__(self) -> str:
        return self.person.name

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.person.time_zone or self.workspace.time_zone)
