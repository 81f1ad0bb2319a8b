"""The developers' teams, and what waits for each."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from planner.access import may_change_settings
from planner.models import Member, Workspace
from support.models import Cluster, DeveloperTeam, SlackChannel, Ticket


@dataclass(frozen=True, slots=True)
class DeveloperRow:
    name: str
    url: str
    namespaces: tuple[str, ...]
    slack_channel: str
    email: str
    tickets: int
    is_channel_known: bool

    @property
    def hears(self) -> bool:
        """Whether there is anywhere to tell them."""
        return self.is_channel_known or bool(self.email)


@dataclass(frozen=True)
class DevelopersPage:
    url: str
    classification_url: str
    desk_url: str
    teams: tuple[DeveloperRow, ...]
    clusters: tuple[tuple[int, str], ...]  # whose namespaces may tell of their owners
    unknown: tuple[str, ...]  # owners of tickets that nobody wrote down
    may_change: bool


def developers_page(*, member: Member) -> DevelopersPage:
    """All teams by name, with the namespaces whose pods they run."""
    workspace = member.workspace
    url = reverse("support:developers", args=[workspace.slug])
    waiting = Ticket.objects.filter(workspace=workspace).unresolved().theirs()
    counts = dict(waiting.order_by().values_list("owner").annotate(Count("pk")))
    rows = DeveloperTeam.objects.filter(workspace=workspace).prefetch_related("namespaces")
    channels = SlackChannel.objects.kept().filter(workspace=workspace)
    known = {name.removeprefix("#") for name in channels.values_list("name", flat=True)}
    teams = tuple(
        DeveloperRow(
            name=team.name,
            url=f"{url}{team.pk}/",
            namespaces=tuple(one.pattern for one in team.namespaces.all()),
            slack_channel=team.slack_channel,
            email=team.email,
            tickets=counts.get(team.name, 0),
            is_channel_known=team.slack_channel.removeprefix("#") in known,
        )
        for team in rows.order_by("name", "pk")
    )
    written_down = {team.name for team in teams}
    return DevelopersPage(
        url=url,
        classification_url=reverse("support:classification", args=[workspace.slug]),
        desk_url=reverse("support:desk", args=[workspace.slug]) + "?show=developers",
        teams=teams,
        clusters=_clusters(workspace),
        unknown=tuple(sorted(counts.keys() - written_down)),
        may_change=may_change_settings(member),
    )


def people_of(team: DeveloperTeam) -> tuple[tuple[int, str, bool], ...]:
    """All who may be of it, with their names, and whether they are."""
    chosen = set(team.people.order_by().values_list("pk", flat=True))
    active = Member.objects.active().filter(workspace=team.workspace).named()
    return tuple((one.pk, one.name, one.pk in chosen) for one in active.order_by("person__name"))


def _clusters(workspace: Workspace) -> tuple[tuple[int, str], ...]:
    kept = Cluster.objects.kept().filter(workspace=workspace, backend="prometheus")
    return tuple(kept.order_by("name").values_list("pk", "name"))
