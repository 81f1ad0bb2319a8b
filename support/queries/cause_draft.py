"""The epic that would end a cause, as its form begins."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from planner.kit.dates import day_range
from support.models import Cause
from support.queries.cause_costs import costs, past_of
from support.queries.cause_tickets import tickets_as_markdown, tickets_behind
from support.queries.cause_words import cost_said
from support.queries.rotation import today_in


@dataclass(frozen=True)
class Draft:
    """What the form of a new epic begins with."""

    title: str
    summary: str


def draft_of(cause: Cause, *, now: datetime) -> Draft:
    """The epic that would end the cause: its tickets and what they cost, as Markdown."""
    workspace = cause.workspace
    past = past_of(workspace, today_in(workspace, now))
    total = costs(workspace, past.counted, only=[cause.pk]).total(cause.pk)
    said = _("“%(cause)s” cost %(cost)s over two cycles (%(over)s).") % {
        "cause": cause.name,
        "cost": cost_said(total.days, total.tickets),
        "over": day_range(past.counted.starts_on, past.counted.ends_on),
    }
    tickets = tickets_as_markdown(tickets_behind(cause, past.today), workspace)
    title = _("End “%(cause)s”") % {"cause": cause.name}
    return Draft(title[:120], f"{said}\n\n{tickets}".strip())
