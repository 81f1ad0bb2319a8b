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
from support.queries.handoff import handoff_text, is_time_to_write


class HandoffRefusal(Exception):
    """Why there is no such note; the message is for the person who asked."""


class TooEarlyToHandOff(HandoffRefusal):
    """The note is written from the last week of its cycle on."""


class HandoffIsWritten(HandoffRefusal):
    """There is one: edit it."""


class HandoffIsEdited(HandoffRefusal):
    """It holds what people wrote; that is not thrown away."""


@transaction.atomic
def write_handoff(*, cycle: Cycle, by: Member, at: datetime) -> HandoffNote:
    """
    Generate the note of a cycle from the tickets as they are now.

    :raises TooEarlyToHandOff: its last week has not begun.
    :raises HandoffIsWritten: it has one.
    """
    DeskSettings.objects.select_for_update(of=("self",)).get(workspace=cycle.workspace_id)
    if not is_time_to_write(cycle, at):
        raise TooEarlyToHandOff(_("The note is written from the last week of the cycle on."))
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

    :raises HandoffIsEdited: it holds what people wrote.
    """
    note = _locked(note)
    if note.edited_at:
        raise HandoffIsEdited(_("The note holds what people wrote: edit it by hand."))
    made = _made(note.cycle, at)
    note.text, note.told = made["text"], made["told"]
    note.generated_at, note.generated_by = at, by
    note.version += 1
    note.save(update_fields=["text", "told", "generated_at", "generated_by", "version"])
    record(
        workspace=note.cycle.workspace,
        verb="write_handoff_anew",
        thing=note,
        by=by,
        at=at,
        cycle=note.cycle.number,
    )
    return note


@transaction.atomic
def edit_handoff(
    *, note: HandoffNote, version: int, wanted: Mapping[str, Any], by: Member, at: datetime
) -> HandoffNote:
    """
    Change its ``text``, which is in the language of who edits it until then, and everybody's after.

    :raises ChangedMeanwhile: somebody else changed it since ``version``.
    """
    note = _locked(note)
    note.text = note.said
    if "text" not in wanted or _words(wanted["text"]) == _words(note.text):
        return note
    changes = changes_of(note, version=version, wanted=wanted)
    if not changes:
        return note
    note.text, note.told = changes["text"][1], {}
    note.edited_at, note.edited_by = at, by
    note.version += 1
    note.save(update_fields=["text", "told", "edited_at", "edited_by", "version"])
    record(
        workspace=note.cycle.workspace,
        verb="edit_handoff",
        thing=note,
        by=by,
        at=at,
        version=note.version,
        changes=changes,
        cycle=note.cycle.number,
    )
    return note


def _words(text: str) -> list[str]:
    # A form sends its lines with other ends, and nothing after the last.
    return text.strip().splitlines()


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
