"""A signed request that comes twice is stored once."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from support.actions.deliveries import waker
from support.models import SeenRequest

REMEMBERED: Final = timedelta(days=1)


def store_once(*, source_id: int, key: str, at: datetime, store: Callable[[], int]) -> int:
    """
    Store the request, unless one with the same key was: then that delivery's number is returned.

    ``store`` stores it and returns its number. Both become durable together.
    """
    digest = hashlib.sha256(key.encode()).hexdigest()
    if (before := _seen(source_id, digest)) is not None:
        return before
    try:
        with transaction.atomic():
            delivery = store()
            SeenRequest.objects.create(source_id=source_id, key=digest, delivery_id=delivery, at=at)
        waker.wake(source_id)  # once more: before the end of the transaction there was nothing
        return delivery
    except IntegrityError:
        # Both came at once, and the other was quicker.
        before = _seen(source_id, digest)
        if before is None:
            raise
        return before


def _seen(source_id: int, digest: str) -> int | None:
    rows = SeenRequest.objects.filter(source=source_id, key=digest)
    return rows.values_list("delivery_id", flat=True).first()


def forget_seen_requests(*, at: datetime) -> int:
    """Drop what is too old to come again; returns how many."""
    dropped, _ = SeenRequest.objects.filter(at__lt=at - REMEMBERED).delete()
    return dropped
