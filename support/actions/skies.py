"""Whether a new group is one too many, and whether anybody is to be bothered by it just now."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from support.actions.rows import AlertRow
from support.actions.shelf import STORM_HASH, Folder, Shelf
from support.models import DeskSettings, Silence, StormGroup, Ticket
from support.rules.weather import FLAPS, Count, burst, comes_back, is_silenced
from support.sources.signals import SignalGroup

STORM_TITLE: Final = "Storm: many alerts at once"


class Skies:
    """Of one source, while a batch of its deliveries is digested."""

    def __init__(self, shelf: Shelf, settings: DeskSettings) -> None:
        self._shelf = shelf
        self._limit = settings.storm_groups
        source = shelf.source
        self._burst = Count(source.burst_at, source.burst)

    def folder_of(self, group: SignalGroup) -> Folder | None:
        """Its own ticket, unless that is resolved and the group stands in a storm that is not."""
        own = self._shelf.folders.get(group.hash)
        if own and own.is_open:
            return own
        storm = self.storm
        return storm if storm and group.hash in self._shelf.storm_groups else own

    @property
    def storm(self) -> Folder | None:
        """The storm's ticket, while there is a storm."""
        folder = self._shelf.folders.get(STORM_HASH)
        return folder if folder and folder.is_open else None

    def gathers(self, claims: list[AlertRow], at: datetime) -> bool:
        """Count one more new group: whether it is to stand in the storm's ticket."""
        self._burst = burst(self._burst, at, limit=self._limit)
        source = self._shelf.source
        source.burst_at, source.burst = self._burst.since, self._burst.times
        self._shelf.source_changed = True
        critical = any(alert.severity == Ticket.Severity.CRITICAL for alert in claims)
        return self._burst.times > self._limit and not critical

    def put(self, folder: Folder, group: SignalGroup, at: datetime) -> StormGroup:
        """Write down that the group stands in the storm."""
        found = self._shelf.storm_groups.get(group.hash)
        if found is None:
            found = StormGroup(
                storm=folder.ticket,
                group_key=group.key[:20_000],
                group_hash=group.hash,
                title=group.title,
                came_at=at,
            )
            self._shelf.storm_groups[group.hash] = found
        return found

    def silence_over(self, claims: list[AlertRow], at: datetime) -> Silence | None:
        """The silence under which all of them are, that which lasts longest; or none."""
        longest: Silence | None = None
        for alert in claims:
            fitting = [one for one in self._shelf.silences if _covers(one, alert, at)]
            if not fitting:
                return None
            last = max(fitting, key=lambda one: one.ends_at)
            if longest is None or last.ends_at < longest.ends_at:
                longest = last  # the first that ends wakes the ticket
        return longest


def _covers(silence: Silence, alert: AlertRow, at: datetime) -> bool:
    in_force = silence.starts_at <= at < silence.ends_at
    labels = {"alertname": alert.name, **alert.labels}
    return in_force and is_silenced(labels, silence.matchers)


def flap(ticket: Ticket, at: datetime) -> bool:
    """Count that it came back; whether it has begun to flap with this."""
    count = comes_back(Count(ticket.flaps_since, ticket.flaps), at)
    ticket.flaps_since, ticket.flaps = count.since, count.times
    if count.times < FLAPS or ticket.flapping_at:
        return False
    ticket.flapping_at = at
    return True
