"""Registers the cycles app."""

from django.apps import AppConfig
from django.db.models.signals import post_delete

from planner.signals import workspace_created


class CyclesConfig(AppConfig):
    name = "cycles"

    def ready(self) -> None:
        # Models and sentences can only be imported once all apps are there.
        from cycles.models import Epic
        from cycles.queries import epic_parts
        from cycles.queries.dependencies import epic_needs
        from cycles.receivers import forget_epic, keep_roadmap, lay_calendar
        from cycles.sentences import SENTENCES
        from cycles.sentences_of_boards import SENTENCES_OF_BOARDS
        from cycles.sentences_of_changes import SENTENCES_OF_CHANGES
        from cycles.sentences_of_frames import SENTENCES_OF_FRAMES
        from cycles.sentences_of_reviews import SENTENCES_OF_REVIEWS
        from cycles.sentences_of_roadmap import SENTENCES_OF_ROADMAP
        from planner.activity import recorded
        from planner.telling import register

        workspace_created.connect(lay_calendar, dispatch_uid="cycles.lay_calendar")
        recorded.connect(keep_roadmap, dispatch_uid="cycles.keep_roadmap")
        post_delete.connect(forget_epic, sender=Epic, dispatch_uid="cycles.forget_epic")
        register(SENTENCES)
        register(SENTENCES_OF_BOARDS)
        register(SENTENCES_OF_FRAMES)
        epic_parts.register("cycles/_epic_needs.html", epic_needs, place=2, column="left")
        register(SENTENCES_OF_CHANGES)
        register(SENTENCES_OF_ROADMAP)
        register(SENTENCES_OF_REVIEWS)
