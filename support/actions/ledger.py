"""What deliveries do to the alerts and tickets of their source, written in without a query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from support.actions.shelf import Folder, Shelf
from support.models import Alert, DeskSettings, Episode, Ticket
from support.rules.classification import HEALTHS, Classification, classify
from support.rules.grouping import Latest, Move, Turn, is_over, read_signal, what_happens
from support.sources.severities import SCALE, worst
from support.sources.signals import Signal, SignalGroup


@dataclass
class _Told:
    """What one delivery tells of one group: whose alerts fire without a ticket, what ended."""

    folder: Folder | None
    claims: list[Alert] = field(default_factory=list)
    news: bool = False
    ended: set[Folder] = field(default_factory=set)
    folders: dict[Folder, None] = field(default_factory=dict)  # spoken of, in order


class Ledger:
    def __init__(self, shelf: Shelf, settings: DeskSettings) -> None:
        self._shelf = shelf
        self._settings = settings
        workspace = shelf.source.workspace
        self._our_names = {"platform", workspace.slug.lower(), workspace.name.lower()}

    def enter(self, group: SignalGroup, at: datetime) -> None:
        """Let one group of a delivery that was received ``at`` have its effect."""
        told = _Told(self._shelf.folders.get(group.hash))
        for signal in group.signals:
            alert, turn = self._read(signal, at)
            if signal.severity != Ticket.Severity.NONE:
                self._sort(alert, turn, told)
        if folder := self._move(group, told, at):
            told.folders[folder] = None
            self._hide(folder, group.hidden, told, at)
        for folder in told.folders:
            self._acknowledge(folder, group, at)
            self._count(folder, at)
            ended = folder in told.ended
            hidden = folder.ticket.alerts_hidden
            if folder.is_open and is_over(ended=ended, firing=len(folder.firing), hidden=hidden):
                self._resolve(folder, at)

    def _sort(self, alert: Alert, turn: Turn, told: _Told) -> None:
        home = self._shelf.homes.get(alert.key)
        if turn in (Turn.BEGAN, Turn.REPEATED):
            if home and home.is_open and home is not told.folder:
                # The same alert in another group, or from the other one of a pair.
                home.firing[alert.key] = alert.severity
                told.folders[home] = None
            else:
                told.claims.append(alert)
                told.news = told.news or turn is Turn.BEGAN or home is None
        elif turn is Turn.ENDED and home:
            home.firing.pop(alert.key, None)
            told.folders[home] = None
            told.ended.add(home)

    def _hide(self, folder: Folder, hidden: int, told: _Told, at: datetime) -> None:
        if at < folder.ticket.last_event_at:
            return  # an old delivery, digested once more: what it hid is of no interest
        if folder.ticket.alerts_hidden and not hidden:
            told.ended.add(folder)
        folder.ticket.alerts_hidden = hidden

    def _read(self, signal: Signal, at: datetime) -> tuple[Alert, Turn]:
        alert = self._shelf.alerts.get(signal.key)
        before = Latest(alert.starts_at, alert.ends_at, alert.last_seen_at) if alert else None
        reading = read_signal(
            before,
            firing=signal.firing,
            starts_at=signal.starts_at,
            ends_at=signal.ends_at,
            received_at=at,
            told_at=signal.told_at,
            once=signal.once,
        )
        if alert is None:
            alert = Alert(source=self._shelf.source, key=signal.key, last_seen_at=at)
            self._shelf.alerts[signal.key] = alert
        if reading.turn is not Turn.OLD or before != reading.latest:
            self._describe(alert, signal)
        latest = reading.latest
        alert.starts_at, alert.ends_at = latest.starts_at, latest.ends_at
        alert.state = Alert.State.RESOLVED if latest.ends_at else Alert.State.FIRING
        alert.last_seen_at = max(alert.last_seen_at, at)
        if before and before.ends_at is None and latest.starts_at > before.starts_at:
            self._episode(alert, before, at).ends_at = latest.starts_at
        episode = self._episode(alert, reading.episode, at)
        episode.ends_at = episode.ends_at or reading.episode.ends_at
        episode.last_seen_at = max(episode.last_seen_at, at)
        episode.events += 1
        return alert, reading.turn

    def _describe(self, alert: Alert, signal: Signal) -> None:
        found = self._classify(signal)
        alert.name, alert.severity, alert.url = signal.name, signal.severity, signal.url
        alert.labels, alert.annotations = dict(signal.labels), dict(signal.annotations)
        alert.layer, alert.health = found.layer, found.health
        alert.owner, alert.classified_by = found.owner, found.by

    def _classify(self, signal: Signal) -> Classification:
        return classify(
            signal.labels.get("alertname", ""),
            signal.labels,
            our_names=self._our_names,
            namespace_owners=self._settings.namespace_owners,
        )

    def _episode(self, alert: Alert, told: Latest, at: datetime) -> Episode:
        key = alert.key, told.starts_at
        if key not in self._shelf.episodes:
            self._shelf.episodes[key] = Episode(
                alert=alert, starts_at=told.starts_at, first_seen_at=at, last_seen_at=at
            )
        return self._shelf.episodes[key]

    def _move(self, group: SignalGroup, told: _Told, at: datetime) -> Folder | None:
        folder, claims = told.folder, told.claims
        move = what_happens(
            news=told.news,
            has_ticket=folder is not None,
            resolved_at=folder.ticket.resolved_at if folder else None,
            at=at,
            window=timedelta(hours=self._settings.reopen_hours),
        )
        if move is Move.LEAVE:
            return folder
        if folder is None or move is Move.FOLLOW:
            folder = self._open(group, claims, at, follows=folder)
        elif move is Move.REOPEN:
            self._reopen(folder, claims, at)
        for alert in claims:
            self._take(folder, alert)
        return folder

    def _take(self, folder: Folder, alert: Alert) -> None:
        home = self._shelf.homes.get(alert.key)
        if home and home is not folder:
            home.firing.pop(alert.key, None)
            self._shelf.touch(home)
        folder.alerts.add(alert.key)
        folder.firing[alert.key] = alert.severity
        self._shelf.homes[alert.key] = folder

    def _open(
        self, group: SignalGroup, claims: list[Alert], at: datetime, follows: Folder | None
    ) -> Folder:
        healths = (*HEALTHS, Ticket.Health.UNCLASSIFIED)
        lead = min(claims, key=lambda one: (SCALE.index(one.severity), healths.index(one.health)))
        ticket = Ticket(
            workspace=self._shelf.source.workspace,
            number=self._shelf.next_number(),
            kind=Ticket.Kind.ALERT,
            title=group.title,
            source=self._shelf.source,
            group_key=_kept(group.key),
            group_hash=group.hash,
            layer=lead.layer,
            health=lead.health,
            severity=lead.severity,
            classified_by=lead.classified_by,
            owner=lead.owner,
            follows=follows.ticket if follows else None,
            opened_at=at,
            last_event_at=at,
        )
        folder = self._shelf.folders[group.hash] = Folder(ticket)
        self._tell(ticket, at, verb="open_ticket", alerts=len(claims))
        return folder

    def _reopen(self, folder: Folder, claims: list[Alert], at: datetime) -> None:
        ticket = folder.ticket
        ticket.state, ticket.resolved_at, ticket.resolved_by = Ticket.State.OPEN, None, None
        ticket.severity = worst([alert.severity for alert in claims])
        ticket.acknowledged_at = None
        ticket.reopened += 1
        ticket.version += 1
        self._tell(ticket, at, verb="reopen_ticket", alerts=len(claims))

    def _resolve(self, folder: Folder, at: datetime) -> None:
        ticket = folder.ticket
        ticket.state, ticket.resolved_at = Ticket.State.RESOLVED, max(at, ticket.opened_at)
        ticket.version += 1
        self._tell(ticket, at, verb="resolve_ticket", alerts=len(folder.alerts))

    def _acknowledge(self, folder: Folder, group: SignalGroup, at: datetime) -> None:
        """Somebody took it up over there, or let go of it; old deliveries tell nothing of that."""
        told = [one.acknowledged for one in group.signals if one.acknowledged is not None]
        ticket = folder.ticket
        if not told or not folder.is_open or at < ticket.last_event_at:
            return
        if told[-1] and ticket.acknowledged_at is None:
            ticket.acknowledged_at = at
            self._tell(ticket, at, verb="acknowledge_ticket", alerts=len(folder.alerts))
        elif not told[-1] and ticket.acknowledged_at:
            ticket.acknowledged_at = None
            self._tell(ticket, at, verb="unacknowledge_ticket", alerts=len(folder.alerts))

    def _weigh(self, folder: Folder) -> None:
        """As bad as its worst alert that fires; what is out of sight counts as it did before."""
        if folder.firing:
            before = [folder.ticket.severity] if folder.ticket.alerts_hidden else []
            folder.ticket.severity = worst([*folder.firing.values(), *before])

    def _count(self, folder: Folder, at: datetime) -> None:
        ticket = folder.ticket
        self._weigh(folder)
        ticket.events += 1
        ticket.last_event_at = max(ticket.last_event_at, at)
        self._shelf.touch(folder)

    def _tell(self, ticket: Ticket, at: datetime, *, verb: str, alerts: int) -> None:
        self._shelf.tell(ticket, at, verb=verb, key=ticket.key, title=ticket.title, alerts=alerts)


def _kept(group_key: str) -> str:
    """The key as it is shown; identity is its hash."""
    return group_key if len(group_key) <= 20_000 else f"{group_key[:20_000]}…"
