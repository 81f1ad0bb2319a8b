"""
Every verb of every noun of the REST interface, tried as everybody who must not use it.

The walk reads the router: a new noun or verb is covered on the day it is added.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.permissions import SAFE_METHODS
from rest_framework.test import APIClient

from cycles.models import Epic
from planner.api.urls import NOUNS, router
from planner.models import Member
from planner.rest.fields import Id
from planner.rest.views import WorkspaceViewSet
from tests.api import client_of
from tests.factories import NOON
from tests.furnish import furnish

# One thing and no list of rows, and open to everybody who may enter.
OF_EVERYBODY = {"on-support"}


@dataclass(frozen=True)
class Verb:
    """One method at one address, and the name that its noun has for it."""

    noun: str
    action: str
    method: str
    name: str
    wants: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.noun} {self.action}"

    @property
    def view(self) -> type[WorkspaceViewSet[Any]]:
        return NOUNS[self.noun]

    @property
    def reads(self) -> bool:
        return self.method in SAFE_METHODS

    def address(self, member: Member, row: Any) -> str:
        """In the member's workspace, with this row of the noun, which may be somebody else's."""
        kwargs = {name: self.value(name, row) for name in self.wants}
        return reverse(f"api:{self.name}", kwargs={"slug": member.workspace.slug, **kwargs})

    def value(self, name: str, row: Any) -> Any:
        """What stands for the name in the address."""
        if name == (self.view.lookup_url_kwarg or self.view.lookup_field):
            found = row.key if name == "key" else getattr(row, self.view.lookup_field)
            return found if isinstance(found, int) else str(found)
        part = name.removesuffix("_id")  # sources/<pk>/tokens/<token_id>/
        return getattr(row, f"{part}s").first().pk

    def ask(self, client: Client, address: str, body: dict[str, Any] | None = None) -> Any:
        call = getattr(client, self.method.lower())
        return call(address, body or {}, **({} if self.reads else {"format": "json"}))


def _verbs() -> Iterator[Verb]:
    for pattern in router.urls:
        wants = tuple(sorted(pattern.pattern.regex.groupindex))
        noun = pattern.name.rpartition("-")[0]
        while noun not in NOUNS:
            noun = noun.rpartition("-")[0]
        for method, action in pattern.callback.actions.items():
            if method != "head":
                yield Verb(noun, action, method.upper(), pattern.name, wants)


# Lists of something else than the rows that their noun names: every epic has changed once.
LISTED: dict[str, Any] = {"roadmap/changes": Epic.objects.all()}
OF_ONES_OWN = {"requests"}  # whatever their role, people see their own alone
OF_ONES_OWN_AND_MANAGERS = {"day-corrections"}
OF_ONES_OWN_AT_THE_DESK = {"timers", "hearings"}
OF_EVERY_READER = {"calendars"}  # one's own, which read no more than oneself
OF_ONES_TEAM = {"owned"}  # of developers; of no team, who may see the desk sees all
VERBS = list(_verbs())
CHANGES = [verb for verb in VERBS if not verb.reads]
# At the door it is the same for all verbs of a noun: one of each shows it.
ONE_OF_EACH = list({verb.noun: verb for verb in VERBS}.values())


@pytest.fixture
def us(haruka: Member) -> Member:
    furnish(haruka)
    return haruka


@pytest.fixture
def stranger(otto: Member) -> Member:
    furnish(otto)
    return otto


def test_walk_finds_the_contract() -> None:
    found = {(verb.noun, verb.action) for verb in VERBS}
    nouns = (
        "cycles epics teams seats members tickets alerts deliveries sources visions themes activity"
    )
    assert {(noun, "list") for noun in nouns.split()} <= found
    assert {("tickets", "take"), ("tasks", "list"), ("tasks", "move")} <= found


def first_rows(member: Member) -> dict[str, Any]:
    """The first row of each noun in the member's workspace."""
    return {noun: row_of(noun, member) for noun in {verb.noun for verb in VERBS if verb.wants}}


def row_of(noun: str, member: Member) -> Any:
    view, rows = NOUNS[noun], NOUNS[noun].queryset
    row = rows.filter(**{view.in_workspace: member.workspace}).first()
    assert row is not None, f"Furnish the walk with a {rows.model.__name__}."
    return row


def answers(
    client: Client, us: Member, of: Member | None = None, verbs: list[Verb] = VERBS
) -> dict[Verb, int]:
    """What each verb answered that is tried in the workspace of ``us``, with rows ``of`` others."""
    rows = first_rows(of or us)
    return {v: v.ask(client, v.address(us, rows.get(v.noun))).status_code for v in verbs}


def others_than(expected: int, found: dict[Verb, int]) -> dict[str, int]:
    return {str(verb): status for verb, status in found.items() if status != expected}


def changes_other_than(expected: int, found: dict[Verb, int]) -> dict[str, int]:
    reads = {v: status for v, status in found.items() if v.reads}
    changes = {v: status for v, status in found.items() if not v.reads}
    return others_than(200, reads) | others_than(expected, changes)


def test_every_change_says_who_may_make_it() -> None:
    assert [str(verb) for verb in CHANGES if verb.action not in verb.view.may] == []


def test_nobody_is_asked_for_a_token(us: Member) -> None:
    assert others_than(401, answers(APIClient(), us)) == {}


def test_session_opens_nothing(us: Member) -> None:
    browser = APIClient()
    browser.force_login(us.person)
    assert others_than(401, answers(browser, us, verbs=ONE_OF_EACH)) == {}


def test_otto_finds_no_workspace_of_ours(us: Member, otto: Member) -> None:
    assert others_than(404, answers(client_of(otto), us)) == {}


def test_otto_finds_no_row_of_ours_in_his_own(us: Member, stranger: Member) -> None:
    found = answers(client_of(stranger), stranger, of=us)
    # Keys and numbers are each workspace's own: his E-1 is another one than ours.
    by_id = {v: status for v, status in found.items() if v.wants and v.wants[0] == "pk"}
    assert len(by_id) > 10
    assert others_than(404, by_id) == {}


def rows_of(verb: Verb, member: Member) -> int:
    """How many rows the member's workspace has; a leak would show more."""
    rows: Any = LISTED.get(verb.noun, verb.view.queryset)
    count = rows.filter(**{verb.view.in_workspace: member.workspace}).count()
    assert count > 0, verb
    return int(count)


def test_lists_hold_nothing_of_others(us: Member, stranger: Member) -> None:
    lists = [v for v in VERBS if v.action == "list" and v.noun not in OF_EVERYBODY]
    for verb in lists:
        ours = verb.ask(client_of(us), verb.address(us, None)).json()["results"]
        theirs = verb.ask(client_of(stranger), verb.address(stranger, None)).json()["results"]
        assert len(ours) == len(theirs) == rows_of(verb, us), verb
        assert [row for row in ours if row in theirs] == [], verb


def test_nadia_asks_and_is_refused_all_else(us: Member, nadia: Member) -> None:
    found = answers(client_of(nadia), us)
    may = {v: status for v, status in found.items() if v.noun in OF_ONES_OWN}
    # What somebody else asked is not there for her.
    assert {str(verb): status for verb, status in may.items() if not verb.wants} == {
        "GET requests list": 200,
        "POST requests create": 400,
    }
    assert others_than(404, {v: status for v, status in may.items() if v.wants}) == {}
    of_team = {str(v): status for v, status in found.items() if v.noun in OF_ONES_TEAM}
    assert of_team == {"GET owned list": 200, "GET owned retrieve": 404}
    rest = {v: s for v, s in found.items() if v not in may and v.noun not in OF_ONES_TEAM}
    assert {rest.pop(verb) for verb in VERBS if verb.noun in OF_EVERYBODY} == {200}
    assert others_than(403, rest) == {"POST tickets create": 400}


def test_vera_reads_and_changes_nothing(us: Member, vera: Member) -> None:
    found = answers(client_of(vera), us)
    nouns = OF_ONES_OWN | OF_ONES_OWN_AND_MANAGERS | OF_ONES_OWN_AT_THE_DESK
    own = {v: status for v, status in found.items() if v.noun in nouns and v.reads}
    assert others_than(404, {v: status for v, status in own.items() if v.wants}) == {}
    hers = {v: status for v, status in found.items() if v.noun in OF_EVERY_READER}
    assert {str(verb): status for verb, status in hers.items()} == {
        "GET calendars list": 200,
        "GET calendars retrieve": 404,
        "POST calendars create": 400,
        "POST calendars revoke": 404,
    }
    others = {v: status for v, status in found.items() if v not in own and v not in hers}
    assert changes_other_than(403, others) == {}


def test_read_only_token_reads_and_changes_nothing(us: Member) -> None:
    changes = {verb.noun: verb for verb in CHANGES}.values()
    reads = {verb.noun: verb for verb in VERBS if verb.reads}.values()
    found = answers(client_of(us, read_only=True), us, verbs=[*changes, *reads])
    assert changes_other_than(403, found) == {}


@pytest.mark.parametrize("over", [{"expires_at": NOON}, {"revoked_at": NOON}], ids=str)
def test_token_that_is_over_opens_nothing(us: Member, over: dict[str, Any]) -> None:
    assert others_than(401, answers(client_of(us, **over), us, verbs=ONE_OF_EACH)) == {}


def test_deactivated_person_opens_nothing(us: Member, ren: Member) -> None:
    client = client_of(ren)
    ren.person.is_active = False
    ren.person.save()
    assert others_than(401, answers(client, us, verbs=ONE_OF_EACH)) == {}


def test_who_left_finds_no_workspace(us: Member, ren: Member) -> None:
    client = client_of(ren)
    ren.left_at = NOON
    ren.save()
    assert others_than(404, answers(client, us, verbs=ONE_OF_EACH)) == {}


def _fields(verb: Verb) -> dict[str, Id]:
    serializer: Any = verb.view.asks.get(verb.action)
    fields = serializer().fields if serializer else {}
    return {name: field for name, field in fields.items() if isinstance(field, Id)}


def test_things_of_others_cannot_be_named(us: Member, stranger: Member) -> None:
    asked = [(verb, name, field) for verb in CHANGES for name, field in _fields(verb).items()]
    assert len(asked) > 3
    rows = first_rows(us)
    for verb, name, field in asked:
        theirs = field.queryset.filter(**{field.path: stranger.workspace}).first()
        answer = verb.ask(client_of(us), verb.address(us, rows.get(verb.noun)), {name: theirs.pk})
        assert answer.status_code == 400, verb
        assert name in answer.json()["errors"], verb
