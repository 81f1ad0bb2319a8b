"""
Alerts and episodes while they are worked on: the columns of their tables, and nothing more.

A batch has thousands of them, and a Django model of each would cost more than all that is done.
Nothing in them leads back to them, so the garbage collector need not look at them (``gc``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from support.models import Alert
from support.models.alerts import Judged


class AlertRow(Judged, Struct, gc=False):
    """An ``Alert``; its ``id`` is none as long as it is not in the table."""

    source_id: int
    key: str
    last_seen_at: datetime
    starts_at: datetime
    ends_at: datetime | None = None
    state: str = Alert.State.FIRING.value
    name: str = ""
    severity: str = ""
    sent_severity: str = ""
    layer: str = ""
    health: str = ""
    owner: str = ""
    cause: str = ""
    classified_by: str = ""
    labels: Mapping[str, Any] = {}
    annotations: Mapping[str, Any] = {}
    url: str = ""
    stale_at: datetime | None = None
    ticket_id: int | None = None
    storm_group_id: int | None = None
    merged_from_id: int | None = None
    id: int | None = None


class EpisodeRow(Struct, gc=False):
    """An ``Episode``, by the key of its alert until that is in the table."""

    starts_at: datetime
    first_seen_at: datetime
    last_seen_at: datetime
    ends_at: datetime | None = None
    events: int = 0
    alert_id: int | None = None
    id: int | None = None
