"""The developers' teams that own what tickets are about."""

from planner.models import Workspace
from support.models import DeskSettings, Ticket


def named_owners(workspace: Workspace) -> tuple[str, ...]:
    """Those that namespaces belong to."""
    rows = DeskSettings.objects.filter(workspace=workspace)
    named = rows.values_list("namespace_owners", flat=True).first() or {}
    return tuple(sorted({str(owner) for owner in named.values() if owner}))


def known_owners(workspace: Workspace) -> tuple[str, ...]:
    """The same, and those that have a ticket that is not resolved."""
    having = Ticket.objects.filter(workspace=workspace).unresolved().theirs().order_by()
    found = set(having.values_list("owner", flat=True).distinct())
    return tuple(sorted(found.union(named_owners(workspace))))
