"""The causes that an epic is to end, and whether it did: their part of the page of the epic."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models import Epic
from cycles.queries.planned import number
from cycles.rules.calendar import Span
from planner.kit.dates import short_day
from planner.models import Member, Workspace
from support.models import Remedy
from support.queries.cause_costs import Costs, Past, costs, past_of
from support.queries.cause_drawing import CauseDrawing, cause_drawing
from support.queries.cause_rows import css_of, effect_of_epic
from support.queries.cause_words import effect_said, tickets_a_week_said
from support.queries.rotation import today_in
from support.rules.causes import CYCLES, Verdict


@dataclass(frozen=True)
class EpicCause:
    """``was`` is what it had cost when the epic was to end it; ``css`` colours the ``effect``."""

    name: str
    url: str
    was: str
    effect: str
    tickets: str
    css: str
    drawing: CauseDrawing


@dataclass(frozen=True)
class EpicCauses:
    causes: tuple[EpicCause, ...]


def epic_causes(epic: Epic, reader: Member, at: datetime) -> EpicCauses:
    """What the epic is to end, and whether it did. One query where it is made of no cause."""
    remedies = list(Remedy.objects.filter(epic=epic).select_related("cause").order_by("at", "pk"))
    if not remedies:
        return EpicCauses(())
    workspace = reader.workspace
    past = past_of(workspace, today_in(workspace, at))
    shipped_on = epic.shipped_at.astimezone(workspace.zone).date() if epic.shipped_at else None
    span = _around(past, shipped_on)
    found = costs(workspace, span, only=[row.cause_id for row in remedies])
    return EpicCauses(
        tuple(_epic_cause(row, epic, workspace, past, found, shipped_on) for row in remedies)
    )


def _around(past: Past, shipped_on: date | None) -> Span:
    """Two cycles on both sides of the shipping; up to today as long as it has not shipped."""
    most = timedelta(days=CYCLES * past.cycle)
    middle = shipped_on or past.today
    return Span(middle - most + timedelta(days=1), max(middle, min(past.today, middle + most)))


def _epic_cause(
    row: Remedy,
    epic: Epic,
    workspace: Workspace,
    past: Past,
    found: Costs,
    shipped_on: date | None,
) -> EpicCause:
    cause, tallies = row.cause, found.of(row.cause_id)
    effect = effect_of_epic(epic, tallies, workspace, past, found.span)
    is_told = effect and not effect.by_tickets and effect.verdict is not Verdict.TOO_EARLY
    return EpicCause(
        name=cause.name,
        url=reverse("support:cause", args=[workspace.slug, cause.pk]),
        was=_("%(days)s d over two cycles when it was decided, on %(day)s")
        % {"days": number(round(row.days, 1)), "day": short_day(row.at.astimezone(workspace.zone))},
        effect=effect_said(effect) if effect else "",
        tickets=tickets_a_week_said(effect) if effect and is_told else "",
        css=css_of(effect),
        drawing=cause_drawing(
            cause.name,
            tallies,
            found.span,
            shipped=[(shipped_on, epic.key)] if shipped_on else [],
            cycles=past.cycles,
        ),
    )
