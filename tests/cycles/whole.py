"""A cycle that runs, with five epics in different states, and what is decided of them."""

from datetime import UTC, datetime, timedelta

from cycles.actions.cycle import start_cycle
from cycles.actions.epics import choose_epic, create_epic
from cycles.actions.seats import seat_member
from cycles.models import Bet, Commitment, Cycle, Epic, ScopeItem, Signature, Unknown
from planner.models import Member
from tests.cycles.conftest import team, worker
from tests.factories import NOON

LOCKED = datetime(2026, 4, 27, 1, tzinfo=UTC)  # Monday, ten in the morning in Tokyo
FRIDAY = datetime(2026, 6, 5, 8, tzinfo=UTC)  # its last working day
AFTER = datetime(2026, 6, 8, 0, 30, tzinfo=UTC)  # the Monday after its last Sunday
MIDDLE = NOON  # in its fourth week

DECIDED = {
    "Gateway failover": (Bet.Outcome.CUT_AND_SHIP, "The rest is worth less than it costs."),
    "Argo CD": (Bet.Outcome.BET_AGAIN, "Forty services are left, and the way is known."),
    "Cost labels": (Bet.Outcome.SHIP, "Done."),
    "Restore drill": (Bet.Outcome.PARK, "The vendor has to answer first."),
    "Old roles": (Bet.Outcome.DROP, "Nobody needs it any more."),
}


def whole_cycle(cycle: Cycle, by: Member, on_support: Member) -> Cycle:
    """Two Big Epics with two people each, three Small ones with two, one on support; started."""
    for title in DECIDED:
        size = "big" if title in ("Gateway failover", "Argo CD") else "small"
        epic = create_epic(
            workspace=cycle.workspace, title=title, size=size, origin="issue", by=by, at=LOCKED
        )
        choose_epic(cycle=cycle, epic=epic, by=by, at=LOCKED)
    teams = [*cycle.teams.filter(kind="big").order_by("pk"), team(cycle, "small")]
    for place, each in enumerate(teams):
        for number in range(2):
            member = worker(cycle.workspace, f"Engineer {place * 2 + number}")
            seat_member(team=each, member=member, by=by, at=LOCKED)
    seat_member(team=team(cycle, "on_support"), member=on_support, by=by, at=LOCKED)
    cycle = start_cycle(cycle=cycle, by=by, at=LOCKED)
    _work(named(cycle, "Gateway failover"), cycle, by)
    return cycle


def _work(epic: Epic, cycle: Cycle, by: Member) -> None:
    """Unknowns, a promise, something built, something cut, something that came later."""
    for number, days in enumerate((3, 5, None), start=1):
        resolved = LOCKED + timedelta(days=days) if days else None
        Unknown.objects.create(
            epic=epic, number=number, question=f"Question {number}?",
            state="resolved" if resolved else "open", answer="Yes." if resolved else "",
            is_late=number == 3, raised_at=LOCKED + timedelta(hours=number), resolved_at=resolved,
        )  # fmt: skip
    promised = LOCKED + timedelta(days=7)
    commitment = Commitment.objects.create(
        epic=epic, cycle=cycle, promise="One region can be lost.", person_days_left=40,
        proposed_at=promised, committed_at=promised,
    )  # fmt: skip
    Signature.objects.create(commitment=commitment, member=by, signed_at=promised)
    item = {"epic": epic, "added_at": LOCKED + timedelta(hours=1)}
    ScopeItem.objects.create(**item, title="Route by header", done_at=promised)
    ScopeItem.objects.create(**item, title="Route by host", kind="must")
    ScopeItem.objects.create(
        **item, title="Wildcards", kind="cut", cut_reason="Nobody asked.",
        cut_at=promised + timedelta(days=1),
    )  # fmt: skip
    ScopeItem.objects.create(
        epic=epic, title="Drain first", kind="could", added_at=promised + timedelta(days=2)
    )


def named(cycle: Cycle, title: str) -> Epic:
    return Epic.objects.get(workspace=cycle.workspace, title=title)


def decisions(cycle: Cycle) -> dict[Epic, tuple[str, str]]:
    return {named(cycle, title): decided for title, decided in DECIDED.items()}
