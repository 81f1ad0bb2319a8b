"""The page on which a cycle is closed: each epic that needs a decision, with what is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Bet, Cycle, Epic
from cycles.queries.report_epics import EpicHistory, histories_of
from planner.kit.dates import full_day, short_day

type Given = Mapping[int, tuple[str, str]]  # epic -> outcome and reason, as somebody typed them


@dataclass(frozen=True)
class Option:
    """One of the five, and what it would do here."""

    value: str
    label: str
    hint: str
    is_chosen: bool


@dataclass(frozen=True)
class ClosingEpic:
    id: int
    key: str
    title: str
    url: str
    size: str
    origin: str
    promise: str
    built: str
    unbuilt: tuple[str, ...]
    unanswered: tuple[str, ...]
    options: tuple[Option, ...]
    reason: str
    problem: str


@dataclass(frozen=True)
class EndedEpic:
    title: str
    url: str
    text: str


@dataclass(frozen=True)
class ClosingPage:
    """``locked`` says why nothing can be closed here, and is empty where it can."""

    title: str
    button: str
    number: int
    report_url: str
    url: str
    lead: str
    locked: str
    epics: tuple[ClosingEpic, ...]
    ended: tuple[EndedEpic, ...]

    @property
    def problems(self) -> tuple[ClosingEpic, ...]:
        return tuple(epic for epic in self.epics if epic.problem)


def epics_to_decide(cycle: Cycle) -> list[Epic]:
    """Those of the cycle that were neither shipped nor dropped, in the order of the plan."""
    bets = Bet.objects.filter(cycle=cycle).exclude(epic__state__in=Epic.ENDED)
    return [bet.epic for bet in bets.select_related("epic").order_by("position", "pk")]


def closing_page(
    cycle: Cycle,
    epics: Sequence[Epic],
    *,
    today: date,
    given: Given,
    problems: Mapping[int, str],
) -> ClosingPage:
    """Read what there is to decide; ``given`` and ``problems`` are of a form that was refused."""
    histories, slug = histories_of(epics, cycle), cycle.workspace.slug
    bets = Bet.objects.filter(cycle=cycle, epic__state__in=Epic.ENDED).select_related("epic")
    return ClosingPage(
        title=_("Close cycle %(number)s") % {"number": cycle.number},
        button=_("Close cycle %(number)s") % {"number": cycle.number},
        number=cycle.number,
        report_url=reverse("report", args=[slug, cycle.number]),
        url=reverse("cycles:close", args=[slug, cycle.number]),
        lead=_lead(cycle, today),
        locked=_locked(cycle, today),
        epics=tuple(
            _epic(
                epic,
                cycle,
                histories.get(epic.pk, EpicHistory()),
                given.get(epic.pk, ("", "")),
                problems.get(epic.pk, ""),
            )
            for epic in epics
        ),
        ended=tuple(_ended(bet.epic, cycle) for bet in bets.order_by("position", "pk")),
    )


def _lead(cycle: Cycle, today: date) -> str:
    left = (cycle.ends_on - today).days
    if left <= 0:
        return _("An epic does not go on by itself: decide for each, and say why.")
    early = ngettext(
        "That is %(days)s day early: the cycle and its seats end today, on %(day)s.",
        "That is %(days)s days early: the cycle and its seats end today, on %(day)s.",
        left,
    ) % {"days": left, "day": full_day(today)}
    return _("An epic does not go on by itself: decide for each, and say why. %(early)s") % {
        "early": early
    }


def _locked(cycle: Cycle, today: date) -> str:
    facts = {"number": cycle.number}
    if cycle.state == Cycle.State.CLOSED:
        return _("Cycle %(number)s is closed.") % facts
    if cycle.is_ahead:
        return _("Cycle %(number)s has not begun, so there is nothing to close.") % facts
    if today <= cycle.starts_on:
        return _("Cycle %(number)s began today: it can be closed from tomorrow on.") % facts
    return ""


def _epic(
    epic: Epic, cycle: Cycle, history: EpicHistory, given: tuple[str, str], problem: str
) -> ClosingEpic:
    kept = [item for item in history.scope if item.kind != "cut"]
    unbuilt = tuple(item.title for item in kept if not item.done_at)
    outcome, reason = given
    promise = history.commitment
    return ClosingEpic(
        id=epic.pk,
        key=epic.key,
        title=epic.title,
        url=reverse("cycles:epic", args=[cycle.workspace.slug, epic.key]),
        size=epic.size,
        origin=epic.origin,
        promise=promise.promise if promise else "",
        built=_("%(n)s of %(all)s scope items built")
        % {"n": len(kept) - len(unbuilt), "all": len(kept)}
        if kept
        else _("No scope was written down."),
        unbuilt=unbuilt,
        unanswered=tuple(one.question for one in history.unknowns if not one.resolved_at),
        options=_options(cycle, outcome, len(unbuilt)),
        reason=reason,
        problem=problem,
    )


def _options(cycle: Cycle, chosen: str, unbuilt: int) -> tuple[Option, ...]:
    cut = ngettext("%(n)s unbuilt item is cut.", "%(n)s unbuilt items are cut.", unbuilt)
    hints = {
        Bet.Outcome.SHIP: _("It ends here, with what is built."),
        Bet.Outcome.CUT_AND_SHIP: cut % {"n": unbuilt} if unbuilt else _("Nothing is left to cut."),
        Bet.Outcome.BET_AGAIN: _("A new bet in cycle %(number)s, with its seats to fill.")
        % {"number": cycle.number + 1},
        Bet.Outcome.PARK: _("It waits, and can be chosen again."),
        Bet.Outcome.DROP: _("It ends here, and is not chosen again."),
    }
    return tuple(
        Option(one, str(one.label), hints[one], is_chosen=one == chosen) for one in Bet.Outcome
    )


def _ended(epic: Epic, cycle: Cycle) -> EndedEpic:
    url = reverse("cycles:epic", args=[cycle.workspace.slug, epic.key])
    if epic.shipped_at is None:
        return EndedEpic(epic.title, url, str(epic.get_state_display()))
    day = short_day(epic.shipped_at.astimezone(cycle.workspace.zone).date())
    return EndedEpic(epic.title, url, _("Shipped on %(day)s") % {"day": day})
