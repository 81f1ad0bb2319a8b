"""What happened to a ticket, and what was said under it, in one line of time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from planner.kit.moments import Moment, duration, moment
from planner.kit.names import isolated
from planner.models import Activity, Member
from planner.telling import tell
from support.models import FollowUp, Note, Ticket
from support.queries.inquirers import inquiry_behind

LATEST: Final = 60


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
    """The latest things, the oldest of them first; all of them where that is asked for."""
    most = None if whole else LATEST
    happened = (
        Activity.objects.about(ticket)
        .exclude(verb__in=_SAID)
        .select_related("by__person")
        .latest_first()[:most]
    )
    notes = ticket.notes.select_related("by__person").order_by("-at", "-pk")[:most]
    # What was written in the same moment as it was opened or resolved stands between the two.
    dated = [
        (each.at, 0 if each.verb in _OPENED else 2, each.pk, _happened(each, ticket, member, now))
        for each in happened
    ]
    dated += [(each.at, 1, each.pk, _said(each, member, now)) for each in notes]
    if inquiry := inquiry_behind(ticket):
        more = inquiry.follow_ups.order_by("-at", "-pk")[:most]
        dated += [(one.at, 1, one.pk, _wrote(one, inquiry.name, member, now)) for one in more]
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
    icon, what = _sentence(activity, ticket, member, now)
    return Entry(
        icon=icon,
        who=activity.by.name if activity.by else activity.data.get("asker", ""),
        what=what,
        at=moment(activity.at, now=now, zone=member.zone),
        said=_words_of(activity, ticket),
    )


def _words_of(activity: Activity, ticket: Ticket) -> str:
    """What somebody wrote with it: the question, or why alerts were silenced."""
    if activity.verb in _OPENED:
        return ticket.text
    return str(activity.data.get("reason", "")) if activity.verb == "silence_ticket" else ""


# What needs no more than a name to be told; an icon, and the words.
_OTHERS: Final[dict[str, tuple[str, Any]]] = {
    "release_ticket": ("person", gettext_lazy("let go of it")),
    "ask_desk": ("question", gettext_lazy("asked")),
    "hear_question": ("question", gettext_lazy("asked")),
    "call_solved": ("tick", gettext_lazy("called it solved")),
    "hear_solved": ("tick", gettext_lazy("called it solved")),
    "call_unsolved": ("bell", gettext_lazy("said that it is not solved")),
    "hear_unsolved": ("bell", gettext_lazy("said that it is not solved")),
    "merge_ticket": ("arrow", gettext_lazy("merged it into {into}")),
    "hand_signal_over": ("bell", gettext_lazy("{source} tells of it from now on")),
    "gather_ticket": ("layers", gettext_lazy("merged {other} into it")),
    "unmerge_ticket": ("arrow", gettext_lazy("separated it from {into}")),
    "let_go_ticket": ("layers", gettext_lazy("separated {other} from it")),
    "take_group_out": ("layers", gettext_lazy("took {group} out of it")),
    "acknowledge_ticket": ("person", gettext_lazy("It was acknowledged at the sender’s side")),
    "unacknowledge_ticket": ("person", gettext_lazy("It was let go of at the sender’s side")),
    "silence_ticket": ("clock", gettext_lazy("A silence covers it")),
    "flap_ticket": ("bell", gettext_lazy("It goes up and down, and stays open")),
    "settle_ticket": ("tick", gettext_lazy("It was quiet for an hour")),
    "resolve_stale_ticket": ("tick", gettext_lazy("Nothing more was heard of its alerts")),
}


def _sentence(activity: Activity, ticket: Ticket, member: Member, now: datetime) -> tuple[str, str]:
    data = activity.data
    match activity.verb:
        case "open_ticket":
            return _opened(activity, ticket)
        case "take_ticket" | "assign_ticket":
            return "person", _taken(activity, ticket)
        case "resolve_ticket":
            return "tick", _resolved(data, is_ours=activity.by is None)
        case "reopen_ticket":
            return "bell", _("reopened it") if activity.by else _("It came back")
        case "wake_ticket":
            return "bell", _("woke it") if activity.by else _("It woke")
        case "snooze_ticket":
            return "clock", _("snoozed it until %(time)s") % {"time": _until(data, member, now)}
        case "hand_over_ticket" | "take_back_ticket":
            return "arrow", _owned(data)
        case "go_stale":
            return "clock", _went_stale(data)
    if activity.verb not in _OTHERS:
        return "dot", tell(activity, here=True).what
    icon, said = _OTHERS[activity.verb]
    named = {name: str(data.get(name, "…")) for name in ("into", "other", "group", "source")}
    return icon, str(said).format(**named)


def _taken(activity: Activity, ticket: Ticket) -> str:
    if activity.verb == "take_ticket":
        after = duration(activity.at - ticket.opened_at)
        return _("took it, after %(span)s") % {"span": after}
    return _("gave it to %(name)s") % {"name": isolated(activity.data.get("to", "…"))}


def _until(data: dict[str, Any], member: Member, now: datetime) -> str:
    until = data.get("until")
    return moment(datetime.fromisoformat(until), now=now, zone=member.zone).clock if until else "…"


def _owned(data: dict[str, Any]) -> str:
    if to := data.get("to"):
        return _("handed it over to %(owner)s") % {"owner": isolated(to)}
    return _("took it back from %(owner)s") % {"owner": isolated(data.get("before", "…"))}


def _went_stale(data: dict[str, Any]) -> str:
    count = data.get("alerts", 0)
    said = ngettext(
        "Nothing more was heard of %(count)s alert",
        "Nothing more was heard of %(count)s alerts",
        count,
    )
    return said % {"count": count}


def _opened(activity: Activity, ticket: Ticket) -> tuple[str, str]:
    if activity.by is None:
        return "bell", _("Opened by %(source)s") % {"source": ticket.source or _("the planner")}
    if ticket.asker:
        return "question", _("wrote down what %(asker)s asked") % {"asker": isolated(ticket.asker)}
    return "question", _("asked")


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
