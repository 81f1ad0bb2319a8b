"""When a review of the roadmap is due."""

from datetime import date, timedelta


def due_on(closed_on: date, next_on: date | None, weeks: int | None) -> date | None:
    """
    The day that was agreed, else so many weeks after the last one; nothing where neither is said.
    """
    if next_on:
        return next_on
    return closed_on + timedelta(weeks=weeks) if weeks else None
