"""The Deployments that lack pods, now or within the time shown, each with its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from support.queries.health_panels import Known, TicketLink, share_said, ticket_links
from support.rules.health import Plot, Series, plot
from support.rules.measures import MEASURE
from support.rules.ownership import Owners

MOST: Final = 8

type Name = tuple[str, str]


@dataclass(frozen=True)
class WorstRow:
    """
    A Deployment and whose it is; ``owner`` is empty where it is ours.

    ``share`` of its pods is not ready now; ``most`` was the largest within the time, where that is
    more.
    """

    name: str
    namespace: str
    owner: str
    share: str
    most: str
    plot: Plot
    label: str
    is_over: bool
    ticket: TicketLink | None


def worst_deployments(known: Known, owners: Owners) -> tuple[WorstRow, ...]:
    """Those that lack most now, then those that lacked most; which lack none are not named."""
    firing = {
        (each.labels.get("namespace"), each.labels.get("deployment")): each
        for each in known.breaches
        if each.measure.key == "deployment_unready"
    }
    limit = known.limits["deployment_unready"]
    rows = []
    for name in worst_names(known):
        line, now = line_of(known, name), _now(known).get(name, 0)
        most = max(now, *(share for _at, share in line), 0)
        breach = firing.get(name)
        share, at_most = (share_said("deployment_unready", one) for one in (now, most))
        links = ticket_links([breach] if breach else [], known.now)
        rows.append(
            WorstRow(
                name=name[1],
                namespace=name[0],
                owner=owners.of_namespace(name[0]),
                share=share,
                most=at_most if at_most != share else "",
                plot=_plot(known, line, limit.limit),
                label=_("{name}: {now} of its pods not ready, at most {most}").format(
                    name=name[1], now=share, most=at_most
                ),
                is_over=limit.as_rule.is_past(now),
                ticket=next(iter(links), None),
            )
        )
    return tuple(rows)


def worst_names(known: Known) -> list[Name]:
    """The first of them; as many as are shown."""
    now, past = _now(known), known.history.short
    most = {name: max(shares.values(), default=0) for name, shares in past.items()}
    order = sorted(now.keys() | most.keys(), key=lambda n: (-now.get(n, 0), -most.get(n, 0), n))
    return order[:MOST]


def line_of(known: Known, name: Name) -> list[tuple[float, float]]:
    """Seconds from the beginning, and the share of its pods that it lacked then."""
    history = known.history
    shares: Mapping[datetime, float] = history.short.get(name, {})
    whole = timedelta(seconds=history.step)
    return [
        ((at + whole - history.begins).total_seconds(), shares.get(at, 0)) for at in history.times
    ]


def _now(known: Known) -> dict[Name, float]:
    found = known.samples("deployment_unready")
    return {(labels[0], labels[1]): share for labels, share in found.items()}


def _plot(known: Known, line: Series, limit: float) -> Plot:
    length = (known.now - known.history.begins).total_seconds()
    bad = MEASURE["deployment_unready"].bad
    return plot(line, length=length, step=known.history.step, limit=limit, bad=bad)
