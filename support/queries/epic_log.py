"""What interrupted the team of an epic, or would have: its log on the page of the epic."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cycles.models import Bet, Cycle, Epic, Team
from cycles.queries.planned import number
from planner.access import may_work_the_desk
from planner.kit.dates import full_day, short_day
from planner.kit.lists import listed
from planner.models import Member, Workspace
from support.models import Interruption
from support.queries.interruptions import (
    cost_of,
    day_hours,
    marks_of,
    minutes_of,
    title_of,
    totals_of,
    with_minutes,
)
from support.queries.marks import totals_said
from support.queries.seats import release_seats_now
from support.queries.shield import asker_of, glyph_of, row_url

SHOWN_AT_ONCE: Final = 8  # the rest is folded
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class LogRow:
    """``by`` answered, ``answer`` is what; ``thought`` is the estimate where time replaced it."""

    day: str
    full_day: str
    who: str
    title: str
    url: str
    glyph: str
    css: str
    state: str
    by: str
    answer: str
    cost: str
    thought: str


@dataclass(frozen=True)
class EpicLog:
    """``ask_url`` is empty where nobody can be asked, ``walk_up_url`` for who sits elsewhere."""

    said: str
    of_whom: str
    rows: tuple[LogRow, ...]
    earlier: tuple[LogRow, ...]
    ask_url: str
    walk_up_url: str


def epic_log(epic: Epic, reader: Member, at: datetime) -> EpicLog:
    """The latest first. Small Epics share a team, so they share what it is asked. Three queries."""
    workspace, hours = epic.workspace, day_hours(epic.workspace)
    asked = Interruption.objects.filter(_of(epic), workspace=workspace).with_people()
    found = list(with_minutes(asked).order_by("-asked_at", "-pk"))
    totals = totals_of(marks_of(found, workspace, hours))
    rows = tuple(_row(one, workspace=workspace, hours=hours) for one in found)
    return EpicLog(
        listed([_("%(n)s asked") % {"n": totals.asked}, totals_said(totals)])
        if totals.asked
        else "",
        _("The Small Epics share a team.") if epic.size == Epic.Size.SMALL else "",
        rows[:SHOWN_AT_ONCE],
        rows[SHOWN_AT_ONCE:],
        *_ways_in(epic, reader, at),
    )


def _of(epic: Epic) -> Q:
    mine = Q(epic=epic)
    if epic.size == Epic.Size.SMALL:
        cycles = Bet.objects.filter(epic=epic).values("cycle")
        mine |= Q(team__kind=Team.Kind.SMALL, cycle__in=cycles)
    return mine


def _ways_in(epic: Epic, reader: Member, at: datetime) -> tuple[str, str]:
    """Where its team is asked, while it works; where one of the team says who came by."""
    if not may_work_the_desk(reader):
        return "", ""
    its = Q(kind=Team.Kind.BIG, epic=epic)
    if epic.size == Epic.Size.SMALL:
        its = Q(kind=Team.Kind.SMALL)
    seat = release_seats_now(epic.workspace, at).filter(member=reader, team=OuterRef("pk"))
    running = Bet.objects.filter(epic=epic, is_open=True, cycle__state=Cycle.State.ACTIVE)
    team = (
        Team.objects.filter(its, cycle__in=running.values("cycle"))
        .annotate(sits=Exists(seat))
        .values_list("pk", "sits")
        .first()
    )
    if team is None:
        return "", ""
    slug = epic.workspace.slug
    pk, sits = team
    walk_up = reverse("support:walk_up", args=[slug]) if sits else ""
    return f"{reverse('support:ask', args=[slug])}?team={pk}", walk_up


def _row(row: Interruption, *, workspace: Workspace, hours: Decimal) -> LogRow:
    on = (row.answered_at or row.asked_at).astimezone(workspace.zone).date()
    glyph, css = glyph_of(row)
    cost, thought = _cost(row, hours)
    return LogRow(
        day=short_day(on),
        full_day=full_day(on),
        who=asker_of(row) or row.asked_by.name,
        title=title_of(row),
        url=row_url(row, workspace),
        glyph=glyph,
        css=css,
        state=str(Interruption.State(row.state).label),
        by=row.answered_by.name if row.answered_by else "",
        answer=_answer(row),
        cost=cost,
        thought=thought,
    )


def _answer(row: Interruption) -> str:
    if row.given_to:
        return _("to %(name)s") % {"name": row.given_to.name}
    if row.answer:
        return Truncator(row.answer).chars(_LONGEST)
    thing = row.idea or row.ticket
    return thing.key if thing else ""


def _cost(row: Interruption, hours: Decimal) -> tuple[str, str]:
    """The time that is on it, and what was thought before; what is thought as long as none is."""
    if row.state not in Interruption.GOT_THROUGH:
        return "", ""
    days, thought = round(cost_of(row, hours), 1), row.estimate_days
    if not minutes_of(row):
        return _("about %(days)s d") % {"days": number(thought or Decimal(0))}, ""
    said = _("%(days)s d") % {"days": number(days)}
    if thought is None or round(thought, 1) == days:
        return said, ""
    return said, _("thought: %(days)s d") % {"days": number(thought)}
