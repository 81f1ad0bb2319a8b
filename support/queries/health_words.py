"""What the Health page concludes: what users feel, and what may explain it."""

from collections.abc import Container, Iterable, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from planner.kit.lists import listed
from support.queries.cluster_values import BreachNow
from support.queries.measure_words import measure_word, said
from support.rules.measures import WORK

# Where a breach is shown: the part of the page, by measure.
PLACE: Final = {
    "success_of_service": "success",
    "latency_of_service": "latency",
    "pods_unready": "pods",
    "namespace_unready": "pods",
    "deployment_unready": "pods",
    "api_latency": "api",
    "api_list_latency": "api",
    "kubelet_errors": "kubelet",
    "node_exporters_missing": "addons",
    "datadog_agents_missing": "addons",
    "state_metrics_missing": "addons",
    "addon_up": "addons",
}
_JUDGED: Final = ("success", "latency_p95", "pods_unready")
NODES: Final = "nodes"  # of all that are not named there
_FELT: Final[Sequence[Promise]] = (
    gettext_lazy("Users feel nothing unusual right now"),
    gettext_lazy("Users feel one thing right now"),
    gettext_lazy("Users feel two things right now"),
    gettext_lazy("Users feel three things right now"),
)


def place_of(measure: str) -> str:
    return PLACE.get(measure, NODES)


def unheard(known: Container[str]) -> tuple[str, ...]:
    """Those of the measures that are ``known`` now on which the headline rests and that are not."""
    return tuple(key for key in _JUDGED if key not in known)


def headline(breaches: Iterable[BreachNow], unheard: Sequence[str] = ()) -> str:
    """Counts work metrics only: however full the machines are, users may not feel it."""
    felt = len({place_of(each.measure.key) for each in breaches if _is_felt(each)})
    if not felt and len(unheard) == len(_JUDGED):
        return _("What users feel is not known")
    return str(_FELT[felt])


def felt_said(breaches: Sequence[BreachNow], unheard: Sequence[str] = ()) -> str:
    """“Errors and slow answers at edge-gateway, 2 Deployments short of pods.”"""
    failing = _services(breaches, "success_of_service")
    slow = _services(breaches, "latency_of_service")
    things = []
    if failing and failing == slow:
        things.append(_("Errors and slow answers at {where}").format(where=_where(failing)))
    elif failing:
        things.append(_("Errors at {where}").format(where=_where(failing)))
        if slow:
            things.append(_("slow answers at {where}").format(where=_where(slow)))
    elif slow:
        things.append(_("Slow answers at {where}").format(where=_where(slow)))
    things += _pods(breaches)
    if not things and unheard:
        return _("Not known: {measures}.").format(measures=listed(map(measure_word, unheard)))
    return _("{things}.").format(things=listed(things)) if things else ""


def explained_said(breaches: Sequence[BreachNow], unheard: Sequence[str] = ()) -> str:
    """What the machines say to it, as a possible reason and no more."""
    count = len({_signal(each) for each in breaches if not _is_felt(each)})
    if not any(_is_felt(each) for each in breaches):
        if not count and unheard:
            nothing = len(unheard) == len(_JUDGED)
            return "" if nothing else _("What is known is within its thresholds.")
        if not count:
            return _("Everything is within its thresholds.")
        words = ngettext(
            "%(n)s resource alert, which users do not feel.",
            "%(n)s resource alerts, which users do not feel.",
            count,
        )
    elif not count:
        return _("No resource alert explains it.")
    else:
        words = ngettext(
            "%(n)s resource alert may explain it.", "%(n)s resource alerts may explain it.", count
        )
    return words % {"n": count}


def _is_felt(breach: BreachNow) -> bool:
    return breach.measure.floor == WORK


def _signal(breach: BreachNow) -> object:
    return breach.ticket.pk if breach.ticket else breach.measure.key


def _services(breaches: Iterable[BreachNow], key: str) -> list[str]:
    return [each.labels.get("service", "") for each in breaches if each.measure.key == key]


def _where(services: list[str]) -> str:
    if len(services) > 2:
        return _("{count} services").format(count=len(services))
    return listed(services)


def _pods(breaches: Iterable[BreachNow]) -> list[str]:
    of_pods = [each for each in breaches if place_of(each.measure.key) == "pods"]
    whole = next((each for each in of_pods if each.measure.key == "pods_unready"), None)
    if whole:
        share = said(whole.measure, whole.value)
        return [_("{share} of all pods not ready").format(share=share)]
    for key, words in _SHORT.items():
        if found := [each for each in of_pods if each.measure.key == key]:
            return [_short(words, found)]
    return []


_SHORT: Final = {"deployment_unready": "Deployment", "namespace_unready": "namespace"}


def _short(kind: str, found: list[BreachNow]) -> str:
    if len(found) == 1:
        name = list(found[0].labels.values())[-1]
        return _("{name} short of pods").format(name=name)
    if kind == "Deployment":
        return _("{count} Deployments short of pods").format(count=len(found))
    return _("{count} namespaces short of pods").format(count=len(found))
