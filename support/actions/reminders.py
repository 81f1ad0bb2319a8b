"""
What the shield tells: the manager of questions, and of those that wait; others of answers, and of
the time that is missing on what was let through to them.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction

from cycles.models import Cycle
from planner.models import Activity, Member, Workspace
from support.actions.notices import News, tell_all
from support.models import Interruption
from support.queries.interruptions import day_hours, minutes_of, with_minutes
from support.queries.listeners import managers
from support.queries.waiting import hours_of
from support.rules import hearing
from support.rules.shield import is_overdue, is_time_due


def news_of_the_shield(activity: Activity, asked: Interruption) -> Iterator[News]:
    """Managers hear of a question; its person of what is let through, and whoever asked it."""
    key, by = str(activity.pk), activity.by
    match activity.verb:
        case "ask_release_team":
            to = managers(asked.workspace)
            yield News(hearing.ASK, to, by=by, key=key, facts=_facts(asked))
        case "let_through" if asked.given_to:
            facts = _facts(asked, days=activity.data["days"])
            yield News(hearing.LET_THROUGH, [asked.given_to], by=by, key=key, facts=facts)
            yield _answered(activity, asked)
        case "take_answer_back":
            facts = _facts(asked, key="", is_back=True)
            if had := activity.data.get("had"):
                to = list(Member.objects.filter(workspace=asked.workspace, pk=had))
                yield News(hearing.LET_THROUGH, to, by=by, key=key, facts=facts)
            yield News(hearing.ANSWERED, [asked.asked_by], by=by, key=key, facts=facts)
        case "answer_for_team" | "redirect_to_desk" | "leave_for_next_cycle":
            yield _answered(activity, asked)


def _answered(activity: Activity, asked: Interruption) -> News:
    facts = _facts(asked, key="", text=asked.answer, answer=asked.state)
    key, to = str(activity.pk), [asked.asked_by]
    return News(hearing.ANSWERED, to, by=activity.by, key=key, facts=facts)


def _facts(asked: Interruption, **more: Any) -> dict[str, Any]:
    return {"title": asked.asked[:200], "ask": asked.pk, "path": asked.get_absolute_url(), **more}


def remind_of_asks(*, at: datetime) -> int:
    """
    Tell managers of questions that wait for too long, in all workspaces; how many those are.

    May run at any time and twice: of each question they are told once.
    """
    rows = Interruption.objects.waiting().order_by("pk").select_related("workspace")
    of_workspace: dict[Workspace, list[Interruption]] = {}
    for asked in rows:
        of_workspace.setdefault(asked.workspace, []).append(asked)
    return sum(_remind(workspace, asks, at) for workspace, asks in of_workspace.items())


def remind_of_time(*, at: datetime) -> int:
    """
    Tell whoever was let through something, in a cycle that runs, that no time is logged on it a
    working day after it should be done; in all workspaces; how many those are.

    May run at any time and twice: of each they are told once.
    """
    rows = with_minutes(Interruption.objects.filter(state=Interruption.State.LET_THROUGH))
    rows = rows.filter(cycle__state=Cycle.State.ACTIVE)
    of_workspace: dict[Workspace, list[Interruption]] = {}
    for row in rows.select_related("workspace", "given_to__person").order_by("pk"):
        if not minutes_of(row):
            of_workspace.setdefault(row.workspace, []).append(row)
    return sum(_remind_of_time(workspace, rows, at) for workspace, rows in of_workspace.items())


@transaction.atomic
def _remind_of_time(workspace: Workspace, rows: list[Interruption], at: datetime) -> int:
    hours, day = hours_of(workspace), day_hours(workspace)
    news = [
        News(
            hearing.TIME_DUE,
            [row.given_to],
            # Let through once more after it was taken back, it is another time.
            key=f"{row.pk} {row.answered_at.isoformat()}",
            facts=_facts(row, days=f"{row.estimate_days.normalize():f}"),
        )
        for row in rows
        if row.given_to
        and row.answered_at
        and row.estimate_days
        and is_time_due(row.answered_at, row.estimate_days, at, hours=hours, day_hours=day)
    ]
    tell_all(workspace=workspace, news=news, at=at)
    return len(news)


@transaction.atomic
def _remind(workspace: Workspace, asks: list[Interruption], at: datetime) -> int:
    hours, to = hours_of(workspace), managers(workspace)
    late = [asked for asked in asks if is_overdue(asked.asked_at, at, hours)]
    news = [
        News(
            hearing.ASK_WAITS,
            to,
            # Asked anew after an answer was taken back, it is another time to wait.
            key=f"{asked.pk} {asked.version}",
            facts=_facts(asked, minutes=int((at - asked.asked_at).total_seconds() // 60)),
        )
        for asked in late
    ]
    tell_all(workspace=workspace, news=news, at=at)
    return len(late)
