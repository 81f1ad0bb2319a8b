"""What has happened to each theme since the last review, in words and as a strip."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cycles.models import Snapshot
from cycles.queries.change_words import KindOfChange, changes_by_theme
from cycles.queries.review_content import made_of
from cycles.queries.review_strip import StripWords, strip_words
from cycles.rules.roadmap import Standing
from planner.kit.dates import day_with_year
from planner.kit.drawings import SixWeeks
from planner.models import Workspace


@dataclass(frozen=True)
class HistoryWords:
    """Of one theme; ``kinds`` is empty where nothing happened, which ``calm`` then says."""

    title: str
    kinds: tuple[KindOfChange, ...]
    calm: str
    strip: StripWords | None
    compare_url: str


def history_words(
    facts: Mapping[str, Any],
    *,
    since: Snapshot,
    until: Snapshot | None,
    after: Iterable[Standing],
    workspace: Workspace,
    only: Iterable[int | None] | None = None,
    now: str,
    bars: Mapping[int, SixWeeks],
) -> Mapping[int | None, HistoryWords]:
    """
    By the id of the theme, none for the epics of no theme; of all themes or ``only`` some. Until
    now where no snapshot is given; ``after`` is how the epics stand then.
    """
    taken_at = datetime.fromisoformat(facts["since"])
    asked = {"since": since.pk} | ({"until": until.pk} if until else {})
    compare = reverse("cycles:changes", args=[workspace.slug]) + f"?{urlencode(asked)}"
    made = [made_of(one) for one in facts["changes"]]
    kinds = {one.pk or None: one.kinds for one in changes_by_theme(workspace, made)}
    rows = [_by_theme(each) for each in (since.standings, after)]
    day = day_with_year(taken_at.astimezone(workspace.zone).date())
    calm = _("Nothing has changed since %(day)s.") % {"day": day}
    title = _("Since the last review, %(day)s") % {"day": day}
    found: defaultdict[int | None, HistoryWords] = defaultdict(
        lambda: HistoryWords(title, (), calm, None, compare)
    )
    for theme in {*kinds, *rows[0], *rows[1]} if only is None else only:
        strip = strip_words(
            rows[0][theme], rows[1][theme], facts["axis"],
            since=taken_at, now=now, workspace=workspace, bars=bars,
        )  # fmt: skip
        told = kinds.get(theme, ())
        found[theme] = HistoryWords(title, told, "" if told else calm, strip, compare)
    return found


def _by_theme(found_ones: Iterable[Standing]) -> defaultdict[int | None, list[Standing]]:
    found: defaultdict[int | None, list[Standing]] = defaultdict(list)
    for one in found_ones:
        found[one.theme_id].append(one)
    return found
