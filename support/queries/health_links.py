"""From a ticket to its signal on Health."""

from typing import Final

from django.urls import reverse

from planner.models import Workspace
from support.models import Alert, Cluster
from support.queries.health_words import place_of
from support.rules.measures import JUDGED

_PLACES: Final = {measure.alert: place_of(measure.key) for measure in JUDGED}


def health_url(alert: Alert | None, workspace: Workspace) -> str:
    """Where Health shows what the alert tells of; empty where it does not. At most one query."""
    if alert is None or alert.name not in _PLACES or not (name := alert.labels.get("cluster")):
        return ""
    kept = Cluster.objects.kept().filter(workspace=workspace, name__iexact=name)
    pk = kept.order_by("pk").values_list("pk", flat=True).first()
    if pk is None:
        return ""
    return f"{reverse('support:health_of', args=[workspace.slug, pk])}#{_PLACES[alert.name]}"
