"""
A whole cycle, from its plan to the next: at each step Now, the page of the epic, the report and
the REST interface tell the same figures.

Programs of the team do the work by REST; the manager starts and closes in the browser.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
import requests
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from cycles.actions.calendar import begin_in_the_middle, keep_cycles_ahead
from cycles.models import Cycle, CycleSettings
from planner.models import Member, Workspace
from tests.api import token_of
from tests.factories import MemberFactory, PersonFactory
from tests.services.stack import Stack

pytestmark = pytest.mark.journey

BIG, LATER, SMALL, VENDOR, ROLES, DOCS = "E-1", "E-2", "E-3", "E-4", "E-5", "E-6"
TITLES = {
    BIG: "Failover",
    LATER: "Argo CD",
    SMALL: "Quota form",
    VENDOR: "Restore drill",
    ROLES: "Old roles",
    DOCS: "Alert docs",
}
DECIDED = {
    BIG: ("Cut and ship", "The rest is worth less than it costs."),
    LATER: ("Bet again in the next cycle", "The way is known."),
    SMALL: ("Ship as is", "Done."),
    VENDOR: ("Park", "The vendor has to answer first."),
    ROLES: ("Drop", "Nobody needs it."),
}


@dataclass(frozen=True)
class Program:
    """Somebody's token at the REST interface of the running planner."""

    url: str
    token: str

    def ask(self, method: str, path: str, **body: Any) -> Any:
        answer = requests.request(
            method,
            f"{self.url}/api/v1/w/platform/{path}",
            json=body if method != "GET" else None,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=20,
        )
        assert answer.status_code < 300, (path, answer.text)
        return answer.json() if answer.content else None

    def post(self, path: str, **body: Any) -> Any:
        return self.ask("POST", path, **body)

    def rows(self, path: str) -> list[Any]:
        return list(self.ask("GET", path)["results"])


@dataclass(frozen=True)
class Figures:
    """What is told of the Big Epic. Without a commitment Now says nothing of the scope."""

    raised: int
    left: int
    built: int
    must: int

    def of_scope(self) -> tuple[int, int]:
        return self.built, self.must


@pytest.fixture
def cycle(workspace: Workspace) -> Cycle:
    """Cycle 1 began two weeks ago, and nothing is planned in it."""
    now = timezone.now()
    CycleSettings.objects.filter(workspace=workspace).update(ahead=3, on_support_seats=1)
    keep_cycles_ahead(workspace=workspace, at=now)
    begin_in_the_middle(
        workspace=workspace, number=1, starts_on=_monday(workspace), by=None, at=now
    )
    return Cycle.objects.get(workspace=workspace, number=1)


def _monday(workspace: Workspace) -> date:
    today = timezone.now().astimezone(workspace.zone).date()
    return today - timedelta(days=today.weekday(), weeks=2)


def plan(program: Program, people: list[Member], on_support: Member) -> None:
    for key, title in TITLES.items():
        size = "big" if key in (BIG, LATER) else "small"
        made = program.post("epics/", title=title, size=size, origin="issue")
        assert made["key"] == key
        program.post(f"epics/{key}/choose/", cycle=1)
    teams = program.rows("teams/?cycle=1")
    teams.sort(key=lambda team: team["epic"] or "lane")
    release = [team["id"] for team in teams if team["kind"] != "on_support"]
    support = next(team["id"] for team in teams if team["kind"] == "on_support")
    for team, member in zip([*release, *release], people, strict=True):
        program.post("seats/", team=team, member=member.pk)
    program.post("seats/", team=support, member=on_support.pk)


def on_now(page: Page) -> Locator:
    page.goto("/w/platform/")
    return page.locator(".now-row").filter(has=page.get_by_role("link", name="Failover"))


def agree(page: Page, program: Program, wanted: Figures, *, is_committed: bool = False) -> None:
    """Each of the four tells the wanted figures."""
    row = on_now(page)
    facts = row.locator(".now-facts")
    expect(facts.locator(".big-number")).to_have_text(str(wanted.left))
    expect(facts).to_contain_text(f"of {wanted.raised}" if wanted.raised else "none raised yet")
    if is_committed:
        expect(facts).to_contain_text(re.compile(rf"{wanted.built}\s+of {wanted.must} must"))
        expect(row).to_contain_text("Committed")

    page.goto(f"/w/platform/epics/{BIG}/")
    unknowns = page.get_by_role("region", name="Unknowns")
    if wanted.raised:
        said = f"{wanted.raised} raised, {wanted.raised - wanted.left} answered"
        expect(unknowns).to_contain_text(said)
    if wanted.must:
        scope = page.get_by_role("region", name="Scope")
        expect(scope).to_contain_text(re.compile(rf"Must\s*{wanted.built}\s+of {wanted.must}"))

    page.goto("/w/platform/cycles/1/")
    told = page.get_by_role("article", name="Failover")
    if wanted.raised:
        expect(told).to_contain_text(
            f"{wanted.raised - wanted.left} of {wanted.raised} unknowns answered"
        )
    built = told.locator("dt", has_text=re.compile("^Built$")).locator("..").locator("li")
    expect(built).to_have_count(wanted.built)

    content = program.ask("GET", "cycles/1/report/")["content"]
    account = next(one for one in content["epics"] if one["key"] == BIG)
    assert account["unknowns"]["raised"] == wanted.raised
    assert account["unknowns"]["answered"] == wanted.raised - wanted.left
    assert len(account["scope"]["built"]) == wanted.built
    epic = program.ask("GET", f"epics/{BIG}/")
    assert (epic["unknowns_raised"], epic["unknowns_left"]) == (wanted.raised, wanted.left)

    asked = program.rows(f"unknowns/?epic={BIG}")
    items = [one for one in program.rows(f"scope-items/?epic={BIG}") if one["kind"] == "must"]
    assert len(asked) == wanted.raised
    assert sum(one["state"] != "resolved" for one in asked) == wanted.left
    assert (sum(bool(one["done_at"]) for one in items), len(items)) == wanted.of_scope()


def test_a_whole_cycle_from_its_plan_to_the_next(
    stack: Stack, cycle: Cycle, haruka: Member, ren: Member, sho: Member
) -> None:
    engineers = [
        MemberFactory(workspace=cycle.workspace, person=PersonFactory(name=f"Engineer {n}"))
        for n in range(5)
    ]
    manager, team = (Program(stack.url, token_of(one)) for one in (haruka, ren))
    page = stack.sign_in(haruka)
    plan(manager, [ren, *engineers], sho)
    planned(page, manager)
    start(page)
    agree(page, manager, Figures(0, 0, 0, 0))
    lane_agrees(page, manager, shipped=0)

    work(page, manager, team)
    ship(page, manager, team)
    interrupt(page, manager, ren)
    close(page)
    tell_of_the_closed(page, manager)
    open_the_next(page, manager, ren, engineers, sho)


def planned(page: Page, manager: Program) -> None:
    """The page and the interface say the same of the plan, and that nothing blocks it."""
    told = manager.ask("GET", "cycles/1/plan/")
    verdicts = [rule["verdict"] for rule in told["rules"]]
    page.goto("/w/platform/plan/1/")
    rules = page.get_by_role("region", name="Rule check")
    assert "blocks" not in verdicts
    expect(rules).not_to_contain_text("the start")
    expect(rules).to_contain_text(f"{verdicts.count('look')} worth a look")
    expect(page.locator(".plan-lead")).to_contain_text(f"{told['working_days']} working days")
    expect(page.locator(".plan-lead")).to_contain_text(f"{told['vision_share']} % vision-based")
    for one in told["people"]:
        row = page.locator(".person").filter(has_text=one["member"]["name"])
        expect(row).to_contain_text(re.compile(rf"(?<!\d){float(one['person_days']):g} d"))


def lane_agrees(page: Page, program: Program, *, shipped: int) -> None:
    """So many of the four Small Epics are out there, says each of the four."""
    page.goto("/w/platform/")
    lane = page.locator(".now-row").filter(has=page.get_by_role("link", name="Small Epics"))
    expect(lane.locator(".now-facts")).to_contain_text(re.compile(rf"{shipped}\s+of 4 epics"))
    page.goto(f"/w/platform/epics/{DOCS}/")
    expect(page.locator(".epic-tags")).to_contain_text("Shipped" if shipped else "Exploring")
    page.goto("/w/platform/cycles/1/")
    expect(page.locator(".lead")).to_contain_text(f"{shipped} of 6 epics shipped")
    told = page.get_by_role("article", name="Alert docs")
    expect(told.locator(".pill")).to_have_text("Shipped" if shipped else "Exploring")
    assert len(program.rows("epics/?cycle=1&state=shipped")) == shipped
    content = program.ask("GET", "cycles/1/report/")["content"]
    assert sum(one["became"] == "shipped" for one in content["epics"]) == shipped


def ship(page: Page, manager: Program, team: Program) -> None:
    """One of the Small Epics is done long before the cycle is."""
    team.post(f"epics/{DOCS}/begin/")
    page.goto(f"/w/platform/epics/{DOCS}/")
    page.get_by_role("button", name="Ship it").click()
    expect(page.locator(".epic-tags")).to_contain_text("Shipped")
    lane_agrees(page, manager, shipped=1)


def start(page: Page) -> None:
    page.goto("/w/platform/plan/1/")
    page.get_by_role("link", name="Start cycle").click()
    page.get_by_role("dialog").get_by_role("radio", name=re.compile("as planned")).check()
    page.get_by_role("dialog").get_by_role("button", name="Start cycle").click()
    page.wait_for_url("**/w/platform/")
    expect(page.get_by_role("main")).to_contain_text("Day ")


def work(page: Page, manager: Program, team: Program) -> None:
    """Unknowns first, then the promise, one found late, one cut, one built."""
    asked = [team.post("unknowns/", epic=BIG, question=f"Question {n}?") for n in range(2)]
    agree(page, manager, Figures(2, 2, 0, 0))
    team.post(f"unknowns/{asked[0]['id']}/investigate/")
    for one in asked:
        team.post(f"unknowns/{one['id']}/resolve/", answer="It does.")
    agree(page, manager, Figures(2, 0, 0, 0))

    items = [team.post("scope-items/", epic=BIG, title=f"Part {n}", kind="must") for n in range(3)]
    team.post(f"epics/{BIG}/propose/", promise="A region moves within a minute.")
    big = next(one["id"] for one in manager.rows("teams/?cycle=1") if one["epic"] == BIG)
    seated = [seat["member"]["id"] for seat in manager.rows(f"seats/?team={big}")]
    assert len(seated) == 2
    for member in seated:
        state = manager.ask("GET", f"epics/{BIG}/")["state"]
        if state != "committed" and not _has_signed(manager, member):
            manager.post(f"epics/{BIG}/sign/", member=member)
    assert manager.ask("GET", f"epics/{BIG}/")["state"] == "committed"
    agree(page, manager, Figures(2, 0, 0, 3), is_committed=True)

    late = team.post("unknowns/", epic=BIG, question="Found late?")
    assert late["is_late"]
    agree(page, manager, Figures(3, 1, 0, 3), is_committed=True)
    team.post(f"epics/{BIG}/check/", still_holds=True)
    team.post(f"unknowns/{late['id']}/resolve/", answer="It follows.")
    team.post(f"scope-items/{items[0]['id']}/build/")
    team.post(f"scope-items/{items[1]['id']}/cut/", reason="Nobody asked for it.")
    agree(page, manager, Figures(3, 0, 1, 2), is_committed=True)


def interrupt(page: Page, manager: Program, ren: Member) -> None:
    """One that was let through; Now and the page of the epic tell of it, and lead to it."""
    big = next(one["id"] for one in manager.rows("teams/?cycle=1") if one["epic"] == BIG)
    asked = manager.post("interruptions/", team=big, asked="Who rolls checkout back?")
    manager.post(f"interruptions/{asked['id']}/let-through/", to=ren.pk, estimate_days="1.5")
    row = on_now(page)
    expect(row.locator(".now-facts")).to_contain_text("0 shielded, 1 let through, 1.5 d")
    row.get_by_role("link", name=re.compile("Who rolls checkout back")).click()
    page.wait_for_url(f"**/shield/{asked['id']}/")
    page.goto(f"/w/platform/epics/{BIG}/")
    log = page.get_by_role("region", name="Interruptions")
    expect(log).to_contain_text("1 asked, 0 shielded, 1 let through, 1.5 d")
    page.keyboard.press("a")
    ask = page.get_by_role("dialog")
    expect(ask.get_by_label("Release team")).to_have_value(str(big))


def _has_signed(program: Program, member: int) -> bool:
    standing = program.rows(f"commitments/?epic={BIG}")[0]
    return any(one["member"]["id"] == member for one in standing["signatures"])


def close(page: Page) -> None:
    """All five decisions; what was shipped before is not asked of."""
    page.goto("/w/platform/cycles/1/close/")
    expect(page.locator(".closing-epic:has(input[type=radio])")).to_have_count(5)
    for key, (outcome, reason) in DECIDED.items():
        epic = page.locator(".closing-epic").filter(
            has=page.get_by_role("heading", name=TITLES[key])
        )
        epic.get_by_label(re.compile(f"^{outcome}")).check()
        epic.get_by_label("Why").fill(reason)
    page.get_by_role("button", name="Close cycle 1").click()
    page.wait_for_url("**/cycles/1/")


def tell_of_the_closed(page: Page, manager: Program) -> None:
    expect(page.get_by_role("main")).to_contain_text(
        "3 of 6 epics shipped, 1 bet on again, 1 parked, 1 dropped."
    )
    told = page.get_by_role("article", name="Failover")
    expect(told).to_contain_text("3 of 3 unknowns answered")
    expect(told).to_contain_text("1 found late")
    expect(page.get_by_role("region", name="Interruptions")).to_contain_text(
        "0 of 1 interruption shielded. 1 let through cost 1.5 days."
    )
    states = {one["key"]: one["state"] for one in manager.rows("epics/")}
    assert states == {
        BIG: "shipped",
        LATER: "exploring",
        SMALL: "shipped",
        VENDOR: "parked",
        ROLES: "dropped",
        DOCS: "shipped",
    }
    content = manager.ask("GET", "cycles/1/report/")["content"]
    became = {one["key"]: one["became"] for one in content["epics"]}
    assert became == {
        BIG: "shipped",
        LATER: "again",
        SMALL: "shipped",
        VENDOR: "parked",
        ROLES: "dropped",
        DOCS: "shipped",
    }
    page.goto("/w/platform/")
    expect(page.get_by_role("main")).to_contain_text("Between cycles")
    page.goto(f"/w/platform/epics/{LATER}/")
    expect(page.get_by_role("main")).to_contain_text("Bet again in the next cycle: The way is")


def open_the_next(
    page: Page, manager: Program, ren: Member, engineers: list[Member], sho: Member
) -> None:
    """The team of the epic that is bet on again goes on; others are on support now."""
    page.goto("/w/platform/plan/2/")
    page.get_by_role("link", name=re.compile("Last cycle’s teams")).click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Seat them")).click()
    expect(page.locator("#toasts")).to_contain_text("2 people seated.")
    support = next(
        team["id"] for team in manager.rows("teams/?cycle=2") if team["kind"] == "on_support"
    )
    manager.post("seats/", team=support, member=ren.pk)
    page.goto("/w/platform/plan/2/")
    expect(page.get_by_role("link", name="Start cycle")).to_be_visible()
    expect(page.locator(".plan-canvas").get_by_role("link", name="Argo CD")).to_be_visible()
