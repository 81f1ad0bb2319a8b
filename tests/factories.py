"""Things to test with. Dates are those of the shared story: cycle 23 starts on 27 April 2026."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from cycles.models import Cycle, CycleSettings, Epic, Task, Team, Theme
from planner.models import Member, Person, Role, Workspace
from support.models import (
    Cause,
    DeskSettings,
    DeveloperTeam,
    Interruption,
    OwnedNamespace,
    Source,
    Ticket,
    TimeEntry,
)

NOON = datetime(2026, 5, 21, 12, tzinfo=UTC)


class WorkspaceFactory(DjangoModelFactory[Workspace]):
    class Meta:
        model = Workspace
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"team-{n}")
    name = factory.Sequence(lambda n: f"Team {n}")
    time_zone = "Asia/Tokyo"
    country = "JP"
    created_at = NOON

    @factory.post_generation
    def settings(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        CycleSettings.objects.create(workspace=self)
        DeskSettings.objects.create(workspace=self)


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.LazyFunction(lambda: make_password(None))
    created_at = NOON


class MemberFactory(DjangoModelFactory[Member]):
    class Meta:
        model = Member

    workspace = factory.SubFactory(WorkspaceFactory)
    person = factory.SubFactory(PersonFactory)
    role = Role.MEMBER
    joined_at = NOON
    # Seen just now: a first visit would write it, and pages count their queries.
    last_seen_at = factory.LazyFunction(timezone.now)


class CycleFactory(DjangoModelFactory[Cycle]):
    class Meta:
        model = Cycle

    workspace = factory.SubFactory(WorkspaceFactory)
    number = factory.Sequence(lambda n: 23 + n)
    starts_on = factory.LazyAttribute(
        lambda made: date(2026, 4, 27) + timedelta(weeks=6 * (made.number - 23))
    )
    ends_on = factory.LazyAttribute(lambda made: made.starts_on + timedelta(days=41))


class ThemeFactory(DjangoModelFactory[Theme]):
    class Meta:
        model = Theme

    workspace = factory.SubFactory(WorkspaceFactory)
    name = factory.Sequence(lambda n: f"Theme {n}")


class EpicFactory(DjangoModelFactory[Epic]):
    class Meta:
        model = Epic

    workspace = factory.SubFactory(WorkspaceFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Epic {n}")
    size = Epic.Size.BIG
    origin = Epic.Origin.ISSUE
    created_at = NOON


class TeamFactory(DjangoModelFactory[Team]):
    class Meta:
        model = Team

    cycle = factory.SubFactory(CycleFactory)
    kind = Team.Kind.ON_SUPPORT


class SourceFactory(DjangoModelFactory[Source]):
    class Meta:
        model = Source

    workspace = factory.SubFactory(WorkspaceFactory)
    kind = Source.Kind.ALERTMANAGER
    name = factory.Sequence(lambda n: f"Alertmanager {n}")
    created_at = NOON


class TicketFactory(DjangoModelFactory[Ticket]):
    class Meta:
        model = Ticket

    workspace = factory.SubFactory(WorkspaceFactory)
    number = factory.Sequence(lambda n: n + 1)
    kind = Ticket.Kind.QUESTION
    title = factory.Sequence(lambda n: f"Ticket {n}")
    opened_at = NOON
    last_event_at = NOON


class DeveloperTeamFactory(DjangoModelFactory[DeveloperTeam]):
    """``namespaces`` are patterns, each of which it owns."""

    class Meta:
        model = DeveloperTeam
        skip_postgeneration_save = True

    workspace = factory.SubFactory(WorkspaceFactory)
    name = factory.Sequence(lambda n: f"Developers {n}")

    @factory.post_generation
    def namespaces(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for pattern in extracted or ():
            OwnedNamespace.objects.create(
                workspace=self.workspace,
                team_id=self.pk,
                pattern=pattern,
            )


class TaskFactory(DjangoModelFactory[Task]):
    class Meta:
        model = Task

    team = factory.SubFactory(TeamFactory)
    workspace = factory.SelfAttribute("team.cycle.workspace")
    epic = factory.SelfAttribute("team.epic")
    number = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Card {n}")
    rank = factory.Sequence(lambda n: f"{n + 1:05}1")
    column_since = NOON
    created_at = NOON


class CauseFactory(DjangoModelFactory[Cause]):
    class Meta:
        model = Cause

    workspace = factory.SubFactory(WorkspaceFactory)
    name = factory.Sequence(lambda n: f"Cause {n}")


class InterruptionFactory(DjangoModelFactory[Interruption]):
    """One that waits, for a team."""

    class Meta:
        model = Interruption

    team = factory.SubFactory(TeamFactory, kind=Team.Kind.SMALL)
    cycle = factory.SelfAttribute("team.cycle")
    workspace = factory.SelfAttribute("team.cycle.workspace")
    epic = factory.SelfAttribute("team.epic")
    asked = factory.Sequence(lambda n: f"Question {n}?")
    asked_by = factory.SubFactory(MemberFactory, workspace=factory.SelfAttribute("..workspace"))
    asked_at = NOON


class TimeEntryFactory(DjangoModelFactory[TimeEntry]):
    class Meta:
        model = TimeEntry

    member = factory.SubFactory(MemberFactory)
    workspace = factory.SelfAttribute("member.workspace")
    on = NOON.date()
    minutes = 30
    logged_at = NOON
    logged_by = factory.SelfAttribute("member")
