"""The rotation on a page: this cycle's leads on the ruler, the next days, and who led how often."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cycles.queries.drawings import cycle_in_words, ruler, span_of
from cycles.queries.staffing import worked_days
from cycles.queries.track import Ground, Stretch, Track
from planner.kit.dates import day_range, short_day, weekday_day
from planner.kit.drawings import Ruler
from planner.kit.lists import listed
from planner.kit.public_holidays import holiday_names
from planner.models import Member
from support.queries.handoff import HandoffHint, handoff_hint
from support.queries.lead_day import agreed_words, may_change_day
from support.queries.rotation import Rotation, rotation_of, today_in
from support.queries.turn_counts import TurnCount, turn_counts
from support.rules.rotation import Lead, Strain, Watch, strains_of

NEXT_DAYS: Final = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """A day that somebody leads, on the ruler; ``url`` is where it can be changed."""

    stretch: Stretch
    label: str
    url: str
    css: str


@dataclass(frozen=True, slots=True)
class RotationRow:
    """Somebody's days of a cycle. Without a name: those that nobody leads."""

    name: str
    is_you: bool
    about: str
    marks: tuple[Mark, ...]
    leave: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class LeadRow:
    on: str
    day: str
    name: str
    is_you: bool
    is_today: bool
    about: str
    url: str


@dataclass(frozen=True, slots=True)
class Warned:
    kind: str
    text: str


@dataclass(frozen=True)
class RotationPage:
    title: str
    dates: str
    between: str  # what is said between two cycles
    ruler: Ruler | None
    ground: Ground | None
    rows: tuple[RotationRow, ...]
    next_days: tuple[LeadRow, ...]
    mine: tuple[LeadRow, ...]
    warned: tuple[Warned, ...]
    counts: tuple[TurnCount, ...]
    lead: str  # who leads today
    lead_id: int | None
    may_take_over: bool
    take_over_url: str
    handoff: HandoffHint | None


def rotation_page(*, member: Member, now: datetime) -> RotationPage:
    """All of it in a fixed number of queries, whatever the number of people and days."""
    rotation = rotation_of(member.workspace, today_in(member.workspace, now))
    watch = _shown(rotation)
    coming = rotation.coming()
    today = rotation.lead_on(rotation.today)
    cycle = rotation.cycles[watch.term.number] if watch else None
    mine = [lead for lead in coming if lead.member == member.pk]
    drawn = _Drawn(rotation, watch, member) if watch else None
    return RotationPage(
        title=_("On support in cycle %(number)s") % {"number": cycle.number}
        if cycle
        else _("On support"),
        dates=day_range(cycle.starts_on, drawn.last) if cycle and drawn else "",
        between=_between(rotation),
        ruler=drawn.ruler if drawn else None,
        ground=drawn.ground if drawn else None,
        rows=drawn.rows if drawn else (),
        next_days=tuple(lead_row(rotation, one, member) for one in coming[:NEXT_DAYS]),
        mine=tuple(lead_row(rotation, one, member) for one in mine),
        warned=tuple(_warned(rotation, one) for one in strains_of(coming)),
        counts=turn_counts(rotation, member),
        lead=rotation.name_of(today.member) if today else "",
        lead_id=today.member if today else None,
        may_take_over=today is not None
        and today.member != member.pk
        and may_change_day(rotation, rotation.today, member)
        and rotation.could_lead(member, rotation.today),
        take_over_url=reverse("support:take_over", args=[member.workspace.slug]),
        handoff=handoff_hint(rotation, member),
    )


def lead_row(rotation: Rotation, lead: Lead, reader: Member) -> LeadRow:
    agreed = agreed_words(rotation.agreed.get(lead.on), lead.member)
    team = len(rotation.team_on(lead.on))
    away = len(lead.hands) < team and lead.member is not None
    there = _("%(n)s of %(team)s there") % {"n": len(lead.hands), "team": team} if away else ""
    return LeadRow(
        on=lead.on.isoformat(),
        day=weekday_day(lead.on),
        name=rotation.name_of(lead.member),
        is_you=lead.member == reader.pk,
        is_today=lead.on == rotation.today,
        about=listed(filter(None, [there, agreed])),
        url=_day_url(rotation, lead.on, reader),
    )


def _day_url(rotation: Rotation, on: date, reader: Member) -> str:
    """Who may not change anything there finds nothing to press."""
    if on < rotation.today or not may_change_day(rotation, on, reader):
        return ""
    return reverse("support:lead_day", args=[rotation.workspace.slug, on])


def _shown(rotation: Rotation) -> Watch | None:
    """The cycle that runs; between two cycles, the next."""
    for watch in rotation.watches:
        if not watch.is_between(rotation.today):
            return watch
    return rotation.watches[-1] if rotation.watches else None


def _between(rotation: Rotation) -> str:
    watch = rotation.watch_on(rotation.today)
    if watch is None or not watch.is_between(rotation.today):
        return ""
    number = {"number": watch.term.number}
    following = rotation.watches[1:]
    if not following:
        return (
            _("The team of cycle %(number)s keeps the desk until the next cycle starts.") % number
        )
    return _(
        "The team of cycle %(number)s keeps the desk until cycle %(next)s starts on %(day)s."
    ) % {
        **number,
        "next": following[0].term.number,
        "day": short_day(following[0].term.span.starts_on),
    }


def _warned(rotation: Rotation, strain: Strain) -> Warned:
    days = (
        weekday_day(strain.first)
        if strain.first == strain.last
        else _("%(first)s to %(last)s")
        % {"first": weekday_day(strain.first), "last": weekday_day(strain.last)}
    )
    facts = {"days": days, "name": rotation.name_of(strain.member), "n": strain.days}
    match strain.kind:
        case "gap":
            return Warned("bad", _("%(days)s: nobody of the team is there.") % facts)
        case "alone":
            return Warned("warn", _("%(days)s: %(name)s is alone.") % facts)
    return Warned("warn", _("%(days)s: %(name)s leads %(n)s days in a row.") % facts)


class _Drawn:
    """A watch on the ruler of its cycle."""

    def __init__(self, rotation: Rotation, watch: Watch, reader: Member) -> None:
        workspace, cycle = rotation.workspace, rotation.cycles[watch.term.number]
        span, today = span_of(cycle), rotation.today
        worked = worked_days(workspace, span)
        holidays = holiday_names(workspace.country, span.starts_on, span.ends_on)
        self.rotation, self.watch, self.reader = rotation, watch, reader
        self.track = Track(span, workspace.working_days)
        self.last = worked[-1] if worked else cycle.ends_on
        self.ground = self.track.ground(holidays, today if today in span else None)
        self.ruler = ruler(
            cycle,
            workspace.working_days,
            holidays,
            today,
            label=cycle_in_words(cycle, worked, today),
        )
        self.leads = [lead for lead in rotation.leads if lead.on in span]
        self.rows = tuple(self._rows())

    def _rows(self) -> Iterator[RotationRow]:
        people = {hand.member for hand in self.watch.term.hands}
        people |= {lead.member for lead in self.leads if lead.member is not None}
        members = [self.rotation.members[pk] for pk in people]
        for one in sorted(members, key=lambda one: (one.name, one.pk)):
            led = [lead for lead in self.leads if lead.member == one.pk]
            there = sum(one.pk in lead.hands or one.pk == lead.member for lead in self.leads)
            yield RotationRow(
                one.name,
                one.pk == self.reader.pk,
                pgettext("turns of days on support", "%(turns)s of %(days)s")
                % {
                    "turns": len(led),
                    "days": ngettext("%(n)s day", "%(n)s days", there) % {"n": there},
                },
                tuple(self._marks(led)),
                tuple(self._leave(one)),
            )
        if gaps := [lead for lead in self.leads if lead.member is None]:
            text = ngettext("%(n)s day", "%(n)s days", len(gaps)) % {"n": len(gaps)}
            yield RotationRow("", False, text, tuple(self._marks(gaps)), ())

    def _marks(self, leads: list[Lead]) -> Iterator[Mark]:
        for lead in leads:
            if stretch := self.track.stretch(lead.on, lead.on, inset=0.12):
                yield Mark(stretch, self._said(lead), self._url(lead), self._css(lead))

    def _said(self, lead: Lead) -> str:
        name = self.rotation.name_of(lead.member) or _("Nobody")
        text = _("%(day)s: %(name)s") % {"day": weekday_day(lead.on), "name": name}
        words = agreed_words(self.rotation.agreed.get(lead.on), lead.member)
        return listed(filter(None, [text, words]))

    def _url(self, lead: Lead) -> str:
        return _day_url(self.rotation, lead.on, self.reader)

    def _css(self, lead: Lead) -> str:
        row = self.rotation.agreed.get(lead.on)
        css = ["turn-mark"]
        if lead.member is None:
            css.append("is-gap")
        elif lead.on < self.rotation.today:
            css.append("is-over")
        if row and row.member_id == lead.member and agreed_words(row, lead.member):
            css.append("is-agreed")
        return " ".join(css)

    def _leave(self, member: Member) -> Iterator[Stretch]:
        away = self.rotation.leave.get(member.pk, frozenset())
        for day in self.track.days:
            if day in away and (stretch := self.track.stretch(day, day)):
                yield stretch
