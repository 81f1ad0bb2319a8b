"""Brings the database to this version, and gives an empty planner its demo."""

import io
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from planner.kit.backup import back_up
from planner.models import Workspace


class Command(BaseCommand):
    help = "Back up the embedded database and migrate it, when there is something to migrate."
    # Half a second of each start; they are made when the code is new to this database.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo", action="store_true", help="fill a planner without workspaces with the demo"
        )

    def handle(self, *args: Any, demo: bool, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.check()
            self._back_up(is_new=not executor.loader.applied_migrations)
            self.stdout.write(f"Applying {len(plan)} migrations to the database.")
            call_command("migrate", interactive=False, verbosity=0)
        if demo and "demo" in get_commands() and not Workspace.objects.exists():
            self._make_demo()

    def _back_up(self, *, is_new: bool) -> None:
        if connection.vendor != "sqlite" or is_new:
            return
        database = Path(connection.settings_dict["NAME"])
        copy = back_up(database, settings.VAR / "backups", at=timezone.now())
        self.stdout.write(f"Backed up the database to {copy}.")

    def _make_demo(self) -> None:
        """What it says (the sign-in, for loopback only) is kept, to be shown at later starts."""
        self.stdout.write("Making the demo workspace.")
        said = io.StringIO()
        call_command("demo", stdout=said)
        note = settings.VAR / "demo-sign-in"
        handle = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as opened:
            opened.write(said.getvalue())
