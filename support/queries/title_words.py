"""
Tickets that the planner opens by itself, called so to who reads them.

Their titles are kept in English, as machines are told them; each reader sees their own language.
"""

import re
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from support.queries.measure_words import percent

_OF_SOMETHING: Final = (
    gettext_noop("Blind: the metrics of {name} cannot be read"),
    gettext_noop("Intake problem: requests of {name} cannot be digested"),
    gettext_noop("No heartbeat: the Watchdog of {name} is silent"),
)
_SENTENCES: Final = frozenset(
    (
        gettext_noop("Alert without a name"),
        gettext_noop("Storm: many alerts at once"),
        gettext_noop("Test from Sixweek"),
        gettext_noop("Too few requests succeed"),
        gettext_noop("Services answer slowly"),
        gettext_noop("Too many pods are not ready"),
        gettext_noop("Pods of a namespace are not ready"),
        gettext_noop("Deployments lack pods"),
        gettext_noop("The API server answers slowly"),
        gettext_noop("Runtime operations of the kubelets fail"),
        gettext_noop("Nodes that nobody measures"),
        gettext_noop("Datadog agents are missing"),
        gettext_noop("Nobody tells which pods are ready"),
        gettext_noop("An add-on is down"),
        gettext_noop("Nodes of a pool are not ready"),
        gettext_noop("Disks of a pool are full"),
        gettext_noop("Nodes of a pool lack memory"),
        gettext_noop("Packets of a pool fail"),
        gettext_noop("A node is not ready"),
        gettext_noop("A disk is almost full"),
        gettext_noop("A node lacks memory"),
        gettext_noop("Packets of a node fail"),
    )
)
_AMOUNT: Final = r"-?[0-9.]+(?:e[+-][0-9]+)?(?: (?:%|ms|s|/s|rps|d))?"
_PAST: Final = re.compile(
    rf"(?:(?P<which>.{{1,600}}): )?(?P<value>{_AMOUNT}), limit (?P<limit>{_AMOUNT})"
)
_PARTED: Final = tuple((sentence, *sentence.split("{name}")) for sentence in _OF_SOMETHING)


def title_said(kept: str) -> str:
    """A title as it was kept, in the reader's words if it is the planner's own."""
    # What was measured is followed by where: "A disk is almost full · prod".
    said, dot, where = kept.partition(" · ")
    if said in _SENTENCES:
        return f"{_(said)}{dot}{where}"
    for sentence, before, after in _PARTED:
        if kept.startswith(before) and kept.endswith(after):
            return _(sentence).format(name=kept[len(before) : len(kept) - len(after)])
    return kept


def summary_said(kept: str) -> str:
    """What an alert past a threshold says: “edge: 412 ms, limit 350 ms”, in the reader's words."""
    found = _PAST.fullmatch(kept)
    if not found:
        return kept
    value, limit = (_figure(found[name]) for name in ("value", "limit"))
    text = _("{value}, limit {limit}").format(value=value, limit=limit)
    return f"{found['which']}: {text}" if found["which"] else text


def _figure(text: str) -> str:
    figure, _space, unit = text.partition(" ")
    return percent(figure) if unit == "%" else text


def titles_said(kept: str) -> Iterator[str]:
    """It in every language: by each of them somebody may look for it."""
    yield kept
    if kept.partition(" · ")[0] in _SENTENCES or kept.startswith(_BEGINNINGS):
        for language, _name in settings.LANGUAGES:
            with override(language):
                yield title_said(kept)


_BEGINNINGS: Final = tuple(before for _sentence, before, _after in _PARTED)
