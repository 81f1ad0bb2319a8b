"""Registers the planner app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PlannerConfig(AppConfig):
    name = "planner"

    def ready(self) -> None:
        # Models and sentences can only be imported once all apps are there.
        from planner.models.append_only import guard_history
        from planner.sentences import SENTENCES
        from planner.telling import register

        post_migrate.connect(guard_history, sender=self)
        register(SENTENCES)

        # Whoever sends a task, in whatever process, sends it to the broker of the settings.
        import planner.celery  # noqa: F401
