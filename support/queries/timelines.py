"""What happened to a ticket, and what was said under it, in one line of time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from planner.kit.moments import Moment, duration, moment
from planner.kit.names import isolated
from planner.models import Activity, Member
from planner.telling import tell
from support.models import FollowUp, Note, Ticket
from support.queries.inquirers import inquiry_behind

LATEST: Final = 100


@dataclass(frozen=True, slots=True)
class Entry:
    icon: str
    who: str
    what: str
    at: Moment
    said: str = ""
    is_answer: bool = False


@dataclass(frozen=True)
class Timeline:
    entries: tuple[Entry, ...]
    is_cut: bool


# What is shown as the note itself needs no sentence beside it.
_SAID: Final = ("note_ticket", "answer_ticket", "write_to_desk", "hear_more")
_OPENED: Final = ("open_ticket", "ask_desk", "hear_question")


def timeline_of(ticket: Ticket, *, member: Member, now: datetime, whole: bool = False) -> Timeline:
    """The latest hundred things, the oldest of them first; all of them where that is asked for."""
    most = None if whole else LATEST
    happened = (
        Activity.objects.about(ticket)
        .exclude(verb__in=_SAID)
        .select_related("by__person")
        .latest_first()[:most]
    )
    notes = ticket.notes.select_related("by__person").order_by("-at", "-pk")[:most]
    dated = [(each.at, 0, each.pk, _happened(each, ticket, member, now)) for each in happened]
    dated += [(each.at, 1, each.pk, _said(each, member, now)) for each in notes]
    if inquiry := inquiry_behind(ticket):
        more = inquiry.follow_ups.order_by("-at", "-pk")[:most]
        dated += [(one.at, 2, one.pk, _wrote(one, inquiry.name, member, now)) for one in more]
    dated.sort(key=lambda entry: entry[:3])
    shown = dated if whole else dated[-LATEST:]
    return Timeline(
        entries=tuple(entry for *_when, entry in shown),
        is_cut=not whole and len(dated) >= LATEST,
    )


def _said(note: Note, member: Member, now: datetime) -> Entry:
    is_answer = note.kind == Note.Kind.ANSWER
    return Entry(
        icon="arrow" if is_answer else "dot",
        who=note.by.name,
        what=_("answered") if is_answer else _("noted"),
        at=moment(note.at, now=now, zone=member.zone),
        said=note.text,
        is_answer=is_answer,
    )


def _wrote(more: FollowUp, name: str, member: Member, now: datetime) -> Entry:
    at = moment(more.at, now=now, zone=member.zone)
    return Entry("question", name, _("wrote"), at, said=more.text)


def _happened(activity: Activity, ticket: Ticket, member: Member, now: datetime) -> Entry:
    icon, what = _sentence(activity, ticket)
    return Entry(
        icon=icon,
        who=activity.by.name if activity.by else activity.data.get("asker", ""),
        what=what,
        at=moment(activity.at, now=now, zone=member.zone),
        said=ticket.text if activity.verb in _OPENED else "",
    )


def _sentence(activity: Activity, ticket: Ticket) -> tuple[str, str]:
    data = activity.data
    match activity.verb:
        case "open_ticket":
            return _opened(activity, ticket)
        case "take_ticket":
            after = duration(activity.at - ticket.opened_at)
            return "person", _("took it, after %(span)s") % {"span": after}
        case "assign_ticket":
            return "person", _("gave it to %(name)s") % {"name": isolated(data.get("to", "…"))}
        case "release_ticket":
            return "person", _("let go of it")
        case "resolve_ticket":
            return "tick", _resolved(data, is_ours=activity.by is None)
        case "ask_desk" | "hear_question":
            return "question", _("asks")
        case "call_solved" | "hear_solved":
            return "tick", _("called it solved")
        case "call_unsolved" | "hear_unsolved":
            return "bell", _("said that it is not solved")
        case "reopen_ticket":
            return "bell", _("reopened it") if activity.by else _("It came back")
    return "dot", tell(activity, here=True).what


def _opened(activity: Activity, ticket: Ticket) -> tuple[str, str]:
    if activity.by is None:
        return "bell", _("Opened by %(source)s") % {"source": ticket.source or _("the planner")}
    if ticket.asker:
        return "question", _("wrote down what %(asker)s asks") % {"asker": isolated(ticket.asker)}
    return "question", _("asks")


def _resolved(data: dict[str, Any], *, is_ours: bool) -> str:
    if is_ours:
        return _("All its alerts resolved")
    if firing := data.get("firing", 0):
        return ngettext(
            "resolved it while %(count)s alert still fired",
            "resolved it while %(count)s alerts still fired",
            firing,
        ) % {"count": firing}
    return _("resolved it")
