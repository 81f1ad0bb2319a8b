"""Three years of what came to a workspace: tickets, interruptions, and the time that they took."""

from datetime import timedelta
from typing import Any

from bench.years import MONDAY, NOW, TODAY, Size, began

DAYS = 3 * 365
KINDS = ("question", "request", "alert", "alert")
TITLES = (
    "How do I get a preview environment", "Quota for checkout", "KubeletRuntimeErrors on hm",
    "証明書の更新", "Terraform plan waits for an hour", "p95 412 ms > 350 ms on edge-gateway",
)  # fmt: skip
TEAMS = ("Checkout", "Search", "決済", "Mobile", "Catalog", "")


def fill_work(manager: Any, size: Size) -> None:
    """And the ledgers of the cycles that are over are kept, and some causes are to be ended."""
    from planner.models import Member
    from support.actions.ratio import keep_ratios
    from support.models import Cause

    workspace = manager.workspace
    members = list(Member.objects.filter(workspace=workspace).order_by("pk"))
    causes = list(Cause.objects.filter(workspace=workspace).order_by("pk"))
    tickets = _tickets(workspace, size, causes)
    through = _interruptions(workspace, size, members, causes)
    _leave(members)
    _entries(workspace, size, members, tickets, through)
    while keep_ratios(at=NOW):
        pass
    _remedies(manager, causes)


def _tickets(workspace: Any, size: Size, causes: list[Any]) -> list[Any]:
    """One in four has no cause; alerts come again under few names."""
    from support.models import Source, Ticket, TicketWords
    from support.rules.words import words_of

    source = Source.objects.create(
        workspace=workspace, kind="alertmanager", name="prod-tokyo", created_at=NOW
    )
    tickets = Ticket.objects.bulk_create(
        (_ticket(workspace, size, source, n, causes) for n in range(size.tickets)),
        batch_size=2_000,
    )
    TicketWords.objects.bulk_create(
        (
            TicketWords(
                ticket=one, workspace=workspace, words=words_of([str(one.number), one.title]),
                alert_name=f"Alert{one.number % 40}" if one.source_id else "",
            )
            for one in tickets
        ),
        batch_size=2_000,
    )  # fmt: skip
    return tickets


def _ticket(workspace: Any, size: Size, source: Any, n: int, causes: list[Any]) -> Any:
    from support.models import Ticket

    kind, is_open = KINDS[n % 4], n % (size.tickets // 14) == 0
    opened_at = NOW - timedelta(days=DAYS) * n / size.tickets
    return Ticket(
        workspace=workspace, number=n + 1, kind=kind, title=f"{TITLES[n % 6]} {n % 500}",
        source=source if kind == "alert" else None,
        group_hash=f"g{n}" if kind == "alert" else "",
        cause=causes[n % len(causes)] if n % 4 else None,
        state="open" if is_open else "resolved", opened_at=opened_at, last_event_at=opened_at,
        resolved_at=None if is_open else opened_at + timedelta(hours=1),
    )  # fmt: skip


def _interruptions(workspace: Any, size: Size, members: list[Any], causes: list[Any]) -> list[Any]:
    """Twelve of each release team in each cycle; one in three was let through."""
    from cycles.models import Team
    from support.models import Interruption

    teams = Team.objects.filter(cycle__workspace=workspace, cycle__state__in=["active", "closed"])
    return Interruption.objects.bulk_create(
        (
            Interruption(
                workspace=workspace, cycle=team.cycle, team=team, epic=team.epic, asked=f"Why {n}?",
                asker_team=TEAMS[n % 6], cause=causes[n % len(causes)] if n % 5 else None,
                asked_by=members[1], answered_by=members[0], asked_at=at, answered_at=at,
                state="answered" if n % 3 else "let_through",
                given_to=None if n % 3 else members[(n + team.pk) % len(members)],
                estimate_days=None if n % 3 else 1,
            )
            for team in teams.exclude(kind="on_support").select_related("cycle", "epic")
            for n in range(12)
            for at in [min(began(size, team.cycle.number) + timedelta(days=3 * n), NOW)]
        ),
        batch_size=1_000,
    )  # fmt: skip


def _leave(members: list[Any]) -> None:
    from cycles.models import Leave

    Leave.objects.bulk_create(
        Leave(
            member=member,
            from_on=MONDAY + timedelta(days=30 * part + n % 20),
            to_on=MONDAY + timedelta(days=30 * part + n % 20 + 4),
        )
        for n, member in enumerate(members)
        for part in range(-36, 3)
    )


def _entries(
    workspace: Any, size: Size, members: list[Any], tickets: list[Any], through: list[Any]
) -> None:
    """Of a quarter of an hour to two hours; one in eight for what was let through."""
    from support.models import TimeEntry

    given = [one for one in through if one.given_to_id]

    def entry(n: int) -> Any:
        ticket = tickets[n * len(tickets) // size.entries]
        ask = given[n % len(given)] if n % 8 == 0 else None
        member = ask.given_to if ask else members[n % len(members)]
        on = ask.asked_at.date() if ask else ticket.opened_at.date()
        return TimeEntry(
            workspace=workspace, member=member, on=min(on, TODAY), minutes=15 + 15 * (n % 8),
            ticket=None if ask else ticket, interruption=ask, logged_at=NOW, logged_by=member,
        )  # fmt: skip

    TimeEntry.objects.bulk_create((entry(n) for n in range(size.entries)), batch_size=2_000)


def _remedies(manager: Any, causes: list[Any]) -> None:
    """One that shipped two cycles ago, one that is worked on, and one that lies ahead."""
    from cycles.models import Epic
    from support.actions.remedies import end_cause_by

    epics = Epic.objects.filter(workspace=manager.workspace).order_by("-number")
    for cause, state in zip(causes, ("shipped", "exploring", "candidate"), strict=False):
        epic = epics.filter(state=state).first()
        end_cause_by(cause=cause, epic=epic, by=manager, at=NOW)
