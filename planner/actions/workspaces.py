"""What happens to a workspace as a whole."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from planner.actions.people import find_or_add_person
from planner.activity import record
from planner.edits import changes_of
from planner.models import Member, Role, Workspace
from planner.signals import workspace_created


class SlugIsTaken(Exception):
    """Another workspace has this short name in its address."""


@transaction.atomic
def create_workspace(
    *,
    slug: str,
    name: str,
    manager_email: str,
    manager_name: str,
    by: Member | None,
    at: datetime,
) -> Member:
    """
    Make a workspace with its first manager, who may be a person already.

    The rooms make their settings for it on ``workspace_created``, in the same transaction.

    :raises SlugIsTaken: another workspace has it.
    :raises ValidationError: the slug, the name or the e-mail address is none.
    """
    if Workspace.objects.filter(slug=slug).exists():
        raise SlugIsTaken(_("There is a workspace called {slug} already.").format(slug=slug))
    workspace = Workspace(slug=slug, name=name, created_at=at)
    workspace.full_clean()
    workspace.save()
    manager = Member.objects.create(
        workspace=workspace,
        person=find_or_add_person(email=manager_email, name=manager_name, at=at),
        role=Role.MANAGER,
        joined_at=at,
    )
    workspace_created.send(sender=Workspace, workspace=workspace, at=at)
    record(
        workspace=workspace,
        verb="create_workspace",
        thing=workspace,
        by=by or manager,
        at=at,
        name=name,
    )
    return manager


@transaction.atomic
def change_workspace(
    *,
    workspace: Workspace,
    version: int,
    name: str,
    time_zone: str,
    country: str,
    working_days: str,
    by: Member,
    at: datetime,
) -> Workspace:
    """
    Change the settings of a workspace, as somebody who saw ``version`` of them.

    :raises ChangedMeanwhile: somebody changed the same field since.
    :raises ValidationError: a value has no meaning.
    """
    workspace = Workspace.objects.select_for_update().get(pk=workspace.pk)
    wanted = {
        "name": name,
        "time_zone": time_zone,
        "country": country,
        "working_days": working_days,
    }
    changes = changes_of(workspace, version=version, wanted=wanted)
    if not changes:
        return workspace
    for field, (_before, after) in changes.items():
        setattr(workspace, field, after)
    workspace.version += 1
    workspace.full_clean()
    workspace.save(update_fields=[*changes, "version"])
    record(
        workspace=workspace,
        verb="change_workspace",
        thing=workspace,
        by=by,
        at=at,
        version=workspace.version,
        changes=changes,
    )
    return workspace
