"""Addresses with something behind them."""

from typing import Any

from django.test import Client

from cycles.models import Cycle, CycleReport, Epic, Leave, Seat, Team
from planner.models import Member
from support.models import Alert, Delivery, RejectedRequest, Source, SourceToken, Ticket
from tests.house.addresses import Address

# What a name in an address may stand for; the first that has a row of the workspace is taken.
ROWS: dict[str, list[tuple[Any, str]]] = {
    "delivery": [(Delivery, "source__workspace")],
    "rejected": [(RejectedRequest, "source__workspace")],
    "token": [(SourceToken, "source__workspace")],
}
# What a plain ``pk`` stands for, by a part of its route.
BY_ROUTE: list[tuple[str, Any, str]] = [
    ("/alerts/", Alert, "source__workspace"),
    ("/reports/", CycleReport, "cycle__workspace"),
    ("/plan/<int:number>/teams/", Team, "cycle__workspace"),
    ("/leave/", Leave, "member__workspace"),
    ("/seats/", Seat, "team__cycle__workspace"),
    ("/sources/", Source, "workspace"),
]


def fill(address: Address, member: Member) -> str:
    return address.filled(**{name: _value(address, name, member) for name in address.wants})


def _value(address: Address, name: str, member: Member) -> object:
    workspace = member.workspace
    if name == "slug":
        return workspace.slug
    if name == "number":
        states = ("active",) if "/cycles/" in address.route else ("draft",)
        return Cycle.objects.get(workspace=workspace, state__in=states).number
    if name == "key":
        of: Any = Ticket if "/support/" in address.route else Epic
        return of.objects.filter(workspace=workspace).first().key
    if name in ROWS:
        model, path = ROWS[name][0]
        return model.objects.filter(**{path: workspace}).first().pk
    for part, model, path in BY_ROUTE:
        if part in address.route:
            return model.objects.filter(**{path: workspace}).order_by("-pk").first().pk
    return member.pk


def signed_in(member: Member) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(member.person)
    return browser
