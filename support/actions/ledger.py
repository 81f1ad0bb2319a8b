"""What deliveries do to the alerts and tickets of their source, written in without a query."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from support.actions.docket import Docket, Told
from support.actions.shelf import Shelf
from support.models import Alert, DeskSettings, Episode, Ticket
from support.queries.table import table_in_force
from support.rules.grouping import Latest, Reading, Turn, read_signal
from support.sources.signals import Signal, SignalGroup


class Ledger:
    def __init__(self, shelf: Shelf, settings: DeskSettings) -> None:
        self._shelf = shelf
        self._docket = Docket(shelf, settings)
        self._table = table_in_force(shelf.source.workspace, own=settings.own_rules)

    def enter(self, group: SignalGroup, at: datetime) -> None:
        """Let one group of a delivery that was received ``at`` have its effect."""
        told = Told(self._docket.folder_of(group))
        for signal in group.signals:
            alert, turn = self._read(signal, at)
            if alert.severity != Ticket.Severity.NONE or turn is Turn.ENDED:
                self._sort(alert, turn, told)
        self._docket.settle(group, told, at)

    def _sort(self, alert: Alert, turn: Turn, told: Told) -> None:
        home = self._shelf.homes.get(alert.key)
        if turn in (Turn.BEGAN, Turn.REPEATED):
            if home and home.is_open and home is not told.folder:
                # The same alert in another group, from the other one of a pair, or our poller’s.
                if alert.key not in home.alerts:
                    self._shelf.mention(home, alert)
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

    def _read(self, signal: Signal, at: datetime) -> tuple[Alert, Turn]:
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
            alert = Alert(source=self._shelf.source, key=signal.key, last_seen_at=at)
            self._shelf.alerts[signal.key] = alert
        if reading.turn is not Turn.OLD or before != reading.latest:
            self._describe(alert, signal)
        self._place(alert, before, reading, at)
        if was_lost:
            self._episode(alert, reading.latest, at).ends_at = reading.latest.ends_at
            if reading.turn is Turn.REPEATED:
                return alert, Turn.BEGAN
        return alert, reading.turn

    def _place(self, alert: Alert, before: Latest | None, reading: Reading, at: datetime) -> None:
        """Write down the episode that was spoken of, and what of the alert is so now."""
        latest = reading.latest
        alert.starts_at, alert.ends_at = latest.starts_at, latest.ends_at
        alert.state = Alert.State.RESOLVED if latest.ends_at else Alert.State.FIRING
        if at > alert.last_seen_at:
            alert.last_seen_at, alert.stale_at = at, None
        if before and before.ends_at is None and latest.starts_at > before.starts_at:
            self._episode(alert, before, at).ends_at = latest.starts_at
        episode = self._episode(alert, reading.episode, at)
        episode.ends_at = episode.ends_at or reading.episode.ends_at
        episode.last_seen_at = max(episode.last_seen_at, at)
        episode.events += 1

    def _describe(self, alert: Alert, signal: Signal) -> None:
        alert.name, alert.url = signal.name, signal.url
        alert.labels, alert.annotations = dict(signal.labels), dict(signal.annotations)
        alert.become(self._table.classify(signal.labels), sent_severity=signal.severity)

    def _episode(self, alert: Alert, told: Latest, at: datetime) -> Episode:
        key = alert.key, told.starts_at
        if key not in self._shelf.episodes:
            self._shelf.episodes[key] = Episode(
                alert=alert, starts_at=told.starts_at, first_seen_at=at, last_seen_at=at
            )
        return self._shelf.episodes[key]


def _was_lost(alert: Alert, signal: Signal, at: datetime) -> bool:
    """Whether it was taken for over because nothing was heard of it, and now it is heard of."""
    was_silent = alert.stale_at is not None and alert.ends_at is not None
    return was_silent and signal.firing and at > alert.last_seen_at
