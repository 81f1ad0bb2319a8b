"""The vision, and its themes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.actions.locks import lock_calendar
from cycles.actions.refusals import Refusal
from cycles.models import Theme, Vision
from planner.activity import record
from planner.edits import changes_of, in_the_log
from planner.models import Member, Workspace


class ThemeExists(Refusal):
    """Two themes of one name could not be told apart."""


class VisionEndsTooEarly(Refusal):
    """A vision holds for some time after it was agreed."""


class FiguresNeedMeasure(Refusal):
    """A figure says nothing without what it counts."""


class ThemeHasEpics(Refusal):
    """They would belong nowhere."""


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
    _refuse_early_end(agreed_on, ends_on)
    vision = Vision.objects.create(
        workspace=workspace, statement=statement, agreed_on=agreed_on, ends_on=ends_on
    )
    record(
        workspace=workspace, verb="agree_vision", thing=vision, by=by, at=at, statement=statement
    )
    return vision


@transaction.atomic
def edit_vision(
    *, vision: Vision, version: int, wanted: Mapping[str, Any], by: Member | None, at: datetime
) -> Vision:
    """
    Correct ``statement``, ``agreed_on`` or ``ends_on``; the log keeps what it said before. A new
    agreement is another vision.

    :raises ChangedMeanwhile: somebody else changed the same fields since ``version``.
    :raises VisionEndsTooEarly: its end would not be after the day of the agreement.
    """
    vision = (
        Vision.objects.select_for_update(of=("self",)).select_related("workspace").get(pk=vision.pk)
    )
    changes = changes_of(vision, version=version, wanted=wanted)
    if not changes:
        return vision
    for name, (_before, after) in changes.items():
        setattr(vision, name, after)
    _refuse_early_end(vision.agreed_on, vision.ends_on)
    vision.version += 1
    vision.save(update_fields=[*changes, "version"])
    record(
        workspace=vision.workspace,
        verb="edit_vision",
        thing=vision,
        by=by,
        at=at,
        version=vision.version,
        changes=in_the_log(changes),
    )
    return vision


def _refuse_early_end(agreed_on: date, ends_on: date) -> None:
    if ends_on <= agreed_on:
        raise VisionEndsTooEarly(_("A vision ends after the day on which it was agreed."))


@transaction.atomic
def add_theme(
    *,
    workspace: Workspace,
    name: str,
    by: Member | None,
    at: datetime,
    summary: str = "",
    **measure: Any,
) -> Theme:
    """
    Add a theme below the others.

    :param measure: ``measure``, ``measure_unit``, ``measure_was``, ``measure_target``.
    :raises ThemeExists: there is one of that name.
    :raises FiguresNeedMeasure: figures are given, and nothing that they count.
    """
    lock_calendar(workspace)
    _refuse_second(workspace, name)
    last = workspace.themes.aggregate(last=Max("position"))["last"]
    theme = Theme(
        workspace=workspace,
        name=name,
        summary=summary,
        position=0 if last is None else last + 1,
        **measure,
    )
    _refuse_lone_figures(theme)
    theme.save(force_insert=True)
    record(workspace=workspace, verb="add_theme", thing=theme, by=by, at=at, name=name)
    return theme


@transaction.atomic
def edit_theme(
    *, theme: Theme, version: int, wanted: Mapping[str, Any], by: Member | None, at: datetime
) -> Theme:
    """
    Change ``name``, ``summary``, ``measure``, ``measure_unit``, ``measure_was`` or
    ``measure_target``.

    :raises ChangedMeanwhile: somebody else changed the same fields since ``version``.
    :raises ThemeExists: there is another one of that name.
    :raises FiguresNeedMeasure: figures would be left, and nothing that they count.
    """
    lock_calendar(theme.workspace)
    theme = Theme.objects.select_related("workspace").get(pk=theme.pk)
    changes = changes_of(theme, version=version, wanted=wanted)
    if not changes:
        return theme
    if "name" in changes:
        _refuse_second(theme.workspace, changes["name"][1])
    for name, (_before, after) in changes.items():
        setattr(theme, name, after)
    _refuse_lone_figures(theme)
    theme.version += 1
    theme.save(update_fields=[*changes, "version"])
    record(
        workspace=theme.workspace,
        verb="edit_theme",
        thing=theme,
        by=by,
        at=at,
        name=theme.name,
        version=theme.version,
        changes=in_the_log(changes),
    )
    return theme


@transaction.atomic
def move_theme(*, theme: Theme, by: Member | None, at: datetime, places: int) -> None:
    """Move a theme among the others: up by negative places, down by positive ones."""
    lock_calendar(theme.workspace)
    themes = list(Theme.objects.filter(workspace_id=theme.workspace_id).in_order())
    old = themes.index(theme)
    new = min(max(old + places, 0), len(themes) - 1)
    if new == old:
        return
    themes.insert(new, themes.pop(old))
    for position, one in enumerate(themes):
        one.position = position
    Theme.objects.bulk_update(themes, ["position"])
    record(
        workspace=theme.workspace,
        verb="move_theme",
        thing=theme,
        by=by,
        at=at,
        name=theme.name,
        place=new + 1,
    )


@transaction.atomic
def remove_theme(*, theme: Theme, by: Member | None, at: datetime) -> None:
    """
    Take a theme off the roadmap, with the readings of its measure.

    :raises ThemeHasEpics: some belong to it, whatever became of them.
    """
    lock_calendar(theme.workspace)
    count = theme.epics.count()
    if count:
        raise ThemeHasEpics(
            ngettext(
                "%(n)s epic belongs to %(name)s: give it another theme first.",
                "%(n)s epics belong to %(name)s: give them another theme first.",
                count,
            )
            % {"n": count, "name": theme.name}
        )
    record(
        workspace=theme.workspace, verb="remove_theme", thing=theme, by=by, at=at, name=theme.name
    )
    theme.delete()


def _refuse_lone_figures(theme: Theme) -> None:
    figures = (theme.measure_was, theme.measure_target)
    if not theme.measure and (theme.measure_unit or figures != (None, None)):
        raise FiguresNeedMeasure(_("Say what is measured, or leave unit and figures empty."))


def _refuse_second(workspace: Workspace, name: str) -> None:
    if Theme.objects.filter(workspace=workspace, name=name).exists():
        raise ThemeExists(_("There is a theme called %(name)s already.") % {"name": name})
