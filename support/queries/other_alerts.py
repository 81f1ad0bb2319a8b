"""Alerts of senders that tell of the same as our own thresholds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from planner.models import Workspace
from support.models import Alert, Source


@dataclass(frozen=True, slots=True)
class OtherAlert:
    name: str
    labels: Mapping[str, str]
    is_firing: bool
    ticket_id: int | None
    source: str


def other_alerts(workspace: Workspace, names: Collection[str]) -> tuple[OtherAlert, ...]:
    """Those called so that any source of the workspace has ever sent which still receives."""
    rows = Alert.objects.filter(source__in=_senders(workspace), name__in=names).order_by("pk")
    columns = ("name", "labels", "state", "ticket_id", "source__name")
    return tuple(
        OtherAlert(name, labels, state == Alert.State.FIRING and ticket is not None, ticket, source)
        for name, labels, state, ticket, source in rows.values_list(*columns)
    )


def _senders(workspace: Workspace) -> list[int]:
    sending = Source.objects.receiving().sending().filter(workspace=workspace)
    return list(sending.order_by("pk").values_list("pk", flat=True))
