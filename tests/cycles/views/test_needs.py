"""An epic says what it needs, and both pages tell whether that holds."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cycles.models import Bet, Cycle, Dependency, Place
from tests.factories import NOON, CycleFactory, EpicFactory


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def cycles(workspace):
    return [CycleFactory(workspace=workspace, number=n) for n in (24, 25)]


@pytest.fixture
def failover(workspace, cycles):
    epic = EpicFactory(workspace=workspace, number=1, title="Failover", state="planned")
    Bet.objects.create(epic=epic, cycle=cycles[0])
    return epic


@pytest.fixture
def region(workspace):
    return EpicFactory(workspace=workspace, number=2, title="Osaka region")


def url(name: str, *args: object, key: str = "E-1") -> str:
    return reverse(f"cycles:{name}", args=["platform", key, *args])


def place(epic, cycle: Cycle) -> None:
    Place.objects.update_or_create(
        epic=epic, defaults={"unit": "cycle", "first": cycle, "last": cycle}
    )


def test_need_is_added_and_removed_on_the_page(client, ren, failover, region):
    client.force_login(ren.person)
    assertContains(client.get(url("epic")), "It waits for no other epic")
    assertContains(client.get(url("new_need")), "E-2 Osaka region")

    assertRedirects(client.post(url("new_need"), {"needed": region.pk}), url("epic"))
    page = client.get(url("epic"))
    assertContains(page, "has no date")
    assertContains(client.get(url("epic", key="E-2")), "has a date, and this has none")

    client.post(url("remove_need", Dependency.objects.get().pk))
    assertContains(client.get(url("epic")), "It waits for no other epic")


@pytest.mark.parametrize(
    ("which", "said"), [(0, "comes too late"), (1, "comes too late"), (None, "has no date")]
)
def test_page_says_why_a_need_does_not_hold(client, ren, failover, region, cycles, which, said):
    Dependency.objects.create(epic=failover, needed=region, added_at=NOON)
    if which is not None:
        place(region, cycles[which])
    client.force_login(ren.person)

    assertContains(client.get(url("epic")), said)


def test_need_that_is_shipped_holds(client, ren, failover, region):
    Dependency.objects.create(epic=failover, needed=region, added_at=NOON)
    region.state = "shipped"
    region.save()
    client.force_login(ren.person)

    page = client.get(url("epic"))
    assertContains(page, "Osaka region")
    assertNotContains(page, "has no date")


def test_circle_comes_back_with_its_reason(client, ren, failover, region):
    Dependency.objects.create(epic=region, needed=failover, added_at=NOON)
    client.force_login(ren.person)

    answer = client.post(url("new_need"), {"needed": region.pk})
    assertContains(answer, "E-1 → E-2 → E-1", status_code=422)


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_however_many_there_are(
    client, ren, failover, count, django_assert_num_queries
):
    for number in range(count):
        needed = EpicFactory(workspace=failover.workspace, number=10 + number)
        Dependency.objects.create(epic=failover, needed=needed, added_at=NOON)
    client.force_login(ren.person)
    client.get(url("epic"))
    with django_assert_num_queries(26):
        client.get(url("epic"))
