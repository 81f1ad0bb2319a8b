"""Registers the support app."""

from django.apps import AppConfig

from planner.signals import workspace_created


class SupportConfig(AppConfig):
    name = "support"

    def ready(self) -> None:
        # Models and sentences can only be imported once all apps are there.
        from planner.telling import register
        from support.receivers import make_settings
        from support.sentences import SENTENCES

        register(SENTENCES)
        workspace_created.connect(make_settings, dispatch_uid="support.make_settings")
