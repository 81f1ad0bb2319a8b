"""What workers do for the desk. Each may run at any time, twice, or not to its end."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Final

from celery import shared_task
from django.utils import timezone

from planner.models import Workspace
from support.actions import deliveries, replies
from support.actions.batch import Batches
from support.actions.digestion import digest_batch, is_being_digested
from support.actions.escalation import escalate_tickets
from support.actions.kept_turns import keep_turns as keep
from support.actions.outbox import forget_old_notices, send_next
from support.actions.polling import due_clusters, forget_old_points, poll_cluster
from support.actions.posting import forget_old_messages, post_next
from support.actions.ratio import keep_ratios as keep_ledgers
from support.actions.reminders import remind_of_asks, remind_of_time
from support.actions.replays import forget_seen_requests
from support.actions.watching import watch_sources
from support.models import Delivery, Message, Notification, Source
from support.rules.points import ROUND_SECONDS

# A task that goes on until nothing waits stops then, well before it would be killed in the middle
# of a step; the next sweep goes on.
SECONDS_AT_ONCE: Final = 120
# A batch costs about as much as a hundred repeats in it: what comes meanwhile shares the price.
GATHER_SECONDS: Final = 0.2


@shared_task(name="support.tasks.digest")
def digest(source_id: int) -> None:
    """Digest what waits of one source, until nothing does."""
    source = Source.objects.filter(pk=source_id).first()
    if source and not is_being_digested(source=source):
        batches = Batches(source)
        _until_done(
            lambda at: digest_batch(source=source, at=at, batches=batches),
            every=lambda: 0 if batches.has_many else GATHER_SECONDS,
        )


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


@shared_task(name="support.tasks.mail_letter")
def mail_letter(letter_id: int) -> None:
    """Send one letter to who asked, if it still waits."""
    replies.mail_letter(pk=letter_id, at=timezone.now())


@shared_task(name="support.tasks.mail_letters")
def mail_letters() -> None:
    """Send what nobody was woken for, and what failed before and is due again."""
    for pk in replies.due_letters(at=timezone.now()):
        mail_letter.delay(pk)


@shared_task(name="support.tasks.send_notices")
def send_notices(workspace_id: int) -> None:
    """Send what is due to people of one workspace, until nothing is."""
    _until_done(lambda at: send_next(workspace_id=workspace_id, at=at))


@shared_task(name="support.tasks.send_messages")
def send_messages(endpoint_id: int) -> None:
    """Tell one endpoint of the events that are due, until none is."""
    _until_done(lambda at: post_next(endpoint_id=endpoint_id, at=at))


def _until_done(
    step: Callable[[datetime], bool], *, every: Callable[[], float] = lambda: 0
) -> None:
    """The next step does not begin before so many seconds after the one before it began."""
    begun = time.monotonic()
    ends = begun + SECONDS_AT_ONCE
    while step(timezone.now()) and (now := time.monotonic()) < ends:
        time.sleep(max(0, begun + every() - now))
        begun = time.monotonic()


@shared_task(name="support.tasks.sweep_outbox")
def sweep_outbox() -> None:
    """Find what is due, because its time has come or because nobody could be woken."""
    now = timezone.now()
    notices = Notification.objects.due(now).order_by().values_list("workspace_id", flat=True)
    for workspace_id in notices.distinct():
        send_notices.delay(workspace_id)
    messages = Message.objects.due(now).filter(endpoint__disabled_at=None)
    rested = messages.exclude(endpoint__paused_until__gt=now)
    for endpoint_id in rested.order_by().values_list("endpoint_id", flat=True).distinct():
        send_messages.delay(endpoint_id)


@shared_task(name="support.tasks.escalate")
def escalate() -> None:
    """Tell more people of tickets that nobody has answered in time."""
    escalate_tickets(at=timezone.now())


@shared_task(name="support.tasks.remind_of_asks")
def remind() -> None:
    """Tell of questions that wait in the shield for too long, and of time that is missing."""
    remind_of_asks(at=timezone.now())
    remind_of_time(at=timezone.now())


@shared_task(name="support.tasks.forget_old_messages")
def forget_old() -> None:
    """Drop what was sent long ago."""
    forget_old_notices(at=timezone.now())
    forget_old_messages(at=timezone.now())


@shared_task(name="support.tasks.keep_turns")
def keep_turns() -> None:
    """Write down who led the desk on days that are over."""
    for workspace in Workspace.objects.order_by("pk"):
        keep(workspace=workspace, at=timezone.now())


@shared_task(name="support.tasks.poll")
def poll(cluster_id: int) -> None:
    """Ask one cluster how it is."""
    poll_cluster(pk=cluster_id, at=timezone.now())


@shared_task(name="support.tasks.poll_clusters")
def poll_clusters() -> None:
    """Ask all clusters, each in a task of its own: one that is slow keeps no other waiting."""
    for pk in due_clusters(at=timezone.now()):
        poll.apply_async((pk,), expires=ROUND_SECONDS)


@shared_task(name="support.tasks.forget_old_points")
def forget_points() -> None:
    """Drop the history of clusters that no page looks back to."""
    forget_old_points(at=timezone.now())


@shared_task(name="support.tasks.keep_ratios")
def keep_ratios() -> None:
    """Freeze the ledgers of closed cycles that have none yet."""
    keep_ledgers(at=timezone.now())
