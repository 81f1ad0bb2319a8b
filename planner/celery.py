"""The queue's way in."""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.beat import PersistentScheduler
from celery.signals import setup_logging, worker_process_init
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django_structlog.celery.steps import DjangoStructLogInitStep

from planner.kit.cache import BEAT_SEEN
from planner.kit.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")

app = Celery("sixweek")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.set_default()  # for every thread, not only for the one that imports this first
app.autodiscover_tasks(["cycles", "support"])


class SeenScheduler(PersistentScheduler):
    """Leaves a note each time it looks at the schedule, so that ``doctor`` knows it runs."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        wait = super().tick(*args, **kwargs)
        cache.set(BEAT_SEEN, timezone.now(), timeout=None)
        return float(wait)


@setup_logging.connect
def _log_like_the_web(**kwargs: Any) -> None:
    """One configuration for all; Celery leaves the logs alone when somebody answers this."""
    dictConfig(settings.LOGGING)


@worker_process_init.connect
def _settle(**kwargs: Any) -> None:
    settle()
