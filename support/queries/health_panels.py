"""The upper floor of the Health page: what users feel, each thing with its line and its tickets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final

from django.utils.translation import gettext as _

from planner.kit.lists import listed
from planner.kit.moments import span
from support.models import Ticket
from support.queries.cluster_values import (
    BreachNow,
    History,
    Line,
    ThresholdNow,
    Value,
    shares_of,
)
from support.queries.health_words import place_of
from support.queries.measure_words import figure_and_unit, measure_word, percent, said
from support.rules.health import WIDTH, Plot, Series, plot
from support.rules.measures import MEASURE, OVER, UNDER

MOST: Final = 2  # tickets named in a panel
_SAME: Final = 1  # percent up to which a throughput is as it was


@dataclass(frozen=True, slots=True)
class Companion:
    """A second, thinner line with its name."""

    name: str
    line: Series


NOTHING: Final = Companion("", ())


@dataclass(frozen=True, slots=True)
class TicketLink:
    """Where a breach is dealt with; ``about``: who has it, and how old it is."""

    key: str
    url: str
    about: str


@dataclass(frozen=True)
class Chart:
    """``limit_y`` is where the words of the limit stand; ``end`` is where the line is now."""

    plot: Plot
    label: str
    limit: str
    limit_y: float
    second: str
    is_over: bool
    end_x: str
    end_y: float
    second_x: str
    second_y: float


@dataclass(frozen=True)
class Panel:
    """
    A work metric. ``is_over``: the number itself is past its threshold; ``is_felt``: something of
    it is. ``fact`` says what is behind the number, ``foot`` why there is no ticket.
    """

    key: str
    name: str
    number: str
    unit: str
    fact: str
    fact_is_bad: bool
    is_over: bool
    is_felt: bool
    chart: Chart | None
    tickets: tuple[TicketLink, ...]
    more: int
    foot: str


@dataclass(frozen=True)
class Known:
    """All that is known of a cluster for its page."""

    values: Mapping[str, Value]
    history: History
    limits: Mapping[str, ThresholdNow]
    breaches: Sequence[BreachNow]
    before: Mapping[str, float]
    now: datetime
    is_stale: bool = False

    @property
    def lines(self) -> Mapping[str, Line]:
        return self.history.lines

    def number(self, key: str) -> float | None:
        return self.values[key].number if key in self.values else None

    def samples(self, key: str) -> Mapping[tuple[str, ...], float]:
        return self.values[key].samples if key in self.values else {}

    @cached_property
    def _firing(self) -> Mapping[str, list[BreachNow]]:
        found: dict[str, list[BreachNow]] = {}
        for each in self.breaches:
            found.setdefault(each.measure.key, []).append(each)
        return found

    def firing(self, key: str) -> list[BreachNow]:
        """The breaches of one measure."""
        return self._firing.get(key, [])

    def at(self, place: str) -> list[BreachNow]:
        """Those that are shown there."""
        return [each for key in self._firing if place_of(key) == place for each in self.firing(key)]


def panels(known: Known) -> tuple[Panel, ...]:
    """Always the same five, in the same order; what is not known says so."""
    return (
        _panel(known, "throughput", "throughput", _throughput(known)),
        _panel(known, "success", "success", _lowest(known)),
        _errors(known),
        _panel(known, "latency", "latency_p95", _slowest(known), second=_p90(known)),
        _pods(known),
    )


def ticket_links(breaches: Iterable[BreachNow], now: datetime) -> tuple[TicketLink, ...]:
    """Each ticket once, in the order of the breaches."""
    found: dict[int, TicketLink] = {}
    for each in breaches:
        if each.ticket and each.ticket.pk not in found:
            found[each.ticket.pk] = ticket_link(each.ticket, now)
    return tuple(found.values())


def ticket_link(ticket: Ticket, now: datetime) -> TicketLink:
    who = ticket.assignee.name if ticket.assignee else _("nobody has it")
    about = _("{who}, {age}").format(who=who, age=span(now - ticket.opened_at))
    return TicketLink(ticket.key, ticket.get_absolute_url(), about)


def _panel(known: Known, place: str, key: str, fact: str, *, second: Companion = NOTHING) -> Panel:
    measure, number = MEASURE[key], known.number(key)
    limit = known.limits.get(measure.judged_by)
    breaches = known.at(place)
    figure, unit = figure_and_unit(measure, number) if number is not None else ("–", "")
    is_over = bool(limit and number is not None and limit.as_rule.is_past(number))
    return Panel(
        key=place,
        name=measure_word(key),
        number=figure,
        unit=unit,
        fact=fact,
        fact_is_bad=bool(breaches) and not is_over,
        is_over=is_over,
        is_felt=bool(breaches),
        chart=_chart(known, key, limit, second, is_over=is_over or bool(breaches)),
        **_dealt_with(known, breaches, never=limit is None, is_known=number is not None),
    )


def _errors(known: Known) -> Panel:
    """They have no threshold of their own: too many of them is a success rate that is too low."""
    errors, throughput = known.number("errors"), known.number("throughput")
    fact = ""
    if errors is not None and throughput:
        share = said(MEASURE["success"], round(100 * errors / throughput, 2))
        fact = _("{share} of requests").format(share=share)
        if status := _commonest(known, errors):
            fact = _("{fact}, mostly {status}").format(fact=fact, status=status)
    panel = _panel(known, "errors", "errors", fact)
    if links := ticket_links(known.at("success"), known.now):
        foot = _("same signal as {ticket}").format(ticket=links[0].key)
        return replace(panel, foot=foot)
    return panel


def _commonest(known: Known, errors: float) -> str:
    """The status of more than half of them, where the backend tells it exactly."""
    found = known.samples("errors_of_status").items()
    (status,), rate = max(found, key=lambda one: one[1], default=(("",), 0))
    return status if status.isdigit() and rate > errors / 2 else ""


def _pods(known: Known) -> Panel:
    """
    The number says how many are ready, the line how many are not: that has the threshold. Where a
    Deployment is past its own, its line says what the panel is red for.
    """
    measure, unready = MEASURE["pods_unready"], known.number("pods_unready")
    limit, breaches = known.limits.get("pods_unready"), known.at("pods")
    figure, unit = "–", ""
    if unready is not None:
        figure, unit = figure_and_unit(MEASURE["success"], 100 - unready)
    is_over = bool(limit and unready is not None and limit.as_rule.is_past(unready))
    fact, is_bad = _worst_deployment(known)
    second = _line_of_worst(known) if is_bad else NOTHING
    if not fact and known.number("pods") is not None:
        ready, all_ = known.number("pods_ready") or 0, known.number("pods") or 0
        fact = _("{ready} of {all} pods").format(ready=f"{ready:.0f}", all=f"{all_:.0f}")
    return Panel(
        key="pods",
        name=measure_word("pods_ready"),
        number=figure,
        unit=unit,
        fact=fact,
        fact_is_bad=is_bad,
        is_over=is_over,
        is_felt=bool(breaches),
        chart=_chart(known, measure.key, limit, second, is_over=is_over),
        **_dealt_with(known, breaches, never=False, is_known=unready is not None),
    )


def _dealt_with(
    known: Known, breaches: list[BreachNow], *, never: bool, is_known: bool
) -> dict[str, Any]:
    tickets = {each.ticket.pk: each.ticket for each in breaches if each.ticket}
    links = tuple(ticket_link(one, known.now) for one in list(tickets.values())[:MOST])
    foot = ""
    if not links:
        if breaches:
            foot = _("past its threshold, no ticket")
        elif never:
            foot = _("watched, never alerts")
        elif is_known:
            foot = _("was within its threshold") if known.is_stale else _("within its threshold")
    return {"tickets": links, "more": len(tickets) - len(links), "foot": foot}


def _chart(
    known: Known, key: str, limit: ThresholdNow | None, second: Companion, *, is_over: bool
) -> Chart | None:
    line = known.lines.get(key)
    if line is None or not line.points:
        return None
    length = (line.ends - line.begins).total_seconds()
    drawn = plot(
        seconds(line),
        length=length,
        step=line.step,
        second=second.line,
        limit=limit.limit if limit else None,
        bad=line.measure.bad,
    )
    return Chart(
        plot=drawn,
        label=_label(line, limit),
        limit=_limit(limit) if limit else "",
        limit_y=_limit_y(drawn, line.measure.bad),
        second=second.name if second.line else "",
        is_over=is_over,
        **_ends(drawn),
    )


def _ends(drawn: Plot) -> dict[str, Any]:
    x, y = drawn.end or (0, 0)
    second_x, second_y = drawn.second_end or (0, 0)
    return {
        "end_x": f"{100 * x / WIDTH:g}%",
        "end_y": y,
        "second_x": f"{100 * second_x / WIDTH:g}%",
        "second_y": max(second_y - 6, 12),
    }


def seconds(line: Line) -> list[tuple[float, float]]:
    """A point stands where its time ends, so that the latest stands at now."""
    whole = timedelta(seconds=line.step)
    return [((at + whole - line.begins).total_seconds(), value) for at, value in line.points]


def short_line(history: History, name: tuple[str, str]) -> list[tuple[float, float]]:
    """What a Deployment lacked: seconds from the beginning, and the share of its pods."""
    ends = history.begins - timedelta(seconds=history.step)
    times = [(at - ends).total_seconds() for at in history.times]
    return list(zip(times, shares_of(history, name), strict=True))


def _limit(limit: ThresholdNow) -> str:
    number = said(limit.measure, limit.limit)
    if limit.measure.key == "pods_unready":
        return _("{share} unready").format(share=number)
    return number


def _limit_y(drawn: Plot, bad: str) -> float:
    """On its bad side, and within the box."""
    at = drawn.limit or 0
    return at + 14 if bad == UNDER or (bad == OVER and at < 18) else at - 5


def _label(line: Line, limit: ThresholdNow | None) -> str:
    values = [value for _at, value in line.points]
    text = _("{name}: from {first} to {last}, at least {least}, at most {most}").format(
        name=measure_word(line.measure.key),
        first=said(line.measure, values[0]),
        last=said(line.measure, values[-1]),
        least=said(line.measure, min(values)),
        most=said(line.measure, max(values)),
    )
    if limit is None:
        return text
    return _("{line}; threshold {limit}").format(line=text, limit=_limit(limit))


def _throughput(known: Known) -> str:
    now, before = known.number("throughput"), known.before.get("throughput")
    if now is None or not before:
        return _("no threshold")
    change = round(100 * (now - before) / before)
    if abs(change) <= _SAME:
        return _("as a week ago, no threshold")
    words = (
        _("{share} over a week ago, no threshold")
        if change > 0
        else _("{share} under a week ago, no threshold")
    )
    return words.format(share=percent(f"{abs(change)}"))


def _worst(known: Known, key: str) -> str:
    """Which service is worst; its number only where there are others."""
    samples = known.samples(key)
    if not samples:
        return ""
    under = MEASURE[key].bad == UNDER
    (service,), value = (min if under else max)(samples.items(), key=lambda one: one[1])
    if len(samples) == 1:
        return service
    words = _("lowest: {service} {number}") if under else _("slowest: {service} {number}")
    return words.format(service=service, number=said(MEASURE[key], value))


def _lowest(known: Known) -> str:
    lowest = _worst(known, "success_of_service")
    return _("{lowest}, last 5 min").format(lowest=lowest) if lowest else ""


def _slowest(known: Known) -> str:
    parts = [_worst(known, "latency_of_service")]
    if (p90 := known.number("latency_p90")) is not None:
        parts.insert(0, _("p90 {number}").format(number=said(MEASURE["latency_p90"], p90)))
    return listed(filter(None, parts))


def _p90(known: Known) -> Companion:
    line = known.lines.get("latency_p90")
    return Companion("p90", seconds(line)) if line else NOTHING


def _line_of_worst(known: Known) -> Companion:
    (namespace, name), _share = _most_short(known)
    return Companion(name, short_line(known.history, (namespace, name)))


def _most_short(known: Known) -> tuple[tuple[str, ...], float]:
    """The first by name of those that lack most; none lacks anything without samples."""
    samples = known.samples("deployment_unready")
    return min(samples.items(), key=lambda one: (-one[1], one[0]), default=(("", ""), 0))


def _worst_deployment(known: Known) -> tuple[str, bool]:
    (_namespace, name), value = _most_short(known)
    if not name:
        return "", False
    limit = known.limits.get("deployment_unready")
    is_bad = bool(limit and limit.as_rule.is_past(value))
    share = share_said("deployment_unready", value)
    share = share.replace(" ", "\N{NO-BREAK SPACE}")
    return _("{name}: {share} unready").format(name=name, share=share), is_bad


def share_said(key: str, value: float) -> str:
    """In whole percent from ten on: “13 %”."""
    return said(MEASURE[key], round(value) if value >= 10 else value)
