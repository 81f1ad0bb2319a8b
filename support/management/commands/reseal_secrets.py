"""Seal all secrets with the present key, so that the former ones can be dropped."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from support.actions.hearing import reseal_addresses
from support.actions.secrets import reseal_signing_secrets


class Command(BaseCommand):
    help = "Seal all signing secrets with PLANNER_SECRET_KEY; then the old keys can be dropped."

    def handle(self, *args: Any, **options: Any) -> None:
        done, broken = reseal_signing_secrets()
        others, unreadable = reseal_addresses()
        if unreadable:
            raise CommandError(
                f"{unreadable} Slack addresses or webhook secrets were sealed with a key that is "
                "not given. Add it to PLANNER_OLD_SECRET_KEYS, or give them anew in the settings."
            )
        if broken:
            raise CommandError(
                f"{broken} of {done + broken} signing secrets were sealed with a key that is not "
                "given. Add it to PLANNER_OLD_SECRET_KEYS, or give their sources new secrets."
            )
        self.stdout.write(f"{done} signing secrets are sealed with the present key.")
        self.stdout.write(f"{others} Slack addresses and webhook secrets are, too.")
