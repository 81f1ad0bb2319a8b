"""One of everything in a workspace, for walks over all addresses."""

from dataclasses import replace
from datetime import date, timedelta

from cycles.models import (
    Bet,
    Commitment,
    Cycle,
    CycleReport,
    CycleSettings,
    Epic,
    EpicLink,
    HillPoint,
    KeptStanding,
    Leave,
    ScopeItem,
    Seat,
    Signature,
    Snapshot,
    Team,
    Unknown,
    UnknownStep,
    Vision,
)
from cycles.queries.report import report_content
from cycles.queries.standings import standings_of
from planner.kit.sealing import seal
from planner.models import Activity, Member
from support.models import (
    Alert,
    AskLink,
    Attempt,
    Cause,
    ClassificationRule,
    DayCorrection,
    Delivery,
    DeskSettings,
    Endpoint,
    HandoffNote,
    Inquiry,
    Interruption,
    LeadDay,
    Message,
    Note,
    Notification,
    RejectedRequest,
    Remedy,
    SavedAnswer,
    SigningSecret,
    Silence,
    SlackChannel,
    SourceToken,
    StormGroup,
    Ticket,
    TimeEntry,
    Timer,
)
from tests.factories import (
    NOON,
    CycleFactory,
    DeveloperTeamFactory,
    EpicFactory,
    SourceFactory,
    TaskFactory,
    TeamFactory,
    ThemeFactory,
    TicketFactory,
)
from tests.factories_cluster import furnish_clusters
from tests.furnish_frame import furnish_frame
from tests.furnish_reviews import hold_review

# All that Markdown has, wider than a phone.
_NOTE = f"""
## Still open

- [S-1](/w/platform/support/S-1) 検索基盤の Pod が Ready ではありません
  1. look at it

### What else

> {"So it was said. " * 20}

```
kubectl get nodes -o {"custom-columns=NAME:.metadata.name," * 8}
```

| node | what |
| --- | --- |
| {"n2-highmem-" * 12} | disk |
"""


def furnish(member: Member) -> None:
    """Put one of everything into the member's workspace."""
    _plan(member)
    _desk(member)
    _outbox(member)
    furnish_clusters(member)
    furnish_frame(member)
    hold_review(member)
    # The factories number without the counters: whoever counts on goes on far behind them.
    CycleSettings.objects.filter(workspace=member.workspace).update(
        epics_numbered=100_000, tasks_numbered=100_000
    )
    DeskSettings.objects.filter(workspace=member.workspace).update(
        tickets_numbered=100_000, own_rules=True
    )
    Activity.objects.create(
        workspace=member.workspace,
        at=NOON,
        by=member,
        verb="add_theme",
        thing_kind="theme",
        thing_id=1,
        data={"name": "Calm nights"},
    )


def _plan(member: Member) -> None:
    theme = ThemeFactory(workspace=member.workspace)
    Vision.objects.create(
        workspace=member.workspace,
        statement="Nobody is woken at night.",
        agreed_on=date(2026, 1, 5),
        ends_on=date(2028, 12, 31),
    )
    _run(member)
    cycle = CycleFactory(workspace=member.workspace)
    epic = EpicFactory(
        workspace=member.workspace,
        theme=theme,
        origin=Epic.Origin.VISION,
        state=Epic.State.PLANNED,
        created_by=member,
    )
    Bet.objects.create(epic=epic, cycle=cycle)
    _keep(member)
    team = TeamFactory(cycle=cycle, kind=Team.Kind.BIG, epic=epic)
    _seat(team, member, cycle)
    TaskFactory(team=team, assignee=member, created_by=member)
    Leave.objects.create(
        member=member,
        from_on=cycle.starts_on + timedelta(days=7),
        to_on=cycle.starts_on + timedelta(days=8),
    )
    for each in Epic.objects.filter(workspace=member.workspace, unknowns=None):
        _work(each, cycle, member)


def _keep(member: Member) -> None:
    """A snapshot, and every epic as it stood before it was renamed."""
    then = NOON - timedelta(days=30)
    found = standings_of(Epic.objects.filter(workspace=member.workspace, kept_standings=None))
    stood = [replace(one, title=f"{one.title} once") for one in found.values()]
    Snapshot.objects.create(
        workspace=member.workspace, name="Spring", taken_at=then, taken_by=member,
        content={"schema": 1, "standings": [one.kept for one in stood]},
    )  # fmt: skip
    for pk, one in zip(found, stood, strict=True):
        KeptStanding.objects.create(
            workspace=member.workspace, epic_id=pk, from_at=then, content=one.kept
        )


def _work(epic: Epic, cycle: Cycle, member: Member) -> None:
    unknown = Unknown.objects.create(
        epic=epic, number=1, question="Does it drain?", owner=member, raised_at=NOON, is_late=True
    )
    UnknownStep.objects.create(unknown=unknown, state=unknown.state, at=NOON, by=member)
    ScopeItem.objects.create(epic=epic, title="Gateway", added_at=NOON, added_by=member)
    HillPoint.objects.create(epic=epic, place=20, note="It syncs.", at=NOON, by=member)
    EpicLink.objects.create(
        epic=epic, kind="git", url="https://git.example.org/x", title="x", added_at=NOON
    )
    commitment = Commitment.objects.create(
        epic=epic, cycle=cycle, promise="One ingress.", person_days_left=24, proposed_at=NOON,
        committed_at=NOON,
    )  # fmt: skip
    Signature.objects.create(commitment=commitment, member=member, signed_at=NOON, signed_by=member)


def _run(member: Member) -> None:
    """A cycle that runs, and was closed and opened again; further ones stay closed."""
    runs = not Cycle.objects.filter(workspace=member.workspace, state="active").exists()
    cycle = CycleFactory(
        workspace=member.workspace,
        state="active" if runs else "closed",
        started_at=NOON,
        closed_at=None if runs else NOON,
    )
    epic = EpicFactory(workspace=member.workspace, state=Epic.State.EXPLORING, created_by=member)
    Bet.objects.create(epic=epic, cycle=cycle)
    TeamFactory(cycle=cycle, kind=Team.Kind.BIG, epic=epic)
    content = report_content(cycle, last=cycle.ends_on, at=NOON)
    HandoffNote.objects.create(cycle=cycle, text=_NOTE, generated_at=NOON, generated_by=member)
    CycleReport.objects.create(
        cycle=cycle, made_at=NOON, made_by=member, superseded_at=NOON, content=content
    )


def _seat(team: Team, member: Member, cycle: Cycle) -> None:
    Seat.objects.create(team=team, member=member, from_on=cycle.starts_on, to_on=cycle.ends_on)


def _outbox(member: Member) -> None:
    Notification.objects.create(
        workspace=member.workspace, reason="assigned", channel="app", member=member,
        destination=f"app:{member.pk}", data={"key": "S-1", "title": "x", "path": "/"},
        key=str(Notification.objects.count()),
        state="sent", next_attempt_at=NOON, created_at=NOON, sent_at=NOON,
    )  # fmt: skip
    SlackChannel.objects.create(
        workspace=member.workspace,
        name=f"#platform-{SlackChannel.objects.count()}",
        sealed=seal("http://127.0.0.1:1/services/T/B/x"),  # refused before anybody is asked
        created_at=NOON,
    )
    endpoint = Endpoint.objects.create(
        workspace=member.workspace,
        url="https://hooks.example.org/sixweek?key=s3cret",
        kinds=["ticket.opened"],
        sealed=seal("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        created_at=NOON,
        created_by=member,
    )
    message = Message.objects.create(
        endpoint=endpoint, uid="msg_1", kind="ticket.opened", body="{}", state="sent",
        next_attempt_at=NOON, created_at=NOON, sent_at=NOON,
    )  # fmt: skip
    Attempt.objects.create(message=message, at=NOON, status=200, took_ms=12)


def _desk(member: Member) -> None:
    source = SourceFactory(workspace=member.workspace, created_by=member)
    SourceToken.objects.create(
        source=source, prefix=f"{source.pk:012}", digest="0" * 64, created_at=NOON
    )
    SigningSecret.objects.create(source=source, sealed=seal("furnished"), created_at=NOON)
    Delivery.objects.create(source=source, received_at=NOON, body=b"{}", body_bytes=2)
    RejectedRequest.objects.create(
        source=source, received_at=NOON, status=400, reason="No JSON.", body=b"{", body_bytes=1
    )
    ticket = TicketFactory(
        workspace=member.workspace,
        kind=Ticket.Kind.ALERT,
        source=source,
        group_key="{}:{}",
        group_hash="0" * 64,
        assignee=member,
    )
    ClassificationRule.objects.create(
        workspace=member.workspace, matchers=f"job=backup-{source.pk}", layer="pod", health="work"
    )
    DeveloperTeamFactory(workspace=member.workspace, namespaces=[f"shop-{source.pk}"])
    Silence.objects.create(
        workspace=member.workspace,
        matchers=[["namespace", "shop"]],
        reason="Maintenance",
        starts_at=NOON,
        ends_at=NOON + timedelta(hours=2),
        created_at=NOON,
        created_by=member,
    )
    StormGroup.objects.create(
        storm=ticket, group_key="g", group_hash="1" * 64, title="Disk full", came_at=NOON
    )
    SavedAnswer.objects.create(
        workspace=member.workspace, name=f"Preview {ticket.pk}", text="Like so."
    )
    AskLink.objects.create(
        workspace=member.workspace,
        prefix=f"{ticket.pk:012}",
        digest="0" * 64,
        created_at=NOON,
        created_by=member,
        revoked_at=NOON if member.workspace.ask_links.exists() else None,  # one is live
    )
    Inquiry.objects.create(
        ticket=TicketFactory(workspace=member.workspace, opened_at=NOON - timedelta(days=1)),
        member=member,
        name=member.name,
        email=member.person.email,
    )
    _time(member, ticket)
    DayCorrection.objects.create(
        workspace=member.workspace, member=member, on=date(2026, 5, 20), percent=50, reason="Ours.",
        made_at=NOON, made_by=member,
    )  # fmt: skip
    LeadDay.objects.create(
        workspace=member.workspace,
        on=date(2026, 5, 22) + timedelta(days=ticket.number),
        member=member,
        kind=LeadDay.Kind.COVER,
        by=member,
        at=NOON,
    )
    Note.objects.create(ticket=ticket, kind=Note.Kind.NOTE, text="Seen.", at=NOON, by=member)
    Alert.objects.create(
        source=source,
        key="c0ffee",
        ticket=ticket,
        name="KubePodsNotReady",
        state=Alert.State.FIRING,
        severity=Ticket.Severity.CRITICAL,
        layer=Ticket.Layer.POD,
        health=Ticket.Health.WORK,
        classified_by="name",
        starts_at=NOON,
        last_seen_at=NOON,
    )


def _time(member: Member, ticket: Ticket) -> None:
    """A question that waits in the shield, about the ticket; and what it took."""
    workspace = member.workspace
    cause = Cause.objects.create(workspace=workspace, name=f"Cause {ticket.number}")
    team = Team.objects.filter(cycle__workspace=workspace).exclude(kind="on_support").first()
    assert team
    ask = Interruption.objects.create(
        workspace=workspace,
        cycle=team.cycle,
        team=team,
        asked="Which option?",
        ticket=ticket,
        asked_by=member,
        asked_at=NOON,
        cause=cause,
    )
    epic = Epic.objects.filter(workspace=workspace).first()
    assert epic
    Remedy.objects.create(cause=cause, epic=epic, days=2, at=NOON, by=member).tickets.add(ticket)
    facts = {"workspace": workspace, "member": member, "on": NOON.date(), "minutes": 30}
    TimeEntry.objects.create(**facts, interruption=ask, logged_at=NOON, logged_by=member)
    Timer.objects.get_or_create(member=member, defaults={"ticket": ticket, "started_at": NOON})
