"""From stored deliveries to tickets: in order, in batches, each delivery exactly once."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import groupby
from operator import attrgetter

import structlog
from django.db import InterfaceError, OperationalError, transaction

from planner.kit.one_of import one_of
from support.actions.adoption import hand_over_breaches, link_breaches
from support.actions.batch import Batches, Read, unexpected
from support.actions.ledger import Ledger
from support.actions.own_tickets import report_intake_problem
from support.actions.shelf import Shelf
from support.models import Delivery, DeskSettings, Source
from support.sources.signals import Handshake, SignalGroup

log = structlog.get_logger()


def is_being_digested(*, source: Source) -> bool:
    """Whether another worker is at it just now, who looks again after that."""
    with transaction.atomic():
        return _lock(source) is None


def digest_batch(*, source: Source, at: datetime, batches: Batches | None = None) -> bool:
    """
    Digest the next deliveries of the source that wait; False when there is nothing left to do.

    All of the batch becomes durable in one transaction, or none of it: a worker that is killed
    leaves the deliveries waiting. Where one of them cannot be digested each has its own. The
    source's row is the lock; while another worker holds it, there is nothing to do here, because
    that one looks again after it has let go. ``batches`` of the source, kept from one call to the
    next, have read ahead.
    """
    batches = batches or Batches(source)
    batch = batches.next(at)
    if not batch:
        return False
    try:
        is_ours = _digest_waiting(source, batch, at, batches)
        return is_ours and (batches.has_read_ahead or source.deliveries.undigested().exists())
    except (OperationalError, InterfaceError):
        raise  # the database's trouble is no fault of a delivery: they wait for the next try
    except Exception as fault:  # noqa: BLE001  # one of them did it: find out which
        log.warning("batch_failed", source=source.pk, error=repr(fault))
    return all(_digest_alone(source, read, at) for read in batch)


def _digest_alone(source: Source, read: Read, at: datetime) -> bool:
    try:
        return _digest_waiting(source, [read], at)
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:  # noqa: BLE001  # it is kept, shown, and can be replayed
        failed = Read(read.pk, read.received_at, error=unexpected(read.pk, fault))
    return _digest_waiting(source, [failed], at)


@transaction.atomic
def _digest_waiting(
    source: Source, batch: list[Read], at: datetime, batches: Batches | None = None
) -> bool:
    """Those of them that wait yet; False while another worker is at it."""
    locked = _lock(source)
    if locked is None:
        return False
    of_batch = Delivery.objects.filter(one_of("pk", [read.pk for read in batch]))
    waiting = set(of_batch.undigested().values_list("pk", flat=True))
    if still := [read for read in batch if read.pk in waiting]:
        _digest(locked, still, at, batches)
    return True


def _lock(source: Source) -> Source | None:
    rows = Source.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    return rows.select_related("workspace").filter(pk=source.pk).first()


def _digest(source: Source, batch: list[Read], at: datetime, batches: Batches | None) -> None:
    settings, _ = DeskSettings.objects.get_or_create(workspace=source.workspace)
    told = [group for read in batch for group in read.groups]
    known = hand_over_breaches(source=source, groups=told, at=at)
    shelf = Shelf(source)
    earliest = min(read.received_at for read in batch)
    shelf.load(told, earliest=earliest, known=known)
    ledger = Ledger(shelf, settings)
    for groups, received in _runs(batch):
        for group in groups:
            ledger.enter(group, *received)
    shelf.save(meanwhile=partial(batches.read_ahead, batch, at) if batches else None)
    link_breaches(source=source, groups=told, shelf=shelf)
    _note_handshakes(source, batch)
    if any(read.error for read in batch):
        report_intake_problem(source=source, settings=settings, at=at)
    _note_outcomes(batch, at)


def _runs(batch: list[Read]) -> Iterator[tuple[tuple[SignalGroup, ...], list[datetime]]]:
    """What was told, and when: the same group one time after the other at once."""
    for groups, reads in groupby(batch, key=attrgetter("groups")):
        received = [read.received_at for read in reads]
        if len(groups) == 1:
            yield groups, received
        else:
            yield from ((groups, [at]) for at in received)


def _note_outcomes(batch: list[Read], at: datetime) -> None:
    """Mostly all went alike: one statement for each way in which they went."""
    alike: dict[tuple[str, str, str], list[int]] = {}
    for read in batch:
        alike.setdefault((_state(read), read.error, read.remarks), []).append(read.pk)
    for (state, error, remarks), pks in alike.items():
        Delivery.objects.filter(one_of("pk", pks)).update(
            state=state, error=error, remarks=remarks, digested_at=at
        )


def _note_handshakes(source: Source, batch: list[Read]) -> None:
    """Keep the link by which a person lets the sender send; what then comes shows that one did."""
    before = (source.confirm_url, source.confirm_topic)
    for read in batch:
        if isinstance(read.ignored, Handshake):
            source.confirm_url, source.confirm_topic = read.ignored.url, read.ignored.topic[:300]
        elif read.groups:
            source.confirm_url = source.confirm_topic = ""
    if (source.confirm_url, source.confirm_topic) != before:
        source.save(update_fields=["confirm_url", "confirm_topic"])


def _state(read: Read) -> str:
    if read.error:
        return Delivery.State.FAILED
    return Delivery.State.DIGESTED if read.groups else Delivery.State.IGNORED
