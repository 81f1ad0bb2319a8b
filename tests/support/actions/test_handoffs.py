from datetime import timedelta

import pytest
from django.utils.translation import override

from cycles.models import Cycle
from planner.edits import ChangedMeanwhile
from planner.models import Activity
from support.actions.handoffs import (
    HandoffIsComplete,
    HandoffIsEdited,
    HandoffIsWritten,
    TooEarlyToHandOff,
    TooLateToHandOff,
    add_to_handoff,
    edit_handoff,
    write_handoff,
    write_handoff_anew,
)
from support.models import HandoffNote, Ticket
from support.queries.report import desk_words
from support.receivers import write_report_part
from tests.factories import NOON, SourceFactory, TicketFactory
from tests.support.turns import on_support

LATE = NOON.replace(month=6, day=3)


@pytest.fixture
def cycle(sho):
    return on_support(sho).cycle


def alerts(workspace, count, **more):
    source = SourceFactory(workspace=workspace)
    for n in range(count):
        last = n == count - 1
        TicketFactory(
            workspace=workspace,
            kind="alert",
            source=source,
            group_key="g",
            group_hash="1" * 64,
            state="open" if last else "resolved",
            resolved_at=None if last else NOON,
            title="Disk [full]",
            **more,
        )


def test_note_tells_what_is_open_sleeps_and_came_again(cycle, sho):
    TicketFactory(workspace=sho.workspace, number=901, title="Where is it?", assignee=sho)
    TicketFactory(
        workspace=sho.workspace, number=902, title="Later", state="snoozed",
        snoozed_until=LATE + timedelta(days=9),
    )  # fmt: skip
    TicketFactory(workspace=sho.workspace, title="Their pod", owner="shop")
    alerts(sho.workspace, 3, reopened=2)
    note = write_handoff(cycle=cycle, by=sho, at=LATE)
    lines = note.text.splitlines()

    assert "## Still open (2)" in lines
    assert "- [S-901](/w/platform/support/S-901) Where is it?: since 21 May, Sho Minagawa" in lines
    assert "## Snoozed (1)" in lines
    assert any("until 12 Jun, since 21 May, no assignee" in line for line in lines)
    again = lines[lines.index("## Came again and again") + 2]
    assert again.endswith("Disk \\[full\\]: 3 tickets, came back 6 times")
    assert "Their pod" not in note.text


def test_only_a_page_of_open_tickets_is_listed(cycle, sho):
    Ticket.objects.bulk_create(
        TicketFactory.build(workspace=sho.workspace, number=n) for n in range(1, 42)
    )
    text = write_handoff(cycle=cycle, by=sho, at=LATE).text
    assert "## Still open (41)" in text
    assert "- and 11 more" in text


def test_note_is_written_once_from_the_last_week_on(cycle, sho):
    with pytest.raises(TooEarlyToHandOff):
        write_handoff(cycle=cycle, by=sho, at=NOON)
    write_handoff(cycle=cycle, by=sho, at=LATE)
    with pytest.raises(HandoffIsWritten):
        write_handoff(cycle=cycle, by=sho, at=LATE)


def test_what_people_wrote_is_not_thrown_away(cycle, sho, haruka):
    note = write_handoff(cycle=cycle, by=sho, at=LATE)
    TicketFactory(workspace=sho.workspace, title="Came later")
    note = write_handoff_anew(note=note, by=haruka, at=LATE)
    assert "Came later" in note.text
    edited = edit_handoff(note=note, version=2, wanted={"text": "Mine"}, by=sho, at=LATE)
    assert (edited.text, edited.edited_by, edited.version) == ("Mine", sho, 3)
    with pytest.raises(HandoffIsEdited):
        write_handoff_anew(note=note, by=haruka, at=LATE)
    with pytest.raises(ChangedMeanwhile):
        edit_handoff(note=note, version=2, wanted={"text": "Other"}, by=haruka, at=LATE)
    verbs = [activity.verb for activity in Activity.objects.order_by("pk")]
    assert verbs == ["write_handoff", "write_handoff_anew", "edit_handoff"]


def test_edit_that_changes_nothing_is_none(cycle, sho):
    note = write_handoff(cycle=cycle, by=sho, at=LATE)
    edit_handoff(note=note, version=1, wanted={"text": note.text}, by=sho, at=LATE)
    assert HandoffNote.objects.get().edited_at is None


def test_note_of_a_closed_cycle_can_still_be_written(cycle, sho):
    Cycle.objects.update(state="closed", closed_at=NOON)
    cycle.refresh_from_db()
    assert write_handoff(cycle=cycle, by=sho, at=LATE).pk


def test_each_reads_it_in_their_language_until_somebody_edits_it(cycle, sho):
    with override("ja"):
        note = write_handoff(cycle=cycle, by=sho, at=LATE)
    assert "## Still open (0)" in note.said
    with override("ja"):
        assert "Still open" not in note.said
        same = note.said.strip().replace("\n", "\r\n")
        edit_handoff(note=note, version=1, wanted={"text": same}, by=sho, at=LATE)
        assert HandoffNote.objects.get().edited_at is None
        edit_handoff(note=note, version=1, wanted={"text": "追記"}, by=sho, at=LATE)
    assert HandoffNote.objects.get().said == "追記"


def test_frozen_report_tells_it_in_the_language_of_its_reader(cycle, sho):
    write_handoff(cycle=cycle, by=sho, at=LATE)
    with override("ja"):
        parts = {}
        write_report_part(cycle=cycle, last=LATE.date(), at=LATE, parts=parts)
        assert "Still open" not in desk_words(parts["support"]).handoff
    assert "## Still open (0)" in desk_words(parts["support"]).handoff


def test_editor_is_shown_what_was_made_anew_meanwhile(cycle, sho, haruka):
    note = write_handoff(cycle=cycle, by=sho, at=LATE)
    mine = f"{note.text}\nThe vendor calls on Monday."
    write_handoff_anew(note=note, by=sho, at=LATE)
    TicketFactory(workspace=sho.workspace, title="Came later")
    write_handoff_anew(note=note, by=sho, at=LATE)
    with pytest.raises(ChangedMeanwhile) as refusal:
        edit_handoff(note=note, version=1, wanted={"text": mine}, by=haruka, at=LATE)
    assert "Came later" in refusal.value.conflicts[0].theirs
    assert HandoffNote.objects.get().edited_at is None


def test_note_that_was_made_anew_with_nothing_new_is_no_conflict(cycle, sho, haruka):
    note = write_handoff(cycle=cycle, by=sho, at=LATE)
    write_handoff_anew(note=note, by=sho, at=LATE)
    edited = edit_handoff(note=note, version=1, wanted={"text": "Mine"}, by=haruka, at=LATE)
    assert (edited.text, edited.version) == ("Mine", 3)


def test_saving_unchanged_what_somebody_edited_is_no_conflict(cycle, sho, haruka):
    note = write_handoff(cycle=cycle, by=sho, at=LATE)
    seen = note.text.replace("\n", "\r\n")
    edit_handoff(note=note, version=1, wanted={"text": "One\r\ntwo"}, by=sho, at=LATE)
    same = edit_handoff(note=note, version=1, wanted={"text": seen}, by=haruka, at=LATE)
    assert (same.text, same.edited_by) == ("One\ntwo", sho)


def test_tickets_that_came_since_stand_below_what_people_wrote(cycle, sho, haruka):
    named = TicketFactory(workspace=sho.workspace, number=12)
    note = write_handoff(cycle=cycle, by=sho, at=LATE)
    mine = f"Look at {named.key} and S-10."
    edit_handoff(note=note, version=1, wanted={"text": mine}, by=sho, at=LATE)
    with pytest.raises(HandoffIsComplete):
        add_to_handoff(note=note, by=haruka, at=LATE)
    TicketFactory(workspace=sho.workspace, number=1, title="Came later")
    TicketFactory(workspace=sho.workspace, number=2, title="Theirs", owner="shop")
    added = add_to_handoff(note=note, by=haruka, at=LATE)
    assert added.text.startswith(f"{mine}\n\n## Not named above (1)\n\n- [S-1](")
    assert "Theirs" not in added.text
    with pytest.raises(ChangedMeanwhile):
        edit_handoff(note=note, version=2, wanted={"text": "Other"}, by=sho, at=LATE)


def test_note_is_made_no_more_when_the_next_team_had_the_desk_for_a_week(cycle, sho):
    other = HandoffNote.objects.create(
        cycle=cycle, text="x", generated_at=LATE, generated_by=sho
    )  # fmt: skip
    after = LATE + timedelta(days=12)
    assert write_handoff_anew(note=other, by=sho, at=after)
    Cycle.objects.update(state="closed", closed_at=LATE)
    on_support(sho, number=24)
    with pytest.raises(TooLateToHandOff):
        write_handoff_anew(note=other, by=sho, at=after)
    with pytest.raises(TooLateToHandOff):
        add_to_handoff(note=other, by=sho, at=after)
    HandoffNote.objects.all().delete()
    with pytest.raises(TooLateToHandOff):
        write_handoff(cycle=cycle, by=sho, at=after)
    assert write_handoff(cycle=cycle, by=sho, at=after - timedelta(days=2)).pk
