"""A signal that our own poller found first, and that a source then sends: still one ticket."""

from collections.abc import Iterable, Iterator

from support.actions.breaches import labels_of
from support.models import Breach, DeskSettings, Source, Ticket
from support.rules.breaches import is_same_signal
from support.rules.measures import JUDGED, OURS
from support.sources.signals import Signal, SignalGroup


def hand_over_breaches(*, source: Source, groups: Iterable[SignalGroup]) -> int:
    """
    Give the source the tickets of breaches that its groups tell of too; how many there were.

    From then on such a ticket is that of the source's group: it resolves when both say that it is
    over. To be called with the source's row locked, before its tickets are read.
    """
    told = [group for group in groups if any(_is_ours(one) for one in group.signals)]
    if not told or source.kind == Source.Kind.CLUSTER:
        return 0
    # Whoever opens a ticket locks it: so no breach is told of unseen meanwhile.
    DeskSettings.objects.select_for_update().filter(workspace=source.workspace_id).first()
    breaches = list(_sent_breaches(source, {one.name for each in told for one in each.signals}))
    handed: set[int] = set()
    for group in told if breaches else ():
        if _has_ticket(source, group):
            continue
        ticket = next(
            (ticket for ticket in _same(group, breaches) if ticket.pk not in handed), None
        )
        if ticket:
            ticket.source, ticket.group_hash = source, group.hash
            ticket.group_key = group.key[:20_000]
            ticket.version += 1
            ticket.save(update_fields=["source", "group_key", "group_hash", "version"])
            handed.add(ticket.pk)
    return len(handed)


def _is_ours(signal: Signal) -> bool:
    return signal.firing and signal.name in OURS


def _sent_breaches(source: Source, names: set[str]) -> Iterator[Breach]:
    """Those that we told the desk of, and whose tickets no source has yet."""
    rows = Breach.objects.filter(
        cluster__workspace=source.workspace_id,
        cluster__removed_at=None,
        measure__in=[each.key for each in JUDGED if each.alert in names],
        sent=True,
        ticket__source__kind=Source.Kind.CLUSTER,
    ).exclude(ticket__state=Ticket.State.RESOLVED)
    yield from rows.select_related("cluster", "ticket").order_by("pk")


def _same(group: SignalGroup, breaches: Iterable[Breach]) -> Iterator[Ticket]:
    for breach in breaches:
        ours = labels_of(breach, breach.cluster)
        if breach.ticket and any(
            _is_ours(one) and one.name == ours["alertname"] and is_same_signal(ours, one.labels)
            for one in group.signals
        ):
            yield breach.ticket


def _has_ticket(source: Source, group: SignalGroup) -> bool:
    rows = Ticket.objects.filter(source=source, group_hash=group.hash)
    return rows.unresolved().exists()
