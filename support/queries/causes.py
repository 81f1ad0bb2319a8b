"""The causes of a workspace that may be chosen."""

from functools import cached_property

from planner.models import Workspace
from support.models import Cause


class OfferedCauses:
    """Those of a workspace that may be chosen; asked for once, and only where one is named."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def named(self, name: str) -> Cause | None:
        """Whose name it is, whatever its case."""
        return self._by_name.get(name.casefold()) if name else None

    def by_pk(self, pk: int | None) -> Cause | None:
        """The one, where it is offered."""
        if pk is None:
            return None
        return next((cause for cause in self._by_name.values() if cause.pk == pk), None)

    def names(self) -> list[str]:
        return sorted(cause.name for cause in self._by_name.values())

    @cached_property
    def _by_name(self) -> dict[str, Cause]:
        rows = Cause.objects.in_use().filter(workspace=self._workspace)
        return {cause.name.casefold(): cause for cause in rows.order_by("pk")}
