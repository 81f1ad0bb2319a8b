"""What an operator types when something feels wrong."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from planner.pages.checkup import findings


class Command(BaseCommand):
    help = "Look at everything the planner stands on; the exit code is 1 when something is wrong."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for finding in findings():
            mark = self.style.ERROR("wrong") if finding.is_wrong else self.style.SUCCESS("ok   ")
            self.stdout.write(f"{mark}  {finding.name:<12} {finding.text}")
            wrong += finding.is_wrong
        if wrong:
            raise CommandError(f"{wrong} of these need you.")
