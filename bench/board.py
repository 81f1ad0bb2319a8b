"""
How long a board of 300 cards takes, its part alone, and the move of one card on it.

Measured in turns with a reference page of the same run: a bare Django view that renders 300
``.values()`` rows. Single times mean little on a shared machine: read the ratios.
"""

import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import pages

CARDS, PEOPLE = 300, 3
LARGEST = 150_000  # bytes of HTML


def fill() -> Any:
    """A running cycle with one Big Epic, all of whose cards are still to do or being done."""
    from cycles.models import Bet, Cycle, CycleSettings, Epic, ScopeItem, Seat, Task, Team
    from cycles.rules.ranks import spread
    from planner.actions.workspaces import create_workspace
    from planner.models import Member, Person
    from support.models import Ticket

    now = datetime.now(UTC)
    manager = create_workspace(
        slug="bench", name="Bench", manager_email="haruka@example.org",
        manager_name="Haruka Mori", by=None, at=now,
    )  # fmt: skip
    workspace = manager.workspace
    CycleSettings.objects.filter(workspace=workspace).update(doing_limit=None)
    cycle = Cycle.objects.filter(workspace=workspace).order_by("number")[0]
    cycle.starts_on = now.date() - timedelta(days=20)
    cycle.ends_on, cycle.state = cycle.starts_on + timedelta(days=41), "active"
    cycle.started_at = now
    cycle.save()
    epic = Epic.objects.create(
        workspace=workspace, number=1, size="big", title="Ingress", origin="issue",
        created_at=now, state="exploring",
    )  # fmt: skip
    Bet.objects.create(cycle=cycle, epic=epic)
    team = Team.objects.create(cycle=cycle, kind="big", epic=epic)
    people = [
        Person.objects.create(email=f"p{n}@example.org", name=f"Ann Lee {n}", created_at=now)
        for n in range(PEOPLE)
    ]
    members = [
        Member.objects.create(
            workspace=workspace, role="member", joined_at=now, person=one
        )
        for one in people
    ]  # fmt: skip
    for member in members:
        Seat.objects.create(team=team, member=member, from_on=cycle.starts_on, to_on=cycle.ends_on)
    item = ScopeItem.objects.create(epic=epic, title="Drain, no dropped request", added_at=now)
    Task.objects.bulk_create(
        Task(
            workspace=workspace, number=n + 1, team=team, epic=epic, rank=rank,
            title=f"Move service {n} & its host to header routes",
            column=("todo", "doing", "review")[n % 3], assignee=members[n % PEOPLE],
            scope_item=item, column_since=now - timedelta(days=n % 9), created_at=now,
        )
        for n, rank in enumerate(spread(CARDS))
    )  # fmt: skip
    Ticket.objects.bulk_create(
        Ticket(
            workspace=workspace, number=n, kind="question", title=f"Ticket {n}",
            opened_at=now - timedelta(hours=n), last_event_at=now,
        )
        for n in range(1, 301)
    )  # fmt: skip
    return manager, team


def moving(person: Any, path: str, ids: list[int]) -> pages.Page:
    """Puts the last card of all to the front, again and again."""
    from django.test import Client

    client = Client(headers={"HX-Target": "board"})
    client.force_login(person)
    turn = count()

    def page() -> object:
        card = ids[-1 - next(turn) % 2]
        asked = {"moves": f"{card}:todo:before:{ids[0]}"}
        answer = client.post(f"{path}move/", asked, HTTP_HOST="127.0.0.1")
        if answer.status_code != 200:
            raise SystemExit(f"{path}move/ answered {answer.status_code}")
        return answer

    return page


def main() -> int:
    options = pages.options_of(__doc__)
    with pages.planner():
        from cycles.models import Task

        manager, team = fill()
        path = f"/w/bench/boards/{team.pk}/"
        whole = pages.asked_by(manager.person, path)
        ids = list(Task.objects.filter(team=team).order_by("rank").values_list("pk", flat=True))
        size = len(whole().content)  # type: ignore[attr-defined]
        asked = {
            "reference": pages.asked_by(manager.person, pages.REFERENCE),
            "board": whole,
            "part": pages.asked_by(manager.person, path, **{"HX-Target": "board"}),
            "move": moving(manager.person, path, ids),
        }
        times = pages.measure(asked, 5 if options.quick else 60)
    print(f"{size} bytes of HTML for {CARDS} cards")
    if options.check and size > LARGEST:
        print(f"missed: the board is larger than {LARGEST} bytes")
        return 1
    return pages.report(times, check=options.check)


if __name__ == "__main__":
    sys.exit(main())
