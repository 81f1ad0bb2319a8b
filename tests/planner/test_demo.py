from collections import Counter
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Sum

from cycles.models import Cycle, Epic, HillPoint, ScopeItem, Team, Unknown
from cycles.queries.past import past_page
from cycles.queries.staffing import staffing_of
from cycles.queries.trail import trails_of
from cycles.queries.vision_share import shares_and_targets
from planner.management.demo.questions import ARGO, INGRESS, NODES
from planner.models import Member, Person
from planner.pages.now import now_page
from planner.pages.report import content_of
from support.models import Ticket, TimeEntry
from support.queries.asking import mine_page
from support.queries.cause_pages import causes_page
from support.queries.interruptions import CycleInterruptions, cycle_interruptions
from support.queries.ratio_read import ratio_cycles, week_sums
from tests.factories import NOON

TODAY = NOON.replace(hour=6, minute=10)  # ten past three in Tokyo
RUNNING = (INGRESS, ARGO, NODES)


def demo(*arguments: str) -> str:
    said = StringIO()
    call_command("demo", *arguments, stdout=said)
    return said.getvalue()


def unknowns_of(title: str) -> tuple[int, int]:
    """How many are left of how many raised."""
    unknowns = Unknown.objects.filter(epic__title=title)
    return unknowns.left().count(), unknowns.count()


def interrupted_teams(found: CycleInterruptions) -> dict[str, tuple[int, int, Decimal]]:
    """Of each team how many were asked and answered, how many got through, and their days."""
    names = {team: Team.objects.get(pk=team).epic for team in found.of_team}
    totals = {team: found.totals_of(team) for team in names}
    return {
        epic.title if epic else "": (
            totals[team].answered, totals[team].got_through, totals[team].days,
        )
        for team, epic in names.items()
    }  # fmt: skip


def causes_are_told(haruka: Member) -> None:
    page = causes_page(member=haruka, now=TODAY)
    rows = {line.row.name: line.row for line in page.lines}
    assert [name for name, row in rows.items() if row.is_worth_an_epic] == ["Access requests"]
    assert rows["Terraform runs"].epic.effect == "fell from 1.4 d to 0.3 d per cycle"
    assert rows["Node alerts"].epic.when == "now"
    assert rows["Quota and capacity"].epic.when == "cycle 24"
    (repeat,) = page.repeats
    assert repeat.title == "Why does my image pull take four minutes?"
    assert repeat.said.endswith("of them: Node alerts")


def days_of(part: dict[str, int], unit: int) -> tuple[float, float]:
    return part["reactive"] / unit, part["capacity"] / unit


def ratio_is_told(haruka: Member) -> None:
    """The figures that all screens share."""
    cycles = ratio_cycles(haruka.workspace, at=TODAY)
    assert [one.sums.share for one in cycles] == [61, 57, 52, 46, 39, 37]
    now = cycles[-1]
    assert [week_sums(week).share for week in now.weeks] == [40, 56, 35, 31, None, None]
    teams = {one["title"] or one["kind"]: days_of(one, now.unit) for one in now.totals["teams"]}
    assert teams == {
        "on_support": (54, 59),
        INGRESS: (3, 41),
        ARGO: (7.5, 26),
        NODES: (2, 26),
        "small": (0, 27),
    }
    assert (now.sums.reactive / now.unit, now.sums.capacity / now.unit) == (66.5, 179)
    assert now.totals["tickets"] == Ticket.objects.count() == 119
    told = shares_and_targets(haruka.workspace, today=TODAY.date())
    shares = {one.cycle: one.percent for one in told}
    assert [shares[number] for number in range(20, 25)] == [20, 25, 33, 39, 58]
    causes = {one["name"]: round(one["ticks"] / now.unit) for one in now.totals["causes"]}
    assert list(causes.items())[:3] == [
        ("Node alerts", 15), ("Deployment failures", 13), ("Latency and error alerts", 10),
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.embedded
def test_demo_tells_the_story_of_its_day():
    said = demo("--today", "2026-05-21")

    haruka = Member.objects.get(person__email="haruka@example.org")
    page = now_page(haruka, at=TODAY)
    assert page.running.dates == "27 Apr to 5 Jun 2026"
    assert page.running.day == "Day 15 of 26."
    assert page.running.desk.open == 14
    assert haruka.person.check_password(said.split()[-1])
    assert [unknowns_of(title) for title in RUNNING] == [(1, 10), (3, 7), (0, 5)]
    assert HillPoint.objects.filter(epic__title=INGRESS).latest("at").place == 64
    assert ScopeItem.objects.filter(epic__title=INGRESS, kind="must", done_at=None).count() == 3
    interrupted = cycle_interruptions(Cycle.objects.get(number=23))
    assert interrupted_teams(interrupted) == {
        INGRESS: (9, 2, Decimal(3)),
        ARGO: (8, 4, Decimal("7.5")),
        NODES: (4, 1, Decimal(2)),
        "": (3, 0, Decimal(0)),
    }
    assert (interrupted.totals.shielded, interrupted.totals.waiting) == (17, 1)
    debt = TimeEntry.objects.filter(nature="proactive").aggregate(minutes=Sum("minutes"))
    assert debt["minutes"] == 5 * 480
    causes_are_told(haruka)
    ratio_is_told(haruka)
    plan = Cycle.objects.get(number=24)
    assert plan.starts_on == date(2026, 6, 8)
    turns = {
        Member.objects.get(pk=pk).name: last
        for pk, last in staffing_of(plan).last_on_support.items()
    }
    assert (turns["Priya Raman"], turns["Tomas Rivera"]) == (19, 23)
    _remembers_what_became_of_earlier_epics(haruka)
    _nadia_asks_by_herself()


@pytest.mark.django_db
@pytest.mark.once
def test_demo_is_told_once_and_moves_by_whole_weeks():
    demo("--today", "2027-02-08")  # a Monday
    running = Cycle.objects.get(state="active")

    assert running.starts_on == date(2027, 1, 18)
    assert "there already" in demo()
    assert Person.objects.count() == 15
    states = Counter(Epic.objects.values_list("state", flat=True))
    assert (states["exploring"], states["committed"], states["shipped"]) == (4, 2, 15)
    assert Ticket.objects.unresolved().ours().count() == 14
    _nadia_asks_by_herself()


def _nadia_asks_by_herself() -> None:
    nadia = Member.objects.get(person__email="nadia@example.org")
    page = mine_page(nadia, now=TODAY)
    assert [(row.title, row.answers) for row in page.open] == [("Namespace quota for recsys", 1)]
    assert {row.title for row in page.solved} == {"Drain the node under our batch job"}


def _remembers_what_became_of_earlier_epics(haruka: Member) -> None:
    said = {one.name: one.said for one in past_page(haruka.workspace).cycles}
    assert said["Cycle 22"] == "4 of 6 epics shipped, 1 bet on again, 1 parked."
    assert said["Cycle 20"] == "3 of 4 epics shipped, 1 dropped."
    assert said["Cycle 23"] == "2 of 8 epics shipped, 6 not decided."

    content, report = content_of(Cycle.objects.get(number=22), at=NOON)
    assert report is None
    tokyo = next(one for one in content["epics"] if one["title"] == "Second Tokyo cluster")
    assert (tokyo["became"], tokyo["trail"][0]["cycle"]) == ("shipped", 21)
    argo = Epic.objects.get(title="Spinnaker → Argo CD migration")
    assert [step.cycle for step in trails_of([argo])[argo.pk]] == [22]
