"""Addresses with something behind them."""

from typing import Any

from django.test import Client

from cycles.models import Cycle, Epic, EpicLink, Leave, ScopeItem, Seat, Team
from planner.models import Member
from support.models import (
    Alert,
    Delivery,
    RejectedRequest,
    SigningSecret,
    Silence,
    Source,
    SourceToken,
    Ticket,
)
from tests.house.addresses import Address

# What a name in an address stands for: a row of that kind, and the path from it to the workspace.
ROWS: dict[str, tuple[Any, str]] = {
    "delivery": (Delivery, "source__workspace"),
    "item": (ScopeItem, "epic__workspace"),
    "link": (EpicLink, "epic__workspace"),
    "rejected": (RejectedRequest, "source__workspace"),
    "secret": (SigningSecret, "source__workspace"),
    "token": (SourceToken, "source__workspace"),
}
# The same for a name that says no more than ``pk``: by the part of the address before it.
PLACES: dict[str, tuple[Any, str]] = {
    "/alerts/": (Alert, "source__workspace"),
    "/plan/<int:number>/teams/": (Team, "cycle__workspace"),
    "/leave/": (Leave, "member__workspace"),
    "/seats/": (Seat, "team__cycle__workspace"),
    "/silences/": (Silence, "workspace"),
    "/sources/": (Source, "workspace"),
}


def fill(address: Address, member: Member) -> str:
    return address.filled(**{name: _value(address, name, member) for name in address.wants})


def _value(address: Address, name: str, member: Member) -> object:
    workspace = member.workspace
    if name == "slug":
        return workspace.slug
    if name == "number":
        return Cycle.objects.get(workspace=workspace).number
    if name == "key":
        of: Any = Ticket if "/support/" in address.route else Epic
        return of.objects.get(workspace=workspace).key
    if name == "unknown":
        return 1  # numbered within its epic
    found = ROWS.get(name) or next(
        (row for part, row in PLACES.items() if part in address.route), None
    )
    if found:
        model, path = found
        return model.objects.filter(**{path: workspace}).first().pk
    return member.pk


def signed_in(member: Member) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(member.person)
    return browser
