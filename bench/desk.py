"""
How long the desk takes with 10,000 open tickets, and a ticket with 500 alerts.

Measured in turns with a reference page of the same run: a bare Django view that renders 300
``.values()`` rows. Single times mean little on a shared machine: read the ratios.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import pages

OPEN, RESOLVED, ALERTS = 10_000, 20_000, 500


def fill() -> Any:
    """A workspace whose desk has run over; its first ticket has all the alerts."""
    from planner.actions.workspaces import create_workspace
    from planner.models import Member, Person
    from support.models import Alert, Source, Ticket

    now = datetime.now(UTC)
    manager = create_workspace(
        slug="bench", name="Bench", manager_email="haruka@example.org",
        manager_name="Haruka Mori", by=None, at=now,
    )  # fmt: skip
    workspace = manager.workspace
    people = [
        Person.objects.create(email=f"p{n}@example.org", name=f"Engineer {n}", created_at=now)
        for n in range(14)
    ]
    members = [
        Member.objects.create(workspace=workspace, person=one, role="member", joined_at=now)
        for one in people
    ]
    source = Source.objects.create(
        workspace=workspace, kind="alertmanager", name="prod-tokyo", created_at=now
    )
    kinds = (("alert", "work"), ("alert", "resource"), ("question", ""), ("request", ""))
    tickets = []
    for number in range(1, OPEN + RESOLVED + 1):
        kind, health = kinds[number % 4]
        is_open = number <= OPEN
        opened_at = now - timedelta(minutes=7 * number)
        tickets.append(
            Ticket(
                workspace=workspace, number=number, kind=kind, health=health,
                layer="node" if health else "", severity="warning" if health else "",
                source=source if health else None, group_hash=f"g{number}" if health else "",
                events=number % 50 if health else 0,
                title=f"p95 412 ms > 350 ms & more on edge-gateway-{number}",
                asker="" if health else "Team Checkout",
                assignee=members[number % 14] if number % 3 else None,
                state="open" if is_open else "resolved", opened_at=opened_at,
                resolved_at=None if is_open else opened_at + timedelta(hours=1),
                last_event_at=opened_at,
            )
        )  # fmt: skip
    Ticket.objects.bulk_create(tickets, batch_size=2_000)
    first = Ticket.objects.get(workspace=workspace, number=4)
    Alert.objects.bulk_create(
        Alert(
            source=source, ticket=first, key=f"key-{n}", name="KubeletRuntimeErrors",
            state="firing", severity="warning", layer="node", health="work",
            classified_by="labels", labels={"node": f"hm-{n}", "cluster": "prod-tokyo-1"},
            starts_at=now, last_seen_at=now,
        )
        for n in range(ALERTS)
    )  # fmt: skip
    return manager


def main() -> int:
    options = pages.options_of(__doc__)
    with pages.planner():
        person = fill().person
        asked = {
            "reference": pages.asked_by(person, pages.REFERENCE),
            "desk": pages.asked_by(person, "/w/bench/support/"),
            "list": pages.asked_by(person, "/w/bench/support/", **{"HX-Target": "queue"}),
            "ticket": pages.asked_by(person, "/w/bench/support/S-4"),
            "pane": pages.asked_by(person, "/w/bench/support/S-4", **{"HX-Target": "pane"}),
            "sources": pages.asked_by(person, "/w/bench/settings/sources/"),
        }
        times = pages.measure(asked, 5 if options.quick else 40)
    return pages.report(times, check=options.check)


if __name__ == "__main__":
    sys.exit(main())
