from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from cycles.models import Cycle, Epic, HillPoint, ScopeItem, Unknown
from cycles.queries.staffing import last_on_support
from planner.management.demo.questions import ARGO, INGRESS, NODES
from planner.models import Member, Person
from planner.pages.now import now_page
from support.models import Ticket
from tests.factories import NOON

RUNNING = (INGRESS, ARGO, NODES)


def demo(*arguments: str) -> str:
    said = StringIO()
    call_command("demo", *arguments, stdout=said)
    return said.getvalue()


def unknowns_of(title: str) -> tuple[int, int]:
    """How many are left of how many raised."""
    unknowns = Unknown.objects.filter(epic__title=title)
    return unknowns.left().count(), unknowns.count()


@pytest.mark.django_db
def test_demo_tells_the_story_of_its_day():
    said = demo("--today", "2026-05-21")

    haruka = Member.objects.get(person__email="haruka@example.org")
    page = now_page(haruka, at=NOON.replace(hour=6, minute=10))
    assert page.running.dates == "27 Apr to 5 Jun 2026"
    assert page.running.day == "Day 15 of 26."
    assert page.running.desk.open == 14
    assert haruka.person.check_password(said.split()[-1])
    assert [unknowns_of(title) for title in RUNNING] == [(1, 10), (3, 7), (0, 5)]
    assert HillPoint.objects.filter(epic__title=INGRESS).latest("at").place == 64
    assert ScopeItem.objects.filter(epic__title=INGRESS, kind="must", done_at=None).count() == 3
    plan = Cycle.objects.get(number=24)
    assert plan.starts_on == date(2026, 6, 8)
    turns = {Member.objects.get(pk=pk).name: last for pk, last in last_on_support(plan).items()}
    assert (turns["Priya Raman"], turns["Tomas Rivera"]) == (19, 23)


@pytest.mark.django_db
def test_demo_is_told_once_and_moves_by_whole_weeks():
    demo("--today", "2027-02-10")  # a Wednesday
    running = Cycle.objects.get(state="active")

    assert running.starts_on == date(2027, 1, 18)
    assert "there already" in demo()
    assert Person.objects.count() == 14
    states = Counter(Epic.objects.values_list("state", flat=True))
    assert (states["exploring"], states["committed"], states["shipped"]) == (4, 2, 2)
    assert Ticket.objects.filter(state="open").count() == 14
