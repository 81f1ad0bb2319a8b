"""Addresses with something behind them."""

from typing import Any

from django.test import Client

from cycles.models import (
    Cycle,
    CycleReport,
    Decision,
    Dependency,
    Epic,
    EpicLink,
    Leave,
    Marker,
    Reading,
    Review,
    ReviewQuestion,
    ScopeItem,
    Seat,
    ShareLink,
    Task,
    Team,
    Theme,
    Vision,
    VisionTarget,
)
from planner.models import Member
from support.models import (
    Alert,
    Cause,
    ClassificationRule,
    Cluster,
    DayCorrection,
    Delivery,
    DeveloperTeam,
    Endpoint,
    Inquiry,
    Interruption,
    Message,
    Notification,
    RejectedRequest,
    SavedAnswer,
    SigningSecret,
    Silence,
    SlackChannel,
    Source,
    SourceToken,
    StormGroup,
    Ticket,
    TimeEntry,
)
from tests.house.addresses import Address

# What a name in an address stands for: a row of that kind, and the path from it to the workspace.
ROWS: dict[str, tuple[Any, str]] = {
    "decision": (Decision, "item__review__workspace"),
    "delivery": (Delivery, "source__workspace"),
    "item": (ScopeItem, "epic__workspace"),
    "link": (EpicLink, "epic__workspace"),
    "message": (Message, "endpoint__workspace"),
    "marker": (Marker, "workspace"),
    "reading": (Reading, "theme__workspace"),
    "share": (ShareLink, "workspace"),
    "target": (VisionTarget, "workspace"),
    "theme": (Theme, "workspace"),
    "vision": (Vision, "workspace"),
    "need": (Dependency, "epic__workspace"),
    "question": (ReviewQuestion, "item__review__workspace"),
    "rejected": (RejectedRequest, "source__workspace"),
    "team": (Team, "cycle__workspace"),
    "secret": (SigningSecret, "source__workspace"),
    "token": (SourceToken, "source__workspace"),
    "correction": (DayCorrection, "workspace"),
}
# The same for a name that says no more than ``pk``: by the part of the address before it.
PLACES: dict[str, tuple[Any, str]] = {
    "/answers/": (SavedAnswer, "workspace"),
    "/causes/": (Cause, "workspace"),
    "/clusters/": (Cluster, "workspace"),
    "/classification/": (ClassificationRule, "workspace"),
    "/developers/": (DeveloperTeam, "workspace"),
    "/health/": (Cluster, "workspace"),
    "/shield/": (Interruption, "workspace"),
    "/support/time/": (TimeEntry, "workspace"),
    "/groups/": (StormGroup, "storm__workspace"),
    "/alerts/": (Alert, "source__workspace"),
    "/plan/<int:number>/teams/": (Team, "cycle__workspace"),
    "/reports/": (CycleReport, "cycle__workspace"),
    "/reviews/": (Review, "workspace"),
    "/leave/": (Leave, "member__workspace"),
    "/notices/slack/": (SlackChannel, "workspace"),
    "/notifications/": (Notification, "workspace"),
    "/webhooks/": (Endpoint, "workspace"),
    "/seats/": (Seat, "team__cycle__workspace"),
    "/silences/": (Silence, "workspace"),
    "/sources/": (Source, "workspace"),
}
# What a key stands for, else an epic: a row of that kind, and the path from it to the workspace.
KEYS: dict[str, tuple[Any, str]] = {
    "/ask/": (Inquiry, "ticket__workspace"),
    "/tasks/": (Task, "workspace"),
    "/support/": (Ticket, "workspace"),
}


def fill(address: Address, member: Member) -> str:
    return address.filled(**{name: _value(address, name, member) for name in address.wants})


def _value(address: Address, name: str, member: Member) -> object:
    workspace = member.workspace
    if name == "slug":
        return workspace.slug
    if name == "number":
        runs = any(part in address.route for part in ("/cycles/", "/handoffs/", "/ratio/"))
        states = ("active",) if runs else ("draft",)
        return Cycle.objects.get(workspace=workspace, state__in=states).number
    if name == "key":
        of, within = next(
            (KEYS[part] for part in KEYS if part in address.route), (Epic, "workspace")
        )
        return of.objects.filter(**{within: workspace}).first().key
    if name in ("unknown", "place"):
        return 1  # numbered within its epic; the first theme of a review
    if name == "measure":
        return "pods_unready"
    if name == "on":
        return "2026-05-22"  # any day has its page
    found = ROWS.get(name) or next(
        (row for part, row in PLACES.items() if part in address.route), None
    )
    if found:
        model, path = found
        rows = model.objects.filter(**{path: workspace})
        # The team of the cycle that is ahead, as the number in that address.
        return (rows.last() if model is Team else rows.first()).pk
    return member.pk


def signed_in(member: Member) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(member.person)
    return browser
