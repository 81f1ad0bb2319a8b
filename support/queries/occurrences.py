"""The drawing of a ticket: when its alerts fired, and what they were about."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from planner.kit.moments import Moment, duration, moment
from planner.models import Member
from support.models import Episode, Ticket
from support.rules.occurrences import most_often, over_time, telling_label

# What the telling labels count, always several.
_THINGS: Final = {
    "node": gettext_lazy("{count} nodes"),
    "instance": gettext_lazy("{count} instances"),
    "pod": gettext_lazy("{count} pods"),
    "deployment": gettext_lazy("{count} deployments"),
    "statefulset": gettext_lazy("{count} stateful sets"),
    "daemonset": gettext_lazy("{count} daemon sets"),
    "job_name": gettext_lazy("{count} jobs"),
    "persistentvolumeclaim": gettext_lazy("{count} volume claims"),
    "device": gettext_lazy("{count} devices"),
    "service": gettext_lazy("{count} services"),
    "namespace": gettext_lazy("{count} namespaces"),
    "cluster": gettext_lazy("{count} clusters"),
}
_BUCKETS: Final = 16
_MOST: Final = 7
_EPISODES: Final = 1000
_HEIGHT: Final = 90
_COLUMN: Final = 15


@dataclass(frozen=True, slots=True)
class Bar:
    """A column of the drawing: its place on a canvas of 240 x 92, and what it counts."""

    x: str
    y: int
    height: int
    count: int
    clock: str


@dataclass(frozen=True, slots=True)
class Share:
    """A value of the telling label: how many, and how long its line is, of 100."""

    name: str
    count: int
    width: int


@dataclass(frozen=True)
class Occurrences:
    headline: str
    stretch: str
    label: str
    bars: tuple[Bar, ...]
    shares: tuple[Share, ...]
    since: Moment
    until: Moment


def occurrences_of(ticket: Ticket, member: Member, now: datetime) -> Occurrences | None:
    """The latest thousand episodes of the ticket's alerts; nothing where one alone is known."""
    episodes = list(
        Episode.objects.filter(alert__ticket=ticket, starts_at__lte=now)
        .order_by("-starts_at", "-pk")
        .values_list("starts_at", "alert__labels")[: _EPISODES + 1]
    )
    if len(episodes) < 2:
        return None
    more = len(episodes) > _EPISODES
    episodes = episodes[:_EPISODES]
    since, until = episodes[-1][0], ticket.resolved_at or now
    label = telling_label([labels for _start, labels in episodes])
    about = [(str(labels[label]), 1) for _start, labels in episodes if labels.get(label)]
    values = {labels.get(label) for _start, labels in episodes} - {None}
    return Occurrences(
        headline=_headline(len(episodes), label, len(values), more=more),
        stretch=_stretch(until - since, is_over=ticket.resolved_at is not None),
        label=label,
        bars=_bars([start for start, _labels in episodes], since, until, member, now),
        shares=_shares(most_often(about, _MOST)),
        since=moment(since, now=now, zone=member.zone),
        until=moment(until, now=now, zone=member.zone),
    )


def _shares(counted: tuple[tuple[str, int], ...]) -> tuple[Share, ...]:
    """None where each fired once: lines that are all alike tell nothing."""
    most = counted[0][1] if counted else 0
    if most < 2:
        return ()
    return tuple(Share(name, count, max(2, round(100 * count / most))) for name, count in counted)


def _stretch(length: timedelta, *, is_over: bool) -> str:
    said = _("within {span}") if is_over else _("last {span}")
    return said.format(span=duration(length))


def _headline(count: int, label: str, values: int, *, more: bool) -> str:
    """``more``: there were others before those."""
    said = ngettext("{count} occurrence", "{count} occurrences", count).format(count=count)
    if more:
        said = _("The latest {occurrences}").format(occurrences=said)
    if not label:
        return said
    return _("{occurrences} on {things}").format(
        occurrences=said, things=str(_THINGS[label]).format(count=values)
    )


def _bars(
    starts: list[datetime], since: datetime, until: datetime, member: Member, now: datetime
) -> tuple[Bar, ...]:
    counts = over_time(starts, since=since, until=until, buckets=_BUCKETS)
    most, step = max(*counts, 1), (until - since) / _BUCKETS
    heights = [max(round(_HEIGHT * count / most), 1) for count in counts]
    return tuple(
        Bar(
            x=str(1.5 + _COLUMN * place),
            y=_HEIGHT - height,
            height=height,
            count=count,
            clock=moment(since + place * step, now=now, zone=member.zone).clock,
        )
        for place, (count, height) in enumerate(zip(counts, heights, strict=True))
    )
