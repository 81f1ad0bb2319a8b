"""The page that compares the roadmap with what it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cycles.models import Snapshot
from cycles.queries.change_words import ThemeChanges, changes_by_theme, changes_said
from cycles.queries.changes import Point, changes_since, moment_of
from cycles.queries.points import (
    NoSuchPoint,
    PointChoice,
    point_of,
    point_words,
    snapshot_name,
    text_of,
    usual_point,
)
from planner.kit.dates import day_with_year
from planner.kit.lists import listed
from planner.models import Workspace

DAY = "day"  # chosen where a day is written beside the list of snapshots


@dataclass(frozen=True)
class Compared:
    """What is compared with what; without ``until``, with now."""

    since: Point
    until: Point | None = None
    refusal: str = ""

    @classmethod
    def of(cls, workspace: Workspace, given: Mapping[str, str], *, today: date) -> "Compared":
        """As it is asked for, the earlier one first; else with what one mostly compares with."""
        try:
            since = point_of(workspace, _asked(given, "since")) or usual_point(workspace, today)
            until = point_of(workspace, _asked(given, "until"))
        except NoSuchPoint as refusal:
            return cls(usual_point(workspace, today), refusal=str(refusal))
        if until and moment_of(workspace, until) < moment_of(workspace, since):
            since, until = until, since
        return cls(since, until)


def _asked(given: Mapping[str, str], name: str) -> str:
    text = given.get(name, "")
    return given.get(f"{name}_on", "") if text == DAY else text


@dataclass(frozen=True)
class SnapshotRow:
    name: str
    text: str  # of which day, by whom
    url: str  # what has changed since
    is_review: bool


@dataclass(frozen=True)
class PointField:
    """A list of snapshots, and a day beside it."""

    name: str
    label: str
    choices: tuple[PointChoice, ...]
    on: str


@dataclass(frozen=True)
class ChangesPage:
    said: str
    between: str
    refusal: str
    fields: tuple[PointField, ...]
    themes: tuple[ThemeChanges, ...]  # those that something happened in
    quiet: str  # the names of the others
    snapshots: tuple[SnapshotRow, ...]
    may_take: bool
    url: str
    take_url: str
    drawing_url: str  # the same as ghosts on the roadmap; which always ends with now


def changes_page(workspace: Workspace, compared: Compared, *, may_take: bool) -> ChangesPage:
    """Read the changes and the snapshots; the same number of queries however many there are."""
    made = changes_since(workspace, compared.since, compared.until)
    themes = changes_by_theme(workspace, made)
    snapshots = list(
        Snapshot.objects.filter(workspace=workspace)
        .defer("content")
        .select_related("taken_by__person")
    )
    url = reverse("cycles:changes", args=[workspace.slug])
    return ChangesPage(
        said=changes_said(made),
        between=_("%(since)s → %(until)s")
        % {
            "since": point_words(workspace, compared.since),
            "until": point_words(workspace, compared.until),
        },
        refusal=compared.refusal,
        fields=(
            _field("since", _("Since"), compared.since, snapshots, workspace),
            _field("until", _("Until"), compared.until, snapshots, workspace),
        ),
        themes=tuple(one for one in themes if one.kinds),
        quiet=listed(one.name for one in themes if not one.kinds),
        snapshots=tuple(_row(one, workspace, url) for one in snapshots),
        may_take=may_take,
        url=url,
        take_url=reverse("cycles:take_snapshot", args=[workspace.slug]),
        drawing_url=f"{reverse('cycles:roadmap', args=[workspace.slug])}"
        f"?since={text_of(compared.since)}",
    )


def _field(
    name: str, label: str, point: Point | None, snapshots: list[Snapshot], workspace: Workspace
) -> PointField:
    chosen = text_of(point)
    is_day = point is not None and not isinstance(point, Snapshot)
    choices = [
        PointChoice(str(one.pk), point_words(workspace, one), str(one.pk) == chosen)
        for one in snapshots
    ]
    choices.append(PointChoice(DAY, _("A day:"), is_day))
    if name == "until":
        choices.insert(0, PointChoice("", capfirst(point_words(workspace, None)), point is None))
    return PointField(name, label, tuple(choices), chosen if is_day else "")


def _row(snapshot: Snapshot, workspace: Workspace, url: str) -> SnapshotRow:
    day = day_with_year(snapshot.taken_at.astimezone(workspace.zone).date())
    by = snapshot.taken_by.name if snapshot.taken_by else ""
    return SnapshotRow(
        snapshot_name(workspace, snapshot),
        listed(filter(None, [day, by])),
        f"{url}?since={snapshot.pk}",
        snapshot.kind == Snapshot.Kind.REVIEW,
    )
