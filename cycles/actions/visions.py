"""The vision, and its themes."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cycles.actions.locks import lock_calendar
from cycles.actions.refusals import Refusal
from cycles.models import Theme, Vision
from planner.activity import record
from planner.models import Member, Workspace


class ThemeExists(Refusal):
    """Two themes of one name could not be told apart."""


class VisionEndsTooEarly(Refusal):
    """A vision holds for some time after it was agreed."""


@transaction.atomic
def agree_vision(
    *,
    workspace: Workspace,
    statement: str,
    agreed_on: date,
    ends_on: date,
    by: Member | None,
    at: datetime,
) -> Vision:
    """
    Write down the vision that was agreed; earlier ones stay as history.

    :raises VisionEndsTooEarly: its end is not after the day of the agreement.
    """
    if ends_on <= agreed_on:
        raise VisionEndsTooEarly(_("A vision ends after the day on which it was agreed."))
    vision = Vision.objects.create(
        workspace=workspace, statement=statement, agreed_on=agreed_on, ends_on=ends_on
    )
    record(
        workspace=workspace, verb="agree_vision", thing=vision, by=by, at=at, statement=statement
    )
    return vision


@transaction.atomic
def add_theme(
    *, workspace: Workspace, name: str, by: Member | None, at: datetime, summary: str = ""
) -> Theme:
    """
    Add a theme below the others.

    :raises ThemeExists: there is one of that name.
    """
    lock_calendar(workspace)
    if Theme.objects.filter(workspace=workspace, name=name).exists():
        raise ThemeExists(_("There is a theme called %(name)s already.") % {"name": name})
    last = workspace.themes.aggregate(last=Max("position"))["last"]
    theme = Theme.objects.create(
        workspace=workspace,
        name=name,
        summary=summary,
        position=0 if last is None else last + 1,
    )
    record(workspace=workspace, verb="add_theme", thing=theme, by=by, at=at, name=name)
    return theme
