"""The epics of the roadmap as bars, in lanes of their theme that never cover each other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.db.models import OuterRef, Subquery
from django.utils.formats import localize
from django.utils.translation import gettext as _

from cycles.models import Epic, Reading, Theme
from cycles.queries.addresses import epic_url
from cycles.queries.ghosts import Ghost, Mark, Then
from cycles.queries.window_words import window_words
from cycles.rules.axis import WHOLE, Axis
from cycles.rules.lanes import Box, depth, pack
from cycles.rules.roadmap import Standing
from cycles.rules.vision_share import progress
from cycles.rules.windows import Window
from planner.models import Workspace

BIG, SMALL, SMALL_OF_TWO = 4, 2, 3  # heights, in units
NARROW = 46  # thousandths: less has no room for words, which then stand beside
BESIDE = 74
# At 1280 px: how many pixels a thousandth is, and a bar loses to its edges and its icon.
PIXELS, EDGES, ICON = 1.06, 20, 16
LATIN, WIDE_LETTER = 5.9, 11.0  # of a letter, in pixels
WIDE_LETTERS_FROM = 0x2E80

_MOVABLE = frozenset({Epic.State.IDEA.value, Epic.State.CANDIDATE.value, Epic.State.PARKED.value})


@dataclass(frozen=True)
class Bar:
    """
    An epic as it is drawn: places in thousandths of the width, heights in units of a lane.

    ``window`` is set where somebody may move it. ``beside`` says on which side its words stand
    when it is too narrow for them; ``when`` and the words are what a list says of it.
    """

    key: str
    title: str
    url: str
    certainty: str
    size: str
    origin: str
    when: str
    window: str = ""
    start: int = 0
    width: int = 0
    top: int = 0
    height: int = 0
    beside: str = ""
    mark: str = ""  # what has changed about it, where that is asked for: see cycles/queries/ghosts
    changed: str = ""  # the same in words


@dataclass(frozen=True)
class Row:
    """A theme, with its measure in words and how far that has come, in percent."""

    id: int
    name: str
    measure: str
    progress: int | None
    bars: tuple[Bar, ...]
    depth: int


@dataclass
class Sorted:
    """All that stands on the roadmap: drawn, without a date, or outside of what is drawn."""

    drawn: dict[str, list[tuple[Bar, Box]]] = field(default_factory=lambda: defaultdict(list))
    undated: list[Bar] = field(default_factory=list)
    before: int = 0
    after: int = 0


def sort_out(
    workspace: Workspace,
    found: Iterable[Standing],
    axis: Axis,
    *,
    may_move: bool,
    then: Then | None = None,
) -> Sorted:
    """
    Find out for each epic where it belongs, and how much room it takes; where ``then`` is given,
    also for the ghosts of those that stood elsewhere.
    """
    sorted_out, then = Sorted(), then or Then()
    bar_of = _Bars(workspace, may_move=may_move)
    for ghost in then.ghosts:
        span = ghost.standing.span
        if span and axis.columns and span.within(axis.span):
            placed = _placed(_ghost_bar(bar_of, ghost), ghost.standing, axis)
            sorted_out.drawn[ghost.standing.theme].append(placed)
    for standing in found:
        mark = then.marks.get(standing.key)
        span = standing.span if standing.certainty else None
        if span is None:
            sorted_out.undated.append(bar_of(standing, mark))
        elif not axis.columns or span.starts_on > axis.span.ends_on:
            sorted_out.after += 1
        elif span.ends_on < axis.span.starts_on:
            sorted_out.before += 1
        else:
            placed = _placed(bar_of(standing, mark), standing, axis)
            sorted_out.drawn[standing.theme].append(placed)
    return sorted_out


def _ghost_bar(bar_of: "_Bars", ghost: Ghost) -> Bar:
    bar = bar_of(ghost.standing, None)
    return replace(
        bar,
        url=bar.url if ghost.has_page else "",
        window="",
        mark="gone" if ghost.is_gone else "ghost",
        changed=ghost.word,
    )


class _Bars:
    """Makes bars that have no place yet. Hundreds of epics lie in a few windows."""

    def __init__(self, workspace: Workspace, *, may_move: bool) -> None:
        self.slug, self.may_move = workspace.slug, may_move
        self.windows: dict[Window, tuple[str, str]] = {}

    def __call__(self, standing: Standing, mark: Mark | None) -> Bar:
        window = Window.of_standing(standing)
        if window not in self.windows:
            self.windows[window] = window_words(window), window.text or "-"
        words, text = self.windows[window]
        is_free = standing.state in _MOVABLE
        return Bar(
            standing.key,
            standing.title,
            epic_url(self.slug, standing.key),
            standing.certainty or standing.state,
            standing.size,
            standing.origin,
            words,
            text if self.may_move and is_free else "",
            mark=mark.sign if mark else "",
            changed=mark.word if mark else "",
        )


def _placed(bar: Bar, standing: Standing, axis: Axis) -> tuple[Bar, Box]:
    """The bar between its ends, and the room that it takes with its words."""
    if standing.unit == "cycle":  # as far as its columns, a gap before the next included
        first = axis.numbers.get(standing.first or 0, axis.columns[0])
        last = axis.numbers.get(standing.last or 0, axis.columns[-1])
        start, end = round(first.start), round(last.end)
    else:
        stretch = axis.stretch(standing.span) if standing.span else None
        start, end = (round(one) for one in stretch or (0, 0))
    start = min(start, WHOLE - 4)
    width = max(end - start, 4)
    beside, left, right = "", start, start + width
    if width < NARROW:
        beside = "after" if right + BESIDE <= WHOLE else "before"
        left, right = (left, right + BESIDE) if beside == "after" else (left - BESIDE, right)
    room = BESIDE if beside else width
    height = BIG
    if bar.size == Epic.Size.SMALL:
        height = SMALL if _pixels(bar.title) + ICON <= room * PIXELS - EDGES else SMALL_OF_TWO
    placed = replace(bar, start=start, width=width, height=height, beside=beside)
    return placed, Box(left, right, height)


def _pixels(title: str) -> float:
    if title.isascii():  # as most are; hundreds of them are measured
        return LATIN * len(title)
    return sum(WIDE_LETTER if ord(one) >= WIDE_LETTERS_FROM else LATIN for one in title)


def rows(themes: Sequence[Theme], drawn: Mapping[str, list[tuple[Bar, Box]]]) -> tuple[Row, ...]:
    """A row for each theme, and one for the epics of none, if there are any."""
    found = [_row(theme.pk, theme.name, theme, drawn.get(theme.name, [])) for theme in themes]
    if loose := drawn.get(""):
        found.append(_row(0, _("Without a theme"), None, loose))
    return tuple(found)


def _row(pk: int, name: str, theme: Theme | None, placed: list[tuple[Bar, Box]]) -> Row:
    placed.sort(key=lambda one: (one[0].start, one[0].width))
    boxes = [box for _one, box in placed]
    tops = pack(boxes)
    bars = tuple(
        Bar(**{**vars(bar), "top": top}) for (bar, _box), top in zip(placed, tops, strict=True)
    )
    measure, come = _measure(theme) if theme else ("", None)
    return Row(pk, name, measure, come, bars, depth(boxes, tops))


def themes_of(workspace: Workspace) -> list[Theme]:
    """In their order, each with the last reading of its measure as ``now``."""
    last = Reading.objects.filter(theme=OuterRef("pk")).order_by("-on", "-pk")
    return list(
        Theme.objects.filter(workspace=workspace)
        .annotate(now=Subquery(last.values("value")[:1]))
        .in_order()
    )


def _measure(theme: Theme) -> tuple[str, int | None]:
    """61 % of deploys without us, was 40 %."""
    if not theme.measure:
        return "", None
    now: Decimal | None = getattr(theme, "now", None)
    was, target = theme.measure_was, theme.measure_target
    if now is None:
        return theme.measure, None
    facts = {"now": _figure(now, theme), "measure": theme.measure, "was": ""}
    if was is None or was == now:
        said = _("%(now)s %(measure)s") % facts
    else:
        said = _("%(now)s %(measure)s, was %(was)s") % (facts | {"was": _figure(was, theme)})
    return said, progress(was, now, target)


def _figure(value: Decimal, theme: Theme) -> str:
    plain = localize(value.normalize() if value % 1 else int(value))
    return f"{plain} {theme.measure_unit}".strip()
