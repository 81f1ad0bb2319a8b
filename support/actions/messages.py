"""Events as they are told to endpoints: written with the change, sent afterwards."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.crypto import get_random_string

from planner.kit.waker import Waker
from planner.models import Activity, Member, Workspace
from support.models import Endpoint, Message, Ticket
from support.rules.events import KIND_OF

waker = Waker("support.tasks.send_messages")


def write_messages(*, workspace: Workspace, written: Sequence[tuple[Activity, Model]]) -> None:
    """One message for each event and each endpoint that wants to know of it."""
    events = [pair for pair in written if pair[0].verb in KIND_OF]
    if not events:
        return
    endpoints = list(Endpoint.objects.receiving().filter(workspace=workspace).order_by("pk"))
    _name_assignees(thing for _, thing in events if endpoints)
    rows = []
    for activity, thing in events if endpoints else ():
        kind, uid = KIND_OF[activity.verb], new_uid()
        wanted = [one for one in endpoints if kind in one.kinds]
        body = body_of(workspace, kind, activity, thing) if wanted else ""
        rows += [
            Message(endpoint=one, uid=uid, kind=kind, body=body, created_at=activity.at,
                    next_attempt_at=activity.at)
            for one in wanted
        ]  # fmt: skip
    Message.objects.bulk_create(rows)
    for endpoint in {row.endpoint_id for row in rows}:
        transaction.on_commit(lambda pk=endpoint: waker.wake(pk))  # type: ignore[misc]


def _name_assignees(things: Iterable[Model]) -> None:
    """All at once: a batch may have changed very many tickets."""
    tickets = [one for one in things if isinstance(one, Ticket) and one.assignee_id]
    unnamed = {one.assignee_id for one in tickets if not _is_named(one)}
    if unnamed:
        found = Member.objects.named().in_bulk(unnamed)
        for ticket in tickets:
            if not _is_named(ticket):
                ticket.assignee = found[ticket.assignee_id]


def _is_named(ticket: Ticket) -> bool:
    return "assignee" in ticket._state.fields_cache


def new_uid() -> str:
    return f"msg_{get_random_string(24)}"


def body_of(workspace: Workspace, kind: str, activity: Activity, thing: Model) -> str:
    """``type``, ``timestamp`` and ``data``, as Standard Webhooks recommends."""
    data: dict[str, Any] = {"workspace": workspace.slug, "activity": activity.pk}
    data |= {"by": activity.by.name if activity.by else None}
    data |= (
        {"ticket": ticket_data(workspace, thing)}
        if isinstance(thing, Ticket)
        else {"cycle": {"number": getattr(thing, "number", None)}}
    )
    return json.dumps({"type": kind, "timestamp": _stamp(activity.at), "data": data})


def ticket_data(workspace: Workspace, ticket: Ticket) -> dict[str, Any]:
    """As the REST interface calls it."""
    return {
        "key": ticket.key,
        "kind": ticket.kind,
        "state": ticket.state,
        "title": ticket.title,
        "layer": ticket.layer or None,
        "health": ticket.health or None,
        "severity": ticket.severity,
        "owner": ticket.owner,
        "assignee": ticket.assignee.name if ticket.assignee else None,
        "opened_at": _stamp(ticket.opened_at),
        "first_answer_at": _stamp(ticket.first_answer_at),
        "resolved_at": _stamp(ticket.resolved_at),
        "alerts_firing": ticket.alerts_firing,
        "alerts_total": ticket.alerts_total,
        "reopened": ticket.reopened,
        "url": f"{settings.ORIGIN}{reverse('support:ticket', args=[workspace.slug, ticket.key])}",
    }


def _stamp(at: datetime | None) -> str | None:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None
