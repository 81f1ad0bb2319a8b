"""The vision of a workspace, its earlier versions, and what else frames the roadmap."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, OuterRef, Subquery
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import CycleSettings, Marker, Reading, Theme, Vision, VisionTarget
from cycles.rules.vision_share import progress
from planner.access import may_plan
from planner.kit.dates import day_with_year
from planner.models import Member


@dataclass(frozen=True)
class VisionPart:
    statement: str
    said: str
    edit_url: str


@dataclass(frozen=True)
class ThemeRow:
    """``come`` is how far the measure has come, in percent; None where nobody can say."""

    name: str
    url: str
    measure: str
    come: int | None
    epics: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class MarkerRow:
    title: str
    day: str
    url: str
    is_past: bool


@dataclass(frozen=True)
class TargetRow:
    said: str
    drop_url: str


@dataclass(frozen=True)
class VisionPage:
    vision: VisionPart | None
    earlier: tuple[VisionPart, ...]
    themes: tuple[ThemeRow, ...]
    markers: tuple[MarkerRow, ...]
    base_target: str
    targets: tuple[TargetRow, ...]
    url: str
    may_change: bool


def vision_page(reader: Member, *, today: date) -> VisionPage:
    """Six queries however much there is."""
    workspace, may_change = reader.workspace, may_plan(reader)
    visions = [_vision(one, workspace.slug, may_change=may_change) for one in _visions(reader)]
    themes = themes_with_measure(reader)
    base = CycleSettings.objects.values_list("vision_target", flat=True).get(workspace=workspace)
    return VisionPage(
        visions[0] if visions else None,
        tuple(visions[1:]),
        tuple(
            _theme(one, workspace.slug, is_first=one is themes[0], is_last=one is themes[-1])
            for one in themes
        ),
        tuple(
            MarkerRow(
                one.title,
                day_with_year(one.on),
                reverse("cycles:marker", args=[workspace.slug, one.pk]) if may_change else "",
                one.on < today,
            )
            for one in Marker.objects.filter(workspace=workspace).order_by("on", "pk")
        ),
        _("%(percent)s %% before the first day below, as the cycle calendar says.")
        % {"percent": base},
        tuple(
            TargetRow(
                _("%(percent)s %% from %(day)s on")
                % {"percent": one.percent, "day": day_with_year(one.from_on)},
                reverse("cycles:drop_target", args=[workspace.slug, one.pk]) if may_change else "",
            )
            for one in VisionTarget.objects.filter(workspace=workspace).order_by("from_on")
        ),
        reverse("cycles:vision", args=[workspace.slug]),
        may_change,
    )


def _visions(reader: Member) -> list[Vision]:
    """The latest first, which is the one that holds."""
    return list(Vision.objects.filter(workspace=reader.workspace).order_by("-agreed_on", "-pk"))


def _vision(one: Vision, slug: str, *, may_change: bool) -> VisionPart:
    return VisionPart(
        one.statement,
        _("Agreed on %(agreed)s, holds until %(ends)s")
        % {"agreed": day_with_year(one.agreed_on), "ends": day_with_year(one.ends_on)},
        reverse("cycles:edit_vision", args=[slug, one.pk]) if may_change else "",
    )


def themes_with_measure(reader: Member) -> list[Theme]:
    """In their order, each with ``now``, the last reading, and ``epics_count``."""
    last = Reading.objects.filter(theme=OuterRef("pk")).order_by("-on", "-pk")
    return list(
        Theme.objects.filter(workspace=reader.workspace)
        .annotate(now=Subquery(last.values("value")[:1]), epics_count=Count("epics"))
        .in_order()
    )


def _theme(theme: Theme, slug: str, *, is_first: bool, is_last: bool) -> ThemeRow:
    now: Decimal | None = getattr(theme, "now", None)
    count: int = getattr(theme, "epics_count", 0)
    return ThemeRow(
        theme.name,
        reverse("cycles:theme", args=[slug, theme.pk]),
        measure_in_words(theme, now),
        progress(theme.measure_was, now, theme.measure_target),
        ngettext("%(n)s epic", "%(n)s epics", count) % {"n": count},
        is_first,
        is_last,
    )


def measure_in_words(theme: Theme, now: Decimal | None) -> str:
    """61 % of deploys without us, was 40 %, should be 90 %; nothing without a measure."""
    if not theme.measure:
        return ""
    said = theme.measure if now is None else f"{figure(now, theme.measure_unit)} {theme.measure}"
    was, target = theme.measure_was, theme.measure_target
    facts = {"said": said, "was": figure(was, theme.measure_unit)}
    if was is not None:
        said = _("%(said)s, was %(was)s") % facts
    if target is not None:
        facts = {"said": said, "target": figure(target, theme.measure_unit)}
        said = _("%(said)s, should be %(target)s") % facts
    return said


def figure(value: Decimal | None, unit: str) -> str:
    """61 %, 2.5 d; nothing for nothing."""
    if value is None:
        return ""
    plain = localize(int(value) if value == value.to_integral_value() else value.normalize())
    return f"{plain} {unit}".strip()
