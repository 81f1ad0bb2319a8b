"""
How long Plan, Now, the page of an epic and a board of 300 cards take with 60 people, 15 teams and
three years of cycles.

Measured in turns with a reference page of the same run: a bare Django view that renders 300
``.values()`` rows. Single times mean little on a shared machine: read the ratios.
"""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import pages

PEOPLE, TEAMS, CYCLES_BEFORE, CARDS = 60, 15, 26, 300
LARGEST = 150_000  # bytes of HTML
INTERRUPTIONS = 12  # of each release team in each cycle
NOON = datetime(2026, 5, 21, 3, tzinfo=UTC)


def fill() -> Any:
    """A workspace with its history, its running cycle and the next one, fully seated."""
    from cycles.models import Bet, Cycle, Epic, Seat, Team
    from planner.actions.workspaces import create_workspace
    from planner.models import Member, Person
    from support.models import Ticket

    manager = create_workspace(
        slug="bench", name="Bench", manager_email="haruka@example.org",
        manager_name="Haruka Mori", by=None, at=NOON,
    )  # fmt: skip
    workspace = manager.workspace
    Cycle.objects.filter(workspace=workspace).delete()
    people = [
        Person.objects.create(email=f"p{n}@example.org", name=f"Engineer {n}", created_at=NOON)
        for n in range(PEOPLE)
    ]
    members = [
        Member.objects.create(workspace=workspace, person=one, role="member", joined_at=NOON)
        for one in people
    ]
    first = date(2026, 4, 27) - timedelta(weeks=6 * CYCLES_BEFORE)
    for number in range(CYCLES_BEFORE + 27):
        state = "closed" if number < CYCLES_BEFORE else "draft"
        state = "active" if number == CYCLES_BEFORE else state
        starts_on = first + timedelta(weeks=6 * number)
        cycle = Cycle.objects.create(
            workspace=workspace, number=number + 1, starts_on=starts_on,
            ends_on=starts_on + timedelta(days=41), state=state,
            started_at=NOON if state in ("active", "closed") else None,
            closed_at=NOON if state == "closed" else None,
        )  # fmt: skip
        teams = [Team(cycle=cycle, kind=kind) for kind in ("small", "on_support")]
        for place in range(TEAMS - 2 if number <= CYCLES_BEFORE + 1 else 0):
            epic = Epic.objects.create(
                workspace=workspace, number=number * 20 + place + 1, size="big",
                title=f"Epic {place} of cycle {number}", origin="issue", created_at=NOON,
                state="shipped" if state == "closed" else "planned",
            )  # fmt: skip
            Bet.objects.create(cycle=cycle, epic=epic, position=place, is_open=state != "closed")
            teams.append(Team(cycle=cycle, kind="big", epic=epic))
        Team.objects.bulk_create(teams)
        if number <= CYCLES_BEFORE + 1:
            Seat.objects.bulk_create(
                Seat(
                    team=teams[n % len(teams)], member=member,
                    from_on=cycle.starts_on, to_on=cycle.ends_on,
                )
                for n, member in enumerate(members[number % PEOPLE :] + members[: number % PEOPLE])
            )  # fmt: skip
    _work(workspace, members)
    _interruptions(workspace, members)
    Ticket.objects.bulk_create(
        Ticket(
            workspace=workspace, number=n, kind="question", title=f"Ticket {n}",
            opened_at=NOON - timedelta(hours=n), last_event_at=NOON,
        )
        for n in range(1, 2001)
    )  # fmt: skip
    return manager


def _work(workspace: Any, members: list[Any]) -> None:
    """Leave of everybody, and the unknowns of all epics with what happened to them."""
    from cycles.models import Epic, HillPoint, Leave, ScopeItem, Unknown, UnknownStep

    Leave.objects.bulk_create(
        Leave(
            member=member,
            from_on=NOON.date() + timedelta(days=30 * part + n % 20),
            to_on=NOON.date() + timedelta(days=30 * part + n % 20 + 4),
        )
        for n, member in enumerate(members)
        for part in range(-12, 3)
    )
    epics = list(Epic.objects.filter(workspace=workspace))
    unknowns = Unknown.objects.bulk_create(
        Unknown(epic=epic, number=n, question=f"Question {n}", raised_at=NOON)
        for epic in epics
        for n in range(1, 11)
    )
    steps = [("open", 20), ("investigating", 15), ("open", 9)]
    UnknownStep.objects.bulk_create(
        UnknownStep(unknown=one, state=state, at=NOON - timedelta(days=days))
        for one in unknowns
        for state, days in steps
    )
    ScopeItem.objects.bulk_create(
        ScopeItem(epic=epic, title=f"Part {n}", kind="must", position=n, added_at=NOON)
        for epic in epics
        for n in range(8)
    )
    HillPoint.objects.bulk_create(
        HillPoint(epic=epic, place=10 * n, at=NOON - timedelta(days=20 - n))
        for epic in epics
        for n in range(5)
    )


def _interruptions(workspace: Any, members: list[Any]) -> None:
    """Of each team that works or has worked: one in three was let through."""
    from cycles.models import Team
    from support.models import Interruption, TimeEntry

    rows = [
        Interruption(
            workspace=workspace, cycle=team.cycle, team=team, epic=team.epic, asked=f"Why {n}?",
            asked_by=members[n], answered_by=members[0], asked_at=at, answered_at=at,
            state="answered" if n % 3 else "let_through",
            given_to=None if n % 3 else members[n], estimate_days=None if n % 3 else 1,
        )
        for team in Team.objects.filter(
            cycle__workspace=workspace, cycle__state__in=["active", "closed"]
        ).exclude(kind="on_support").select_related("cycle", "epic")
        for n in range(INTERRUPTIONS)
        for at in [NOON - timedelta(days=n * 2, weeks=6 * (CYCLES_BEFORE + 1 - team.cycle.number))]
    ]  # fmt: skip
    Interruption.objects.bulk_create(rows)
    TimeEntry.objects.bulk_create(
        TimeEntry(
            workspace=workspace, member=row.given_to, on=row.asked_at.date(), minutes=240,
            interruption=row, logged_at=NOON, logged_by=row.given_to,
        )
        for row in rows
        if row.given_to
    )  # fmt: skip


def _cards(workspace: Any) -> Any:
    """The board of one team is full, that of another has a card for each part of its scope."""
    from cycles.models import ScopeItem, Task, Team
    from cycles.rules.ranks import spread

    teams = Team.objects.filter(cycle__workspace=workspace, cycle__state="active", kind="big")
    full, other = teams.order_by("pk")[:2]
    number = 0
    for team, count in ((full, CARDS), (other, 8)):
        items = list(ScopeItem.objects.filter(epic=team.epic))
        cards = []
        for n, rank in enumerate(spread(count)):
            number += 1
            cards.append(
                Task(
                    workspace=workspace, number=number, team=team, epic=team.epic, rank=rank,
                    title=f"Card {n}", column=("todo", "doing", "review")[n % 3],
                    scope_item=items[n % len(items)], column_since=NOON, created_at=NOON,
                )
            )  # fmt: skip
        Task.objects.bulk_create(cards)
    return full, other


def main() -> int:
    options = pages.options_of(__doc__)
    with pages.planner():
        manager = fill()
        person, (full, other) = manager.person, _cards(manager.workspace)
        asked = {
            "reference": pages.asked_by(person, pages.REFERENCE),
            "plan": pages.asked_by(person, f"/w/bench/plan/{CYCLES_BEFORE + 2}/"),
            "now": pages.asked_by(person, "/w/bench/"),
            "epic": pages.asked_by(person, f"/w/bench/epics/{other.epic.key}/"),
            "board": pages.asked_by(person, f"/w/bench/boards/{full.pk}/"),
        }
        sizes = {name: len(page().content) for name, page in asked.items()}
        times = pages.measure(asked, 5 if options.quick else 60)
    print(", ".join(f"{name} {size} bytes" for name, size in sizes.items()))
    large = [name for name, size in sizes.items() if size > LARGEST]
    if options.check and large:
        print(f"missed: {', '.join(large)} larger than {LARGEST} bytes")
        return 1
    return pages.report(times, check=options.check)


if __name__ == "__main__":
    sys.exit(main())
