"""What a report freezes, and that nothing changes it afterwards."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cycles.actions.closing import close_cycle
from cycles.actions.epics import edit_epic
from cycles.models import Bet, Epic, ScopeItem, Seat, Task, Unknown
from cycles.queries.report import report_content
from cycles.queries.report_words import report_words
from cycles.queries.trail import trails_of
from planner.activity import record
from tests.cycles.whole import DECIDED, FRIDAY, LOCKED, MIDDLE, decisions, named, whole_cycle
from tests.factories import EpicFactory


@pytest.fixture
def running(cycle, haruka, sho):
    return whole_cycle(cycle, haruka, sho)


@pytest.fixture
def report(running, haruka):
    return close_cycle(cycle=running, decisions=decisions(running), by=haruka, at=FRIDAY)


def part(content, title):
    return next(one for one in content["epics"] if one["title"] == title)


def test_report_says_what_became_of_each_epic_and_why(report):
    became = {one["title"]: one["became"] for one in report.content["epics"]}
    assert became == {
        "Gateway failover": "shipped",
        "Argo CD": "again",
        "Cost labels": "shipped",
        "Restore drill": "parked",
        "Old roles": "dropped",
    }
    told = {one["title"]: (one["outcome"], one["reason"]) for one in report.content["epics"]}
    assert told == DECIDED


def test_report_tells_scope_promise_and_unknowns_from_the_history(report):
    epic = part(report.content, "Gateway failover")

    assert epic["scope"]["built"] == ["Route by header"]
    assert epic["scope"]["left"] == []
    assert [(one["title"], one["after"]) for one in epic["scope"]["added"]] == [
        ("Route by header", "start"),
        ("Route by host", "start"),
        ("Wildcards", "start"),
        ("Drain first", "commitment"),
    ]
    assert [(one["title"], one["on"], one["after"]) for one in epic["scope"]["removed"]] == [
        ("Route by host", "2026-06-05", "commitment"),
        ("Wildcards", "2026-05-05", "commitment"),
        ("Drain first", "2026-06-05", "commitment"),
    ]
    assert epic["commitment"]["promise"] == "One region can be lost."
    assert epic["commitment"]["signed_by"] == ["Haruka Mori"]
    assert epic["unknowns"] == {"raised": 3, "answered": 2, "late": 1, "left": ["Question 3?"]}


def test_report_says_who_sat_where_and_how_many_days_that_was(report):
    teams = {one["title"] or one["kind"]: one for one in report.content["teams"]}

    assert [seat["name"] for seat in teams["Argo CD"]["seats"]] == ["Engineer 2", "Engineer 3"]
    assert {seat["to_on"] for seat in teams["on_support"]["seats"]} == {"2026-06-05"}
    # 26 working days in Tokyo: seven people, one of them on support.
    assert teams["on_support"]["person_days"] == 26
    assert report.content["capacity"] == {
        "person_days": 182.0,
        "on_support": 26.0,
        "reactive_share": 14,
    }
    assert report.content["planned"]["reactive_share"] == 14


def test_work_before_the_cycle_is_not_told_as_its_own(running):
    epic, before = named(running, "Argo CD"), LOCKED - timedelta(days=10)
    ScopeItem.objects.create(epic=epic, title="Earlier", added_at=before, done_at=before)
    ScopeItem.objects.create(
        epic=epic, title="Cut then", kind="cut", cut_reason="No.", cut_at=before, added_at=before
    )
    Unknown.objects.create(
        epic=epic, number=1, question="Known?", state="resolved", answer="Yes.",
        raised_at=before, resolved_at=before,
    )  # fmt: skip

    told = part(report_content(running, last=running.ends_on, at=FRIDAY), "Argo CD")

    assert told["scope"] == {"built": [], "left": [], "cut": [], "added": [], "removed": []}
    assert told["unknowns"]["raised"] == 0


def test_cards_are_counted_by_team_and_epic(running):
    big, epic = running.teams.get(epic__title="Argo CD"), named(running, "Argo CD")
    desk = running.teams.get(kind="on_support")
    cards = [
        (big, epic, "shipped", "scope"),
        (big, epic, "doing", "scope"),
        (desk, None, "shipped", "debt"),
    ]
    for number, (team, of, column, nature) in enumerate(cards, start=1):
        Task.objects.create(
            workspace=running.workspace, number=number, team=team, epic=of, nature=nature,
            title="Card", column=column, rank=str(number), column_since=MIDDLE, created_at=MIDDLE,
        )  # fmt: skip

    content = report_content(running, last=running.ends_on, at=FRIDAY)

    counted = {one["title"] or one["kind"]: one["cards"] for one in content["teams"]}
    assert counted["Argo CD"] == {"shipped": 1, "debt": 0, "left": 1}
    assert counted["on_support"] == {"shipped": 1, "debt": 1, "left": 0}
    assert part(content, "Argo CD")["cards_shipped"] == 1


def test_changes_of_a_locked_plan_are_told_with_their_reason(running, haruka):
    record(
        workspace=running.workspace, verb="unseat_member", thing=running, within=running,
        by=haruka, at=MIDDLE, name="Yui", team="big", cycle=23, reason="She is ill.",
    )  # fmt: skip

    content = report_content(running, last=running.ends_on, at=FRIDAY)
    (change,) = report_words(content, running.workspace).changes

    assert (change.day, change.who, change.reason) == ("21 May", "Haruka Mori", "She is ill.")
    assert change.what == "took Yui off Big Epic, cycle 23"


def test_figures_never_change_by_what_happens_later(report, running, haruka, sho):
    frozen = dict(report.content)
    epic = named(running, "Gateway failover")
    edit_epic(epic=epic, version=epic.version, wanted={"title": "Renamed"}, by=haruka, at=FRIDAY)
    sho.person.name = "Somebody Else"
    sho.person.save()
    running.workspace.working_days = "1234567"
    running.workspace.save()
    ScopeItem.objects.all().delete()
    Unknown.objects.all().delete()
    Bet.objects.filter(cycle=running).update(outcome_reason="Otherwise.")
    Seat.objects.filter(team__cycle=running).delete()

    report.refresh_from_db()
    assert report.content == frozen
    words = report_words(report.content, running.workspace)
    assert words.epics[0].title == "Gateway failover"
    assert words.teams[-1].people[0].name == "Sho Minagawa"
    assert words.teams[-1].person_days == "26"


def test_report_concludes_in_a_sentence_of_the_readers_language(report, running):
    words = report_words(report.content, running.workspace)
    assert words.conclusion == "2 of 5 epics shipped, 1 bet on again, 1 parked, 1 dropped."
    assert words.dates == "27 Apr to 5 Jun 2026"
    with translation.override("ja"):
        japanese = report_words(report.content, running.workspace)
    assert japanese.conclusion != words.conclusion
    assert japanese.epics[0].promise == words.epics[0].promise


def test_carry_over_is_told_in_the_next_report(report, running):
    epic = named(running, "Argo CD")
    following = epic.bets.get(is_open=True).cycle

    content = report_content(following, last=following.ends_on, at=FRIDAY)

    assert part(content, "Argo CD")["trail"] == [
        {"cycle": 23, "outcome": "bet_again", "reason": DECIDED["Argo CD"][1]}
    ]
    assert trails_of([epic])[epic.pk][0].text == "Cycle 23: Bet again in the next cycle"
    assert trails_of([named(running, "Old roles")], before=23) == {}


def test_report_asks_the_same_for_5_and_for_25_epics(running):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            report_content(running, last=running.ends_on, at=FRIDAY)
        return len(captured)

    few = asked()
    for _number in range(20):
        epic = EpicFactory(workspace=running.workspace, number=Epic.objects.count() + 100)
        Bet.objects.create(epic=epic, cycle=running)
        ScopeItem.objects.create(epic=epic, title="One", added_at=LOCKED)
        Unknown.objects.create(epic=epic, number=1, question="Why?", raised_at=LOCKED)
    assert asked() == few
