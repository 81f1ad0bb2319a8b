"""What is said of causes: their cost, and whether their epic helped."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cycles.queries.planned import number
from support.rules.causes import Effect, Verdict


def cost_said(days: Decimal, tickets: int) -> str:
    """5.5 d, 12 tickets"""
    count = ngettext("%(n)s ticket", "%(n)s tickets", tickets) % {"n": tickets}
    return _("%(days)s d, %(tickets)s") % {"days": number(round(days, 1)), "tickets": count}


def effect_said(effect: Effect) -> str:
    """What the cause did since the epic shipped: fell from 3.2 d to 0.4 d per cycle."""
    if effect.verdict is Verdict.TOO_EARLY:
        return ngettext(
            "shipped %(days)s day ago: too early to tell",
            "shipped %(days)s days ago: too early to tell",
            effect.days,
        ) % {"days": effect.days}
    if effect.by_tickets:
        pair = {"before": _one(effect.before.tickets), "after": _one(effect.after.tickets)}
        return _tickets_said(effect.verdict) % pair
    return _days_said(effect.verdict) % {
        "before": _one(effect.before.days),
        "after": _one(effect.after.days),
    }


def tickets_a_week_said(effect: Effect) -> str:
    """Beside the days: how many tickets came."""
    return _("%(before)s tickets a week before, %(after)s since") % {
        "before": _one(effect.before.tickets),
        "after": _one(effect.after.tickets),
    }


def _days_said(verdict: Verdict) -> str:
    if verdict is Verdict.FELL:
        return _("fell from %(before)s d to %(after)s d per cycle")
    if verdict is Verdict.ROSE:
        return _("rose from %(before)s d to %(after)s d per cycle")
    return _("no clear change: %(before)s d per cycle before, %(after)s d since")


def _tickets_said(verdict: Verdict) -> str:
    if verdict is Verdict.FELL:
        return _("fell from %(before)s to %(after)s tickets a week")
    if verdict is Verdict.ROSE:
        return _("rose from %(before)s to %(after)s tickets a week")
    return _("no clear change: %(before)s tickets a week before, %(after)s since")


def _one(value: Decimal) -> str:
    return number(round(value, 1))
