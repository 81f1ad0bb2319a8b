"""What has happened to each theme since the last review, in words and as a strip."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

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


def history_words(
    facts: Mapping[str, Any],
    *,
    before: Iterable[Standing],
    after: Iterable[Standing],
    workspace: Workspace,
    now: str,
    bars: Mapping[int, SixWeeks],
) -> Mapping[int | None, HistoryWords]:
    """By the id of the theme, none for the epics of no theme; one query."""
    since = datetime.fromisoformat(facts["since"])
    made = [made_of(one) for one in facts["changes"]]
    kinds = {one.pk or None: one.kinds for one in changes_by_theme(workspace, made)}
    rows = [_by_theme(each) for each in (before, after)]
    day = day_with_year(since.astimezone(workspace.zone).date())
    calm = _("Nothing has changed since %(day)s.") % {"day": day}
    title = _("Since the last review, %(day)s") % {"day": day}
    found: defaultdict[int | None, HistoryWords] = defaultdict(
        lambda: HistoryWords(title, (), calm, None)
    )
    for theme in {*kinds, *rows[0], *rows[1]}:
        strip = strip_words(
            rows[0][theme], rows[1][theme], facts["axis"],
            since=since, now=now, workspace=workspace, bars=bars,
        )  # fmt: skip
        told = kinds.get(theme, ())
        found[theme] = HistoryWords(title, told, "" if told else calm, strip)
    return found


def _by_theme(standings: Iterable[Standing]) -> defaultdict[int | None, list[Standing]]:
    found: defaultdict[int | None, list[Standing]] = defaultdict(list)
    for one in standings:
        found[one.theme_id].append(one)
    return found
