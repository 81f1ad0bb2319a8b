"""Write the words by which tickets are found anew."""

from typing import Any

from django.core.management.base import BaseCommand

from planner.models import Workspace
from support.actions.words import rebuild_words


class Command(BaseCommand):
    help = "Write the index of the desk's search anew, for all tickets. Work goes on meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        for workspace in Workspace.objects.order_by("slug"):
            count = rebuild_words(workspace=workspace)
            self.stdout.write(f"{workspace.slug}: {count} tickets can be found.")
