"""The tables under the drawing: causes, teams, people and askers of one cycle."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planner.access import may_plan
from planner.models import Member
from support.queries.cause_endings import NOTHING, Ending, endings
from support.queries.ratio_chart import days_url
from support.queries.ratio_read import RatioCycle
from support.queries.ratio_words import cause_name, days_said, percent_said, team_name
from support.rules.ratio import Sums

REST: Final = "rest"  # in an address: what is one row together
ANY: Final = "any"  # whoever asked
SHOWN: Final = 8  # causes; all others are one row
MARKS: Final = 8  # shields in a row, before they are counted
_COUNTS: Final = ("ticks", "shielded", "through", "waiting")
_SPARK_WIDTH, _SPARK_HEIGHT = 60, 14


type Split = tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]


@dataclass(frozen=True)
class CauseLine:
    """``points`` are its days over the cycles shown, as a line; ``said`` says the same."""

    name: str
    url: str
    width: str
    days: str
    times: str
    points: str
    last: tuple[str, str]
    said: str
    ending: Ending


@dataclass(frozen=True)
class ShareLine:
    """A team or a person: how much of their days was reactive."""

    name: str
    url: str
    reactive_width: str
    proactive_x: str
    proactive_width: str
    share: str
    days: str
    is_whole: bool = False


@dataclass(frozen=True)
class AskerLine:
    name: str
    url: str
    glyphs: tuple[Literal["shielded", "through", "waiting"], ...]
    more: str
    said: str
    days: str


def cause_lines(
    one: RatioCycle, cycles: Sequence[RatioCycle], member: Member, *, today: date
) -> tuple[CauseLine, ...]:
    """
    The dearest first, each with the epic that ends it; then those that fell to nothing after their
    epic shipped. What comes after some is one row.
    """
    shown, rest = split_causes(one)
    costs = [*shown, *rest]
    most = max((cause["ticks"] for cause in costs), default=0) or 1
    history = [_by_cause(each) for each in cycles]
    pks, gone = {cause["id"] for cause in shown if cause["id"]}, _gone(costs, cycles)
    ends = endings(member, pks, today, at_least=_logged_at_least(cycles), gone=gone)
    rows = [
        _cause(
            cause_name(cause["name"]),
            days_url(one, cause=cause["id"] or "none"),
            cause,
            most,
            one.unit,
            [days.get(cause["id"], 0.0) for days in history],
            ends.get(cause["id"], Ending()),
        )
        for cause in (*shown, *(gone[pk] for pk in gone if _had_shipped(ends.get(pk), one)))
    ]
    if rest:
        pks = {cause["id"] for cause in rest}
        total = {key: sum(cause[key] for cause in rest) for key in ("ticks", "times")}
        past = [sum(days for pk, days in each.items() if pk in pks) for each in history]
        url = days_url(one, cause=REST)
        rows.append(_cause(other_causes(len(rest)), url, total, most, one.unit, past, Ending()))
    return tuple(rows)


def split_causes(one: RatioCycle) -> Split:
    """Those with a row each, and those that are one row together."""
    costs = [cause for cause in one.totals["causes"] if cause["ticks"] or cause["times"]]
    return _split(costs)


def split_askers(one: RatioCycle) -> Split:
    """The same of who asked."""
    return _split([asker for asker in one.totals["askers"] if any(map(asker.get, _COUNTS))])


def _split(rows: list[Mapping[str, Any]]) -> Split:
    shown = len(rows) if len(rows) <= SHOWN else SHOWN - 1
    return rows[:shown], rows[shown:]


def other_causes(count: int) -> str:
    return _("All other, %(n)s causes") % {"n": count}


def other_askers(count: int) -> str:
    return ngettext("%(n)s other team", "%(n)s other teams", count) % {"n": count}


def _gone(
    costs: Iterable[Mapping[str, Any]], cycles: Iterable[RatioCycle]
) -> Mapping[int, Mapping[str, Any]]:
    """Causes that cost something in the cycles, and nothing in the one that is told of."""
    known = {cause["id"] for cause in costs}
    return {
        cause["id"]: cause | {"ticks": 0, "times": 0}
        for one in cycles
        for cause in one.totals["causes"]
        if cause["id"] and cause["ticks"] and cause["id"] not in known
    }


def _had_shipped(ending: Ending | None, one: RatioCycle) -> bool:
    """What ended it was there before the cycle was over: so it is told that nothing came."""
    shipped_on = ending.epic.shipped_on if ending and ending.epic else None
    return shipped_on is not None and shipped_on <= one.cycle.ends_on


def _logged_at_least(cycles: Sequence[RatioCycle]) -> Mapping[int, Decimal]:
    """
    Of the running cycle: its ledger has no more of a cause than was logged or let through, as it
    scales down what was too much for a day. Corrections may say more: then nothing is known.
    """
    one = next((each for each in cycles if each.is_running), None)
    if one is None or one.totals["corrected"]:
        return NOTHING
    return {
        cause["id"]: Decimal(cause["ticks"]) / one.unit
        for cause in one.totals["causes"]
        if cause["id"]
    }


def _by_cause(one: RatioCycle) -> Mapping[int | None, float]:
    return {cause["id"]: cause["ticks"] / one.unit for cause in one.totals["causes"]}


def _cause(
    name: str,
    url: str,
    cause: Mapping[str, Any],
    most: int,
    unit: int,
    past: Sequence[float],
    ending: Ending,
) -> CauseLine:
    points = list(_spark(past))
    return CauseLine(
        name,
        url,
        f"{100 * cause['ticks'] / most:.1f}%",
        days_said(cause["ticks"], unit),
        f"×{cause['times']}" if cause["times"] else "",
        " ".join(f"{x},{y}" for x, y in points) if len(points) > 1 else "",
        points[-1] if points else ("0", "0"),
        " → ".join(f"{days:.1f}" for days in past),
        ending,
    )


def _spark(past: Sequence[float]) -> Iterator[tuple[str, str]]:
    most, last = max([*past, 0.1]), max(len(past) - 1, 1)
    for place, days in enumerate(past):
        x = 2 + place * _SPARK_WIDTH / last
        yield f"{x:.1f}", f"{2 + _SPARK_HEIGHT * (1 - days / most):.1f}"


def team_lines(one: RatioCycle, member: Member) -> tuple[ShareLine, ...]:
    """Each team, then all of them."""
    lines = [
        _share(
            team_name(team["kind"], team["title"]),
            days_url(one, team=team["id"]),
            Sums(team["capacity"], team["reactive"]),
            one.unit,
        )
        for team in one.totals["teams"]
    ]
    if one.sums.capacity:
        url = days_url(one)
        lines.append(_share(_("Whole team"), url, one.sums, one.unit, is_whole=True))
    return tuple(lines)


def people_lines(one: RatioCycle, member: Member) -> tuple[ShareLine, ...]:
    """Everybody for the manager; for all others only themselves."""
    return tuple(
        _share(
            person["name"],
            days_url(one, person=person["id"]),
            Sums(person["capacity"], person["reactive"]),
            one.unit,
        )
        for person in sorted(one.totals["people"], key=lambda each: str(each["name"]))
        if may_plan(member) or person["id"] == member.pk
    )


def _share(name: str, url: str, sums: Sums, unit: int, *, is_whole: bool = False) -> ShareLine:
    part = 100 * sums.reactive / sums.capacity if sums.capacity else 0
    gap = 1.5 if 0 < part < 100 else 0
    return ShareLine(
        name,
        url,
        f"{max(part - gap / 2, 0):.1f}%",
        f"{part + gap / 2:.1f}%",
        f"{max(100 - part - gap / 2, 0):.1f}%",
        percent_said(sums.share),
        days_said(sums.reactive, unit),
        is_whole,
    )


def asker_lines(one: RatioCycle, member: Member) -> tuple[AskerLine, ...]:
    """Who asked the release teams, and whose tickets took time; the last of many are one row."""
    shown, rest = split_askers(one)
    lines = [_asker(asker, one, member) for asker in shown]
    if rest:
        total = {key: sum(asker[key] for asker in rest) for key in _COUNTS}
        url = days_url(one, asker=REST, nature="reactive")
        name = other_askers(len(rest))
        lines.append(replace(_asker(total | {"name": name}, one, member), url=url))
    return tuple(lines)


def _asker(asker: Mapping[str, Any], one: RatioCycle, member: Member) -> AskerLine:
    kinds: list[Literal["shielded", "through", "waiting"]] = ["shielded", "through", "waiting"]
    glyphs = [kind for kind in kinds for _each in range(asker[kind])]
    return AskerLine(
        asker["name"] or _("No team named"),
        days_url(one, asker=asker["name"] or "none", nature="reactive"),
        tuple(glyphs[:MARKS]),
        f"+{len(glyphs) - MARKS}" if len(glyphs) > MARKS else "",
        _("%(shielded)s shielded, %(through)s let through")
        % {"shielded": asker["shielded"], "through": asker["through"]},
        days_said(asker["ticks"], one.unit) if asker["ticks"] else "",
    )


def asked_in_all(askers: Iterable[Mapping[str, Any]]) -> tuple[int, int, int]:
    """Asked, shielded, let through."""
    rows = list(askers)
    shielded, through = (sum(row[key] for row in rows) for key in ("shielded", "through"))
    return shielded + through + sum(row["waiting"] for row in rows), shielded, through


def tickets_said(count: int) -> str:
    return ngettext("%(n)s ticket", "%(n)s tickets", count) % {"n": count}
