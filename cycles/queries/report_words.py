"""A report in words: frozen content becomes finished strings in the reader's language."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Bet, Epic, Team
from cycles.queries.trail import TrailStep
from planner.kit.dates import day_range, short_day
from planner.kit.lists import listed
from planner.models import Activity, Workspace
from planner.telling import tell as sentence_told

# What became of an epic: the meaning of its pill, and its icon.
_MEANINGS: Final = {
    "shipped": ("ship", "tick"),
    "again": ("pro", "arrow"),
    "parked": ("", "clock"),
    "dropped": ("", "cross"),
    "open": ("", "dot"),
}


@dataclass(frozen=True)
class ItemWords:
    """A scope item, and what there is to say of it."""

    title: str
    about: str = ""


@dataclass(frozen=True)
class EpicWords:
    key: str
    title: str
    url: str
    size: str
    origin: str
    theme: str
    became: str
    meaning: str
    icon: str
    outcome: str
    reason: str
    promise: str
    promised: str
    built: tuple[ItemWords, ...]
    left: tuple[ItemWords, ...]
    cut: tuple[ItemWords, ...]
    added: tuple[ItemWords, ...]
    facts: tuple[str, ...]
    trail: tuple[TrailStep, ...]

    @property
    def has_lists(self) -> bool:
        return bool(self.built or self.left or self.cut or self.added or self.trail)


@dataclass(frozen=True)
class SeatWords:
    name: str
    days: str


@dataclass(frozen=True)
class TeamWords:
    title: str
    url: str
    people: tuple[SeatWords, ...]
    person_days: str
    cards: str


@dataclass(frozen=True)
class ChangeWords:
    day: str
    who: str
    what: str
    reason: str


@dataclass(frozen=True)
class CycleWords:
    """The part of a report that cycles write."""

    title: str
    dates: str
    conclusion: str
    capacity: str
    epics: tuple[EpicWords, ...]
    teams: tuple[TeamWords, ...]
    changes: tuple[ChangeWords, ...]


def report_words(
    content: Mapping[str, Any], workspace: Workspace, *, so_far: bool = False
) -> CycleWords:
    """
    Tell the content of a report. It asks the database nothing.

    ``so_far``: the cycle runs, so its days are those that are planned.
    """
    cycle = content["cycle"]
    slug = workspace.slug
    span = (_day(cycle["starts_on"]), _day(cycle["ends_on"]))
    return CycleWords(
        _("Cycle %(number)s") % {"number": cycle["number"]},
        day_range(span[0], _day(cycle["planned_worked_until" if so_far else "worked_until"])),
        conclusion([epic["became"] for epic in content["epics"]]),
        _capacity(content),
        tuple(_epic(epic, slug) for epic in content["epics"]),
        tuple(_team(team, span, slug) for team in content["teams"] if _counts(team)),
        tuple(_change(one) for one in content["changes"]),
    )


def _became(epic: Mapping[str, Any]) -> str:
    """What is not decided is told as it stands."""
    return {
        "shipped": _("Shipped"),
        "again": _("Bet on again"),
        "parked": _("Parked"),
        "dropped": _("Dropped"),
        "open": str(Epic.State(epic["state"]).label),
    }[epic["became"]]


def conclusion(became: list[str]) -> str:
    """2 of 5 epics shipped, 1 bet on again, 1 parked, 1 dropped."""
    if not became:
        return _("It had no epics.")
    counts = Counter(became)
    words = {
        "again": _("%(n)s bet on again"),
        "parked": _("%(n)s parked"),
        "dropped": _("%(n)s dropped"),
        "open": _("%(n)s not decided"),
    }
    shipped = ngettext(
        "%(n)s of %(all)s epic shipped", "%(n)s of %(all)s epics shipped", len(became)
    ) % {"n": counts["shipped"], "all": len(became)}
    others = [text % {"n": counts[name]} for name, text in words.items() if counts[name]]
    return _("%(said)s.") % {"said": listed([shipped, *others])}


def _day(iso: str) -> date:
    return date.fromisoformat(iso)


def days_text(days: float) -> str:
    return ngettext("%(days)s person-day", "%(days)s person-days", int(days)) % {
        "days": f"{days:g}"
    }


def _capacity(content: Mapping[str, Any]) -> str:
    worked, capacity = content["cycle"]["working_days"], content["capacity"]
    said = _("%(worked)s with %(capacity)s.") % {
        "worked": ngettext("%(days)s working day", "%(days)s working days", worked)
        % {"days": worked},
        "capacity": days_text(capacity["person_days"]),
    }
    planned = content["planned"]
    if planned["reactive_share"] is None:
        return said
    share = _("%(share)s %% of the days were planned for support; the target is %(target)s %%.") % {
        "share": planned["reactive_share"],
        "target": planned["reactive_target"],
    }
    return f"{said} {share}"


def _epic(epic: Mapping[str, Any], slug: str) -> EpicWords:
    scope, promise = epic["scope"], epic["commitment"]
    meaning, icon = _MEANINGS[epic["became"]]
    return EpicWords(
        key=epic["key"],
        title=epic["title"],
        url=reverse("cycles:epic", args=[slug, epic["key"]]),
        size=epic["size"],
        origin=epic["origin"],
        theme=epic["theme"],
        became=_became(epic),
        meaning=meaning,
        icon=icon,
        outcome=str(Bet.Outcome(epic["outcome"]).label) if epic["outcome"] else "",
        reason=epic["reason"],
        promise=promise["promise"] if promise else "",
        promised=_promised(promise) if promise else "",
        built=tuple(ItemWords(title) for title in scope["built"]),
        left=tuple(ItemWords(item["title"]) for item in scope["left"]),
        cut=tuple(ItemWords(item["title"], _cut(item)) for item in scope["cut"]),
        added=tuple(ItemWords(item["title"], _when(item)) for item in _grown(scope, promise)),
        facts=tuple(filter(None, [_shipped(epic), _unknowns(epic["unknowns"]), _cards(epic)])),
        trail=tuple(TrailStep(**step) for step in epic["trail"]),
    )


def _grown(scope: Mapping[str, Any], promise: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """What a team finds out before it promises is no growth: it is how scope comes about."""
    return [item for item in scope["added"] if not promise or item["after"] == "commitment"]


def _promised(promise: Mapping[str, Any]) -> str:
    day = short_day(_day(promise["committed_on"]))
    said = _("Committed on %(day)s, with %(days)s left") % {
        "day": day,
        "days": days_text(promise["person_days_left"]),
    }
    if promise["signed_by"]:
        said = _("%(said)s, signed by %(names)s") % {
            "said": said,
            "names": listed(promise["signed_by"]),
        }
    if promise["still_holds"] is None:
        return said
    holds = _("still held") if promise["still_holds"] else _("changed")
    return _("%(said)s; asked again: %(holds)s") % {"said": said, "holds": holds}


def _when(item: Mapping[str, Any]) -> str:
    day = {"day": short_day(_day(item["on"]))}
    if item["after"] == "commitment":
        return _("%(day)s, after the commitment") % day
    return _("%(day)s, after the start") % day


def _cut(item: Mapping[str, Any]) -> str:
    to = _("went to %(epic)s") % {"epic": item["went_to"]} if item["went_to"] else ""
    why = item["reason"].rstrip(".。")  # the line goes on after it
    return listed(filter(None, [why, to, _when(item)]))


def _shipped(epic: Mapping[str, Any]) -> str:
    if not epic["shipped_on"]:
        return ""
    return _("Shipped on %(day)s") % {"day": short_day(_day(epic["shipped_on"]))}


def _unknowns(unknowns: Mapping[str, Any]) -> str:
    if not unknowns["raised"]:
        return ""
    said = _("%(answered)s of %(raised)s unknowns answered") % unknowns
    late = _("%(late)s found late") % unknowns if unknowns["late"] else ""
    return listed(filter(None, [said, late]))


def _cards(epic: Mapping[str, Any]) -> str:
    count = epic["cards_shipped"]
    if not count:
        return ""
    return ngettext("%(n)s card shipped", "%(n)s cards shipped", count) % {"n": count}


def _counts(team: Mapping[str, Any]) -> bool:
    """A team that nobody sat in and that had no work is no line of a report."""
    return bool(team["seats"] or team["epic"] or any(team["cards"].values()))


def _team(team: Mapping[str, Any], span: tuple[date, date], slug: str) -> TeamWords:
    cards = team["cards"]
    said = []
    if cards["shipped"]:
        said.append(_("%(n)s shipped") % {"n": cards["shipped"]})
    if cards["debt"]:
        said.append(_("%(n)s of them technical debt") % {"n": cards["debt"]})
    if cards["left"]:
        said.append(_("%(n)s left") % {"n": cards["left"]})
    return TeamWords(
        team["title"] or str(Team.Kind(team["kind"]).label),
        reverse("cycles:epic", args=[slug, team["epic"]]) if team["epic"] else "",
        tuple(SeatWords(seat["name"], _part(seat, span)) for seat in team["seats"]),
        f"{team['person_days']:g}",
        listed(said),
    )


def _part(seat: Mapping[str, Any], span: tuple[date, date]) -> str:
    """The days of a seat, where they are not the whole cycle."""
    days = (_day(seat["from_on"]), _day(seat["to_on"]))
    return "" if days == span else day_range(*days)


def _change(change: Mapping[str, Any]) -> ChangeWords:
    told = sentence_told(Activity(verb=change["verb"], data=change["data"]))
    return ChangeWords(
        short_day(_day(change["on"])), change["who"], told.what, str(change["data"]["reason"])
    )
