"""What the report of a cycle says of the desk."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cycles.models import Cycle
from planner.kit.lists import listed
from planner.kit.markdown import render_markdown
from planner.kit.moments import duration
from planner.models import Workspace
from support.models import Ticket
from support.queries.report_interruptions import (
    InterruptionWords,
    interruption_account,
    interruption_words,
)


def desk_part(cycle: Cycle, *, last: date, at: datetime) -> dict[str, Any]:
    """All that the desk tells of a cycle up to its day ``last``, as plain JSON."""
    return desk_account(cycle.workspace, first=cycle.starts_on, last=last, at=at) | {
        "interruptions": interruption_account(cycle, at=at)
    }


def desk_account(workspace: Workspace, *, first: date, last: date, at: datetime) -> dict[str, Any]:
    """
    Our own tickets from one day to another, both included, as plain JSON; up to ``at``.

    ``first_answer_minutes`` is the median of those that were opened in these days and answered
    by somebody; nothing where nobody was.
    """
    begins = datetime.combine(first, time.min, workspace.zone)
    ends = min(datetime.combine(last + timedelta(days=1), time.min, workspace.zone), at)
    ours = Ticket.objects.filter(workspace=workspace).ours().order_by()
    opened = list(
        ours.filter(opened_at__gte=begins, opened_at__lte=ends).values_list(
            "kind", "health", "opened_at", "first_answer_at"
        )
    )
    waited = [
        (answered - asked).total_seconds() / 60
        for *_what, asked, answered in opened
        if answered and answered <= at
    ]
    return {
        "opened": len(opened),
        "resolved": ours.filter(resolved_at__gte=begins, resolved_at__lte=ends).count(),
        "left": ours.unresolved().count(),
        "by_kind": dict(Counter(kind for kind, *_more in opened)),
        "by_health": dict(
            Counter(
                health or Ticket.Health.UNCLASSIFIED
                for kind, health, *_times in opened
                if kind == Ticket.Kind.ALERT
            )
        ),
        "first_answer_minutes": round(median(waited)) if waited else None,
    }


@dataclass(frozen=True)
class DeskWords:
    """What arrived, by kind, and of the alerts by what they measure."""

    said: str
    kinds: tuple[tuple[str, int], ...]
    metrics: tuple[tuple[str, int], ...]
    handoff: str  # the note in Markdown, as it was when the cycle was closed
    handoff_shown: SafeString
    interruptions: InterruptionWords | None  # what was frozen before they were counted has none


def desk_words(account: Mapping[str, Any]) -> DeskWords:
    """Tell the desk's part of a report in the reader's language."""
    said = [
        ngettext("%(n)s ticket arrived", "%(n)s tickets arrived", account["opened"])
        % {"n": account["opened"]},
        _("%(n)s resolved") % {"n": account["resolved"]},
        _("%(n)s left open") % {"n": account["left"]},
    ]
    text = _("%(said)s.") % {"said": listed(said)}
    if account["first_answer_minutes"] is not None:
        wait = duration(timedelta(minutes=account["first_answer_minutes"]))
        answered = _("Half of them were answered within %(wait)s.") % {"wait": wait}
        text = f"{text} {answered}"
    handoff = account.get("handoff_told", {}).get(get_language(), account.get("handoff", ""))
    return DeskWords(
        text,
        _counted(Ticket.Kind, account["by_kind"]),
        _counted(Ticket.Health, account["by_health"]),
        handoff,
        render_markdown(handoff),
        interruption_words(account["interruptions"]) if "interruptions" in account else None,
    )


def _counted(
    choices: type[models.TextChoices], counts: Mapping[str, int]
) -> tuple[tuple[str, int], ...]:
    return tuple((str(one.label), counts[one.value]) for one in choices if counts.get(one.value))
