"""Who answers for the teams of a workspace."""

from planner.models import Member, Role, Workspace


def managers_of(workspace: Workspace) -> list[str]:
    """By name."""
    managers = Member.objects.active().filter(workspace=workspace, role=Role.MANAGER).named()
    return [manager.name for manager in managers.order_by("person__name", "pk")]
