"""Where the measure of a theme is, day by day."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.locks import lock_calendar
from cycles.actions.refusals import Refusal
from cycles.models import Reading, Theme
from planner.activity import record
from planner.models import Member


class ThemeHasNoMeasure(Refusal):
    """A figure says nothing without what it counts."""


class NotReadYet(Refusal):
    """What it will be on a later day nobody can read."""


class ReadingIsGone(Refusal):
    """Somebody else has struck it."""


@transaction.atomic
def note_reading(
    *, theme: Theme, on: date, value: Decimal, by: Member | None, at: datetime
) -> Reading:
    """
    Write down what the measure was on a day; a second reading of that day replaces the first.

    :raises ThemeHasNoMeasure: nothing is said of what is measured.
    :raises NotReadYet: the day is later than today.
    """
    lock_calendar(theme.workspace)
    theme = Theme.objects.select_related("workspace").get(pk=theme.pk)
    if not theme.measure:
        raise ThemeHasNoMeasure(_("Say what is measured first."))
    if on > at.astimezone(theme.workspace.zone).date():
        raise NotReadYet(_("Give a day that has come."))
    reading, _made = Reading.objects.update_or_create(
        theme=theme, on=on, defaults={"value": value, "noted_at": at, "noted_by": by}
    )
    record(
        workspace=theme.workspace,
        verb="note_reading",
        thing=theme,
        by=by,
        at=at,
        name=theme.name,
        on=on.isoformat(),
        value=str(value),
    )
    return reading


@transaction.atomic
def strike_reading(*, reading: Reading, by: Member | None, at: datetime) -> None:
    """
    Take a reading out; the log keeps it.

    :raises ReadingIsGone: it was struck already.
    """
    theme = reading.theme
    lock_calendar(theme.workspace)
    found = Reading.objects.filter(pk=reading.pk).first()
    if found is None:
        raise ReadingIsGone(_("Somebody else has struck that already."))
    record(
        workspace=theme.workspace,
        verb="strike_reading",
        thing=theme,
        by=by,
        at=at,
        name=theme.name,
        on=found.on.isoformat(),
        value=str(found.value),
    )
    found.delete()
