"""An epic is moved on its hill by people, never by itself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.refusals import Refusal
from cycles.actions.work import lock_live_epic, note_change, refuse_unknowns, running_bet
from cycles.models import Epic, HillPoint
from cycles.rules.hill import END, crosses_top
from planner.models import Member


class OffTheHill(Refusal):
    """The hill goes from 0 to 100."""


class NoteNeeded(Refusal):
    """Moving back, or staying, says why."""


@transaction.atomic
def move_on_hill(
    *, epic: Epic, place: int, by: Member | None, at: datetime, note: str = ""
) -> HillPoint:
    """
    Say how far it has come: 0 to 50 is figured out, from there to 100 made to happen.

    :raises EpicHasEnded: it was shipped or dropped.
    :raises EpicIsNotRunning: no cycle that runs bets on it.
    :raises OffTheHill: the place is not on it.
    :raises NoteNeeded: it would move back, or not at all, without a word.
    :raises UnknownsAreLeft: it would pass the top with a question that could sink it.
    """
    epic = lock_live_epic(epic)
    running_bet(epic)
    if not 0 <= place <= END:
        raise OffTheHill(_("The hill goes from 0 to 100."))
    last = HillPoint.objects.filter(epic=epic).order_by("-at", "-pk").first()
    before = last.place if last else 0
    if place <= before and last and not note.strip():
        raise NoteNeeded(
            _("Say why it moves back.") if place < before else _("Say why it stays where it is.")
        )
    if crosses_top(before, place):
        refuse_unknowns(epic)
    point = HillPoint.objects.create(epic=epic, place=place, note=note.strip(), at=at, by=by)
    note_change(
        "move_back_on_hill" if place < before else "move_on_hill", epic, epic, by, at,
        place=place, before=before, note=point.note,
    )  # fmt: skip
    return point
