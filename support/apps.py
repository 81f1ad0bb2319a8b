"""Registers the support app."""

from django.apps import AppConfig

from cycles.signals import cycle_closing
from planner.signals import workspace_created


class SupportConfig(AppConfig):
    name = "support"

    def ready(self) -> None:
        # Models and sentences can only be imported once all apps are there.
        from planner.activity import recorded
        from planner.telling import register
        from support.receivers import make_settings, tell_owner, tell_people, write_report_part
        from support.sentences import SENTENCES
        from support.signals import ticket_reached_owner

        register(SENTENCES)
        workspace_created.connect(make_settings, dispatch_uid="support.make_settings")
        cycle_closing.connect(write_report_part, dispatch_uid="support.write_report_part")
        recorded.connect(tell_people, dispatch_uid="support.tell_people")
        ticket_reached_owner.connect(tell_owner, dispatch_uid="support.tell_owner")
