"""Make an API token."""

from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.utils import timezone

from planner.actions.tokens import NotYourWorkspace, TokenNameIsTaken, create_token
from planner.management.refusal import person_of, told, workspace_called


class Command(BaseCommand):
    help = "Make an API token for a person. The token alone is printed, and only this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="of the person for whom it acts")
        parser.add_argument("--name", required=True, help="what uses it")
        parser.add_argument("--workspace", metavar="SLUG", help="reach this one only")
        parser.add_argument("--read-only", action="store_true")

    def handle(
        self,
        *args: Any,
        email: str,
        name: str,
        workspace: str | None,
        read_only: bool,
        **options: Any,
    ) -> None:
        person = person_of(email)
        with told(NotYourWorkspace, TokenNameIsTaken):
            token = create_token(
                person=person,
                name=name,
                workspaces=[workspace_called(workspace)] if workspace else [],
                read_only=read_only,
                expires_at=None,
                at=timezone.now(),
            )
        self.stdout.write(token.text)
