"""Handoff notes: generated at the end of a cycle, then in the hands of people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from cycles.models import Cycle
from planner.activity import record
from planner.edits import changes_of
from planner.models import Member
from support.models import DeskSettings, HandoffNote
from support.queries.handoff import (
    handoff_text,
    handoff_with_more,
    is_time_to_write,
    is_too_late_to_write,
)


class HandoffRefusal(Exception):
    """Why there is no such note; the message is for the person who asked."""


class TooEarlyToHandOff(HandoffRefusal):
    """The note is written from the last week of its cycle on."""


class TooLateToHandOff(HandoffRefusal):
    """The next team has had the desk for a week: tickets tell no more what this one left."""


class HandoffIsWritten(HandoffRefusal):
    """There is one: edit it."""


class HandoffIsEdited(HandoffRefusal):
    """It holds what people wrote; that is not thrown away."""


class HandoffIsComplete(HandoffRefusal):
    """All that is open is named in it."""


@transaction.atomic
def write_handoff(*, cycle: Cycle, by: Member, at: datetime) -> HandoffNote:
    """
    Generate the note of a cycle from the tickets as they are now.

    :raises TooEarlyToHandOff: its last week has not begun.
    :raises TooLateToHandOff: the next team has had the desk for a week.
    :raises HandoffIsWritten: it has one.
    """
    DeskSettings.objects.select_for_update(of=("self",)).get(workspace=cycle.workspace_id)
    if not is_time_to_write(cycle, at):
        raise TooEarlyToHandOff(_("The note is written from the last week of the cycle on."))
    _refuse_late(cycle, at)
    if HandoffNote.objects.filter(cycle=cycle).exists():
        raise HandoffIsWritten(_("The note of this cycle is written: edit it."))
    note = HandoffNote.objects.create(
        cycle=cycle, generated_at=at, generated_by=by, **_made(cycle, at)
    )
    record(
        workspace=cycle.workspace,
        verb="write_handoff",
        thing=note,
        by=by,
        at=at,
        cycle=cycle.number,
    )
    return note


@transaction.atomic
def write_handoff_anew(*, note: HandoffNote, by: Member, at: datetime) -> HandoffNote:
    """
    Generate it once more, as long as nobody has edited it.

    Who was editing it meanwhile is shown what is new, as after another's edit.

    :raises HandoffIsEdited: it holds what people wrote.
    :raises TooLateToHandOff: the next team has had the desk for a week.
    """
    note = _locked(note)
    if note.edited_at:
        raise HandoffIsEdited(_("The note holds what people wrote: edit it by hand."))
    _refuse_late(note.cycle, at)
    before, told = _plain(note.said), note.told
    made = _made(note.cycle, at)
    note.text, note.told = made["text"], made["told"]
    note.generated_at, note.generated_by = at, by
    note.version += 1
    more: dict[str, Any] = {}
    if note.told != told:
        more = {"changes": {"text": (before, _plain(note.said))}}
    note.save(update_fields=["text", "told", "generated_at", "generated_by", "version"])
    record(
        workspace=note.cycle.workspace,
        verb="write_handoff_anew",
        thing=note,
        by=by,
        at=at,
        version=note.version,
        cycle=note.cycle.number,
        **more,
    )
    return note


@transaction.atomic
def add_to_handoff(*, note: HandoffNote, by: Member, at: datetime) -> HandoffNote:
    """
    Put below what people wrote the tickets that are open or snoozed and not named in it.

    :raises HandoffIsComplete: there are none.
    :raises TooLateToHandOff: the next team has had the desk for a week.
    """
    note = _locked(note)
    _refuse_late(note.cycle, at)
    before = _plain(note.said)
    after = _plain(handoff_with_more(note.cycle, before))
    if after == before:
        raise HandoffIsComplete(_("All that is open or snoozed is named in the note."))
    return _rewritten(note, {"text": (before, after)}, "add_to_handoff", by, at)


@transaction.atomic
def edit_handoff(
    *, note: HandoffNote, version: int, wanted: Mapping[str, Any], by: Member, at: datetime
) -> HandoffNote:
    """
    Change its ``text``, which is in the language of who edits it until then, and everybody's after.

    :raises ChangedMeanwhile: somebody else changed it since ``version``.
    """
    note = _locked(note)
    note.text = _plain(note.said)
    if "text" not in wanted:
        return note
    changes = changes_of(note, version=version, wanted={"text": _plain(wanted["text"])})
    if not changes:
        return note
    return _rewritten(note, changes, "edit_handoff", by, at)


def _rewritten(
    note: HandoffNote, changes: dict[str, tuple[str, str]], verb: str, by: Member, at: datetime
) -> HandoffNote:
    note.text, note.told = changes["text"][1], {}
    note.edited_at, note.edited_by = at, by
    note.version += 1
    note.save(update_fields=["text", "told", "edited_at", "edited_by", "version"])
    record(
        workspace=note.cycle.workspace,
        verb=verb,
        thing=note,
        by=by,
        at=at,
        version=note.version,
        changes=changes,
        cycle=note.cycle.number,
    )
    return note


def _plain(text: str) -> str:
    # A form sends its lines with other ends, and nothing after the last.
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _refuse_late(cycle: Cycle, at: datetime) -> None:
    if is_too_late_to_write(cycle, at):
        raise TooLateToHandOff(
            _("The next team has had the desk for a week: tickets tell no more what was left.")
        )


def _made(cycle: Cycle, at: datetime) -> dict[str, Any]:
    """The note in every language, for each reads their own; ``text`` is what it was made in."""
    told = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            told[language] = handoff_text(cycle, at)
    return {"text": told.get(get_language()) or next(iter(told.values())), "told": told}


def _locked(note: HandoffNote) -> HandoffNote:
    return (
        HandoffNote.objects.select_for_update(of=("self",))
        .select_related("cycle__workspace")
        .get(pk=note.pk)
    )
