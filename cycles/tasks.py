"""What the queue does for the calendar."""

from datetime import datetime

import structlog
from celery import shared_task
from django.utils import timezone

from cycles.actions import calendar, review_closing
from planner.models import Workspace

log = structlog.get_logger()


@shared_task
def keep_cycles_ahead() -> int:
    """Lay the cycles ahead in every workspace. Returns how many are new; runs every hour."""
    at = timezone.now()
    workspaces = Workspace.objects.filter(cycle_settings__isnull=False).order_by("pk")
    return sum(_keep(one, at) for one in workspaces)


def _keep(workspace: Workspace, at: datetime) -> int:
    try:
        return calendar.keep_cycles_ahead(workspace=workspace, at=at)
    except Exception:  # one that fails must not keep the others waiting
        log.exception("keep_cycles_ahead_failed", workspace=workspace.slug)
        return 0


@shared_task
def remind_of_reviews() -> int:
    """Remind who plans of reviews that are due. Returns of how many; runs every hour."""
    at = timezone.now()
    workspaces = Workspace.objects.filter(reviews__closed_at__isnull=False).distinct()
    return sum(_remind(one, at) for one in workspaces.order_by("pk"))


def _remind(workspace: Workspace, at: datetime) -> int:
    try:
        return int(review_closing.remind_of_review(workspace=workspace, at=at))
    except Exception:  # one that fails must not keep the others waiting
        log.exception("remind_of_review_failed", workspace=workspace.slug)
        return 0
