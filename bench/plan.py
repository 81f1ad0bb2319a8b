"""
How long Plan and Now take with 60 people, 15 teams and three years of cycles.

Measured in turns with a reference page of the same run: a bare Django view that renders 300
``.values()`` rows. Single times mean little on a shared machine: read the ratios.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

BAR = 4.0  # times the reference page
PEOPLE, TEAMS, CYCLES_BEFORE = 60, 15, 26
NOON = datetime(2026, 5, 21, 3, tzinfo=UTC)
ROWS = (
    "<table>{% for row in rows %}<tr><td>{{ row.number }}</td><td>{{ row.title }}</td>"
    "<td>{{ row.kind }}</td><td>{{ row.state }}</td><td>{{ row.opened_at }}</td></tr>"
    "{% endfor %}</table>"
)


def fill() -> object:
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
    Ticket.objects.bulk_create(
        Ticket(
            workspace=workspace, number=n, kind="question", title=f"Ticket {n}",
            opened_at=NOON - timedelta(hours=n), last_event_at=NOON,
        )
        for n in range(1, 2001)
    )  # fmt: skip
    return manager


def pages(manager: object) -> dict[str, Callable[[], object]]:
    from django.http import HttpResponse
    from django.template import engines
    from django.test import Client, RequestFactory

    from support.models import Ticket

    client = Client()
    client.force_login(manager.person)  # type: ignore[attr-defined]
    template = engines["django"].from_string(ROWS)

    def reference(request: object) -> HttpResponse:
        rows = Ticket.objects.values("number", "title", "kind", "state", "opened_at")[:300]
        return HttpResponse(template.render({"rows": list(rows)}))

    def ask(path: str) -> Callable[[], object]:
        def page() -> object:
            answer = client.get(path, HTTP_HOST="127.0.0.1")
            if answer.status_code != 200:
                raise SystemExit(f"{path} answered {answer.status_code}")
            return answer

        return page

    plain = RequestFactory().get("/")
    return {
        "reference": lambda: reference(plain),
        "plan": ask(f"/w/bench/plan/{CYCLES_BEFORE + 2}/"),
        "now": ask("/w/bench/"),
    }


def measure(asked: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    for page in asked.values():
        page()
    times: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(rounds):
        for name, page in asked.items():
            begun = time.perf_counter()
            page()
            times[name].append((time.perf_counter() - begun) * 1000)
    return times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="fail where the bar is missed")
    parser.add_argument("--quick", action="store_true", help="a smoke run")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sixweek-bench-") as folder:
        os.environ |= {
            "PLANNER_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "planner.settings",
            "PLANNER_LOG_LEVEL": "WARNING",
        }
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0, skip_checks=True)
        times = measure(pages(fill()), 5 if options.quick else 60)
    base = median(times["reference"])
    print(f"{'page':<12}{'median ms':>11}{'p95 ms':>9}{'ratio':>8}")
    ratios = {}
    for name, taken in times.items():
        ratios[name] = median(taken) / base
        p95 = quantiles(taken, n=20)[-1]
        print(f"{name:<12}{median(taken):>11.1f}{p95:>9.1f}{ratios[name]:>8.2f}")
    print(f"plan {ratios['plan']:.2f}x, now {ratios['now']:.2f}x of the reference page")
    missed = [name for name in ("plan", "now") if ratios[name] > BAR]
    if options.check and missed:
        print(f"missed: {', '.join(missed)} took more than {BAR:g} times the reference page")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
