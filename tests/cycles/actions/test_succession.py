import pytest

from cycles.actions.cycle import start_cycle
from cycles.actions.epics import choose_epic, create_epic
from cycles.actions.seats import seat_member
from cycles.actions.succession import NoTeamsToGoOn, TeamIsNotEmpty, let_teams_go_on
from cycles.actions.visions import add_theme
from cycles.models import Cycle
from cycles.queries.succession import succession_page
from cycles.rules.succession import TeamBefore, TeamNext, successors
from planner.models import Member
from tests.factories import NOON

NOTHING = frozenset()


def test_the_same_epic_goes_on_before_the_same_theme():
    theme, epic = frozenset({7}), frozenset({30})
    before = [TeamBefore(1, NOTHING, theme), TeamBefore(2, epic, theme)]
    after = [TeamNext(8, epic, theme), TeamNext(9, NOTHING, theme)]

    assert successors(before, after) == {2: 8, 1: 9}


def test_nobody_goes_on_by_mere_chance():
    assert (
        successors([TeamBefore(1, frozenset({3}), NOTHING)], [TeamNext(8, NOTHING, NOTHING)]) == {}
    )


@pytest.fixture
def following(ready, ingress, haruka):
    """Cycle 23 runs; in cycle 24 there is an epic of the same theme, without a team yet."""
    theme = add_theme(workspace=ready.workspace, name="Clusters", by=haruka, at=NOON)
    ingress.theme = theme
    ingress.save()
    start_cycle(cycle=ready, by=haruka, at=NOON, on=ready.starts_on)
    cycle = Cycle.objects.get(workspace=ready.workspace, number=24)
    rest = create_epic(
        workspace=ready.workspace, title="Ingress, rest", size="big", origin="vision", theme=theme,
        by=haruka, at=NOON,
    )  # fmt: skip
    choose_epic(cycle=cycle, epic=rest, by=haruka, at=NOON)
    cycle.refresh_from_db()
    return cycle


def pair(cycle):
    (last,) = [team for team in succession_page(cycle).teams if team.title == "Ingress failover"]
    return last


def test_the_team_of_the_same_theme_is_proposed(following):
    page = succession_page(following)

    assert pair(following).people == "Ren Kuroda, Yui Nakahara"
    assert pair(following).goes_on_as == following.teams.get(kind="big").pk
    assert [title for _pk, title in page.empty] == ["Ingress, rest"]
    assert len(page.teams) == 1  # nobody of those on support goes on


def test_teams_go_on(following, haruka):
    new = following.teams.get(kind="big")
    done = let_teams_go_on(cycle=following, teams={pair(following).id: new.pk}, by=haruka, at=NOON)

    assert [member.name for member in done.seated] == ["Ren Kuroda", "Yui Nakahara"]
    assert done.left_out == ()
    assert new.seats.count() == 2
    assert succession_page(following).empty == ()


def test_who_has_a_seat_or_has_left_is_left_out_with_the_reason(following, haruka, ren):
    support = following.teams.get(kind="on_support")
    seat_member(team=support, member=ren, by=haruka, at=NOON)
    Member.objects.filter(person__name="Yui Nakahara").update(left_at=NOON)
    new = following.teams.get(kind="big")

    done = let_teams_go_on(cycle=following, teams={pair(following).id: new.pk}, by=haruka, at=NOON)

    assert done.seated == ()
    assert [why for _who, why in done.left_out] == [
        "Ren Kuroda already sits in On support.",
        "Yui Nakahara has left.",
    ]


def test_a_team_with_people_is_not_filled(following, haruka, sho):
    new = following.teams.get(kind="big")
    seat_member(team=new, member=sho, by=haruka, at=NOON)

    with pytest.raises(TeamIsNotEmpty):
        let_teams_go_on(cycle=following, teams={pair(following).id: new.pk}, by=haruka, at=NOON)


def test_those_on_support_do_not_go_on(following, ready, haruka):
    support, new = ready.teams.get(kind="on_support"), following.teams.get(kind="big")

    with pytest.raises(NoTeamsToGoOn):
        let_teams_go_on(cycle=following, teams={support.pk: new.pk}, by=haruka, at=NOON)
    with pytest.raises(NoTeamsToGoOn):
        let_teams_go_on(cycle=following, teams={new.pk: new.pk}, by=haruka, at=NOON)
