"""One interruption: what was asked, what became of it, and the time that it took."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.text import Truncator

from cycles.queries.findings import team_called
from planner.access import may_shield
from planner.kit.drawings import Entry
from planner.models import Member, Workspace
from planner.queries.activity import timeline_of
from support.models import Interruption
from support.queries.interruptions import cycle_interruptions, title_of, with_minutes
from support.queries.shield import AskCard, PastAsk, ask_cards, past_ask
from support.queries.time import TimePanel, interruption_time

_LONGEST: Final = 140


@dataclass(frozen=True)
class InterruptionPage:
    """``card`` while it waits, ``past`` afterwards; the shield is for whoever answers it."""

    shield_url: str
    title: str
    rest: str  # the question whole, where the title is only its beginning
    team: str
    card: AskCard | None
    past: PastAsk | None
    time: TimePanel
    timeline: tuple[Entry, ...]
    may_answer: bool


def interruption_page(
    interruption: Interruption, *, member: Member, now: datetime
) -> InterruptionPage:
    """``interruption`` comes from ``interruption_of``."""
    card = past = None
    title = Truncator(title_of(interruption)).chars(_LONGEST)
    if interruption.is_waiting:
        so_far = cycle_interruptions(interruption.cycle) if interruption.cycle else None
        card = next(iter(ask_cards([interruption], member, so_far, now)))
    else:
        past = past_ask(interruption, member, now)
    return InterruptionPage(
        shield_url=reverse("support:shield", args=[member.workspace.slug])
        if may_shield(member)
        else "",
        title=title,
        rest=interruption.asked if interruption.asked not in ("", title) else "",
        team=team_called(interruption.team) if interruption.team else "",
        card=card,
        past=past,
        time=interruption_time(interruption, member=member),
        timeline=timeline_of(interruption, workspace=member.workspace, zone=member.zone),
        may_answer=may_shield(member),
    )


def interruption_of(workspace: Workspace, pk: int) -> Interruption:
    """
    The workspace's interruption, with all whom it names.

    :raises Interruption.DoesNotExist: it is of no interruption here.
    """
    rows = with_minutes(Interruption.objects.filter(workspace=workspace).with_people())
    return rows.select_related("cycle__workspace").get(pk=pk)
