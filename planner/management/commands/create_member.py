"""Make a person a member of a workspace."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandParser
from django.urls import reverse
from django.utils import timezone

from planner.actions.invitations import resend_invitation
from planner.actions.members import AlreadyAMember, Invited, LeftBefore, invite_member
from planner.management.refusal import told, workspace_called
from planner.models import Member, Role


class Command(BaseCommand):
    help = "Make a person a member. Prints a link with which they set their password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="of the workspace")
        parser.add_argument("email")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument("--role", required=True, choices=Role.values)

    def handle(
        self, *args: Any, slug: str, email: str, name: str, role: str, **options: Any
    ) -> None:
        workspace = workspace_called(slug)
        at = timezone.now()
        with told(AlreadyAMember, LeftBefore):
            waiting = _still_invited(slug, email)
            if waiting:
                link = resend_invitation(member=waiting, by=None, at=at)
                invited = Invited(waiting, link)
            else:
                invited = invite_member(
                    workspace=workspace, email=email, name=name, role=role, by=None, at=at
                )
        if invited.invitation:
            self.stderr.write(f"{invited.member.name} sets a password here, once, in 14 days:")
            path = reverse("invitation", args=[invited.invitation.text])
        else:
            self.stderr.write(f"{invited.member.name} has a password, and signs in here:")
            path = workspace.get_absolute_url()
        self.stdout.write(f"{settings.ORIGIN}{path}")


def _still_invited(slug: str, email: str) -> Member | None:
    """A member who has not set a password: they get a new link, whatever else was typed."""
    found = (
        Member.objects.active()
        .select_related("person", "workspace")
        .filter(workspace__slug=slug, person__email=email.strip().lower())
        .first()
    )
    return found if found and not found.person.has_usable_password() else None
