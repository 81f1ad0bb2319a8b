"""
Three years of a workspace: its cycles and teams, a roadmap as far ahead, and the reviews of it.

All days are counted from today, as the pages ask the clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction

NOW = datetime.now(UTC)
TODAY = NOW.date()
MONDAY = TODAY - timedelta(days=TODAY.weekday(), weeks=3)  # the running cycle began on it
BIG, SMALL = 6, 3  # epics of each cycle that is over or runs


@dataclass(frozen=True)
class Size:
    """How much there is of everything; ``epics`` are all, shipped ones too."""

    slug: str
    people: int
    cycles: int  # that are over
    epics: int
    themes: int
    reviews: int
    tickets: int
    entries: int


ALL = Size("bench", 60, 26, 400, 12, 40, 20_000, 150_000)
FEW = Size("few", 8, 3, 65, 2, 3, 300, 3_000)
QUICK = Size("bench", 20, 6, 120, 4, 4, 600, 3_000)


def fill_years(size: Size) -> Any:
    """The manager of a workspace that has worked so long."""
    from cycles.models import Cycle
    from planner.actions.workspaces import create_workspace
    from planner.models import Member, Person

    manager = create_workspace(
        slug=size.slug, name=size.slug, manager_email="haruka@example.org",
        manager_name="Haruka Mori", by=None, at=began(size, 1),
    )  # fmt: skip
    workspace = manager.workspace
    Cycle.objects.filter(workspace=workspace).delete()
    people = Person.objects.bulk_create(
        Person(email=f"p{n}@{size.slug}.example.org", name=f"Engineer {n}", created_at=NOW)
        for n in range(size.people)
    )
    members = Member.objects.bulk_create(
        Member(workspace=workspace, person=one, role="member", joined_at=NOW) for one in people
    )
    themes = _themes(workspace, size)
    cycles = _cycles(workspace, size)
    for cycle in cycles[: size.cycles + 2]:
        _teams(cycle, themes, members)
    _ahead(workspace, size, cycles, themes)
    _reviews(manager, size, cycles)
    return manager


def began(size: Size, number: int) -> datetime:
    """When the cycle of that number did."""
    return NOW - timedelta(weeks=6 * (size.cycles + 1 - number) + 3)


def _themes(workspace: Any, size: Size) -> list[Any]:
    """With measures that were read each quarter, under a vision that was agreed twice."""
    from cycles.models import Marker, Reading, Theme, Vision, VisionTarget

    for years in (3, 0):
        Vision.objects.create(
            workspace=workspace, agreed_on=TODAY - timedelta(days=365 * years + 30),
            ends_on=TODAY + timedelta(days=365 * (3 - years) + 30),
            statement="Developers ship to a platform that heals itself.",
        )  # fmt: skip
    themes = Theme.objects.bulk_create(
        Theme(
            workspace=workspace, name=f"Self-service delivery, part {n + 1}", position=n,
            measure="of deploys without us", measure_unit="%", measure_was=20, measure_target=90,
        )
        for n in range(size.themes)
    )  # fmt: skip
    Reading.objects.bulk_create(
        Reading(theme=theme, on=TODAY - timedelta(days=91 * n), value=80 - 5 * n, noted_at=NOW)
        for theme in themes
        for n in range(12)
    )
    Marker.objects.bulk_create(
        Marker(workspace=workspace, on=TODAY + timedelta(days=90 * n), title=f"Audit {n + 1}")
        for n in range(12)
    )
    VisionTarget.objects.bulk_create(
        VisionTarget(workspace=workspace, from_on=TODAY + timedelta(days=180 * n), percent=40 + n)
        for n in range(-4, 5)
    )
    return themes


def _cycles(workspace: Any, size: Size) -> list[Any]:
    """Those that are over, the one that runs, and three years of them ahead."""
    from cycles.models import Cycle

    states = ["closed"] * size.cycles + ["active", "planned"] + ["draft"] * 26
    return Cycle.objects.bulk_create(
        Cycle(
            workspace=workspace, number=number, state=state,
            starts_on=MONDAY + timedelta(weeks=6 * (number - size.cycles - 1)),
            ends_on=MONDAY + timedelta(weeks=6 * (number - size.cycles), days=-1),
            started_at=began(size, number) if state in ("closed", "active") else None,
            closed_at=began(size, number + 1) if state == "closed" else None,
        )
        for number, state in enumerate(states, start=1)
    )  # fmt: skip


def _teams(cycle: Any, themes: list[Any], members: list[Any]) -> None:
    """Bets, and everybody in a seat."""
    from cycles.models import Bet, Epic, Seat, Team

    is_over, runs = cycle.state == "closed", cycle.state == "active"
    state = "shipped" if is_over else "exploring" if runs else "planned"
    epics = Epic.objects.bulk_create(
        Epic(
            workspace=cycle.workspace, number=cycle.number * 20 + n, title=_title(cycle.number + n),
            size="big" if n < BIG else "small", origin="vision" if n % 2 else "issue",
            theme=themes[(cycle.number + n) % len(themes)], state=state,
            created_at=cycle.started_at or NOW, shipped_at=cycle.closed_at,
        )
        for n in range(BIG + SMALL)
    )  # fmt: skip
    Bet.objects.bulk_create(
        Bet(
            cycle=cycle, epic=epic, position=n, is_open=not is_over,
            began_on=cycle.starts_on if is_over or runs else None,
            outcome="ship" if is_over else "",
        )
        for n, epic in enumerate(epics)
    )  # fmt: skip
    teams = Team.objects.bulk_create(
        [
            *(Team(cycle=cycle, kind="big", epic=epic) for epic in epics[:BIG]),
            *(Team(cycle=cycle, kind=kind) for kind in ("small", "on_support")),
        ]
    )
    Seat.objects.bulk_create(
        Seat(
            team=teams[(n + cycle.number) % len(teams)], member=member,
            from_on=cycle.starts_on, to_on=cycle.ends_on,
        )
        for n, member in enumerate(members)
    )  # fmt: skip


WORDS = ("Argo CD for all services", "プレビュー環境", "Node image pipeline", "Ingress failover")


def _title(n: int) -> str:
    return f"{WORDS[n % len(WORDS)]} {n}"


def _ahead(workspace: Any, size: Size, cycles: list[Any], themes: list[Any]) -> None:
    """Epics that no cycle bets on, coarser further out; a few have no date, some need others."""
    from cycles.models import Dependency, Epic, Place

    epics = Epic.objects.bulk_create(
        Epic(
            workspace=workspace, number=2_000 + n, title=_title(n), created_at=began(size, 1),
            size="small" if n % 3 else "big", origin="vision" if n % 2 else "issue",
            theme=themes[n % len(themes)], state="candidate" if n % 20 < 9 else "idea",
        )
        for n in range(size.epics - (size.cycles + 2) * (BIG + SMALL))
    )  # fmt: skip
    drafts = cycles[size.cycles + 2 :]
    Place.objects.bulk_create(
        place for n, epic in enumerate(epics) if (place := _place(epic, n, drafts))
    )
    Dependency.objects.bulk_create(
        Dependency(epic=epic, needed=needed, added_at=NOW)
        for epic, needed in zip(epics[10::5], epics[::5], strict=False)
    )


def _place(epic: Any, n: int, drafts: list[Any]) -> Any:
    from cycles.models import Place

    kind = n % 20
    if kind == 19:
        return None
    if kind < 14:
        first = n * 7 % 22
        return Place(epic=epic, unit="cycle", first=drafts[first], last=drafts[first + n % 3])
    year = TODAY.year + 1 + n // 20 % 2
    months = {14: ("quarter", 1, 3), 15: ("quarter", 4, 6), 16: ("half", 7, 12)}
    unit, first, last = months.get(kind, ("year", 1, 12))
    ends_on = date(year + last // 12, last % 12 + 1, 1) - timedelta(days=1)
    return Place(epic=epic, unit=unit, from_on=date(year, first, 1), to_on=ends_on)


def _reviews(manager: Any, size: Size, cycles: list[Any]) -> None:
    """
    Before each, some of what lies in cycles is moved, as people move it; all are closed but the
    last one.
    """
    from cycles.actions.review_closing import close_review
    from cycles.actions.reviews import open_review
    from cycles.models import Epic
    from planner.models import Member

    workspace = manager.workspace
    people = list(Member.objects.filter(workspace=workspace).select_related("person")[:8])
    _record(manager, Epic.objects.filter(workspace=workspace), "create_epic", began(size, 1))
    apart = (NOW - began(size, 1)) / size.reviews
    for number in range(1, size.reviews + 1):
        at = NOW - timedelta(hours=1) - apart * (size.reviews - number)
        moved = _moved(workspace, number, cycles[size.cycles + 2 :])
        _record(manager, moved, "place_epic", at - timedelta(days=1))
        review = open_review(workspace=workspace, participants=people, by=manager, at=at)
        _said(review, people, at)
        if number < size.reviews:
            close_review(review=review, by=manager, at=at + timedelta(hours=1))


def _moved(workspace: Any, number: int, drafts: list[Any]) -> list[Any]:
    """Each time others, by a cycle."""
    from cycles.models import Place

    places = Place.objects.filter(epic__workspace=workspace, unit="cycle")
    chosen = [
        place
        for n, place in enumerate(places.select_related("epic", "first").order_by("pk"))
        if n % 12 == number % 12
    ]
    by_number = {one.number: one for one in drafts}
    for place in chosen:
        later = place.first.number + (1 if number % 2 else -1)
        place.first = by_number.get(later, place.first)
        place.last = place.first
    Place.objects.bulk_update(chosen, ["first", "last"])
    return [place.epic for place in chosen]


def _said(review: Any, people: list[Any], at: datetime) -> None:
    """Three decisions and a question of each theme; one of them waits for its answer."""
    from cycles.models import Decision, ReviewQuestion

    texts = ("Previews go first.", "Spinnaker gets no new service.", "次のサイクルで決めます。")
    items = list(review.agenda.in_order())
    Decision.objects.bulk_create(
        Decision(item=item, text=text, made_at=at, made_by=people[n])
        for item in items
        for n, text in enumerate(texts)
    )
    ReviewQuestion.objects.bulk_create(
        ReviewQuestion(
            item=item, text="Who pays for previews?", owner=people[n % len(people)],
            due_on=at.date(), asked_at=at, asked_by=people[0], answer="We do." if n else "",
            answered_at=at if n else None, answered_by=people[0] if n else None,
        )
        for n, item in enumerate(items)
    )  # fmt: skip


def _record(manager: Any, epics: Iterable[Any], verb: str, at: datetime) -> None:
    """With it, how they stand is kept."""
    from planner.activity import Happening, record_all

    with transaction.atomic():
        record_all(
            manager.workspace,
            [
                Happening(verb, one, at, {"title": one.title, "before": "", "after": ""}, manager)
                for one in epics
            ],
        )
