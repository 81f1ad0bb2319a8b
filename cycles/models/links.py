"""Where else an epic is written about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cycles.models.epics import Epic
from planner.models import Member


class EpicLink(models.Model):
    """An address of the outside world: shown and followed by people, never fetched by us."""

    class Kind(models.TextChoices):
        GIT = "git", _("Git")
        JIRA = "jira", _("Jira")
        DOCUMENT = "document", _("Document")

    epic = models.ForeignKey(Epic, models.CASCADE, related_name="links")
    kind = models.CharField(max_length=8, choices=Kind)
    url = models.URLField(max_length=1000)
    title = models.CharField(max_length=160)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["epic", "url"], name="epic_links_to_an_address_once")
        ]

    def __str__(self) -> str:
        return self.title
