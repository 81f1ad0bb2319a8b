"""Everything that may happen to an epic before its cycle starts."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cycles.actions.locks import lock_calendar, lock_plan, touch
from cycles.actions.refusals import Refusal
from cycles.models import Bet, Cycle, Epic, Team, Theme
from planner.activity import record
from planner.edits import changes_of
from planner.models import Member, Workspace

NOT_YET_BEGUN = (Epic.State.IDEA, Epic.State.CANDIDATE, Epic.State.PARKED)


class VisionNeedsTheme(Refusal):
    """A vision-based epic belongs to a theme of the roadmap."""


class EpicAlreadyChosen(Refusal):
    """It is bet on in a cycle, and only in one at a time."""


class EpicHasEnded(Refusal):
    """What was shipped or dropped is not bet on again."""


class EpicIsNotChosen(Refusal):
    """The cycle has no bet on it."""


@transaction.atomic
def create_epic(
    *,
    workspace: Workspace,
    title: str,
    size: str,
    origin: str,
    by: Member | None,
    at: datetime,
    theme: Theme | None = None,
    summary: str = "",
    state: str = Epic.State.CANDIDATE,
) -> Epic:
    """
    Write down a thing worth shipping; it gets the next key.

    :raises VisionNeedsTheme: its origin is the vision, and no theme is given.
    """
    _refuse_vision_without_theme(origin, theme.pk if theme else None)
    settings = lock_calendar(workspace)
    settings.epics_numbered += 1
    settings.save(update_fields=["epics_numbered"])
    epic = Epic.objects.create(
        workspace=workspace,
        number=settings.epics_numbered,
        title=title,
        summary=summary,
        size=size,
        origin=origin,
        theme=theme,
        state=state,
        created_at=at,
        created_by=by,
    )
    record(workspace=workspace, verb="create_epic", thing=epic, by=by, at=at, title=title)
    return epic


@transaction.atomic
def write_into_plan(*, cycle: Cycle, by: Member | None, at: datetime, **epic: Any) -> Epic:
    """
    Write an epic down and choose it for the cycle at once: both, or neither.

    :raises VisionNeedsTheme: as ``create_epic``.
    :raises CycleIsLocked: as ``choose_epic``.
    """
    made = create_epic(by=by, at=at, **epic)
    choose_epic(cycle=cycle, epic=made, by=by, at=at)
    return made


@transaction.atomic
def edit_epic(
    *,
    epic: Epic,
    version: int,
    wanted: Mapping[str, Any],
    by: Member | None,
    at: datetime,
) -> Epic:
    """
    Change ``title``, ``summary``, ``size``, ``origin`` or ``theme_id``.

    :raises ChangedMeanwhile: somebody else changed the same fields since ``version``.
    :raises EpicAlreadyChosen: its size decides its team, so it stays while it is bet on.
    :raises VisionNeedsTheme: it would be vision-based without a theme.
    """
    epic = Epic.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=epic.pk)
    changes = changes_of(epic, version=version, wanted=wanted)
    if not changes:
        return epic
    if "size" in changes:
        _refuse_chosen(epic)
    for name, (_before, after) in changes.items():
        setattr(epic, name, after)
    _refuse_vision_without_theme(epic.origin, epic.theme_id)
    epic.version += 1
    epic.save(update_fields=[*changes, "version"])
    record(
        workspace=epic.workspace,
        verb="edit_epic",
        thing=epic,
        by=by,
        at=at,
        title=epic.title,
        version=epic.version,
        changes=changes,
        themes=_names_of_themes(changes.get("theme_id", ())),
    )
    return epic


def _names_of_themes(ids: Iterable[int | None]) -> dict[str, str]:
    """As they are called now: the log tells of them for ever."""
    return {str(theme.pk): theme.name for theme in Theme.objects.filter(pk__in=filter(None, ids))}


@transaction.atomic
def choose_epic(*, cycle: Cycle, epic: Epic, by: Member | None, at: datetime) -> Bet:
    """
    Bet on an epic in a cycle; a Big Epic brings its own, empty team.

    :raises CycleIsLocked: the cycle has begun.
    :raises EpicAlreadyChosen: it is bet on, here or in another cycle.
    :raises EpicHasEnded: it was shipped or dropped.
    """
    cycle = lock_plan(cycle)
    epic = Epic.objects.select_for_update(of=("self",)).get(pk=epic.pk)
    _refuse_chosen(epic)
    if epic.state in Epic.ENDED:
        raise EpicHasEnded(
            _("%(epic)s has ended: it was shipped or dropped.") % {"epic": epic.title}
        )
    last = cycle.bets.aggregate(last=Max("position"))["last"]
    bet = Bet.objects.create(epic=epic, cycle=cycle, position=0 if last is None else last + 1)
    if epic.size == Epic.Size.BIG:
        Team.objects.create(cycle=cycle, kind=Team.Kind.BIG, epic=epic)
    if epic.state in NOT_YET_BEGUN:
        epic.state = Epic.State.PLANNED
        epic.version += 1
        epic.save(update_fields=["state", "version"])
    touch(cycle)
    _record_bet("choose_epic", epic, cycle, by, at)
    return bet


@transaction.atomic
def remove_epic(*, cycle: Cycle, epic: Epic, by: Member | None, at: datetime) -> None:
    """
    Take an epic out of a cycle that has not begun; the people of a Big Epic are free again.

    :raises CycleIsLocked: the cycle has begun.
    :raises EpicIsNotChosen: there is no bet on it in this cycle.
    """
    cycle = lock_plan(cycle)
    epic = Epic.objects.select_for_update(of=("self",)).get(pk=epic.pk)
    bet = _bet_on(cycle, epic)
    bet.delete()
    Team.objects.filter(cycle=cycle, epic=epic).delete()
    if epic.state == Epic.State.PLANNED:
        epic.state = Epic.State.CANDIDATE
        epic.version += 1
        epic.save(update_fields=["state", "version"])
    touch(cycle)
    _record_bet("remove_epic", epic, cycle, by, at)


@transaction.atomic
def move_epic(*, cycle: Cycle, epic: Epic, by: Member | None, at: datetime, places: int) -> None:
    """
    Move an epic among those of its size: earlier by negative places, later by positive ones.

    :raises CycleIsLocked: the cycle has begun.
    :raises EpicIsNotChosen: there is no bet on it in this cycle.
    """
    cycle = lock_plan(cycle)
    _bet_on(cycle, epic)
    bets = list(Bet.objects.filter(cycle=cycle, epic__size=epic.size).order_by("position", "pk"))
    slots = sorted(bet.position for bet in bets)
    old = next(place for place, bet in enumerate(bets) if bet.epic_id == epic.pk)
    new = min(max(old + places, 0), len(bets) - 1)
    if new == old:
        return
    bets.insert(new, bets.pop(old))
    for position, bet in zip(slots, bets, strict=True):
        bet.position = position
    Bet.objects.bulk_update(bets, ["position"])
    touch(cycle)
    _record_bet("move_epic", epic, cycle, by, at, place=new + 1)


def _bet_on(cycle: Cycle, epic: Epic) -> Bet:
    bet = Bet.objects.filter(cycle=cycle, epic=epic).first()
    if bet is None:
        raise EpicIsNotChosen(
            _("%(epic)s is not in cycle %(number)s.") % {"epic": epic.title, "number": cycle.number}
        )
    return bet


def _refuse_chosen(epic: Epic) -> None:
    bet = Bet.objects.filter(epic=epic, is_open=True).select_related("cycle").first()
    if bet:
        raise EpicAlreadyChosen(
            _("%(epic)s is in cycle %(number)s.") % {"epic": epic.title, "number": bet.cycle.number}
        )


def _refuse_vision_without_theme(origin: str, theme: int | None) -> None:
    if origin == Epic.Origin.VISION and theme is None:
        raise VisionNeedsTheme(_("A vision-based epic belongs to a theme: choose one."))


def _record_bet(
    verb: str, epic: Epic, cycle: Cycle, by: Member | None, at: datetime, **data: Any
) -> None:
    record(
        workspace=cycle.workspace,
        verb=verb,
        thing=epic,
        within=cycle,
        by=by,
        at=at,
        title=epic.title,
        cycle=cycle.number,
        **data,
    )
