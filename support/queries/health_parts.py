"""What of the platform Health shows below: kubelets, API server, add-ons, and what is watched."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from planner.kit.lists import listed
from support.queries.cluster_values import BreachNow, ThresholdNow
from support.queries.health_panels import Known, TicketLink, ticket_links
from support.queries.measure_words import said
from support.rules.measures import MEASURE

MOST_ROWS: Final = 6
_LIMIT_AT: Final = 62.5  # percent of a bar: so much room is left for what is past it


@dataclass(frozen=True, slots=True)
class BarRow:
    """A number on its bar. ``width`` in percent; ``mark`` is where the threshold stands, if any."""

    name: str
    width: str
    mark: str
    number: str
    limit: str
    is_over: bool
    ticket: TicketLink | None


@dataclass(frozen=True)
class Bars:
    """``limit`` is said once where it holds for all rows."""

    rows: tuple[BarRow, ...]
    limit: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of the platform; ``state`` is ``good``, ``bad`` (users feel it), ``warn``."""

    name: str
    fact: str
    state: str
    ticket: TicketLink | None


def kubelets(known: Known) -> Bars:
    """All operations together, which are judged; then pool by pool, the worst first."""
    limit = known.limits["kubelet_errors"]
    link = _first(known, known.at("kubelet"))
    rows = []
    if (whole := known.number("kubelet_errors")) is not None:
        rows.append(_bar(_("all together"), whole, limit, link))
    pools = known.samples("kubelet_errors_of_pool")
    if len(pools) > 1:
        rows += [_bar(pool, share, limit, None) for (pool,), share in _falling(pools.items())]
    return Bars(tuple(rows[: MOST_ROWS + 1]), said(limit.measure, limit.limit))


def api_server(known: Known) -> Bars:
    """By verb, what is nearest to its threshold first; then its errors, which never alert."""
    found = []
    for key in ("api_list_latency", "api_latency"):
        limit = known.limits[key]
        firing = {each.labels.get("verb"): each for each in known.firing(key)}
        for (verb,), value in known.samples(key).items():
            breach = firing.get(verb)
            link = _first(known, [breach]) if breach else None
            found.append((value / limit.limit, _bar(verb, value, limit, link)))
    found.sort(key=lambda one: -one[0])
    rows = [row for _share, row in found[:MOST_ROWS]]
    if (errors := known.number("api_errors")) is not None:
        name, number = _("5xx answers"), said(MEASURE["api_errors"], round(errors, 2))
        rows.append(BarRow(name, _percent(min(errors, 100)), "", number, "", False, None))
    return Bars(tuple(rows), "")


def addons(known: Known) -> tuple[PartRow, ...]:
    """What is wrong first: services that users feel, then agents and add-ons."""
    rows = [*_services(known), *_agents(known), *_jobs(known)]
    order = {"bad": 0, "warn": 1, "good": 2}
    return tuple(sorted(rows, key=lambda row: order[row.state]))


def watched(known: Known) -> tuple[PartRow, ...]:
    """Without a verdict: what these tell of themselves has misled before."""
    dns = [
        words.format(number=said(MEASURE[key], value))
        for key, words in (
            ("dns_p95", _("p95 {number}")),
            ("dns_servfail", _("{number} SERVFAIL")),
        )
        if (value := known.number(key)) is not None
    ]
    rows = [PartRow("kube-dns", listed(dns), "", None)] if dns else []
    if (sync := known.number("proxy_sync")) is not None:
        text = _("sync p99 {number}").format(number=said(MEASURE["proxy_sync"], sync))
        rows.append(PartRow("kube-proxy", text, "", None))
    return tuple(rows)


def _services(known: Known) -> Iterable[PartRow]:
    """Those past a threshold, each once: that it fails is said before that it is slow."""
    seen: set[str] = set()
    for each in known.breaches:
        service = each.labels.get("service")
        if service and service not in seen:
            seen.add(service)
            is_slow = each.measure.key == "latency_of_service"
            words = _("p95 {number}") if is_slow else _("success {number}")
            fact = words.format(number=said(each.measure, each.value))
            yield PartRow(service, fact, "bad", _first(known, [each]))


_AGENTS: Final = (
    ("datadog_agents_missing", "Datadog agent"),
    ("node_exporters_missing", "node-exporter"),
)


def _agents(known: Known) -> Iterable[PartRow]:
    nodes = known.number("nodes")
    for key, name in _AGENTS:
        if (missing := known.number(key)) is None:
            continue
        if nodes is None:
            fact = _("{count} missing").format(count=f"{missing:.0f}")
        else:
            here, all_ = f"{nodes - missing:.0f}", f"{nodes:.0f}"
            fact = _("{here} of {all} report").format(here=here, all=all_)
        yield _part(known, key, name, fact, is_past=missing > 0)
    if (missing := known.number("state_metrics_missing")) is not None:
        fact = _("silent") if missing else _("reports")
        yield _part(known, "state_metrics_missing", "kube-state-metrics", fact, is_past=missing > 0)


def _jobs(known: Known) -> Iterable[PartRow]:
    """What an add-on tells of its work is said with the first of its jobs."""
    told: set[str] = set()
    for (job,), up in sorted(known.samples("addon_up").items()):
        breach = next(
            (
                each
                for each in known.breaches
                if each.measure.key == "addon_up" and each.labels.get("job") == job
            ),
            None,
        )
        fact = _("does not answer") if up < 1 else _of_its_own(known, job)
        if up >= 1 and (not fact or fact in told):
            fact = _("answers")
        told.add(fact)
        yield PartRow(
            job, fact, "good" if up >= 1 else "warn", _first(known, [breach]) if breach else None
        )


_TELLING: Final = (
    ("cert-manager", "cert_expiry", gettext_lazy("next expiry {number}")),
    ("external-dns", "dns_records_lag", gettext_lazy("lag {number}")),
    ("argocd", "argocd_reconcile", gettext_lazy("reconciles in {number}")),
)


def _of_its_own(known: Known, job: str) -> str:
    """What an add-on tells of its own work, where its backend knows that."""
    for begins, key, words in _TELLING:
        if job.startswith(begins) and (value := known.number(key)) is not None:
            whole = round(value) if MEASURE[key].unit == "d" else value
            return str(words).format(number=said(MEASURE[key], whole))
    return ""


def _part(known: Known, key: str, name: str, fact: str, *, is_past: bool) -> PartRow:
    link = _first(known, known.firing(key))
    return PartRow(name, fact, "warn" if is_past else "good", link)


def _bar(name: str, value: float, limit: ThresholdNow, link: TicketLink | None) -> BarRow:
    share = value / limit.limit if limit.limit else 0
    return BarRow(
        name=name,
        width=_percent(min(share * _LIMIT_AT, 100)),
        mark=_percent(_LIMIT_AT),
        number=said(limit.measure, value),
        limit=said(limit.measure, limit.limit),
        is_over=limit.as_rule.is_past(value),
        ticket=link,
    )


def _first(known: Known, breaches: Iterable[BreachNow]) -> TicketLink | None:
    return next(iter(ticket_links(breaches, known.now)), None)


def _falling[K](items: Iterable[tuple[K, float]]) -> list[tuple[K, float]]:
    return sorted(items, key=lambda one: (-one[1], one[0]))


def _percent(share: float) -> str:
    return f"{share:.1f}".rstrip("0").rstrip(".") + "%"
