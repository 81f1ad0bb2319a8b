"""The developers' teams: who runs the pods of which namespace, and how they hear of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.edits import changes_of
from planner.models import Member, Workspace
from support.actions.classification import lock_settings
from support.models import ClassificationRule, DeveloperTeam, OwnedNamespace, Ticket
from support.queries.owners import our_names

NAMESPACES: Final = 200
_LONGEST: Final = 100


class TeamRefusal(Exception):
    """Why the teams stay as they are; the message is for the person who asked."""


class TeamExists(TeamRefusal):
    """Two teams of one name could not be told apart."""


class NameIsOurs(TeamRefusal):
    """The platform team itself is called so."""


class NamespaceIsTaken(TeamRefusal):
    """Another team runs that namespace."""


class NotANamespace(TeamRefusal):
    """Too long, or one of too many."""


@transaction.atomic
def add_developer_team(
    *,
    workspace: Workspace,
    name: str,
    by: Member | None,
    at: datetime,
    namespaces: Iterable[str] = (),
    slack_channel: str = "",
    email: str = "",
) -> DeveloperTeam:
    """
    Write down a team. ``namespaces`` are those whose pods it runs; ``*`` stands for anything.

    :raises TeamExists: :raises NameIsOurs: :raises NamespaceIsTaken: :raises NotANamespace:
    """
    lock_settings(workspace)
    team = DeveloperTeam(
        workspace=workspace, name=name.strip(), slack_channel=slack_channel.strip(), email=email
    )
    _refuse_name(team)
    team.save()
    _own(team, _cleaned(namespaces))
    _record(team, by, at, verb="add_developer_team")
    return team


@transaction.atomic
def edit_developer_team(
    *,
    team: DeveloperTeam,
    version: int,
    wanted: Mapping[str, Any],
    by: Member | None,
    at: datetime,
) -> DeveloperTeam:
    """
    Change its name, its addresses, or its ``namespaces``. A new name goes with what it owns: rules,
    and tickets that are not resolved.

    :raises ChangedMeanwhile: somebody else changed the same fields since ``version``.
    :raises TeamExists: :raises NameIsOurs: :raises NamespaceIsTaken: :raises NotANamespace:
    """
    lock_settings(team.workspace)
    team = DeveloperTeam.objects.select_related("workspace").get(pk=team.pk)
    given = dict(wanted)
    namespaces = _cleaned(given.pop("namespaces")) if "namespaces" in given else None
    changes = changes_of(team, version=version, wanted={n: v.strip() for n, v in given.items()})
    before = team.name
    for name, (_before, after) in changes.items():
        setattr(team, name, after)
    if "name" in changes:
        _refuse_name(team)
    owned = sorted(team.namespaces.values_list("pattern", flat=True))
    moved = namespaces is not None and namespaces != owned
    if not changes and not moved:
        return team
    team.version += 1
    team.save(update_fields=[*changes, "version"])
    if "name" in changes:
        _rename(team, before)
    told: dict[str, Any] = dict(changes)
    if namespaces is not None and moved:
        _own(team, namespaces)
        told["namespaces"] = (", ".join(owned), ", ".join(namespaces))
    _record(team, by, at, verb="edit_developer_team", version=team.version, changes=told)
    return team


@transaction.atomic
def set_people(
    *, team: DeveloperTeam, people: Iterable[int], by: Member | None, at: datetime
) -> None:
    """Say who is of the team: active members of the workspace; others are left out."""
    lock_settings(team.workspace)
    active = Member.objects.active().filter(workspace=team.workspace, pk__in=list(people))
    before = set(team.people.order_by().values_list("pk", flat=True))
    chosen = list(active.order_by("pk"))
    if before == {member.pk for member in chosen}:
        return
    team.people.set(chosen)
    _record(team, by, at, verb="set_developers", count=len(chosen))


@transaction.atomic
def remove_developer_team(*, team: DeveloperTeam, by: Member | None, at: datetime) -> None:
    """Its namespaces are nobody's then, which makes them ours; its tickets keep its name."""
    lock_settings(team.workspace)
    _record(team, by, at, verb="remove_developer_team")
    team.delete()


def _cleaned(namespaces: Iterable[str]) -> list[str]:
    found = sorted({each.strip() for each in namespaces} - {""})
    if len(found) > NAMESPACES or any(len(each) > _LONGEST for each in found):
        raise NotANamespace(
            _("At most %(count)s namespaces of at most %(length)s characters.")
            % {"count": NAMESPACES, "length": _LONGEST}
        )
    return found


def _own(team: DeveloperTeam, namespaces: list[str]) -> None:
    others = OwnedNamespace.objects.filter(workspace=team.workspace, pattern__in=namespaces)
    if taken := others.exclude(team=team).select_related("team").order_by("pattern").first():
        raise NamespaceIsTaken(
            _("%(namespace)s belongs to %(team)s.")
            % {"namespace": taken.pattern, "team": taken.team.name}
        )
    team.namespaces.exclude(pattern__in=namespaces).delete()
    kept = set(team.namespaces.values_list("pattern", flat=True))
    OwnedNamespace.objects.bulk_create(
        OwnedNamespace(workspace=team.workspace, team=team, pattern=each)
        for each in namespaces
        if each not in kept
    )


def _refuse_name(team: DeveloperTeam) -> None:
    if team.name.lower() in our_names(team.workspace):
        raise NameIsOurs(_("The platform team itself is called %(name)s.") % {"name": team.name})
    others = DeveloperTeam.objects.filter(workspace=team.workspace).exclude(pk=team.pk)
    if team.name.lower() in {name.lower() for name in others.values_list("name", flat=True)}:
        raise TeamExists(_("There is a team called %(name)s already.") % {"name": team.name})


def _rename(team: DeveloperTeam, before: str) -> None:
    rules = ClassificationRule.objects.filter(workspace=team.workspace, owner__iexact=before)
    rules.update(owner=team.name)
    tickets = Ticket.objects.filter(workspace=team.workspace, owner=before).unresolved()
    tickets.update(owner=team.name)


def _record(
    team: DeveloperTeam, by: Member | None, at: datetime, *, verb: str, **data: Any
) -> None:
    record(workspace=team.workspace, verb=verb, thing=team, by=by, at=at, name=team.name, **data)
