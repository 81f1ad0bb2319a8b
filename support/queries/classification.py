"""The page of the table: its rules in their order, and what it makes of some labels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planner.access import may_change_settings, may_work_the_desk
from planner.kit.lists import listed
from planner.models import Member, Workspace
from support.models import Alert, DeveloperTeam, Ticket
from support.queries.table import has_own_rules, rules_in_force, verdict_on
from support.queries.title_words import title_said
from support.rules.classification import BY_LABEL, BY_OURSELVES, NO_RULE, Look, Rule
from support.rules.pasted import NoLabels, labels_in
from support.sources.severities import severity_of

LATEST: Final = 20
_BY: Final = {
    NO_RULE: gettext_lazy("no rule"),
    BY_LABEL: gettext_lazy("its own labels"),
    BY_OURSELVES: gettext_lazy("the planner itself"),
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """``tickets`` are those that wait and were classified by it."""

    place: int
    anchor: str
    lines: tuple[str, ...]
    said: str
    layer: str
    layer_said: str
    health: str
    health_said: str
    more: tuple[str, ...]  # what else it says
    tickets: int
    url: str
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class LookRow:
    """A rule that was looked at, and for which label it does not fit."""

    place: int
    said: str
    misfit: str


@dataclass(frozen=True)
class Tried:
    """What the table makes of some labels; ``fault`` says why it makes nothing of them."""

    labels: tuple[str, ...] = ()
    layer: str = ""
    layer_said: str = ""
    health: str = ""
    health_said: str = ""
    severity: str = ""
    owner: str = ""
    cause: str = ""
    by: str = ""
    by_url: str = ""
    misses: tuple[LookRow, ...] = ()
    hit: LookRow | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class AlertChoice:
    pk: int
    name: str


@dataclass(frozen=True)
class ClassificationPage:
    url: str
    new_url: str
    own_url: str
    reset_url: str
    reclassify_url: str
    developers_url: str
    is_own: bool
    rules: tuple[RuleRow, ...]
    alerts: tuple[AlertChoice, ...]
    tried: Tried | None
    may_change: bool


def classification_page(
    *, member: Member, labels: str = "", alert: int | None = None
) -> ClassificationPage:
    """The rules in force; with ``labels``, or an ``alert``'s, what they make of those."""
    workspace = member.workspace
    own = has_own_rules(workspace)
    rules = rules_in_force(workspace, own=own)
    url = reverse("support:classification", args=[workspace.slug])
    latest = _latest(workspace)
    return ClassificationPage(
        url=url,
        new_url=f"{url}new/",
        own_url=f"{url}own/",
        reset_url=f"{url}reset/",
        reclassify_url=f"{url}reclassify/",
        developers_url=reverse("support:developers", args=[workspace.slug]),
        is_own=own,
        rules=tuple(_rows(rules, url, _counts(workspace))),
        alerts=tuple(AlertChoice(each.pk, _named(each)) for each in latest),
        tried=_tried(workspace, labels, alert),
        may_change=may_change_settings(member),
    )


def try_labels(workspace: Workspace, labels: Mapping[str, str], *, sent: str = "") -> Tried:
    """
    What the table in force makes of the labels; ``sent`` is the severity that the sender says.
    """
    verdict = verdict_on(workspace, labels)
    found = verdict.found
    rows = [_look(place, look, labels) for place, look in enumerate(verdict.looks, 1)]
    hit = rows[-1] if verdict.hit else None
    told = found.severity or sent or severity_of(labels.get("severity", ""))
    return Tried(
        labels=tuple(f"{name}={value}" for name, value in sorted(labels.items())),
        layer=found.layer,
        layer_said=str(Ticket.Layer(found.layer).label),
        health=found.health,
        health_said=str(Ticket.Health(found.health).label),
        severity=str(Ticket.Severity(told).label),
        owner=found.owner or _("The platform team"),
        cause=found.cause,
        by=by_said(found.by),
        by_url=rule_url(workspace, found.by, verdict.rules),
        misses=tuple(row for row in rows if row is not hit),
        hit=hit,
    )


@dataclass(frozen=True, slots=True)
class Classified:
    """By what a ticket was classified, where that stands, and where one says otherwise."""

    by: str
    url: str
    judge_url: str


def classified_of(ticket: Ticket, member: Member) -> Classified | None:
    """Nothing of what a person asked: that is not classified."""
    if ticket.kind != Ticket.Kind.ALERT:
        return None
    workspace, by = member.workspace, ticket.classified_by
    may_judge = may_work_the_desk(member) and ticket.state != Ticket.State.RESOLVED
    return Classified(
        by=by_said(by),
        url="" if ticket.judged_by_id else rule_url_now(workspace, by),
        judge_url=reverse("support:judge", args=[workspace.slug, ticket.key]) if may_judge else "",
    )


@dataclass(frozen=True)
class JudgePage:
    key: str
    title: str
    url: str
    ticket_url: str
    by: str
    is_judged: bool
    owners: tuple[str, ...]


def judge_page(ticket: Ticket, *, member: Member) -> JudgePage:
    """One ticket, before a person says what it is."""
    url = reverse("support:ticket", args=[member.workspace.slug, ticket.key])
    return JudgePage(
        key=ticket.key,
        title=title_said(ticket.title),
        url=reverse("support:judge", args=[member.workspace.slug, ticket.key]),
        ticket_url=url,
        by=by_said(ticket.classified_by),
        is_judged=ticket.judged_by_id is not None,
        owners=owner_names(member.workspace),
    )


def owner_names(workspace: Workspace) -> tuple[str, ...]:
    """Whom a rule or a person may name as owner."""
    teams = DeveloperTeam.objects.filter(workspace=workspace).order_by("name")
    return ("platform", *teams.values_list("name", flat=True))


def by_said(by: str) -> str:
    """What decided, in the reader's words; labels and rules are as they are."""
    said, _comma, rule = by.partition(", ")
    if said == BY_LABEL and rule:
        return listed([str(_BY[BY_LABEL]), rule])
    return str(_BY.get(by, by))


def rule_url(workspace: Workspace, by: str, rules: tuple[Rule, ...]) -> str:
    """Where the rule stands by which something was classified; empty where it is no more."""
    said = by.removeprefix("label, ")
    place = next((place for place, rule in enumerate(rules, 1) if rule.said == said), None)
    url = reverse("support:classification", args=[workspace.slug])
    return f"{url}#rule-{place}" if place else ""


def rule_url_now(workspace: Workspace, by: str) -> str:
    """The same, by the rules that are in force."""
    if by in ("", *_BY):
        return ""
    rules = rules_in_force(workspace, own=has_own_rules(workspace))
    return rule_url(workspace, by, rules)


def _tried(workspace: Workspace, labels: str, alert: int | None) -> Tried | None:
    if labels:
        try:
            return try_labels(workspace, labels_in(labels))
        except NoLabels:
            return Tried(fault=_("Nothing of this is a label with a value."))
    found = Alert.objects.filter(source__workspace=workspace, pk=alert).first() if alert else None
    if found is None:
        return None
    return try_labels(workspace, found.labels, sent=found.sent_severity or found.severity)


def _latest(workspace: Workspace) -> list[Alert]:
    rows = Alert.objects.filter(source__workspace=workspace).only("name", "labels")
    return list(rows.order_by("-pk")[:LATEST])


def _named(alert: Alert) -> str:
    where = alert.labels.get("namespace") or alert.labels.get("instance") or ""
    return f"{alert.name} · {where}"[:120] if where else alert.name[:120]


def _counts(workspace: Workspace) -> dict[str, int]:
    waiting = Ticket.objects.filter(workspace=workspace).unresolved().exclude(classified_by="")
    rows = waiting.order_by().values_list("classified_by").annotate(Count("pk"))
    counts: dict[str, int] = {}
    for by, count in rows:
        said = by.removeprefix("label, ")
        counts[said] = counts.get(said, 0) + count
    return counts


def _rows(rules: tuple[Rule, ...], url: str, counts: Mapping[str, int]) -> Iterator[RuleRow]:
    for place, rule in enumerate(rules, 1):
        yield RuleRow(
            place=place,
            anchor=f"rule-{place}",
            lines=tuple(rule.matchers.splitlines()),
            said=rule.said,
            layer=rule.layer,
            layer_said=str(Ticket.Layer(rule.layer).label),
            health=rule.health,
            health_said=str(Ticket.Health(rule.health).label),
            more=tuple(_more(rule)),
            tickets=counts.get(rule.said, 0),
            url=f"{url}{rule.key}/",
            is_first=place == 1,
            is_last=place == len(rules),
        )


def _more(rule: Rule) -> Iterator[str]:
    if rule.severity:
        yield _("severity %(word)s") % {"word": Ticket.Severity(rule.severity).label}
    if rule.owner:
        yield _("owner %(name)s") % {"name": rule.owner}
    if rule.cause:
        yield _("cause %(name)s") % {"name": rule.cause}


def _look(place: int, look: Look, labels: Mapping[str, str]) -> LookRow:
    if look.misfit is None:
        return LookRow(place, look.rule.said, "")
    name, _pattern = look.misfit
    value = labels.get(name, "")
    misfit = (
        _("%(label)s is %(value)s") % {"label": name, "value": value[:80]}
        if value
        else _("there is no %(label)s") % {"label": name}
    )
    return LookRow(place, look.rule.said, misfit)
