"""The queue's way in."""

import os

from celery import Celery
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planner.settings")

app = Celery("sixweek")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.set_default()  # for every thread, not only for the one that imports this first
app.autodiscover_tasks(["cycles", "support"])
