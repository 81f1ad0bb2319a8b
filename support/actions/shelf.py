"""
What is known of a source's alerts and tickets, taken from the database and put back.

Both take a few queries, however many alerts there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Max, Q

from planner.actions.bulk import insert_rows, update_rows
from planner.activity import Happening, record_all
from planner.kit.one_of import one_of
from support.actions.owners import tell_owners
from support.actions.rows import AlertRow, EpisodeRow
from support.actions.words import ALERTS, add_alerts
from support.models import Alert, DeskSettings, Episode, Silence, Source, StormGroup, Ticket
from support.queries.causes import OfferedCauses
from support.rules.weather import STORM
from support.sources.signals import SignalGroup, digest

STORM_HASH: Final = digest(STORM)

_ALERT_FIELDS: Final = [
    "ticket",
    "name",
    "state",
    "severity",
    "sent_severity",
    "layer",
    "health",
    "owner",
    "cause",
    "classified_by",
    "labels",
    "annotations",
    "url",
    "starts_at",
    "ends_at",
    "last_seen_at",
    "stale_at",
    "storm_group",
    "merged_from",
]
_EPISODE_FIELDS: Final = ["ends_at", "last_seen_at", "events"]
_TICKET_FIELDS: Final = [
    "state",
    "severity",
    "judged_over",
    "resolved_at",
    "resolved_by",
    "last_event_at",
    "acknowledged_at",
    "alerts_firing",
    "alerts_total",
    "alerts_hidden",
    "events",
    "reopened",
    "flaps",
    "flaps_since",
    "flapping_at",
    "snoozed_until",
    "silence",
    "version",
]


@dataclass(frozen=True, slots=True)
class Known:
    """Where a signal is dealt with already, though its source was not heard of it before."""

    ticket: int
    storm_group_id: int | None = None
    merged_from_id: int | None = None


@dataclass(eq=False)
class Folder:
    """
    A ticket with the keys of its alerts: all of them, and those that fire, with how bad.

    Of a storm's ticket only those that are spoken of are known, for it may have very many;
    ``others`` and ``others_firing`` count the rest, and those of other sources that were merged
    into it.
    """

    ticket: Ticket
    alerts: set[str] = field(default_factory=set)
    firing: dict[str, str] = field(default_factory=dict)
    others: int = 0
    others_firing: int = 0

    @property
    def is_open(self) -> bool:
        return self.ticket.state != Ticket.State.RESOLVED

    @property
    def count(self) -> int:
        return self.others + len(self.alerts)

    @property
    def count_firing(self) -> int:
        return self.others_firing + len(self.firing)


class Shelf:
    """
    ``folders`` has the one of each group by its hash, ``homes`` the one of each alert by its key;
    ``storm_groups`` those of a storm that is not over, by their hash; ``merged`` the ticket that a
    group had before that was merged into the one in its folder; ``brought`` are alerts that
    are no news: the desk was told of the same by our own poller.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.alerts: dict[str, AlertRow] = {}
        self.episodes: dict[tuple[str, datetime], EpisodeRow] = {}
        self.folders: dict[str, Folder] = {}
        self.homes: dict[str, Folder] = {}
        self.brought: dict[str, Known] = {}
        self.merged: dict[str, Ticket] = {}
        self.storm_groups: dict[str, StormGroup] = {}
        self.gathered: dict[str, StormGroup] = {}  # of an alert by its key
        self.silences: list[Silence] = []
        self.source_changed = False
        self.causes = OfferedCauses(source.workspace)
        self._settings: DeskSettings | None = None
        self._touched: dict[Folder, None] = {}
        self._mentioned: dict[Folder, list[AlertRow]] = {}
        self._news: list[tuple[Ticket, datetime, str, dict[str, Any]]] = []
        self._reached: list[tuple[Ticket, datetime, str]] = []
        self._as_loaded: dict[int, AlertRow] = {}

    def next_number(self) -> int:
        """For a new ticket. The settings' row is the lock, taken with the first one of a batch."""
        if self._settings is None:
            of_workspace = DeskSettings.objects.filter(workspace=self.source.workspace_id)
            self._settings = of_workspace.select_for_update(no_key=True).get()
        self._settings.tickets_numbered += 1
        return self._settings.tickets_numbered

    def touch(self, folder: Folder) -> None:
        """It is not as it was: save it."""
        self._touched[folder] = None

    def mention(self, folder: Folder, alerts: list[AlertRow]) -> None:
        """They are new to the ticket, which is to be found by them."""
        if alerts:
            of_ticket = self._mentioned.setdefault(folder, [])
            of_ticket += alerts[: ALERTS - len(of_ticket)]

    def tell(self, ticket: Ticket, at: datetime, *, verb: str, **data: Any) -> None:
        """Let the log tell of it, once it is saved."""
        self._news.append((ticket, at, verb, data))

    def reach(self, ticket: Ticket, at: datetime, why: str) -> None:
        """Let its owner hear of it, once it is saved."""
        self._reached.append((ticket, at, why))

    def load(
        self,
        groups: Iterable[SignalGroup],
        *,
        earliest: datetime,
        known: Mapping[str, Known] | None = None,
    ) -> None:
        """
        Read all that the groups may touch. Tickets are locked against people's edits.

        ``earliest`` is when the first of their deliveries came; ``known`` is by the keys of alerts.
        """
        self._earliest = earliest
        hashes = {group.hash for group in groups}
        signals = [signal for group in groups for signal in group.signals]
        self._load_alerts({one.key for one in signals})
        folders = self._load_folders(hashes | {STORM_HASH}, known or {})
        self._load_skies(hashes)
        for alert in self.alerts.values():
            if alert.ticket_id:
                self.homes[alert.key] = folders[alert.ticket_id]
        self._bring_home(folders, known or {})
        self._load_episodes({one.starts_at for one in signals if one.starts_at})

    def _load_alerts(self, keys: set[str]) -> None:
        found = Alert.objects.filter(one_of("key", keys), source=self.source)
        for columns in found.values_list(*AlertRow.__struct_fields__):
            alert, before = AlertRow(*columns), AlertRow(*columns)
            self.alerts[alert.key], self._as_loaded[columns[-1]] = alert, before

    def _load_episodes(self, starts: set[datetime]) -> None:
        """Those that the signals may speak of, and the latest of each alert."""
        keys: dict[Any, str] = {alert.id: alert.key for alert in self.alerts.values()}
        starts |= {alert.starts_at for alert in self.alerts.values()}
        found = Episode.objects.filter(one_of("alert", keys), starts_at__in=starts)
        for columns in found.values_list(*EpisodeRow.__struct_fields__):
            episode = EpisodeRow(*columns)
            self.episodes[keys[episode.alert_id], episode.starts_at] = episode

    def _bring_home(self, folders: Mapping[int, Folder], known: Mapping[str, Known]) -> None:
        """An alert that an open ticket holds stays there; else it goes where it is known."""
        for key, one in known.items():
            home, where = self.homes.get(key), folders[one.ticket]
            if home is where or (home and home.is_open):
                continue
            self.homes[key] = where
            self.brought[key] = one

    def _load_folders(self, hashes: set[str], known: Mapping[str, Known]) -> dict[int, Folder]:
        of_groups = Ticket.objects.filter(one_of("group_hash", hashes), source=self.source)
        latest = of_groups.order_by().values("group_hash").annotate(latest=Max("pk"))
        held = {alert.ticket_id for alert in self.alerts.values() if alert.ticket_id}
        held |= {one.ticket for one in known.values()}
        tickets = Ticket.objects.filter(
            Q(one_of("pk", held | {row["latest"] for row in latest}))
            | Q(
                one_of("group_hash", hashes),
                ~Q(state=Ticket.State.RESOLVED),
                source=self.source,
            )
        )
        folders = {
            ticket.pk: Folder(ticket)
            for ticket in tickets.order_by("pk").select_for_update(no_key=True)
        }
        self._load_merged(folders)
        for folder in folders.values():
            group_hash = folder.ticket.group_hash
            if folder.ticket.source_id == self.source.pk and group_hash in hashes:
                before = self.folders.get(group_hash)
                if before is None or not before.is_open:
                    self.folders[group_hash] = folder
        self._follow_merged(folders)
        storms = {pk for pk, one in folders.items() if one.ticket.group_hash == STORM_HASH}
        rows = Alert.objects.filter(
            Q(one_of("ticket", folders.keys() - storms))
            | Q(one_of("ticket", storms), one_of("key", self.alerts))
        ).order_by()
        columns = ("ticket_id", "source_id", "key", "state", "severity")
        for ticket_id, source_id, key, state, severity in rows.values_list(*columns):
            folder, is_firing = folders[ticket_id], state == Alert.State.FIRING
            if source_id != self.source.pk:
                folder.others += 1
                folder.others_firing += is_firing
                continue
            folder.alerts.add(key)
            if is_firing:
                folder.firing[key] = severity
        for pk in storms:
            folder = folders[pk]
            folder.others = max(0, folder.ticket.alerts_total - len(folder.alerts))
            folder.others_firing = max(0, folder.ticket.alerts_firing - len(folder.firing))
        return folders

    def _load_merged(self, folders: dict[int, Folder]) -> None:
        """Where tickets go on that were merged, and where those do; mostly none was."""
        while missing := {
            one.ticket.merged_into_id
            for one in folders.values()
            if one.ticket.merged_into_id and one.ticket.merged_into_id not in folders
        }:
            found = (
                Ticket.objects.filter(pk__in=missing).order_by("pk").select_for_update(no_key=True)
            )
            folders |= {ticket.pk: Folder(ticket) for ticket in found}

    def _follow_merged(self, folders: dict[int, Folder]) -> None:
        for group_hash, folder in self.folders.items():
            if folder.ticket.merged_into_id:
                self.merged[group_hash] = folder.ticket
            while into := folder.ticket.merged_into_id:
                folder = folders[into]
            self.folders[group_hash] = folder

    def _load_skies(self, hashes: set[str]) -> None:
        now_or_later = Silence.objects.filter(workspace=self.source.workspace_id)
        of_source = now_or_later.filter(Q(source=None) | Q(source=self.source))
        self.silences = list(of_source.filter(ends_at__gt=self._earliest))
        storm = self.folders.get(STORM_HASH)
        if storm and storm.is_open:
            inside = storm.ticket.storm_groups.filter(taken_out_at=None, group_hash__in=hashes)
            self.storm_groups = {group.group_hash: group for group in inside}

    def save(self, *, meanwhile: Callable[[], None] | None = None) -> None:
        """
        Write it all down. Tickets first: alerts point at them, and the log tells of them.

        ``meanwhile`` is begun when most of what is left is the database's work.
        """
        for folder in self._touched:
            folder.ticket.alerts_firing = folder.count_firing
            folder.ticket.alerts_total = folder.count
        tickets = [folder.ticket for folder in self._touched]
        before = {one.pk for one in tickets if one.pk}
        # Those that resolved make room for the ones that follow them.
        update_rows(Ticket, [one for one in tickets if one.pk], _TICKET_FIELDS)
        self._save_new([one for one in tickets if not one.pk])
        for key, folder in self.homes.items():
            self.alerts[key].ticket_id = folder.ticket.id
        for key, one in self.brought.items():
            if self.alerts[key].ticket_id == one.ticket:  # and there it goes where ours goes
                self.alerts[key].storm_group_id = one.storm_group_id
                self.alerts[key].merged_from_id = one.merged_from_id
        said = [(folder.ticket, alerts) for folder, alerts in self._mentioned.items()]
        add_alerts(said, new={one.pk for one in tickets} - before)
        self._save_skies()
        if meanwhile:
            meanwhile()
        self._save_alerts()
        self._save_episodes()
        if self._settings:
            self._settings.save(update_fields=["tickets_numbered"])
        news = [Happening(verb, ticket, at, data) for ticket, at, verb, data in self._news]
        record_all(self.source.workspace, news)
        tell_owners(self.source.workspace, self._reached)

    def _save_skies(self) -> None:
        new = [group for group in self.storm_groups.values() if not group.pk]
        for group in new:
            group.storm_id = group.storm.pk
        StormGroup.objects.bulk_create(new)
        for key, group in self.gathered.items():
            self.alerts[key].storm_group_id = group.pk
        if self.source_changed:
            self.source.save(update_fields=["burst_at", "burst"])

    def _save_new(self, tickets: list[Ticket]) -> None:
        while tickets:
            # In waves: a ticket may follow one that is as new as itself.
            ready = [one for one in tickets if one.follows is None or one.follows.pk]
            for one in ready:
                one.follows_id = one.follows.pk if one.follows else None
            insert_rows(Ticket, ready)
            tickets = [one for one in tickets if not one.pk]

    def _save_alerts(self) -> None:
        """Of those that just go on firing only that they were heard of is written."""
        heard: list[AlertRow] = []
        changed: list[AlertRow] = []
        for alert in self.alerts.values():
            if alert.id is None or alert == (before := self._as_loaded[alert.id]):
                continue
            before.last_seen_at = alert.last_seen_at
            (heard if alert == before else changed).append(alert)
        update_rows(Alert, heard, ["last_seen_at"])
        update_rows(Alert, changed, _ALERT_FIELDS)
        insert_rows(Alert, [alert for alert in self.alerts.values() if alert.id is None])

    def _save_episodes(self) -> None:
        for (key, _), episode in self.episodes.items():
            episode.alert_id = self.alerts[key].id
        told = self.episodes.values()
        update_rows(Episode, [one for one in told if one.id is not None], _EPISODE_FIELDS)
        insert_rows(Episode, [one for one in told if one.id is None], with_ids=False)
