"""Make a source from the shell, for those who set up by script."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from planner.models import Workspace
from support.actions.sources import SourceRefusal, create_source
from support.models import Source


class Command(BaseCommand):
    help = "Make a source of alerts. Prints its token, once, alone on stdout."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="of the workspace")
        parser.add_argument("kind", help=", ".join(kind for kind, _word in Source.kinds()))
        parser.add_argument("--name", required=True)

    def handle(self, *args: Any, slug: str, kind: str, name: str, **options: Any) -> None:
        workspace = Workspace.objects.filter(slug=slug).first()
        if workspace is None:
            raise CommandError(f"There is no workspace “{slug}”. Make it with create_workspace.")
        try:
            _source, token = create_source(
                workspace=workspace, kind=kind, name=name, by=None, at=timezone.now()
            )
        except SourceRefusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(token.text)
