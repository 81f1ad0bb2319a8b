"""The Deployments that lack pods, now or within the time shown, each with its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final

from django.utils.translation import gettext as _

from support.queries.cluster_values import most_short
from support.queries.health_panels import (
    Known,
    TicketLink,
    share_said,
    short_line,
    ticket_links,
)
from support.rules.health import Plot, Series, plot, thinned
from support.rules.measures import MEASURE
from support.rules.ownership import Owners

MOST: Final = 8

_DRAWN: Final = 40  # points of a line, which is a finger wide

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


def worst_deployments(
    known: Known, lines: Mapping[Name, Series], owners: Owners
) -> tuple[WorstRow, ...]:
    """Those of ``worst_lines``, each with its owner and where it is dealt with."""
    firing = {
        (each.labels.get("namespace"), each.labels.get("deployment")): each
        for each in known.firing("deployment_unready")
    }
    limit = known.limits["deployment_unready"]
    rows = []
    samples = _now(known)
    for name, line in lines.items():
        now = samples.get(name, 0)
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


def worst_lines(known: Known) -> dict[Name, list[tuple[float, float]]]:
    """
    The Deployments that lack most now, then those that lacked most, as many as are shown: seconds
    from the beginning, and the share of its pods that it lacked then. Which lack none are not
    named.
    """
    history, now = known.history, _now(known)
    most = most_short(history)
    order = nsmallest(
        MOST, now.keys() | most.keys(), key=lambda n: (-now.get(n, 0), -most.get(n, 0), n)
    )
    return {name: short_line(history, name) for name in order}


def _now(known: Known) -> dict[Name, float]:
    found = known.samples("deployment_unready")
    return {(labels[0], labels[1]): share for labels, share in found.items()}


def _plot(known: Known, line: Series, limit: float) -> Plot:
    length = (known.now - known.history.begins).total_seconds()
    step, bad = length / _DRAWN, MEASURE["deployment_unready"].bad
    worst = thinned(line, length=length, rows=_DRAWN, bad=bad)
    coarse = [((row + 1) * step, share) for row, share in worst.items()]
    return plot(coarse, length=length, step=max(step, known.history.step), limit=limit, bad=bad)
