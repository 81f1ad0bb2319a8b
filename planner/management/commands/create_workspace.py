"""Make a workspace, and its first manager."""

import getpass
import os
import warnings
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from planner.actions.people import set_first_password
from planner.actions.workspaces import SlugIsTaken, create_workspace
from planner.management.refusal import name_from, told
from planner.models import Person


class Command(BaseCommand):
    help = (
        "Make a workspace with its first manager. A new person's password is read from "
        "PLANNER_PASSWORD, or asked; an existing person keeps theirs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="the short name in its address, such as platform")
        parser.add_argument("--name", required=True, help="what people call it")
        parser.add_argument("--manager", required=True, metavar="EMAIL")

    def handle(self, *args: Any, slug: str, name: str, manager: str, **options: Any) -> None:
        # Asked before anything is written: nobody waits for a lock while somebody types.
        password = "" if _has_password(manager) else _password(manager)
        with told(SlugIsTaken), transaction.atomic():
            made = create_workspace(
                slug=slug,
                name=name,
                manager_email=manager,
                manager_name=name_from(manager),
                by=None,
                at=timezone.now(),
            )
            if password:
                set_first_password(person=made.person, password=password)
        if not password:
            self.stderr.write(f"{made.person.email} keeps the password that they have.")
        self.stdout.write(f"Made the workspace {slug}; {made.person.email} manages it.")


def _has_password(email: str) -> bool:
    known = Person.objects.filter(email=email.strip().lower()).first()
    return known is not None and known.has_usable_password()


def _password(email: str) -> str:
    """:raises CommandError: none was given, and nobody can be asked."""
    given = os.environ.get("PLANNER_PASSWORD", "")
    if given:
        return given
    try:
        with warnings.catch_warnings():
            # Where it could be read over one's shoulder it is not typed.
            warnings.simplefilter("error", getpass.GetPassWarning)
            first = getpass.getpass(f"Password for {email}: ")
            second = getpass.getpass("Once more: ")
    except (EOFError, KeyboardInterrupt, getpass.GetPassWarning) as error:
        raise CommandError("No password. Give one as PLANNER_PASSWORD.") from error
    if not first or first != second:
        raise CommandError("The two passwords are not the same. Nothing was made.")
    return first
