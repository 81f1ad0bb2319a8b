"""Registers the support app."""

from django.apps import AppConfig

from planner.signals import workspace_created


class SupportConfig(AppConfig):
    name = "support"

    def ready(self) -> None:
        # Models can only be imported once all apps are there.
        from support.receivers import make_settings

        workspace_created.connect(make_settings, dispatch_uid="support.make_settings")
