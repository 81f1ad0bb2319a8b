"""Lead days as a calendar reads them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from cycles.actions.feeds import make_feed
from support.actions.kept_turns import keep_turns
from support.actions.rotation import take_over_now
from support.models import LeadDay
from support.queries.rotation import rotation_of
from tests.factories import NOON, MemberFactory
from tests.support.turns import FRIDAY, THURSDAY, away, on_support


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def address(member, kind):
    return f"/calendar/{make_feed(member=member, kind=kind, at=NOON).text}.ics"


def events(client, url):
    calendar = Calendar.from_ical(client.get(url).content)
    return {event["dtstart"].dt: event for event in calendar.events}


def test_own_lead_days_follow_what_is_agreed(client, sho, ren):
    on_support(sho, ren)
    lead = rotation_of(sho.workspace, THURSDAY).lead_on(THURSDAY)
    other = ren if lead.member == sho.pk else sho
    url = address(other, "lead_days")
    assert THURSDAY not in events(client, url)
    take_over_now(workspace=sho.workspace, by=other, at=NOON)
    found = events(client, url)
    assert str(found[THURSDAY]["summary"]) == "You lead the support desk"
    assert found[THURSDAY]["status"] == "CONFIRMED"


def test_whole_rotation_names_everybody_and_the_gaps(client, sho, ren, vera):
    on_support(sho)
    on_support(ren, number=24, state="planned")
    away(sho, FRIDAY)
    found = events(client, address(vera, "rotation"))
    assert str(found[THURSDAY]["summary"]) == "Sho Minagawa leads the support desk"
    assert str(found[FRIDAY]["summary"]) == "Nobody leads the support desk"
    assert found[date(2026, 6, 8)]["status"] == "TENTATIVE"


def test_what_is_over_stays_for_a_year(client, sho):
    on_support(sho)
    for year in (2024, 2026):
        LeadDay.objects.create(
            workspace=sho.workspace, on=date(year, 3, 2), member=sho, kind="turn", at=NOON,
            among={str(sho.pk): 100},
        )  # fmt: skip
    assert min(events(client, address(sho, "lead_days"))) == date(2026, 3, 2)


def test_calendar_asks_as_often_for_three_as_for_one(client, sho):
    counts = []
    team = on_support(sho)
    url = address(sho, "rotation")
    for _n in range(2):
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
        for _more in range(2):
            team.seats.create(
                member=MemberFactory(workspace=sho.workspace),
                from_on=team.cycle.starts_on,
                to_on=team.cycle.ends_on,
            )
        keep_turns(workspace=sho.workspace, at=NOON)
    assert counts[0] == counts[1]
