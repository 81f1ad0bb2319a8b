"""
Two people edit one thing: different fields both win, the same field is a conflict that is shown.

What somebody saw is read back from the log, so a form needs to carry the version alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from planner.models import Activity


@dataclass(frozen=True)
class Conflict:
    field: str
    theirs: Any
    mine: Any


class ChangedMeanwhile(Exception):
    """Somebody else changed the same field since: ``conflicts`` says which, and to what."""

    def __init__(self, conflicts: tuple[Conflict, ...], by: str) -> None:
        self.conflicts = conflicts
        self.by = by
        super().__init__(
            _("Not saved: {name} changed this while you did. Look at what it is now.").format(
                name=by
            )
            if by
            else _("Not saved: this was changed while you did. Look at what it is now.")
        )


def changes_of(
    thing: Model, *, version: int, wanted: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """
    What to change, as ``{field: (before, after)}``, for somebody who saw ``version`` of ``thing``.

    The caller holds the row's lock, sets the fields, adds 1 to the version, and records the
    changes with that new version: ``record(..., version=thing.version, changes=changes)``, days
    ``in_the_log``.

    :raises ChangedMeanwhile: a field that is wanted otherwise was changed by somebody since.
    """
    now = {name: getattr(thing, name) for name in wanted}
    later = _recorded_since(thing, version)
    seen = dict(now)
    for activity in reversed(later):
        before = {n: b for n, (b, _after) in activity.data["changes"].items() if n in seen}
        seen |= {name: _of_the_log(thing, name, value) for name, value in before.items()}
    mine = {name for name in wanted if wanted[name] != seen[name] and wanted[name] != now[name]}
    conflicts = tuple(
        Conflict(name, theirs=now[name], mine=wanted[name])
        for name in sorted(mine)
        if now[name] != seen[name]
    )
    if conflicts:
        by = later[-1].by
        raise ChangedMeanwhile(conflicts, by.name if by else "")
    return {name: (now[name], wanted[name]) for name in wanted if name in mine}


def in_the_log(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """The same, with days and exact figures as JSON can hold them."""
    return {name: (_plain(before), _plain(after)) for name, (before, after) in changes.items()}


def _of_the_log(thing: Model, name: str, value: Any) -> Any:
    field: Any = thing._meta.get_field(name)
    return field.to_python(value)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _recorded_since(thing: Model, version: int) -> list[Activity]:
    """Edits of the thing after the version, the earliest first."""
    if version >= getattr(thing, "version", version):
        return []
    return list(
        Activity.objects.filter(
            thing_kind=thing._meta.model_name,
            thing_id=thing.pk,
            data__version__gt=version,
            data__has_key="changes",
        )
        .select_related("by__person")
        .order_by("pk")
    )
