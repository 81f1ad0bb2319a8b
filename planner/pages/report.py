"""The report of a cycle: what the cycles and the desk have frozen of it, or its state so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cycles.models import Cycle, CycleReport
from cycles.queries.drawings import six_weeks, span_of
from cycles.queries.report import report_content
from cycles.queries.report_words import CycleWords, report_words
from cycles.queries.staffing import worked_days
from planner.access import may_plan
from planner.kit.dates import day_with_year
from planner.kit.drawings import SixWeeks
from planner.models import Member
from support.queries.report import DeskWords, desk_part, desk_words


@dataclass(frozen=True)
class Version:
    """A report of the same cycle, made at another time."""

    text: str
    url: str


@dataclass(frozen=True)
class Neighbour:
    name: str
    url: str


@dataclass(frozen=True)
class ReportPage:
    """``mark`` is a word beside the title: so far, superseded, or nothing for what counts."""

    number: int
    words: CycleWords
    desk: DeskWords | None
    bar: SixWeeks
    mark: str
    status: str
    versions: tuple[Version, ...]
    before: Neighbour | None
    after: Neighbour | None
    list_url: str
    markdown_url: str
    close_url: str
    reopen_url: str


def report_page(
    cycle: Cycle, member: Member, *, at: datetime, version: CycleReport | None = None
) -> ReportPage:
    """
    The report that counts, or the ``version`` that is asked for.

    A cycle that runs has none yet: it is told how it stands. Nothing of what was frozen is read
    anew.
    """
    content, shown = (version.content, version) if version else content_of(cycle, at=at)
    slug, desk = cycle.workspace.slug, content.get("support")
    around = _around(cycle)
    counts = version is None
    return ReportPage(
        number=cycle.number,
        words=report_words(
            content,
            cycle.workspace,
            so_far=shown is None and cycle.state == Cycle.State.ACTIVE,
        ),
        desk=desk_words(desk) if desk else None,
        bar=_bar(cycle, at),
        mark=_mark(cycle, shown),
        status=_status(cycle, shown, member),
        versions=_versions(cycle, shown, member),
        before=_neighbour(around.get(cycle.number - 1)),
        after=_neighbour(around.get(cycle.number + 1)),
        list_url=reverse("cycles:past", args=[slug]),
        markdown_url=reverse("report_markdown", args=[slug, cycle.number]) if counts else "",
        close_url=reverse("cycles:close", args=[slug, cycle.number])
        if counts and may_plan(member) and cycle.state == Cycle.State.ACTIVE
        else "",
        reopen_url=reverse("cycles:reopen", args=[slug, cycle.number])
        if counts and may_plan(member) and _may_reopen(shown, around.get(cycle.number + 1))
        else "",
    )


def content_of(cycle: Cycle, *, at: datetime) -> tuple[Mapping[str, Any], CycleReport | None]:
    """What the report that counts says, with it; of a cycle without one how it stands."""
    shown = (
        CycleReport.objects.filter(cycle=cycle, superseded_at=None)
        .select_related("made_by__person")
        .first()
    )
    if shown:
        return shown.content, shown
    if cycle.state == Cycle.State.CLOSED:  # it was only remembered, and there was no desk
        over = datetime.combine(cycle.ends_on + timedelta(days=1), time(), cycle.workspace.zone)
        return report_content(cycle, last=cycle.ends_on, at=over), None
    today = at.astimezone(cycle.workspace.zone).date()
    last = max(min(today, cycle.ends_on), cycle.starts_on)
    desk = desk_part(cycle, last=last, at=at)
    return report_content(cycle, last=last, at=at) | {"support": desk}, None


def _bar(cycle: Cycle, at: datetime) -> SixWeeks:
    today = at.astimezone(cycle.workspace.zone).date()
    return six_weeks(cycle, worked_days(cycle.workspace, span_of(cycle)), today)


def _mark(cycle: Cycle, shown: CycleReport | None) -> str:
    if shown and shown.superseded_at:
        return _("Superseded")
    return _("So far") if cycle.state == Cycle.State.ACTIVE else ""


def _status(cycle: Cycle, shown: CycleReport | None, member: Member) -> str:
    if shown is None and cycle.state == Cycle.State.ACTIVE:
        return _("The cycle runs: what is said here is how it stands today.")
    if shown is None:
        return _("It was over before you came here: this is what was written down of it.")
    if shown.superseded_at:
        return _(
            "%(made)s The cycle was opened again on %(day)s, so this does not count any more."
        ) % {
            "made": _made(shown, member),
            "day": _day(shown.superseded_at, member),
        }
    return _made(shown, member)


def _made(report: CycleReport, member: Member) -> str:
    day = _day(report.made_at, member)
    if report.made_by is None:
        return _("Closed on %(day)s.") % {"day": day}
    return _("Closed on %(day)s by %(name)s.") % {"day": day, "name": report.made_by.name}


def _day(at: datetime, member: Member) -> str:
    return day_with_year(localtime(at, member.zone).date())


def _versions(cycle: Cycle, shown: CycleReport | None, member: Member) -> tuple[Version, ...]:
    """The other reports of the cycle, the latest first."""
    others = CycleReport.objects.filter(cycle=cycle).exclude(pk=shown.pk if shown else 0)
    made = others.defer("content", "before").select_related("made_by__person")
    return tuple(
        Version(
            _made(one, member),
            reverse("report_version", args=[cycle.workspace.slug, cycle.number, one.pk])
            if one.superseded_at
            else reverse("report", args=[cycle.workspace.slug, cycle.number]),
        )
        for one in made.order_by("-made_at", "-pk")
    )


def _around(cycle: Cycle) -> dict[int, Cycle]:
    numbers = (cycle.number - 1, cycle.number + 1)
    found = Cycle.objects.filter(workspace=cycle.workspace_id, number__in=numbers)
    for one in found:
        one.workspace = cycle.workspace
    return {one.number: one for one in found}


def _neighbour(cycle: Cycle | None) -> Neighbour | None:
    """One that is ahead has a plan, and no report."""
    if cycle is None or cycle.is_ahead:
        return None
    return Neighbour(str(cycle), reverse("report", args=[cycle.workspace.slug, cycle.number]))


def _may_reopen(shown: CycleReport | None, following: Cycle | None) -> bool:
    return bool(shown and shown.before) and (following is None or following.is_ahead)
