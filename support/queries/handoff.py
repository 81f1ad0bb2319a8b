"""The handoff note of a cycle: made from its tickets, shown to the next team."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from django.db.models import Count, Max, Q, Sum
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Cycle
from cycles.rules.calendar import Span, weeks_of
from planner.access import may_work_the_desk
from planner.kit.dates import short_day
from planner.kit.lists import listed
from planner.kit.markdown import render_markdown
from planner.kit.moments import Moment, moment
from planner.models import Member, Workspace
from support.models import HandoffNote, Ticket
from support.models.tickets import TicketQuerySet
from support.queries.rotation import Rotation, today_in
from support.queries.title_words import title_said
from support.rules.handoff import Line, Part, handoff_markdown, is_named

LISTED: Final = 30  # of a kind; the rest is counted
AGAIN: Final = 10
FIRST_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class HandoffPage:
    title: str
    text: SafeString
    made: Moment | None
    made_by: str
    edited: Moment | None
    edited_by: str
    is_late: bool  # nothing was written, and will be no more
    may_write: bool
    may_edit: bool
    may_make_anew: bool
    may_add: bool  # what came since people edited it
    url: str
    rotation_url: str


@dataclass(frozen=True, slots=True)
class HandoffHint:
    """What the desk says of a handoff: the last one to read, or this one to write."""

    text: str
    url: str


def note_of(cycle: Cycle) -> HandoffNote | None:
    return (
        HandoffNote.objects.filter(cycle=cycle)
        .select_related("cycle__workspace", "generated_by__person", "edited_by__person")
        .first()
    )


def handoff_page(*, cycle: Cycle, member: Member, now: datetime) -> HandoffPage:
    note, works = note_of(cycle), may_work_the_desk(member)
    zone, slug = member.zone, member.workspace.slug
    edited_at, edited_by = (note.edited_at, note.edited_by) if note else (None, None)
    is_late = is_too_late_to_write(cycle, now)
    return HandoffPage(
        title=_("Handoff of cycle %(number)s") % {"number": cycle.number},
        text=render_markdown(note.said, top=2) if note else SafeString(""),
        made=moment(note.generated_at, now=now, zone=zone) if note else None,
        made_by=note.generated_by.name if note else "",
        edited=moment(edited_at, now=now, zone=zone) if edited_at else None,
        edited_by=edited_by.name if edited_by else "",
        is_late=is_late,
        may_write=works and note is None and is_time_to_write(cycle, now) and not is_late,
        may_edit=works and note is not None,
        may_make_anew=works and note is not None and edited_at is None and not is_late,
        may_add=works and edited_at is not None and not is_late,
        url=reverse("support:handoff", args=[slug, cycle.number]),
        rotation_url=reverse("support:rotation", args=[slug]),
    )


def is_time_to_write(cycle: Cycle, now: datetime) -> bool:
    """From the first day of its last week on."""
    last_week = Span(cycle.starts_on, cycle.ends_on)
    return (
        not cycle.is_ahead and today_in(cycle.workspace, now) >= weeks_of(last_week)[-1].starts_on
    )


def is_too_late_to_write(cycle: Cycle, now: datetime) -> bool:
    """From the second week of the next team on: what is open then is theirs."""
    after = Cycle.objects.filter(
        workspace=cycle.workspace_id,
        state__in=[Cycle.State.ACTIVE, Cycle.State.CLOSED],
        starts_on__gt=cycle.starts_on,
        starts_on__lte=today_in(cycle.workspace, now) - FIRST_WEEK,
    )
    return after.exists()


def handoff_hint(rotation: Rotation, member: Member) -> HandoffHint | None:
    """In the first week of a cycle the last team's note; from its last week on one's own."""
    watch = rotation.watch_on(rotation.today)
    if watch is None:
        return None
    number, span = watch.term.number, watch.term.span
    if rotation.today < span.starts_on + FIRST_WEEK and len(weeks_of(span)) > 1:
        return _hint_of_the_last(rotation, number, member)
    if rotation.today < weeks_of(span)[-1].starts_on or not may_work_the_desk(member):
        return None
    is_written = HandoffNote.objects.filter(
        cycle__workspace=rotation.workspace, cycle__number=number
    ).exists()
    text = _("Handoff of cycle %(number)s") % {"number": number}
    return _hint(rotation, number, text if is_written else _("Write the handoff note"))


def _hint_of_the_last(rotation: Rotation, number: int, member: Member) -> HandoffHint | None:
    """That of the cycle before this one, and of none earlier: it is to be read, or to be made."""
    last = (
        Cycle.objects.filter(workspace=rotation.workspace, number__lt=number)
        .order_by("-number")
        .values_list("number", "handoff_note")
        .first()
    )
    if last is None:
        return None
    before, note = last
    if note:
        text = _("Handoff of cycle %(number)s")
    elif may_work_the_desk(member):
        text = _("Write the handoff note of cycle %(number)s")
    else:
        return None
    return _hint(rotation, before, text % {"number": before})


def _hint(rotation: Rotation, number: int, text: str) -> HandoffHint:
    url = reverse("support:handoff", args=[rotation.workspace.slug, number])
    return HandoffHint(text, url)


def handoff_text(cycle: Cycle, at: datetime) -> str:
    """What is open, what sleeps, and what came again and again, in the language of who asks."""
    tickets = Ticket.objects.filter(workspace=cycle.workspace).ours()
    parts = [
        _listed(
            _("Still open"),
            tickets.filter(state=Ticket.State.OPEN).order_by("opened_at", "pk"),
            cycle.workspace,
            _("Nothing is open."),
        ),
        _listed(
            _("Snoozed"),
            tickets.filter(state=Ticket.State.SNOOZED).order_by("snoozed_until", "pk"),
            cycle.workspace,
            _("Nothing is snoozed."),
        ),
        Part(_("Came again and again"), tuple(_again(cycle, at)), _("Nothing came twice.")),
        Part(_("What else to know"), (), _("Write here what no ticket tells.")),
    ]
    return handoff_markdown(parts)


def handoff_with_more(cycle: Cycle, text: str) -> str:
    """The text as it is, and below it what is open or sleeps and is not named in it."""
    tickets = Ticket.objects.filter(workspace=cycle.workspace).ours()
    kept = tickets.exclude(state=Ticket.State.RESOLVED).order_by("opened_at", "pk")
    lacking = [one.pk for one in kept.only("number") if not is_named(one.key, text)]
    if not lacking:
        return text
    part = _listed(_("Not named above"), kept.filter(pk__in=lacking), cycle.workspace, "")
    return f"{text}\n\n{handoff_markdown([part])}"


def _listed(title: str, tickets: TicketQuerySet, workspace: Workspace, none: str) -> Part:
    found = list(tickets.select_related("assignee__person")[: LISTED + 1])
    more = tickets.count() - LISTED if len(found) > LISTED else 0
    return Part(
        f"{title} ({tickets.count() if more else len(found)})",
        tuple(_line(ticket, workspace) for ticket in found[:LISTED]),
        none,
        ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more} if more else "",
    )


def _line(ticket: Ticket, workspace: Workspace) -> Line:
    who = ticket.assignee.name if ticket.assignee else _("no assignee")
    facts = {"who": who, "day": short_day(today_in(workspace, ticket.opened_at))}
    said = _("since %(day)s, %(who)s") % facts
    if ticket.state == Ticket.State.SNOOZED and ticket.snoozed_until:
        until = short_day(today_in(workspace, ticket.snoozed_until))
        said = _("until %(until)s, %(said)s") % {"until": until, "said": said}
    return Line(ticket.key, _url(workspace, ticket.key), title_said(ticket.title), said)


def _again(cycle: Cycle, at: datetime) -> Iterator[Line]:
    """Groups of alerts that came in more than one ticket of the cycle, or came back in one."""
    begins = datetime.combine(cycle.starts_on, time.min, cycle.workspace.zone)
    tickets = Ticket.objects.filter(workspace=cycle.workspace).ours()
    groups = (
        tickets.filter(kind=Ticket.Kind.ALERT, opened_at__gte=begins, opened_at__lte=at)
        .order_by()
        .values("source_id", "group_hash")
        .annotate(times=Count("pk"), back=Sum("reopened"), latest=Max("number"))
        .filter(Q(times__gt=1) | Q(back__gt=0))
        .order_by("-times", "-back", "-latest")[:AGAIN]
    )
    rows = list(groups)
    named = {
        ticket.number: ticket for ticket in tickets.filter(number__in=[r["latest"] for r in rows])
    }
    for row in rows:
        ticket = named[row["latest"]]
        times = ngettext("%(n)s ticket", "%(n)s tickets", row["times"]) % {"n": row["times"]}
        back = (
            ngettext("came back %(n)s time", "came back %(n)s times", row["back"])
            % {"n": row["back"]}
            if row["back"]
            else ""
        )
        yield Line(
            ticket.key,
            _url(cycle.workspace, ticket.key),
            title_said(ticket.title),
            listed(filter(None, [times, back])),
        )


def _url(workspace: Workspace, key: str) -> str:
    return reverse("support:ticket", args=[workspace.slug, key])
