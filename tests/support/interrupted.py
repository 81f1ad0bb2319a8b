"""Interruptions as rows, for tests that only read: so many days before noon of the 21st."""

from datetime import timedelta
from decimal import Decimal

from tests.factories import NOON, InterruptionFactory


def asked(team, by, days=0, **more):
    return InterruptionFactory(
        team=team, asked_by=by, **({"asked_at": NOON - timedelta(days=days)} | more)
    )


def shielded(team, by, days=0, **more):
    answered = {
        "state": "answered", "answered_by": by, "answered_at": NOON - timedelta(days=days),
    }  # fmt: skip
    return asked(team, by, days, **(answered | more))


def through(team, by, days=0, estimate="1", **more):
    given = {"state": "let_through", "given_to": by, "estimate_days": Decimal(estimate)}
    return shielded(team, by, days, **(given | more))
