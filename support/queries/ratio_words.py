"""The sentences of the ratio: what its figures come to, and what each of them means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cycles.models import Team
from support.queries.ratio_read import RatioCycle, week_sums
from support.rules.ratio import Sums
from support.rules.ratio_trend import Trend, WeekFact, line_of, trend_of

FULL_WEEK: Final = 5  # working days
WORTH: Final = 5  # percent of its days that a team lost: less is not told


@dataclass(frozen=True)
class Headline:
    """``more`` is set apart: what the latest week over the line had to do with."""

    title: str
    lead: str
    over: str
    more: str


# What each figure is, shown wherever it is opened.
DEFINITIONS: Final = {
    "reactive": gettext_lazy(
        "Reactive: days on support, less the technical debt paid off on them; and what of a "
        "release team’s days was let through or logged on tickets."
    ),
    "proactive": gettext_lazy(
        "Proactive: days in a release team, less what was let through or logged on tickets; and "
        "technical debt that those on support paid off."
    ),
    "days": gettext_lazy(
        "Person-days: working days of people with a seat, by their part time, less leave and "
        "public holidays. No day counts more than it has."
    ),
    "causes": gettext_lazy(
        "Time counts under its own cause, else that of its ticket or interruption. What has none, "
        "and what nobody logged on support, is unattributed; Causes tells only what was logged."
    ),
    "planned": gettext_lazy("Planned: what the seats alone say, before anything came."),
    "estimate": gettext_lazy(
        "What was let through counts its estimate until time is logged on it; then that time."
    ),
}


def percent_said(share: int | None) -> str:
    """37 %; a dash where nobody worked."""
    return "–" if share is None else _("{percent} %").format(percent=share)


def days_said(ticks: int, unit: int, places: int = 1) -> str:
    """14.5 d"""
    return _("%(days)s d") % {"days": f"{_rounded(ticks, unit, places):.{places}f}"}


def cycle_name(number_of: int) -> str:
    return _("Cycle %(number)s") % {"number": number_of}


def cause_name(name: str) -> str:
    return name or _("Unattributed")


def team_name(kind: str, title: str) -> str:
    return title or str(Team.Kind(kind).label)


def headline(cycles: Sequence[RatioCycle]) -> Headline:
    """The conclusion of all that is shown, by rules."""
    shares = [one.sums.share for one in cycles]
    trend = trend_of(shares)
    if trend.kind == "none":
        return Headline(
            _("No day is counted yet"),
            _("From the first day of a cycle on, its person-days are told apart here."),
            "",
            "",
        )
    target = cycles[-1].target
    line = line_of(
        [(one.number, share) for one, share in zip(cycles, shares, strict=True)],
        list(_weeks(cycles)),
        target,
    )
    facts = {"under": line.under, "weeks": line.weeks, "target": target, "cycle": line.since}
    if line.since is None:
        lead = _("%(under)s of %(weeks)s weeks stayed under the %(target)s %% line.") % facts
    else:
        lead = (
            _(
                "Since cycle %(cycle)s, %(under)s of %(weeks)s weeks stayed under the "
                "%(target)s %% line."
            )
            % facts
        )
    over, more = _over(cycles, line.worst)
    return Headline(_title(trend, runs=cycles[-1].is_running), lead, over, more)


def _title(trend: Trend, *, runs: bool) -> str:
    facts = {"first": trend.first, "last": trend.last, "cycles": trend.cycles}
    if trend.kind == "one":
        if runs:
            return _("%(last)s %% of this cycle is reactive so far") % facts
        return _("%(last)s %% of the cycle was reactive") % facts
    if trend.kind == "held":
        return _("Reactive work stays at %(last)s %% over %(cycles)s cycles") % facts
    if trend.kind == "fell":
        return _("Reactive work fell from %(first)s %% to %(last)s %% in %(cycles)s cycles") % facts
    return _("Reactive work rose from %(first)s %% to %(last)s %% in %(cycles)s cycles") % facts


def _weeks(cycles: Sequence[RatioCycle]) -> list[WeekFact]:
    return [
        WeekFact(one.number, place, share, share > one.target)
        for one in cycles
        for place, week in enumerate(one.weeks, start=1)
        if (share := week_sums(week).share) is not None
    ]


def _over(cycles: Sequence[RatioCycle], worst: WeekFact | None) -> tuple[str, str]:
    if worst is None:
        return "", ""
    one = next(cycle for cycle in cycles if cycle.number == worst.cycle)
    week = one.weeks[worst.week - 1]
    facts = {"week": worst.week, "cycle": worst.cycle}
    reasons = []
    if 0 < week["worked"] < FULL_WEEK:
        reasons.append(
            ngettext("%(n)s working day", "%(n)s working days", week["worked"])
            % {"n": week["worked"]}
        )
    names = {cause["id"]: cause["name"] for cause in one.totals["causes"]}
    if week["cause"] in names:
        reasons.append(
            _("%(days)s d of “%(cause)s”")
            % {"days": number_of(week["cause_ticks"], one.unit), "cause": names[week["cause"]]}
        )
    if not reasons:
        return _("Week %(week)s of cycle %(cycle)s went over it.") % facts, ""
    joined = _("%(first)s and %(second)s") % {"first": reasons[0], "second": reasons[-1]}
    return (
        _("Week %(week)s of cycle %(cycle)s went over it:") % facts,
        _("%(reasons)s.") % {"reasons": joined if len(reasons) > 1 else reasons[0]},
    )


def number_of(ticks: int, unit: int) -> str:
    """Person-days without needless zeros: 7.5, 26."""
    return f"{_rounded(ticks, unit, 1):g}"


def _rounded(ticks: int, unit: int, places: int) -> float:
    """Half up: a quarter of a day is 0.3."""
    scale: int = 10**places
    return (2 * ticks * scale + unit) // (2 * unit) / scale


def worst_team(one: RatioCycle, unknowns: dict[str, int]) -> str:
    """What the release team lost that lost most, and how many unknowns its epic has left."""
    teams = [team for team in one.totals["teams"] if team["kind"] != Team.Kind.ON_SUPPORT]
    hit = [team for team in teams if (Sums(team["capacity"], team["reactive"]).share or 0) >= WORTH]
    if not hit:
        return ""
    team = max(hit, key=lambda each: each["reactive"] / each["capacity"])
    facts = {
        "team": team_name(team["kind"], team["title"]),
        "lost": number_of(team["reactive"], one.unit),
        "days": number_of(team["capacity"], one.unit),
    }
    said = _("“%(team)s” lost %(lost)s of %(days)s days.") % facts
    left = unknowns.get(team["epic"] or "", 0)
    if not left:
        return said
    more = ngettext("It has %(n)s unknown left.", "It has %(n)s unknowns left.", left) % {"n": left}
    return f"{said} {more}"


def week_name(place: int) -> str:
    return _("Week %(number)s") % {"number": place}


def iso(day: str) -> date:
    return date.fromisoformat(day)
