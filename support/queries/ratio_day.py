"""One day of one person: what it went into, and who said so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from cycles.models import Cycle
from planner.kit.dates import full_day
from planner.kit.moments import Moment, moment
from planner.models import Member
from support.models import DayCorrection
from support.queries.ratio_days import (
    cause_names,
    days_of,
    days_url_of,
    kind_name,
    names_of,
    thing_of,
)
from support.queries.ratio_words import DEFINITIONS, cause_name, days_said, percent_said
from support.rules.ratio import PersonDay, percent_of, sums


@dataclass(frozen=True)
class PartLine:
    what: str
    url: str
    cause: str
    days: str
    is_reactive: bool


@dataclass(frozen=True)
class CorrectionLine:
    """``strike_url`` is where it is taken back, of the one that counts."""

    said: str
    who: str
    reason: str
    at: Moment
    is_struck: bool
    strike_url: str


@dataclass(frozen=True)
class DayPage:
    """``frozen`` says why nothing of it can be corrected."""

    name: str
    day: str
    said: str
    parts: tuple[PartLine, ...]
    corrections: tuple[CorrectionLine, ...]
    correct_url: str
    back_url: str
    frozen: str
    definitions: tuple[str, ...]


def day_page(person: Member, on: date, *, at: datetime) -> DayPage:
    """For managers and for the person."""
    workspace = person.workspace
    cycle = Cycle.objects.filter(workspace=workspace).on(on).first()
    if cycle:
        cycle.workspace = workspace
    found = [
        one
        for one in (days_of(cycle, at=at) if cycle and not cycle.is_ahead else ())
        if one.worked.member == person.pk and one.worked.on == on
    ]
    unit = (found[0].capacity * 100 // found[0].worked.percent) if found else 1
    frozen = _frozen(cycle, found)
    url = reverse("support:ratio_day", args=[workspace.slug, person.pk, on])
    total = sums(found)
    return DayPage(
        person.name,
        full_day(on),
        _("%(days)s: %(share)s reactive")
        % {"days": days_said(total.capacity, unit, 2), "share": percent_said(total.share)}
        if found
        else "",
        tuple(_parts(found[0], person, unit)) if found else (),
        tuple(_corrections(person, on, at=at, url="" if frozen else url)),
        "" if frozen else f"{url}correct/",
        days_url_of(workspace, cycle.number, person.pk) if cycle else "",
        frozen,
        (str(DEFINITIONS["days"]), str(DEFINITIONS["reactive"]), str(DEFINITIONS["proactive"])),
    )


def _frozen(cycle: Cycle | None, found: list[PersonDay]) -> str:
    if cycle and cycle.state == Cycle.State.CLOSED:
        return _("Cycle %(number)s is closed: its time stays as it is.") % {"number": cycle.number}
    return "" if found else _("There is nothing to tell: no seat, no working day, or not yet.")


def _parts(day: PersonDay, person: Member, unit: int) -> Iterator[PartLine]:
    names, causes = names_of(day.parts, person.workspace), cause_names(day.parts)
    for part in day.parts:
        what, url = names.get(thing_of(part), (kind_name(day, part), ""))
        yield PartLine(
            what,
            url,
            cause_name(causes.get(part.cause or 0, "")) if part.is_reactive else "",
            _("%(days)s, %(share)s")
            % {
                "days": days_said(part.ticks, unit, 2),
                "share": percent_said(percent_of(part.ticks, day.capacity)),
            },
            part.is_reactive,
        )


def _corrections(person: Member, on: date, *, at: datetime, url: str) -> Iterator[CorrectionLine]:
    rows = DayCorrection.objects.filter(member=person, on=on).select_related("made_by__person")
    for row in rows.order_by("-pk"):
        yield CorrectionLine(
            _("%(share)s reactive") % {"share": percent_said(row.percent)},
            row.made_by.name,
            row.reason,
            moment(row.made_at, now=at, zone=person.workspace.zone),
            row.struck_at is not None,
            f"{url}strike/{row.pk}/" if url and not row.struck_at else "",
        )
