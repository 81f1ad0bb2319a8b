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
from cycles.rules.wrapping import lines_of
from planner.models import Workspace

BIG, SMALL = 4, 2  # heights, in units: three lines and one
MOST_LINES = 5
NARROW = 46  # thousandths: less has no room for words, which then stand beside
BESIDE = (74, 100, 128)  # thousandths beside it: the narrowest with few lines
# At 1280 px: how many pixels a thousandth is, a bar loses to its edges and its icon, and how wide
# its letters are beside those of the rule that wraps.
PIXELS, EDGES, FADED_EDGES, ICON, LETTERS = 1.06, 12, 32, 10, 0.91

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
    room: int = 0  # for its words, in thousandths
    lines: int = 1
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
    least = SMALL if bar.size == Epic.Size.SMALL else BIG
    beside, room, left, right = "", width, start, start + width
    if width < NARROW:
        few = max(least - 1, 2)
        room = next((one for one in BESIDE if _lines(bar, one) <= few), BESIDE[-1])
        beside = "after" if right + room <= WHOLE else "before"
        left, right = (left, right + room) if beside == "after" else (left - room, right)
    lines = _lines(bar, room)
    height = max(least, lines + 1)  # a unit is a line; the edges and the gap take another
    placed = replace(
        bar, start=start, width=width, height=height, beside=beside, room=room, lines=lines
    )
    return placed, Box(left, right, height)


def _lines(bar: Bar, room: int) -> int:
    """How many lines its words take, where the drawing is narrowest."""
    is_faded = bar.certainty == "direction"
    edges, icon = (FADED_EDGES, 0) if is_faded else (EDGES, ICON)
    pixels = max((room * PIXELS - edges) / LETTERS, 30)
    return min(lines_of(bar.title, round(pixels, 1), icon), MOST_LINES)


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
