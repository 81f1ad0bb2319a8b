"""The review of 8 May, and the one that is held today: half an hour old, two themes in."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from cycles.actions.decisions import decide
from cycles.actions.places import move_epic
from cycles.actions.review_closing import close_review
from cycles.actions.review_questions import answer_review_question, ask_in_review
from cycles.actions.reviews import open_review
from cycles.models import AgendaItem, Review, ReviewQuestion
from cycles.rules.windows import Window
from planner.management.demo.cast import CLUSTERS, DELIVERY, NODES, SECURE, Cast, write_epic
from planner.management.demo.clock import Clock
from planner.models import Member

MINUTES: Final = {CLUSTERS: 15, DELIVERY: 12, NODES: 8}
THERE: Final = ("Priya", "Sofia", "Kenji", "Naoki", "Lukas")
# (title, size, origin, theme, where), of what was thought of for the next cycle and came later
BEFORE: Final = (
    ("Argo CD: last 40 services", "big", "issue", DELIVERY, "C24"),
    ("Signed images only", "big", "vision", SECURE, "C25"),
    ("Node image pipeline", "big", "issue", NODES, "C25"),
)
# (theme, who, what)
DECIDED_BEFORE: Final = (
    (CLUSTERS, "Sofia", "One ingress for both clusters comes before anything across regions."),
    (DELIVERY, "Priya", "Spinnaker gets no new service from today on."),
    (NODES, "Kenji", "Nodes that fail twice in a day are replaced without asking."),
)
DECIDED: Final = (
    (DELIVERY, "Priya", "We stop Spinnaker HA and say so in the release note."),
    (
        DELIVERY,
        "Haruka",
        "Preview environments go first. Argo CD’s last services wait one cycle.",
    ),
)
# (theme, who, what, who finds out, until when)
ASKED: Final = (
    (DELIVERY, "Lukas", "Who pays for preview clusters?", "Naoki", (5, 29)),
    (DELIVERY, "Priya", "Can preview data be real data?", "Sofia", (6, 5)),
    (SECURE, "Sofia", "Do contractors get workload identity too?", "Mei", (6, 5)),
)


def hold_first_review(cast: Cast, clock: Clock) -> None:
    """Before the next cycle was planned."""
    for title, size, origin, theme, where in BEFORE:
        epic = write_epic(cast, title, size, origin, theme, clock.at(5, 7))
        move_epic(epic=epic, to=Window.of(where), by=cast.haruka, at=clock.at(5, 7, 10))
    at = clock.at(5, 8, 15)
    review = _open(cast, at)
    for theme, who, text in DECIDED_BEFORE:
        decide(item=_item(review, theme), text=text, by=_who(cast, who), at=at)
    asked = (
        (DELIVERY, "Naoki", "Do mobile teams need previews too?", "Lukas", (5, 29)),
        (NODES, "Kenji", "How long may a node be away?", "Mei", (5, 15)),
    )
    for theme, who, text, owner, due in asked:
        ask_in_review(
            item=_item(review, theme), text=text, owner=_who(cast, owner),
            due_on=clock.day(*due), by=_who(cast, who), at=at,
        )  # fmt: skip
    close_review(review=review, next_on=clock.day(6, 4), by=cast.haruka, at=clock.at(5, 8, 16))
    answer_review_question(
        question=ReviewQuestion.objects.get(text="How long may a node be away?"),
        answer="Ten minutes; then its pods are somewhere else anyway.",
        by=_who(cast, "Mei"),
        at=clock.at(5, 14),
    )


def hold_review_today(cast: Cast, clock: Clock) -> Iterator[tuple[datetime, Callable[[], object]]]:
    yield clock.at(5, 21, 14), lambda: _hold(cast, clock)


def _hold(cast: Cast, clock: Clock) -> None:
    at = clock.at(5, 21, 14)
    review = _open(cast, at)
    for theme, who, text in DECIDED:
        decide(item=_item(review, theme), text=text, by=_who(cast, who), at=at)
    for theme, who, text, owner, due in ASKED:
        ask_in_review(
            item=_item(review, theme), text=text, owner=_who(cast, owner),
            due_on=clock.day(*due), by=_who(cast, who), at=at,
        )  # fmt: skip


def _open(cast: Cast, at: datetime) -> Review:
    return open_review(
        workspace=cast.workspace,
        participants=cast.named(*THERE),
        minutes={cast.themes[name].pk: minutes for name, minutes in MINUTES.items()},
        by=cast.haruka,
        at=at,
    )


def _item(review: Review, theme: str) -> AgendaItem:
    return review.agenda.get(theme__name=theme)


def _who(cast: Cast, name: str) -> Member:
    return cast.haruka if name == "Haruka" else cast.people[name]
