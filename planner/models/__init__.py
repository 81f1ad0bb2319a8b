"""The ground: workspaces, people, their keys, and the log of what was done."""

from planner.models.activity import Activity
from planner.models.invitations import Invitation
from planner.models.people import Member, Person, Role
from planner.models.tokens import ApiToken
from planner.models.workspaces import Workspace

__all__ = ["Activity", "ApiToken", "Invitation", "Member", "Person", "Role", "Workspace"]
