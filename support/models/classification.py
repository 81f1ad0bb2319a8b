"""What a workspace says of its alerts: its own rules, and the teams whose pods it runs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from planner.models import Member, Workspace
from support.models.tickets import Ticket


class ClassificationRule(models.Model):
    """
    A row of the workspace's own table; it has any only while ``DeskSettings.own_rules``.

    ``matchers`` is written as ``support.rules.matching`` reads it. An empty ``owner``, ``severity``
    or ``cause`` says nothing of it; the owner ``platform`` is the platform team.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="classification_rules")
    position = models.PositiveIntegerField(default=0)
    matchers = models.CharField(_("Labels"), max_length=500)
    layer = models.CharField(_("Layer"), max_length=12, choices=Ticket.Layer)
    health = models.CharField(_("Health"), max_length=12, choices=Ticket.Health)
    owner = models.CharField(_("Owner"), max_length=80, blank=True)
    severity = models.CharField(_("Severity"), max_length=8, choices=Ticket.Severity, blank=True)
    cause = models.CharField(_("Cause"), max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "matchers"], name="two_rules_are_about_different_labels"
            ),
            models.CheckConstraint(condition=~Q(matchers=""), name="rule_is_about_some_label"),
        ]
        indexes = [models.Index(fields=["workspace", "position"], name="rule_order")]

    def __str__(self) -> str:
        return ", ".join(self.matchers.splitlines())


class DeveloperTeam(models.Model):
    """A team of developers who run pods, and how it hears of its tickets: in Slack or by mail.

    Its ``people`` see what it owns on a page of their own, also those who may only ask.
    """

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="developer_teams")
    name = models.CharField(_("Name"), max_length=80)
    slack_channel = models.CharField(_("Slack channel"), max_length=80, blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    people = models.ManyToManyField(Member, blank=True, related_name="developer_teams")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name", "pk")
        constraints = [
            models.UniqueConstraint(
                "workspace", Lower("name"), name="developer_team_has_a_name_of_its_own"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="developer_team_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class OwnedNamespace(models.Model):
    """A namespace, or a pattern of some with ``*``, whose pods a developers' team runs."""

    workspace = models.ForeignKey(Workspace, models.PROTECT, related_name="owned_namespaces")
    team = models.ForeignKey(DeveloperTeam, models.CASCADE, related_name="namespaces")
    pattern = models.CharField(max_length=100)

    class Meta:
        ordering = ("pattern",)
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "pattern"], name="namespace_belongs_to_one_team"
            ),
            models.CheckConstraint(condition=~Q(pattern=""), name="owned_namespace_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.pattern
