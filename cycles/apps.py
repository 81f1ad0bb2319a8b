"""Registers the cycles app."""

from django.apps import AppConfig

from planner.signals import workspace_created


class CyclesConfig(AppConfig):
    name = "cycles"

    def ready(self) -> None:
        # Models can only be imported once all apps are there.
        from cycles.receivers import make_settings

        workspace_created.connect(make_settings, dispatch_uid="cycles.make_settings")
