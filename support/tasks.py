"""What workers do for the intake. Each may run at any time, twice, or not to its end."""

from celery import shared_task
from django.utils import timezone

from support.actions import deliveries, replies
from support.actions.digestion import digest_batch
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


@shared_task(name="support.tasks.mail_letter")
def mail_letter(letter_id: int) -> None:
    """Send one letter to who asked, if it still waits."""
    replies.mail_letter(pk=letter_id, at=timezone.now())


@shared_task(name="support.tasks.mail_letters")
def mail_letters() -> None:
    """Send what nobody was woken for, and what failed before and is due again."""
    for pk in replies.due_letters(at=timezone.now()):
        mail_letter.delay(pk)
