"""
How long the desk takes with 100,000 tickets and 1,000,000 alerts in the tables: its list, a search
of it, a filtered list, and the page of a ticket.

Measured in turns with a reference page of the same run: a bare Django view that renders 300
``.values()`` rows. Single times mean little on a shared machine: read the ratios. The desk and a
ticket may take four times the reference, a search six times.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import pages

TICKETS, OPEN, ALERTS_EACH = 100_000, 10_000, 10
QUICK = 50  # times fewer
SEARCH = 6.0  # times the reference page
NOW = datetime.now(UTC)
KINDS = (("alert", "work"), ("alert", "resource"), ("question", ""), ("request", ""))
WORDS = ("edge-gateway", "KubeletRuntimeErrors", "障害", "証明書の更新", "quota", "containerd")


def fill(scale: int) -> Any:
    """A workspace whose desk has run over; its first ticket has many alerts."""
    from planner.actions.workspaces import create_workspace
    from planner.models import Member, Person
    from support.models import Source

    manager = create_workspace(
        slug="bench", name="Bench", manager_email="haruka@example.org",
        manager_name="Haruka Mori", by=None, at=NOW,
    )  # fmt: skip
    workspace = manager.workspace
    people = [
        Person.objects.create(email=f"p{n}@example.org", name=f"Engineer {n}", created_at=NOW)
        for n in range(14)
    ]
    members = [
        Member.objects.create(workspace=workspace, person=one, role="member", joined_at=NOW)
        for one in people
    ]
    source = Source.objects.create(
        workspace=workspace, kind="alertmanager", name="prod-tokyo", created_at=NOW
    )
    _tickets(workspace, members, source, TICKETS // scale, OPEN // scale)
    _alerts(source, TICKETS // scale * ALERTS_EACH)
    _words(workspace)
    return manager


def _tickets(workspace: Any, members: list[Any], source: Any, count: int, still_open: int) -> None:
    from support.models import Ticket

    Ticket.objects.bulk_create(
        (
            _ticket(workspace, members, source, number, is_open=number <= still_open)
            for number in range(1, count + 1)
        ),
        batch_size=2_000,
    )


def _ticket(workspace: Any, members: list[Any], source: Any, number: int, *, is_open: bool) -> Any:
    from support.models import Ticket

    kind, health = KINDS[number % 4]
    opened_at = NOW - timedelta(minutes=7 * number)
    return Ticket(
        workspace=workspace, number=number, kind=kind, health=health,
        layer="node" if health else "", severity="warning" if health else "",
        source=source if health else None, group_hash=f"g{number}" if health else "",
        events=number % 50 if health else 0,
        title=f"p95 412 ms > 350 ms & more on {WORDS[number % 6]} {number}",
        asker="" if health else "Team Checkout",
        assignee=members[number % 14] if number % 3 else None,
        state="open" if is_open else "resolved", opened_at=opened_at,
        resolved_at=None if is_open else opened_at + timedelta(hours=1),
        last_event_at=opened_at,
    )  # fmt: skip


# By the database itself: a million rows of Python would take minutes. The first stand in S-4.
NUMBERS = {
    "sqlite": "WITH RECURSIVE numbers(n) AS"
    " (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < %s)",
    "postgresql": "WITH numbers AS (SELECT generate_series(1, %s) AS n)",
}
ALERTS = """
    INSERT INTO support_alert ({columns}) SELECT {values}
    FROM numbers
    JOIN support_ticket ticket
        ON ticket.number = CASE WHEN n <= 500 THEN 4 ELSE 4 * (1 + n %% %s) END
    JOIN support_alert alert ON alert.key = 'one'
"""
LABELS = "'{\"node\": \"hm-' || (n %% 400) || '\"}'"
EPISODES = """
    INSERT INTO support_episode (alert_id, starts_at, first_seen_at, last_seen_at, events)
    SELECT id, starts_at, starts_at, starts_at, 1 FROM support_alert
"""


def _alerts(source: Any, count: int) -> None:
    from django.db import connection

    from support.models import Alert

    Alert.objects.create(
        source=source, key="one", name="KubeletRuntimeErrors", state="resolved", ends_at=NOW,
        severity="warning", layer="node", health="work", classified_by="labels", starts_at=NOW,
        last_seen_at=NOW,
    )  # fmt: skip
    columns = [field.column for field in Alert._meta.concrete_fields if not field.primary_key]
    is_sqlite = connection.vendor == "sqlite"
    values = {name: f"alert.{name}" for name in columns} | {
        "key": "'key-' || n",
        "ticket_id": "ticket.id",
        "labels": LABELS if is_sqlite else f"({LABELS})::jsonb",
        "state": "CASE WHEN n <= 500 THEN 'firing' ELSE 'resolved' END",
        "ends_at": "CASE WHEN n <= 500 THEN NULL ELSE alert.ends_at END",
    }
    insert = ALERTS.format(columns=", ".join(values), values=", ".join(values.values()))
    with connection.cursor() as cursor:
        cursor.execute(NUMBERS[connection.vendor] + insert, [count, count // ALERTS_EACH // 4])
        cursor.execute(EPISODES)
        cursor.execute("ANALYZE")


def _words(workspace: Any) -> None:
    from support.models import Ticket, TicketWords
    from support.rules.words import words_of

    alert = ("KubeletRuntimeErrors", "hm-07", "prod-tokyo-1")
    rows = Ticket.objects.filter(workspace=workspace).values_list("pk", "number", "title", "kind")
    TicketWords.objects.bulk_create(
        (
            TicketWords(
                ticket_id=pk, workspace=workspace,
                alert_name="KubeletRuntimeErrors" if kind == "alert" else "",
                words=words_of([str(number), title, *(alert if kind == "alert" else ())]),
            )
            for pk, number, title, kind in rows
        ),
        batch_size=2_000,
    )  # fmt: skip


def main() -> int:
    options = pages.options_of(__doc__)
    with pages.planner():
        person = fill(QUICK if options.quick else 1).person
        desk = "/w/bench/support/"
        asked = {
            "reference": pages.asked_by(person, pages.REFERENCE),
            "desk": pages.asked_by(person, desk),
            "list": pages.asked_by(person, desk, **{"HX-Target": "queue"}),
            "filtered": pages.asked_by(person, f"{desk}?layer=node&older=7d&assignee=nobody"),
            "ticket": pages.asked_by(person, f"{desk}S-4"),
            "pane": pages.asked_by(person, f"{desk}S-4", **{"HX-Target": "pane"}),
            "search 障害": pages.asked_by(person, f"{desk}?q=障害"),
            "search words": pages.asked_by(person, f"{desk}?q=containerd+412&show=all"),
            "search one": pages.asked_by(person, f"{desk}?q=S-77&show=all"),
            "search rare": pages.asked_by(person, f"{desk}?q=更新+1003&show=all"),
            "sources": pages.asked_by(person, "/w/bench/settings/sources/"),
        }
        times = pages.measure(asked, 5 if options.quick else 40)
    bars = {name: SEARCH for name in times if name.startswith("search")}
    return pages.report(times, check=options.check, bars=bars)


if __name__ == "__main__":
    sys.exit(main())
