"""A copy of the embedded database, while it is in use."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from planner.kit.backup import back_up


class Command(BaseCommand):
    help = "Copy the embedded database into the folder backups of the data folder."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("PostgreSQL is backed up with its own pg_dump.")
        database = Path(connection.settings_dict["NAME"])
        if not database.exists():
            raise CommandError(f"There is no database at {database} yet.")
        self.stdout.write(str(back_up(database, settings.VAR / "backups", at=timezone.now())))
