"""What the queue does for the calendar."""

from celery import shared_task
from django.utils import timezone

from cycles.actions import calendar
from planner.models import Workspace


@shared_task
def keep_cycles_ahead() -> int:
    """Lay the cycles ahead in every workspace. Returns how many are new; runs every hour."""
    at = timezone.now()
    workspaces = Workspace.objects.filter(cycle_settings__isnull=False).order_by("pk")
    return sum(calendar.keep_cycles_ahead(workspace=one, at=at) for one in workspaces)
