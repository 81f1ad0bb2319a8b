"""Who owns what: the developers' teams of a workspace, by name and by namespace."""

from collections.abc import Iterable

from planner.models import Workspace
from support.models import DeveloperTeam, Ticket
from support.rules.ownership import Owners


def our_names(workspace: Workspace) -> frozenset[str]:
    """What the platform team is called in labels, in lower case."""
    return frozenset({"platform", workspace.slug.lower(), workspace.name.lower()})


def owners_of(workspace: Workspace) -> Owners:
    """All that is known of owners, in one query."""
    rows = DeveloperTeam.objects.filter(workspace=workspace).order_by("pk", "namespaces__pattern")
    pairs = rows.values_list("name", "namespaces__pattern")
    return Owners(our_names(workspace), [(name, pattern or "") for name, pattern in pairs])


def teams_by_name(workspace: Workspace, names: Iterable[str]) -> dict[str, DeveloperTeam]:
    """The developers' teams that are called so."""
    rows = DeveloperTeam.objects.filter(workspace=workspace, name__in=set(names))
    return {team.name: team for team in rows}


def named_owners(workspace: Workspace) -> tuple[str, ...]:
    """The developers' teams that were written down."""
    rows = DeveloperTeam.objects.filter(workspace=workspace).order_by("name")
    return tuple(rows.values_list("name", flat=True))


def known_owners(workspace: Workspace) -> tuple[str, ...]:
    """The same, and those that have a ticket that is not resolved."""
    having = Ticket.objects.filter(workspace=workspace).unresolved().theirs().order_by()
    found = set(having.values_list("owner", flat=True).distinct())
    return tuple(sorted(found.union(named_owners(workspace))))
