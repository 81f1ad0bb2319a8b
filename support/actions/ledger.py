"""What deliveries do to the alerts and tickets of their source, written in without a query."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from support.actions.docket import Docket, Told
from support.actions.rows import AlertRow, EpisodeRow
from support.actions.shelf import Shelf
from support.models import Alert, DeskSettings, Ticket
from support.queries.table import table_in_force
from support.rules.grouping import Latest, Reading, Turn, read_signal
from support.sources.signals import Signal, SignalGroup

_FIRING, _RESOLVED = Alert.State.FIRING.value, Alert.State.RESOLVED.value
_NONE = Ticket.Severity.NONE.value


class Ledger:
    def __init__(self, shelf: Shelf, settings: DeskSettings) -> None:
        self._shelf = shelf
        self._source_id = shelf.source.pk
        self._docket = Docket(shelf, settings)
        self._table = table_in_force(shelf.source.workspace, own=settings.own_rules)
        self._described: dict[str, Signal] = {}  # by what each alert was described last

    def enter(self, group: SignalGroup, *received: datetime) -> None:
        """
        Let one group have its effect: once for each time at which it was received.

        What came twice, and told nothing new the second time, does not tell more the third time:
        what remains is counted at once.
        """
        for number, at in enumerate(received, start=1):
            told = Told(self._docket.folder_of(group))
            for signal in group.signals:
                alert, turn = self._read(signal, at)
                told.repeats += turn is Turn.REPEATED
                self._sort(alert, turn, told)
            self._docket.settle(group, told, at)
            if 1 < number < len(received) and _is_mere_repeat(group, told, at):
                self._count(group, told, received[number:])
                return

    def _count(self, group: SignalGroup, told: Told, received: Sequence[datetime]) -> None:
        last, times = max(received), len(received)
        for signal in group.signals:
            alert = self._shelf.alerts[signal.key]
            _hear(alert, last)
            episode = self._shelf.episodes[alert.key, alert.starts_at]
            episode.last_seen_at = max(episode.last_seen_at, last)
            episode.events += times
        for folder in told.folders:
            folder.ticket.events += times
            folder.ticket.last_event_at = max(folder.ticket.last_event_at, last)

    def _sort(self, alert: AlertRow, turn: Turn, told: Told) -> None:
        home = self._shelf.homes.get(alert.key)
        if alert.severity == _NONE and turn is not Turn.ENDED:
            if home and alert.key in home.firing:  # it was worse when it began
                home.firing[alert.key] = alert.severity
        elif turn in (Turn.BEGAN, Turn.REPEATED):
            if home and home.is_open and home is not told.folder:
                # The same alert in another group, from the other one of a pair, or our poller’s.
                if alert.key not in home.alerts:
                    self._shelf.mention(home, [alert])
                    home.alerts.add(alert.key)
                home.firing[alert.key] = alert.severity
                told.folders[home] = None
            else:
                told.claims.append(alert)
                begins = turn is Turn.BEGAN and alert.key not in self._shelf.brought
                told.news = told.news or begins or home is None
        elif turn is Turn.ENDED and home:
            home.firing.pop(alert.key, None)
            told.folders[home] = None
            told.ended.add(home)

    def _read(self, signal: Signal, at: datetime) -> tuple[AlertRow, Turn]:
        alert = self._shelf.alerts.get(signal.key)
        before = Latest(alert.starts_at, alert.ends_at, alert.last_seen_at) if alert else None
        was_lost = alert is not None and _was_lost(alert, signal, at)
        if before and was_lost:
            before = replace(before, ends_at=None)  # its silence was taken for its end
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
            latest = reading.latest
            alert = AlertRow(self._source_id, signal.key, at, latest.starts_at)
            self._shelf.alerts[signal.key] = alert
        if reading.turn is not Turn.OLD or before != reading.latest:
            self._describe(alert, signal)
        self._place(alert, before, reading, at)
        if was_lost:
            self._episode(alert, reading.latest, at).ends_at = reading.latest.ends_at
            if reading.turn is Turn.REPEATED:
                return alert, Turn.BEGAN
        return alert, reading.turn

    def _place(
        self, alert: AlertRow, before: Latest | None, reading: Reading, at: datetime
    ) -> None:
        """Write down the episode that was spoken of, and what of the alert is so now."""
        latest = reading.latest
        alert.starts_at, alert.ends_at = latest.starts_at, latest.ends_at
        alert.state = _RESOLVED if latest.ends_at else _FIRING
        _hear(alert, at)
        if before and before.ends_at is None and latest.starts_at > before.starts_at:
            self._episode(alert, before, at).ends_at = latest.starts_at
        episode = self._episode(alert, reading.episode, at)
        episode.ends_at = episode.ends_at or reading.episode.ends_at
        episode.last_seen_at = max(episode.last_seen_at, at)
        episode.events += 1

    def _describe(self, alert: AlertRow, signal: Signal) -> None:
        if self._described.get(alert.key) is signal:
            return  # a repeat says what it said before
        self._described[alert.key] = signal
        alert.name, alert.url = signal.name, signal.url
        alert.labels, alert.annotations = signal.labels, signal.annotations
        alert.become(self._table.classify(signal.labels), sent_severity=signal.severity)

    def _episode(self, alert: AlertRow, told: Latest, at: datetime) -> EpisodeRow:
        key = alert.key, told.starts_at
        found = self._shelf.episodes.get(key)
        if found is None:
            found = self._shelf.episodes[key] = EpisodeRow(told.starts_at, at, at)
        return found


def _hear(alert: AlertRow, at: datetime) -> None:
    if at > alert.last_seen_at:
        alert.last_seen_at, alert.stale_at = at, None


def _is_mere_repeat(group: SignalGroup, told: Told, at: datetime) -> bool:
    """All of it fires as was known, in tickets that had heard of nothing later."""
    return (
        told.repeats == len(group.signals)
        and not told.news
        and all(folder.ticket.last_event_at == at for folder in told.folders)
    )


def _was_lost(alert: AlertRow, signal: Signal, at: datetime) -> bool:
    """Whether it was taken for over because nothing was heard of it, and now it is heard of."""
    was_silent = alert.stale_at is not None and alert.ends_at is not None
    return was_silent and signal.firing and at > alert.last_seen_at
