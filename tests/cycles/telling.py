"""What happened to an epic, written down as rows: for pages that only read it."""

from datetime import UTC, datetime, time, timedelta

from cycles.models import Commitment, Cycle, Epic, HillPoint, ScopeItem, Unknown, UnknownStep


def on_day(cycle: Cycle, day: int) -> datetime:
    """Noon in Tokyo, so many days after the cycle began."""
    return datetime.combine(cycle.starts_on, time(3), UTC) + timedelta(days=day)


def unknown(
    cycle: Cycle,
    epic: Epic,
    raised: int,
    resolved: int | None = None,
    *,
    is_late: bool = False,
) -> Unknown:
    """Raised on a day of the cycle, and perhaps resolved on another."""
    is_over = resolved is not None
    made = Unknown.objects.create(
        epic=epic,
        number=epic.unknowns.count() + 1,
        question="What does it cost?",
        state="resolved" if is_over else "open",
        answer="Nothing." if is_over else "",
        is_late=is_late,
        raised_at=on_day(cycle, raised),
        resolved_at=on_day(cycle, resolved) if resolved is not None else None,
    )
    UnknownStep.objects.create(unknown=made, state="open", at=on_day(cycle, raised))
    if resolved is not None:
        UnknownStep.objects.create(unknown=made, state="resolved", at=on_day(cycle, resolved))
    return made


def commitment(cycle: Cycle, epic: Epic, day: int) -> Commitment:
    return Commitment.objects.create(
        epic=epic,
        cycle=cycle,
        promise="Every service answers from two clusters.",
        person_days_left=20,
        proposed_at=on_day(cycle, day),
        committed_at=on_day(cycle, day),
    )


def scope(cycle: Cycle, epic: Epic, kind: str, built: int | None = None) -> ScopeItem:
    return ScopeItem.objects.create(
        epic=epic,
        title="Header routing",
        kind=kind,
        added_at=on_day(cycle, 0),
        done_at=on_day(cycle, built) if built is not None else None,
    )


def on_the_hill(cycle: Cycle, epic: Epic, place: int, day: int) -> HillPoint:
    return HillPoint.objects.create(epic=epic, place=place, at=on_day(cycle, day))
