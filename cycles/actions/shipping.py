"""While a cycle runs: Small Epics begin when their turn comes, and epics are shipped."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.actions.refusals import Refusal
from cycles.actions.work import (
    lock_epic,
    lock_live_epic,
    note_change,
    refuse_unknowns,
    running_bet,
    standing_promise,
    today_of,
)
from cycles.models import Bet, Epic, ScopeItem
from planner.models import Member


class AlreadyBegun(Refusal):
    """Work on it has begun."""


class NotBegun(Refusal):
    """Its turn has not come."""


class MustIsLeft(Refusal):
    """What is must is built or cut before it ships."""


class NotShipped(Refusal):
    """There is nothing to take back."""


@transaction.atomic
def begin_epic(*, epic: Epic, by: Member | None, at: datetime) -> Bet:
    """
    Its turn has come: work on a Small Epic begins today. A Big Epic begins with its cycle.

    :raises EpicHasEnded: it was shipped or dropped.
    :raises EpicIsNotRunning: no cycle that runs bets on it.
    :raises AlreadyBegun: since when is said.
    """
    epic = lock_live_epic(epic)
    bet = running_bet(epic)
    if bet.began_on:
        raise AlreadyBegun(_("Work on %(epic)s has begun already.") % {"epic": epic.title})
    bet.began_on = max(today_of(epic, at), bet.cycle.starts_on)
    bet.save(update_fields=["began_on"])
    note_change("begin_epic", epic, epic, by, at, began_on=bet.began_on.isoformat())
    return bet


@transaction.atomic
def let_epic_wait(*, epic: Epic, by: Member | None, at: datetime) -> Bet:
    """
    Take back that a Small Epic has begun: its turn has not come.

    :raises EpicHasEnded: it was shipped or dropped.
    :raises EpicIsNotRunning: no cycle that runs bets on it.
    :raises NotBegun: it has not, or begins with its cycle and cannot wait.
    """
    epic = lock_live_epic(epic)
    bet = running_bet(epic)
    if not bet.began_on or epic.size == Epic.Size.BIG:
        raise NotBegun(_("Only a Small Epic that has begun can wait for its turn again."))
    bet.began_on = None
    bet.save(update_fields=["began_on"])
    note_change("let_epic_wait", epic, epic, by, at)
    return bet


@transaction.atomic
def ship_epic(*, epic: Epic, by: Member | None, at: datetime) -> Epic:
    """
    It is out there. What was must is built, and no unknown is left.

    :raises EpicHasEnded: it was shipped or dropped before.
    :raises EpicIsNotRunning: no cycle that runs bets on it.
    :raises NotBegun: nobody has worked on it.
    :raises UnknownsAreLeft: one of them could still sink it.
    :raises MustIsLeft: build or cut it first.
    """
    epic = lock_live_epic(epic)
    if not running_bet(epic).began_on:
        raise NotBegun(_("%(epic)s has not begun.") % {"epic": epic.title})
    refuse_unknowns(epic)
    _refuse_must(epic)
    epic.state, epic.shipped_at = Epic.State.SHIPPED, at
    return _changed(epic, "ship_epic", by, at)


@transaction.atomic
def unship_epic(*, epic: Epic, by: Member | None, at: datetime) -> Epic:
    """
    Take back that it was shipped, until its cycle closes.

    :raises NotShipped: it was not.
    :raises EpicIsNotRunning: its cycle is over.
    """
    epic = lock_epic(epic)
    if epic.state != Epic.State.SHIPPED:
        raise NotShipped(_("%(epic)s is not shipped.") % {"epic": epic.title})
    running_bet(epic)
    committed = standing_promise(epic) is not None
    epic.state = Epic.State.COMMITTED if committed else Epic.State.EXPLORING
    epic.shipped_at = None
    return _changed(epic, "unship_epic", by, at)


def _refuse_must(epic: Epic) -> None:
    left = epic.scope_items.filter(kind=ScopeItem.Kind.MUST, done_at=None).count()
    if left:
        raise MustIsLeft(
            ngettext(
                "%(n)s item of the scope is must and not built: build or cut it first.",
                "%(n)s items of the scope are must and not built: build or cut them first.",
                left,
            )
            % {"n": left}
        )


def _changed(epic: Epic, verb: str, by: Member | None, at: datetime) -> Epic:
    epic.version += 1
    epic.save(update_fields=["state", "shipped_at", "version"])
    note_change(verb, epic, epic, by, at)
    return epic
