"""The desk's part of a cycle's report."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cycles.actions.closing import close_cycle
from support.actions.handoffs import edit_handoff, write_handoff
from support.actions.tickets import open_ticket, resolve_ticket
from support.models import Ticket
from support.queries.report import desk_account, desk_words
from tests.cycles.conftest import cycle  # noqa: F401 - a fixture
from tests.cycles.whole import FRIDAY, decisions, whole_cycle
from tests.factories import SourceFactory, TicketFactory

FIRST, LAST = date(2026, 4, 27), date(2026, 6, 7)
MAY = datetime(2026, 5, 4, 3, tzinfo=UTC)


def ticket(workspace, minutes=None, **more):
    answered = MAY + timedelta(minutes=minutes) if minutes is not None else None
    return TicketFactory(
        workspace=workspace, **({"opened_at": MAY, "first_answer_at": answered} | more)
    )


def account(workspace):
    return desk_account(workspace, first=FIRST, last=LAST, at=FRIDAY)


def test_tickets_of_the_cycle_are_counted(workspace):
    source = SourceFactory(workspace=workspace)
    for number, health in enumerate(("work", "work", "resource"), start=1):
        ticket(
            workspace, kind="alert", health=health, source=source, group_key="{}",
            group_hash=f"{number:064}",
        )  # fmt: skip
    ticket(workspace, minutes=5)
    ticket(workspace, minutes=10, state="resolved", resolved_at=MAY)
    ticket(workspace, minutes=90, kind="urgent")

    assert account(workspace) == {
        "opened": 6,
        "resolved": 1,
        "left": 5,
        "by_kind": {"alert": 3, "question": 2, "urgent": 1},
        "by_health": {"work": 2, "resource": 1},
        "first_answer_minutes": 10,
    }


@pytest.mark.parametrize(
    ("opened", "counted"),
    [
        (datetime(2026, 4, 26, 14, 59, tzinfo=UTC), 0),  # Sunday in Tokyo
        (datetime(2026, 4, 26, 15, 0, tzinfo=UTC), 1),  # Monday, midnight
        (FRIDAY, 1),
        (FRIDAY + timedelta(minutes=1), 0),
    ],
)
def test_cycle_begins_and_ends_where_the_workspace_is(workspace, opened, counted):
    ticket(workspace, opened_at=opened)

    assert account(workspace)["opened"] == counted


def test_what_the_developers_own_is_not_ours(workspace, otto):
    ticket(workspace, owner="Team Search")
    ticket(otto.workspace)

    assert account(workspace)["opened"] == 0


def test_nothing_is_said_of_answers_where_there_was_none(workspace):
    ticket(workspace)

    assert account(workspace)["first_answer_minutes"] is None


def test_desk_writes_its_part_when_a_cycle_is_closed(cycle, haruka, sho):  # noqa: F811
    running = whole_cycle(cycle, haruka, sho)
    ask = {"workspace": cycle.workspace, "kind": "question", "asker": "Web", "by": sho}
    done = open_ticket(**ask, title="How?", at=MAY)
    resolve_ticket(ticket=done, by=sho, at=MAY)
    note = write_handoff(cycle=running, by=sho, at=FRIDAY)

    report = close_cycle(cycle=running, decisions=decisions(running), by=haruka, at=FRIDAY)
    open_ticket(**ask, title="Later?", at=MAY)
    Ticket.objects.update(state="open", resolved_at=None, resolved_by=None)

    report.refresh_from_db()
    assert report.content["support"]["opened"] == report.content["support"]["resolved"] == 1
    edit_handoff(note=note, version=1, wanted={"text": "Later"}, by=sho, at=FRIDAY)
    words = desk_words(report.content["support"])
    assert words.handoff == note.text
    assert "<h3>Still open (0)</h3>" in words.handoff_shown
