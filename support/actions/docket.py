"""What becomes of a group's ticket: opened, joined, reopened, gathered, silenced, resolved."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from support.actions.rows import AlertRow
from support.actions.shelf import STORM_HASH, Folder, Shelf
from support.actions.skies import STORM_TITLE, Skies, flap
from support.models import Cause, DeskSettings, Silence, Ticket
from support.rules.grouping import Move, is_over, what_happens
from support.rules.ownership import OPENED, REOPENED, WOKE
from support.rules.weather import STORM
from support.sources.severities import SCALE, worst
from support.sources.signals import SignalGroup


@dataclass
class Told:
    """What one delivery tells of one group: whose alerts fire without a ticket, what ended."""

    folder: Folder | None
    claims: list[AlertRow] = field(default_factory=list)
    news: bool = False
    repeats: int = 0  # alerts that fire as was known
    ended: set[Folder] = field(default_factory=set)
    folders: dict[Folder, None] = field(default_factory=dict)  # spoken of, in order


class Docket:
    """Of one source, while a batch of its deliveries is digested."""

    def __init__(self, shelf: Shelf, settings: DeskSettings) -> None:
        self._shelf = shelf
        self._window = timedelta(hours=settings.reopen_hours)
        self._skies = Skies(shelf, settings)

    def folder_of(self, group: SignalGroup) -> Folder | None:
        return self._skies.folder_of(group)

    def settle(self, group: SignalGroup, told: Told, at: datetime) -> None:
        """Let what was told have its effect on tickets."""
        if folder := self._move(group, told, at):
            told.folders[folder] = None
            self._hide(folder, group.hidden, told, at)
        for folder in told.folders:
            self._acknowledge(folder, group, at)
            self._count(folder, at)
            ended = folder in told.ended
            hidden = folder.ticket.alerts_hidden
            if folder.is_open and is_over(ended=ended, firing=folder.count_firing, hidden=hidden):
                self._end(folder, at)

    def _move(self, group: SignalGroup, told: Told, at: datetime) -> Folder | None:
        folder, claims = told.folder, told.claims
        move = what_happens(
            news=told.news,
            has_ticket=folder is not None,
            resolved_at=folder.ticket.resolved_at if folder else None,
            at=at,
            window=self._window,
        )
        if move is Move.LEAVE:
            return folder
        if folder and folder is self._skies.storm and _worst(claims) == Ticket.Severity.CRITICAL:
            folder = self._open(group, claims, at, follows=None)  # it always stands alone
        elif folder is None or move is Move.FOLLOW:
            folder = self._new(group, claims, at, follows=folder)
        elif move is Move.REOPEN:
            self._reopen(folder, claims, at)
        elif told.news and folder.ticket.silence_id and not self._skies.silence_over(claims, at):
            self._wake(folder, at)
        self._take(folder, claims, group, at)
        return folder

    def _take(
        self, folder: Folder, claims: list[AlertRow], group: SignalGroup, at: datetime
    ) -> None:
        homes, group_hash = self._shelf.homes, folder.ticket.group_hash
        merged = None if group_hash == group.hash else self._shelf.merged.get(group.hash)
        new = {alert.key: alert for alert in claims if alert.key not in folder.alerts}
        self._shelf.mention(folder, list(new.values()))
        for alert in claims:
            home = homes.get(alert.key)
            if home and home is not folder:
                self._let_go(home, alert)
            homes[alert.key] = folder
            folder.firing[alert.key] = alert.severity
            alert.merged_from_id = merged.pk if merged else None
        folder.alerts.update(new)
        if claims and group_hash == STORM_HASH:
            stands = self._skies.put(folder, group, at)
            self._shelf.gathered.update((alert.key, stands) for alert in claims)

    def _let_go(self, home: Folder, alert: AlertRow) -> None:
        """Another ticket has it now."""
        home.firing.pop(alert.key, None)
        if home.ticket.group_hash == STORM_HASH:
            home.alerts.discard(alert.key)
        self._shelf.touch(home)

    def _new(
        self, group: SignalGroup, claims: list[AlertRow], at: datetime, follows: Folder | None
    ) -> Folder:
        """A ticket of its own, or that of the storm where there are too many."""
        if not self._skies.gathers(claims, at):
            return self._open(group, claims, at, follows=follows)
        if storm := self._skies.storm:
            return storm
        whole = SignalGroup(key=STORM, title=STORM_TITLE, signals=())
        return self._open(whole, claims, at, follows=None)

    def _open(
        self, group: SignalGroup, claims: list[AlertRow], at: datetime, follows: Folder | None
    ) -> Folder:
        alike = {(one.severity, one.health): one for one in reversed(claims)}  # the first of each
        lead = min(alike.values(), key=lambda alert: alert.gravity)
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
            cause=self._cause(lead, follows),
            follows=follows.ticket if follows else None,
            opened_at=at,
            last_event_at=at,
        )
        folder = self._shelf.folders[group.hash] = Folder(ticket)
        if silence := self._skies.silence_over(claims, at):
            self._silence(folder, silence, at)
        else:
            self._tell(ticket, at, verb="open_ticket", alerts=len(claims))
            self._shelf.reach(ticket, at, OPENED)
        return folder

    def _cause(self, lead: AlertRow, follows: Folder | None) -> Cause | None:
        """What its rule says; else what came before had, for it is the same that comes again."""
        causes = self._shelf.causes
        return causes.named(lead.cause) or causes.by_pk(
            follows.ticket.cause_id if follows else None
        )

    def _reopen(self, folder: Folder, claims: list[AlertRow], at: datetime) -> None:
        ticket = folder.ticket
        ticket.state, ticket.resolved_at, ticket.resolved_by = Ticket.State.OPEN, None, None
        if not ticket.judged_over:
            ticket.severity = _worst(claims)
        ticket.acknowledged_at = None
        ticket.reopened += 1
        ticket.version += 1
        if silence := self._skies.silence_over(claims, at):
            self._silence(folder, silence, at)
            return
        self._tell(ticket, at, verb="reopen_ticket", alerts=len(claims))
        self._shelf.reach(ticket, at, REOPENED)
        if flap(ticket, at):
            self._tell(ticket, at, verb="flap_ticket", alerts=len(claims))

    def _silence(self, folder: Folder, silence: Silence, at: datetime) -> None:
        """It is there, and it interrupts nobody until the silence is over."""
        ticket = folder.ticket
        ticket.state, ticket.silence = Ticket.State.SNOOZED, silence
        ticket.snoozed_until = silence.ends_at
        self._tell(ticket, at, verb="silence_ticket", alerts=folder.count, reason=silence.reason)

    def _wake(self, folder: Folder, at: datetime) -> None:
        ticket = folder.ticket
        ticket.state, ticket.silence, ticket.snoozed_until = Ticket.State.OPEN, None, None
        ticket.version += 1
        self._tell(ticket, at, verb="wake_ticket", alerts=folder.count)
        self._shelf.reach(ticket, at, WOKE)

    def _end(self, folder: Folder, at: datetime) -> None:
        """Its alerts are over. One that flaps waits, to see whether they come back."""
        ticket = folder.ticket
        if ticket.flapping_at:
            return
        ticket.state, ticket.resolved_at = Ticket.State.RESOLVED, max(at, ticket.opened_at)
        ticket.silence, ticket.snoozed_until = None, None
        ticket.version += 1
        self._tell(ticket, at, verb="resolve_ticket", alerts=folder.count)

    def _hide(self, folder: Folder, hidden: int, told: Told, at: datetime) -> None:
        if at < folder.ticket.last_event_at:
            return  # an old delivery, digested once more: what it hid is of no interest
        if folder.ticket.alerts_hidden and not hidden:
            told.ended.add(folder)
        folder.ticket.alerts_hidden = hidden

    def _acknowledge(self, folder: Folder, group: SignalGroup, at: datetime) -> None:
        """Somebody took it up over there, or let go of it; old deliveries tell nothing of that."""
        told = [one.acknowledged for one in group.signals if one.acknowledged is not None]
        ticket = folder.ticket
        if not told or not folder.is_open or at < ticket.last_event_at:
            return
        if told[-1] and ticket.acknowledged_at is None:
            ticket.acknowledged_at = at
            self._tell(ticket, at, verb="acknowledge_ticket", alerts=folder.count)
        elif not told[-1] and ticket.acknowledged_at:
            ticket.acknowledged_at = None
            self._tell(ticket, at, verb="unacknowledge_ticket", alerts=folder.count)

    def _weigh(self, folder: Folder) -> None:
        """As bad as its worst alert that fires; what is out of sight counts as it did before."""
        if not folder.firing:
            return
        ticket = folder.ticket
        unseen = folder.ticket.alerts_hidden or folder.others_firing
        before = [ticket.judged_over or ticket.severity] if unseen else []
        now = worst({*folder.firing.values(), *before})
        if not ticket.judged_over:
            ticket.severity = now
        elif SCALE.index(now) < SCALE.index(ticket.judged_over):
            # Somebody judged what it was; it has become worse than that.
            ticket.severity, ticket.judged_over = worst([now, ticket.severity]), now

    def _count(self, folder: Folder, at: datetime) -> None:
        ticket = folder.ticket
        before = ticket.severity
        self._weigh(folder)
        is_worse = SCALE.index(ticket.severity) < SCALE.index(before)
        if is_worse and ticket.state == Ticket.State.SNOOZED and not ticket.silence_id:
            self._wake(folder, at)
        ticket.events += 1
        ticket.last_event_at = max(ticket.last_event_at, at)
        self._shelf.touch(folder)

    def _tell(self, ticket: Ticket, at: datetime, *, verb: str, alerts: int, **more: str) -> None:
        about = {"key": ticket.key, "title": ticket.title, "alerts": alerts, **more}
        self._shelf.tell(ticket, at, verb=verb, **about)


def _worst(claims: list[AlertRow]) -> str:
    return worst({alert.severity for alert in claims})


def _kept(group_key: str) -> str:
    """The key as it is shown; identity is its hash."""
    return group_key if len(group_key) <= 20_000 else f"{group_key[:20_000]}…"
