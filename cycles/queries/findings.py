"""The rule check in words: one sentence for each finding, and where its fix is."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Team
from cycles.queries.staffing import Staffing
from cycles.rules.staffing import Code, Finding, Severity, rule_check
from planner.kit.lists import listed
from planner.kit.names import isolated

NAMES_SHOWN = 3


@dataclass(frozen=True)
class Said:
    """``short`` follows "Can't start:"; ``fix`` is the label of the link to ``href``."""

    code: str
    severity: str
    text: str
    short: str = ""
    fix: str = ""
    href: str = ""


def team_called(team: Team) -> str:
    return team.epic.title if team.epic else str(team.get_kind_display())


def seat_anchor(team: int, place: int) -> str:
    return f"seat-{team}-{place}"


def names(people: list[str]) -> str:
    """Yui · Yui and Tomas · Yui, Tomas and 3 others."""
    if len(people) > NAMES_SHOWN:
        left = len(people) - NAMES_SHOWN + 1
        return ngettext("%(names)s and %(count)s other", "%(names)s and %(count)s others", left) % {
            "names": listed(people[: NAMES_SHOWN - 1]),
            "count": left,
        }
    if len(people) < 2:
        return "".join(people)
    return _("%(names)s and %(last)s") % {
        "names": listed(people[:-1]),
        "last": people[-1],
    }


def checked(staffing: Staffing) -> tuple[Said, ...]:
    """What the rules say of the plan, blocks first."""
    order = list(Severity)
    said = [_say(finding, staffing) for finding in rule_check(staffing.facts)]
    return tuple(sorted(said, key=lambda one: order.index(Severity(one.severity))))


def say_all(findings: tuple[Finding, ...], staffing: Staffing) -> tuple[Said, ...]:
    return tuple(_say(finding, staffing) for finding in findings)


def _say(finding: Finding, staffing: Staffing) -> Said:
    if finding.severity is Severity.PASSES:
        return Said(finding.code, finding.severity, _passed(finding.code))
    if finding.team is not None:
        return _say_of_team(finding, staffing)
    return _say_of_plan(finding, staffing)


def _passed(code: Code) -> str:
    return {
        Code.TEAM_SIZE: _("Every release team has the right size."),
        Code.EPIC_WITHOUT_TEAM: _("Every epic has a team."),
        Code.SUPPORT_SEATS: _("All seats on support are taken."),
        Code.TWO_SEATS: _("Nobody has two seats."),
        Code.SEATED_IDLER: _("Everybody who has a seat may have one."),
        Code.PEOPLE_WITHOUT_SEAT: _("Everybody has a seat."),
        Code.SUPPORT_TWICE: _("Nobody is on support twice in a row."),
        Code.VISION_SHARE: _("Enough of the work is vision-based."),
        Code.NO_BIG_EPIC: _("There is a Big Epic."),
        Code.UNFINISHED_EPIC: _("No unfinished epic is left alone."),
        Code.REACTIVE_SHARE: _("The planned reactive share is near its target."),
        Code.TEAM_WITHOUT_EPIC: _("No team is without an epic."),
        Code.LONG_LEAVE: _("Nobody is away for long."),
        Code.NO_KNOWLEDGE: _("Every team has somebody who knows its theme."),
    }[code]


def _say_of_team(finding: Finding, staffing: Staffing) -> Said:
    team = next(one for one in staffing.teams if one.pk == finding.team)
    facts = {
        "team": isolated(team_called(team)),
        "have": finding.have,
        "need": finding.need,
        "most": finding.most,
        "name": names([isolated(staffing.members[pk].name) for pk in finding.members]),
        "missing": finding.need - finding.have,
        "spare": finding.have - finding.most,
    }
    short = ""
    if finding.code is Code.TEAM_SIZE:
        text = _("%(team)s has %(have)s of %(need)s–%(most)s people.") % facts
        short = (
            _("%(team)s needs %(missing)s more")
            if finding.have < finding.need
            else _("%(team)s has %(spare)s too many")
        ) % facts
    elif finding.code is Code.EPIC_WITHOUT_TEAM:
        text = (
            _("%(team)s has no team.") if finding.epic else _("The Small Epics have no team.")
        ) % facts
        short = _("%(team)s needs %(missing)s more") % facts
    elif finding.code is Code.SUPPORT_SEATS:
        text = (
            ngettext(
                "On support has %(have)s of %(need)s person.",
                "On support has %(have)s of %(need)s people.",
                finding.need,
            )
            % facts
        )
        short = _("On support needs %(missing)s more") % facts
    elif finding.code is Code.TWO_SEATS:
        text = _("%(name)s has two seats on the same day.") % facts
        short = _("%(name)s has two seats") % facts
    elif finding.code is Code.SEATED_IDLER:
        text = _("%(name)s has left or has another role now, and still has a seat.") % facts
        short = _("%(name)s cannot have a seat any more") % facts
    elif finding.code is Code.SUPPORT_TWICE:
        text = _("%(name)s is on support twice in a row.") % facts
    elif finding.code is Code.LONG_LEAVE:
        text = _("%(name)s is on leave %(have)s of %(need)s days.") % facts
    elif finding.code is Code.NO_KNOWLEDGE:
        text = _("Nobody in %(team)s has worked on its theme before.") % facts
    else:
        text = _("The Small Epics' team has no epics.")
    label, anchor = _fix_of_team(finding, team, staffing)
    return Said(finding.code, finding.severity, text, short, label, f"#{anchor}")


def _fix_of_team(finding: Finding, team: Team, staffing: Staffing) -> tuple[str, str]:
    seats = staffing.seats.get(team.pk, ())
    if finding.members:
        place = next(
            (n for n, seat in enumerate(seats, 1) if seat.member_id == finding.members[0]), 1
        )
        return _("Swap"), seat_anchor(team.pk, place)
    if finding.code is Code.TEAM_WITHOUT_EPIC:
        return _("Add epic"), "epics"
    if finding.most and finding.have > finding.most:
        return _("Seat %(place)s") % {"place": len(seats)}, seat_anchor(team.pk, len(seats))
    if finding.code is Code.NO_KNOWLEDGE or len(seats) >= finding.most:
        # Somebody would have to give way; or all are taken, but not on all days.
        return _("Seat %(place)s") % {"place": len(seats)}, seat_anchor(team.pk, len(seats))
    place = len(seats) + 1
    return _("Seat %(place)s") % {"place": place}, seat_anchor(team.pk, place)


def _unfinished(title: str, unknowns: int) -> str:
    if not unknowns:
        return _("%(epic)s is unfinished and has no team.") % {"epic": title}
    return ngettext(
        "%(epic)s has %(n)s unknown and no team.",
        "%(epic)s has %(n)s unknowns and no team.",
        unknowns,
    ) % {"epic": title, "n": unknowns}


def _say_of_plan(finding: Finding, staffing: Staffing) -> Said:
    fix, href = _("Add epic"), "#epics"
    if finding.code is Code.PEOPLE_WITHOUT_SEAT:
        people = [isolated(staffing.members[pk].name) for pk in finding.members]
        text = ngettext("%(names)s has no seat.", "%(names)s have no seat.", len(people)) % {
            "names": names(people)
        }
        fix, href = _("People"), f"#person-{finding.members[0]}"
    elif finding.code is Code.NO_BIG_EPIC:
        text = _("There is no Big Epic yet.")
    elif finding.code is Code.UNFINISHED_EPIC:
        epic = next(one for one in staffing.left_over if one.pk == finding.epic)
        text = _unfinished(isolated(epic.title), staffing.unknowns.get(epic.pk, 0))
        href = f"#epic-{epic.pk}"
    else:
        facts = {"have": finding.have, "need": finding.need}
        text = (
            _("%(have)s %% vision-based is under the target of %(need)s %%.")
            if finding.code is Code.VISION_SHARE
            else _("%(have)s %% of the days are on support; the target is %(need)s %%.")
        ) % facts
        fix, href = (
            _("Target"),
            reverse("cycles:settings", args=[staffing.workspace.slug]) + "#targets",
        )
    return Said(finding.code, finding.severity, text, "", fix, href)
