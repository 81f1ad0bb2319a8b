"""What workers do for the intake. Each may run at any time, twice, or not to its end."""

from celery import shared_task
from django.utils import timezone

from planner.models import Workspace
from support.actions import deliveries
from support.actions.digestion import digest_batch
from support.actions.kept_turns import keep_turns as keep
from support.actions.replays import forget_seen_requests
from support.actions.watching import watch_sources
from support.models import Delivery, Source


@shared_task(name="support.tasks.digest")
def digest(source_id: int) -> None:
    """Digest what waits of one source, until nothing does."""
    source = Source.objects.filter(pk=source_id).first()
    while source and digest_batch(source=source, at=timezone.now()):
        pass


@shared_task(name="support.tasks.sweep")
def sweep() -> None:
    """Find what was stored while nobody could be woken."""
    waiting = Delivery.objects.undigested().order_by().values_list("source_id", flat=True)
    for source_id in waiting.distinct():
        digest.delay(source_id)


@shared_task(name="support.tasks.watch")
def watch() -> None:
    """See what nobody tells of: alerts that went silent, heartbeats, calm, the end of a silence."""
    watch_sources(at=timezone.now())


@shared_task(name="support.tasks.forget_old_bodies")
def forget_old_bodies() -> None:
    """Drop bodies that were understood and are older than their workspace keeps them."""
    deliveries.forget_old_bodies(at=timezone.now())
    forget_seen_requests(at=timezone.now())


@shared_task(name="support.tasks.keep_turns")
def keep_turns() -> None:
    """Write down who led the desk on days that are over."""
    for workspace in Workspace.objects.order_by("pk"):
        keep(workspace=workspace, at=timezone.now())
