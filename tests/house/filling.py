"""Addresses with something behind them."""

from typing import Any

from django.test import Client

from cycles.models import Cycle, Epic, Seat
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

# What a name in an address may stand for; the first that has a row of the workspace is taken.
ROWS: dict[str, list[tuple[Any, str]]] = {
    "delivery": [(Delivery, "source__workspace")],
    "rejected": [(RejectedRequest, "source__workspace")],
    "secret": [(SigningSecret, "source__workspace")],
    "token": [(SourceToken, "source__workspace")],
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
    if name in ROWS:
        model, path = ROWS[name][0]
        return model.objects.filter(**{path: workspace}).first().pk
    if "/alerts/" in address.route:
        return Alert.objects.get(source__workspace=workspace).pk
    if "/seats/" in address.route:
        return Seat.objects.get(team__cycle__workspace=workspace).pk
    if "/silences/" in address.route:
        return Silence.objects.get(workspace=workspace).pk
    if "/sources/" in address.route:
        return Source.objects.get(workspace=workspace).pk
    return member.pk


def signed_in(member: Member) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(member.person)
    return browser
