"""Taking over who owns which namespace, from a list or from labels in a cluster."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from planner.activity import record
from planner.models import Member, Workspace
from support.actions.backends import ask_labels
from support.actions.classification import lock_settings
from support.models import Cluster, DeveloperTeam, OwnedNamespace
from support.queries.owners import our_names
from support.rules.owner_lists import MOST, NoSuchList, Owned, of_csv, of_labels

_LONGEST: Final = 80


class ListIsUnreadable(Exception):
    """It is no list of owners; the message says which line lacks what."""


class LabelIsMissing(Exception):
    """No namespace of the cluster carries that label, or its backend cannot tell."""


@dataclass(frozen=True, slots=True)
class Imported:
    """``kept`` are namespaces that another team owns already, which stays so."""

    added: int
    same: int
    kept: tuple[str, ...]


@transaction.atomic
def import_owners(
    *, workspace: Workspace, owned: Iterable[Owned], by: Member, at: datetime
) -> Imported:
    """
    Write down teams that are new and namespaces that nobody owns; run twice, it changes nothing.

    A namespace that somebody else owns stays theirs. What belongs to us is left out.
    """
    lock_settings(workspace)
    teams = {each.name.lower(): each for each in DeveloperTeam.objects.filter(workspace=workspace)}
    owners = dict(
        OwnedNamespace.objects.filter(workspace=workspace).values_list("pattern", "team_id")
    )
    ours, new, kept, same = our_names(workspace), list[OwnedNamespace](), list[str](), 0
    for one in owned:
        name = one.team[:_LONGEST]
        if name.lower() in ours:
            continue
        team = teams.get(name.lower()) or _new_team(workspace, name, one.contact)
        teams[name.lower()] = team
        pattern = one.namespace[:100]
        if pattern not in owners:
            new.append(OwnedNamespace(workspace=workspace, team=team, pattern=pattern))
            owners[pattern] = team.pk
        elif owners[pattern] == team.pk:
            same += 1
        else:
            kept.append(pattern)
    OwnedNamespace.objects.bulk_create(new)
    if new:
        record(
            workspace=workspace, verb="import_owners", thing=workspace, by=by, at=at, count=len(new)
        )
    return Imported(len(new), same, tuple(kept))


def owners_in_list(text: str) -> list[Owned]:
    """Lines of namespace, team and contact. :raises ListIsUnreadable:"""
    try:
        return of_csv(text)
    except NoSuchList as why:
        if why.line is None:
            said = _("There are more than {most} lines.").format(most=MOST)
        else:
            said = _("Line {line} lacks a namespace or a team.").format(line=why.line)
        raise ListIsUnreadable(said) from why


def owners_in_cluster(*, cluster: Cluster, label: str) -> list[Owned]:
    """
    What the namespaces' labels say, by ``kube_namespace_labels``; ``label`` as in ``label_team``.

    :raises LabelIsMissing: :raises BackendIsAway:
    """
    if not label.isidentifier() or cluster.backend != Cluster.Backend.PROMETHEUS:
        raise LabelIsMissing(_("Only a Prometheus tells of labels; they are called as label_team."))
    only = cluster.names.get("only", "")
    query = f'max by (namespace, {label}) (kube_namespace_labels{{{label}!="",{only}}})'
    owned = of_labels(ask_labels(cluster, query), label)
    if not owned:
        raise LabelIsMissing(
            _("No namespace carries {label} in kube_namespace_labels.").format(label=label)
        )
    return owned


def _new_team(workspace: Workspace, name: str, contact: str) -> DeveloperTeam:
    is_address = "@" in contact
    return DeveloperTeam.objects.create(
        workspace=workspace,
        name=name,
        email=contact if is_address else "",
        slack_channel="" if is_address else contact[:_LONGEST],
    )
