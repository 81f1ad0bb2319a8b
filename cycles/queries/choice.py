"""The epics that a plan may choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.models import Bet, Cycle, Epic, Theme
from cycles.queries.staffing import Staffing
from cycles.queries.tables import unknowns_text

SHOWN = 14


@dataclass(frozen=True)
class Filters:
    """What the reader wants to see of the epics; anything unknown means all."""

    origin: str = ""
    size: str = ""
    theme: int = 0
    words: str = ""
    all: bool = False

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> "Filters":
        origin, size, theme = (asked.get(name, "") for name in ("origin", "size", "theme"))
        return cls(
            origin if origin in Epic.Origin.values else "",
            size if size in Epic.Size.values else "",
            int(theme) if theme.isascii() and theme.isdigit() and len(theme) < 16 else 0,
            asked.get("q", "").strip()[:120],
            asked.get("all") == "1",
        )

    @property
    def is_set(self) -> bool:
        return bool(self.origin or self.size or self.theme or self.words)

    def query(self, **other: str) -> str:
        """As a query string, with some of it replaced."""
        asked = {
            "origin": self.origin,
            "size": self.size,
            "theme": str(self.theme or ""),
            "q": self.words,
            "all": "1" if self.all else "",
        } | other
        return urlencode({name: value for name, value in asked.items() if value})


@dataclass(frozen=True)
class PickRow:
    id: int
    title: str
    url: str
    size: str
    origin: str
    unknowns: str
    where: str
    is_here: bool
    may_choose: bool


@dataclass(frozen=True)
class PickGroup:
    title: str
    rows: tuple[PickRow, ...]


@dataclass(frozen=True)
class OriginLink:
    origin: str
    text: str
    query: str
    is_current: bool


@dataclass(frozen=True)
class Choice:
    count: int
    origins: tuple[OriginLink, ...]
    groups: tuple[PickGroup, ...]
    themes: tuple[tuple[int, str], ...]
    filters: Filters
    query: str
    more: str
    more_query: str


def epics_to_choose(staffing: Staffing, filters: Filters, *, may_change: bool) -> Choice:
    """
    All that could be bet on, grouped by theme, what is parked last; what runs in another cycle is
    not offered.
    """
    open_bets = {
        bet.epic_id: bet.cycle
        for bet in Bet.objects.filter(epic__workspace=staffing.workspace, is_open=True)
        .select_related("cycle")
        .only("epic_id", "cycle__number", "cycle__state")
    }
    epics = [
        epic
        for epic in Epic.objects.filter(workspace=staffing.workspace)
        .exclude(state__in=Epic.ENDED)
        .select_related("theme")
        .order_by(F("theme__position").asc(nulls_last=True), "theme__pk", "size", "number")
        if _is_offered(epic, open_bets.get(epic.pk), staffing.cycle)
    ]
    epics.sort(key=lambda epic: epic.state == Epic.State.PARKED)
    counted = [epic for epic in epics if _fits(epic, filters, but_origin=True)]
    found = [epic for epic in counted if not filters.origin or epic.origin == filters.origin]
    shown = found if filters.all else found[:SHOWN]
    left = len(found) - len(shown)
    return Choice(
        len(epics),
        _origins(counted, filters),
        _groups(shown, open_bets, staffing, may_change=may_change),
        _themes(epics),
        filters,
        filters.query(),
        ngettext("%(n)s more", "%(n)s more", left) % {"n": left} if left else "",
        filters.query(all="1"),
    )


def _is_offered(epic: Epic, cycle: Cycle | None, here: Cycle) -> bool:
    return cycle is None or cycle.pk == here.pk or cycle.is_ahead


def _fits(epic: Epic, filters: Filters, *, but_origin: bool) -> bool:
    words = filters.words.casefold()
    return (
        (but_origin or not filters.origin or epic.origin == filters.origin)
        and (not filters.size or epic.size == filters.size)
        and (not filters.theme or epic.theme_id == filters.theme)
        and (not words or words in epic.title.casefold() or words == epic.key.casefold())
    )


def _waits_as(epic: Epic) -> str:
    if epic.state == Epic.State.IDEA:
        return _("idea")
    return _("parked") if epic.state == Epic.State.PARKED else ""


def _origins(epics: list[Epic], filters: Filters) -> tuple[OriginLink, ...]:
    links = [OriginLink("", _("All"), filters.query(origin=""), not filters.origin)]
    for origin in Epic.Origin:
        count = sum(1 for epic in epics if epic.origin == origin)
        links.append(
            OriginLink(
                origin,
                f"{origin.label} {count}",
                filters.query(origin=str(origin)),
                filters.origin == origin,
            )
        )
    return tuple(links)


def _themes(epics: list[Epic]) -> tuple[tuple[int, str], ...]:
    themes: dict[int, Theme] = {epic.theme.pk: epic.theme for epic in epics if epic.theme}
    return tuple((pk, theme.name) for pk, theme in themes.items())


def _groups(
    epics: list[Epic], open_bets: dict[int, Cycle], staffing: Staffing, *, may_change: bool
) -> tuple[PickGroup, ...]:
    groups: dict[str, list[PickRow]] = {}
    for epic in epics:
        cycle = open_bets.get(epic.pk)
        title = epic.theme.name if epic.theme else _("Without a theme")
        where = _("in cycle %(number)s") % {"number": cycle.number} if cycle else ""
        groups.setdefault(title, []).append(
            PickRow(
                epic.pk,
                epic.title,
                reverse("cycles:epic", args=[staffing.workspace.slug, epic.key]),
                epic.size,
                epic.origin,
                unknowns_text(staffing.unknowns.get(epic.pk, 0)),
                where or _waits_as(epic),
                is_here=cycle is not None and cycle.pk == staffing.cycle.pk,
                may_choose=may_change and cycle is None,
            )
        )
    return tuple(PickGroup(title, tuple(rows)) for title, rows in groups.items())
