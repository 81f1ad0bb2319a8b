"""Which epics need others to be shipped first."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cycles.actions.locks import lock_calendar
from cycles.actions.refusals import Refusal
from cycles.actions.work import note_change
from cycles.models import Dependency, Epic
from cycles.rules.dependencies import Need, circle
from planner.models import Member


class AlreadyNeeded(Refusal):
    """One need between two epics is enough."""


class NeedsGoInCircles(Refusal):
    """None of them could ever begin."""


class NeedIsGone(Refusal):
    """Somebody else has taken it away."""


class EpicOfOthers(Refusal):
    """Nothing crosses between workspaces."""


@transaction.atomic
def need_epic(*, epic: Epic, needed: Epic, by: Member | None, at: datetime) -> Dependency:
    """
    Write down that the epic needs the other one to be shipped first.

    :raises AlreadyNeeded: that is written down.
    :raises NeedsGoInCircles: the other one needs this one, at once or by others; so it does when
        both are the same. The message names the way round.
    :raises EpicOfOthers: it is of another workspace.
    """
    lock_calendar(epic.workspace)
    if epic.workspace_id != needed.workspace_id:
        raise EpicOfOthers(_("There is no such epic here."))
    needs = [
        Need(*pair)
        for pair in Dependency.objects.filter(epic__workspace=epic.workspace)
        .order_by("pk")
        .values_list("epic_id", "needed_id")
    ]
    added = Need(epic.pk, needed.pk)
    if added in needs:
        raise AlreadyNeeded(_("It needs %(key)s already.") % {"key": needed.key})
    _refuse_circle(circle(needs, added))
    dependency = Dependency.objects.create(epic=epic, needed=needed, added_at=at, added_by=by)
    note_change(
        "need_epic", dependency, epic, by, at,
        key=needed.key, needed=needed.title, needed_id=needed.pk,
    )  # fmt: skip
    return dependency


@transaction.atomic
def need_no_more(*, dependency: Dependency, by: Member | None, at: datetime) -> None:
    """
    Say that the epic can begin without the other one.

    :raises NeedIsGone: it was taken away already.
    """
    lock_calendar(dependency.epic.workspace)
    found = (
        Dependency.objects.select_related("epic__workspace", "needed__workspace")
        .filter(pk=dependency.pk)
        .first()
    )
    if found is None:
        raise NeedIsGone(_("Somebody else has taken that away already."))
    note_change(
        "need_no_more", found, found.epic, by, at,
        key=found.needed.key, needed=found.needed.title, needed_id=found.needed_id,
    )  # fmt: skip
    found.delete()


def _refuse_circle(way: tuple[int, ...]) -> None:
    if not way:
        return
    keys = {epic.pk: epic.key for epic in Epic.objects.filter(pk__in=way)}
    raise NeedsGoInCircles(
        _("They would wait for each other: %(way)s.") % {"way": " → ".join(keys[pk] for pk in way)}
    )
