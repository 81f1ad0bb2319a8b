"""Fills a planner with a story to look around in."""

import secrets
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from planner.management.demo.boards import fill_boards
from planner.management.demo.causes import fill_causes
from planner.management.demo.clock import ZONE, Clock
from planner.management.demo.desk import fill_desk
from planner.management.demo.frame import frame
from planner.management.demo.health import watch_clusters
from planner.management.demo.interruptions import interrupt
from planner.management.demo.reviews import hold_review_today
from planner.management.demo.story import EMAIL, SLUG, tell_story
from planner.management.demo.work import work_through
from planner.models import Member, Workspace
from support.actions.hearing import read_all


class Command(BaseCommand):
    help = "Make the demo workspace: a team in week 4 of cycle 23, with cycle 24 half planned."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            help="tell the story as on this day (YYYY-MM-DD); it moves by whole weeks",
        )

    def handle(self, *args: Any, today: date | None, **options: Any) -> None:
        if Workspace.objects.filter(slug=SLUG).exists():
            self.stdout.write(f"The demo workspace is there already: sign in as {EMAIL}.")
            return
        now = timezone.now()
        if today:
            now = datetime.combine(today, time(15, 10), ZONE).astimezone(UTC)
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            clock = Clock(now)
            cast = tell_story(clock, password)
            frame(cast, clock)
            story = [
                *fill_causes(cast, clock),
                *fill_desk(cast, clock),
                *work_through(cast, clock),
                *fill_boards(cast, clock),
                *interrupt(cast, clock),
                *hold_review_today(cast, clock),
                *watch_clusters(cast, clock),
            ]
            for _at, happens in sorted(story, key=itemgetter(0)):
                happens()
            # Of what was told before today everybody has heard.
            for member in Member.objects.filter(workspace__slug=SLUG).order_by("pk"):
                read_all(by=member, at=now, told_before=now - timedelta(days=1))
        self.stdout.write(f"Demo sign-in: {EMAIL}, password {password}")
