"""A signal that our own poller found first, and that a source then sends: still one ticket."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from planner.activity import record
from support.actions.shelf import STORM_HASH, Known, Shelf
from support.models import Alert, Breach, DeskSettings, Source, Ticket
from support.rules.breaches import is_same_signal
from support.rules.measures import JUDGED, MEASURE, OURS
from support.sources.signals import Signal, SignalGroup


@dataclass(frozen=True, slots=True)
class _Found:
    """An alert of ours that fires, in words that others use."""

    alert: Alert
    ticket: Ticket
    labels: Mapping[str, str]

    @property
    def as_known(self) -> Known:
        return Known(self.ticket.pk, self.alert.storm_group_id, self.alert.merged_from_id)


def hand_over_breaches(
    *, source: Source, groups: Iterable[SignalGroup], at: datetime
) -> dict[str, Known]:
    """
    Give the source the tickets of breaches that its groups tell of too.

    From then on such a ticket is that of the source's group: it resolves when both say that it is
    over. A ticket has one group; what other groups tell of it, finer or coarser ones, stays in it
    too: so the answer is, by the key of each such signal, where it is dealt with already.

    To be called with the source's row locked, before its tickets are read.
    """
    groups = list(groups)
    if source.kind == Source.Kind.CLUSTER or not _may_be_ours(groups):
        return {}
    told = [group for group in groups if any(_is_ours(one) for one in group.signals)]
    if not told:
        return {}
    # Whoever opens a ticket locks it: so no breach is told of unseen meanwhile.
    DeskSettings.objects.select_for_update().filter(workspace=source.workspace_id).first()
    found = list(_found(source, {one.name for each in told for one in each.signals}))
    known: dict[str, Known] = {}
    handed: set[int] = set()
    for group in told if found else ():
        same = {one.key: mine for one in group.signals if (mine := _same(one, found))}
        if same and not _has_ticket(source, group):
            _hand_over(source, group, same.values(), handed, at)
        known |= {key: mine.as_known for key, mine in same.items()}
    return known


def link_breaches(*, source: Source, groups: Iterable[SignalGroup], shelf: Shelf) -> None:
    """Breaches that we told nobody of lead to the ticket in which the source tells of them."""
    groups = list(groups)
    if source.kind == Source.Kind.CLUSTER or not _may_be_ours(groups):
        return
    signals = [one for group in groups for one in group.signals if _is_ours(one)]
    if not signals:
        return
    moved = []
    for breach in _untold(source, {one.name for one in signals}):
        labels = _labels(breach)
        for one in signals:
            home = shelf.homes.get(one.key)
            if home and one.name == labels["alertname"] and is_same_signal(labels, one.labels):
                if breach.ticket_id != home.ticket.pk:
                    breach.ticket = home.ticket
                    moved.append(breach)
                break
    Breach.objects.bulk_update(moved, ["ticket"])


def _may_be_ours(groups: Iterable[SignalGroup]) -> bool:
    """Mostly none is, which is found out for thousands of them at once."""
    return not OURS.isdisjoint({one.name for group in groups for one in group.signals})


def _is_ours(signal: Signal) -> bool:
    return signal.firing and signal.name in OURS


def _found(source: Source, names: set[str]) -> Iterator[_Found]:
    """Alerts that we told the desk of, and whose tickets are ours yet, or this source's by now."""
    rows = Alert.objects.firing().filter(
        source__workspace=source.workspace_id,
        source__kind=Source.Kind.CLUSTER,
        source__removed_at=None,
        name__in=names & OURS,
        ticket__isnull=False,
    )
    whole = rows.select_related(
        "source", "storm_group", "ticket__source", "merged_from__source"
    ).order_by("pk")
    for alert in whole:
        ticket = alert.ticket
        if ticket is None:
            continue
        if _is_still_ours(ticket) or ticket.source_id == source.pk or alert.merged_from_id:
            yield _Found(alert, ticket, {**alert.labels, "cluster": alert.source.name})


def _same(signal: Signal, found: Iterable[_Found]) -> _Found | None:
    """One that is not resolved before one that somebody resolved while it fires."""
    if not _is_ours(signal):
        return None
    same = [
        one
        for one in found
        if one.alert.name == signal.name and is_same_signal(one.labels, signal.labels)
    ]
    return min(same, key=lambda one: one.ticket.state == Ticket.State.RESOLVED, default=None)


def _hand_over(
    source: Source, group: SignalGroup, same: Iterable[_Found], handed: set[int], at: datetime
) -> None:
    """The ticket in which one of them began, if it is still ours; a storm stays ours."""
    for one in same:
        ticket = one.alert.merged_from or one.ticket
        if not _is_still_ours(ticket) or ticket.group_hash == STORM_HASH or ticket.pk in handed:
            continue
        ticket.source, ticket.group_hash = source, group.hash
        ticket.group_key = group.key[:20_000]
        ticket.version += 1
        ticket.save(update_fields=["source", "group_key", "group_hash", "version"])
        record(
            workspace=source.workspace, verb="hand_signal_over", thing=ticket, by=None, at=at,
            key=ticket.key, title=ticket.title, source=source.name,
        )  # fmt: skip
        handed.add(ticket.pk)
        return


def _is_still_ours(ticket: Ticket) -> bool:
    return bool(ticket.source and ticket.source.kind == Source.Kind.CLUSTER)


def _has_ticket(source: Source, group: SignalGroup) -> bool:
    rows = Ticket.objects.filter(source=source, group_hash=group.hash)
    return rows.unresolved().exists()


def _untold(source: Source, names: set[str]) -> list[Breach]:
    rows = Breach.objects.filter(
        cluster__workspace=source.workspace_id,
        cluster__removed_at=None,
        measure__in=[each.key for each in JUDGED if each.alert in names],
        fired_at__isnull=False,
        sent=False,
    )
    return list(rows.select_related("cluster").order_by("pk"))


def _labels(breach: Breach) -> dict[str, str]:
    measure = MEASURE[breach.measure]
    series = dict(zip(measure.by, breach.labels, strict=False))
    return {"alertname": measure.alert, "cluster": breach.cluster.name, **series}
