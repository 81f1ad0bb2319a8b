"""What reached the desk in cycle 23, in the order in which it did: fourteen tickets wait."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final, NamedTuple

from cycles.models import Cycle
from cycles.queries.staffing import worked_days
from cycles.rules.calendar import Span
from planner.management.demo.alerts import FIRING, make_source, make_teams, receive, webhooks
from planner.management.demo.cast import Cast
from planner.management.demo.causes import TERRAFORM_RUNS, what_was_asked
from planner.management.demo.clock import Clock
from support.actions.answers import save_answer
from support.actions.remembered import Remembered, remember_tickets
from support.actions.snoozes import snooze_ticket
from support.actions.tickets import add_note, open_ticket, take_ticket
from support.models import Cause, Ticket

# Tickets that arrived on each working day of the cycle; a certificate storm on the fifth.
ARRIVED: Final = (8, 6, 7, 5, 13, 8, 7, 6, 8, 5, 5, 7, 6, 8)
TOOK: Final = (120, 180, 240, 150, 90)  # minutes that a ticket takes
RERUN: Final = 45  # a run of Terraform only has to be watched
HELPERS: Final = ("Aiko", "Elena", "Sho", "Tomas")
DONE: Final = (
    ("question", "How do I get a staging namespace?", "Team Search", "Access requests"),
    ("request", "Raise the memory limit of the indexer", "Team Search", "Quota and capacity"),
    ("question", "Why does my image pull take four minutes?", "Team Checkout", "Node alerts"),
    ("request", "Rotate the registry password", "Team Payments", "Access requests"),
    ("question", "Which ingress class is for internal hosts?", "Team Recsys", "How-to questions"),
    ("urgent", "Roll back the gateway of checkout", "Team Checkout", "Deployment failures"),
    ("request", "Add a build runner with more disk", "Team Mobile", "Quota and capacity"),
)


class Waiting(NamedTuple):
    kind: str
    title: str
    asker: str
    hours: float
    helper: str
    answer: str = ""


WAITING: Final = (
    Waiting("urgent", "Need 40 more n2 cores for Friday’s campaign", "Team Marketing", 2, ""),
    Waiting(
        "question", "How do I get a preview environment?", "Team Web", 1, "Aiko",
        "Add `preview: true` to your app’s manifest; the environment is up after the next sync.",
    ),
    Waiting("question", "プレビュー環境に DB を付けられますか？", "検索チーム", 3, ""),
    Waiting(
        "question", "Why is my pod OOMKilled only in staging?", "Team Recsys", 4, "Elena",
        "Staging still has the old limit of 512 MiB. Shall we raise it to that of production?",
    ),
    Waiting("question", "Argo CD out of sync after image bump", "Team Checkout", 26, "Sho"),
    Waiting("request", "Grant port-forward in checkout-dev", "Team Checkout", 8, "Tomas"),
    Waiting("request", "Namespace quota for recsys", "Team Recsys", 140, "Aiko"),
)  # fmt: skip
# Under the alert that comes most often: (kind, text, minutes ago)
TALK: Final = (
    (
        "note",
        "containerd times out on image pulls when recsys jobs start together. "
        "Cordon hm-07 first, then spread the jobs.",
        29,
    ),
    ("answer", "30 s between the jobs keeps pulls under the limit. I watch the pool.", 12),
)

ANSWERS: Final = (
    (
        "Preview environment",
        "A label on the pull request makes one: preview. It is gone two hours after the merge.",
    ),
    ("Namespace quota", "Tell us the namespace, how many cores and GiB, and until when."),
)

type Happening = tuple[datetime, Callable[[], Any]]


def fill_desk(cast: Cast, clock: Clock) -> list[Happening]:
    """Questions and requests of every working day so far, and alerts that fire now."""
    return [
        *_saved_answers(cast, clock),
        *_worked_through(cast, clock),
        *_waiting(cast, clock),
        *_firing(cast, clock),
        *_snoozed(cast, clock),
    ]


def _saved_answers(cast: Cast, clock: Clock) -> Iterator[Happening]:
    cycle = Cycle.objects.get(workspace=cast.workspace, number=23)
    at = clock.on(cycle.starts_on, 9)
    for name, text in ANSWERS:
        yield at, partial(
            save_answer, workspace=cast.workspace, name=name, text=text, by=cast.people["Sho"],
            at=at,
        )  # fmt: skip


def _snoozed(cast: Cast, clock: Clock) -> Iterator[Happening]:
    """The disk is looked at again in the afternoon, when its pods have moved."""
    at = clock.now - timedelta(minutes=5)
    until = clock.now + timedelta(hours=2)
    yield (
        at,
        lambda: snooze_ticket(
            ticket=_ticket(cast, "NodeDiskFull"), until=until, by=cast.people["Tomas"], at=at
        ),
    )


def _worked_through(cast: Cast, clock: Clock) -> Iterator[Happening]:
    """All of a day at once, when it begins: only what became of it is shown."""
    cycle = Cycle.objects.get(workspace=cast.workspace, number=23)
    days = worked_days(cast.workspace, Span(cycle.starts_on, cycle.ends_on))
    for day, count in zip((day for day in days if day < clock.today), ARRIVED, strict=False):
        yield clock.on(day, 9), partial(_work_through, cast, clock, day, count)


def _work_through(cast: Cast, clock: Clock, day: date, count: int) -> None:
    causes = {cause.name: cause for cause in Cause.objects.filter(workspace=cast.workspace)}
    helpers = cast.named(*HELPERS)
    told = []
    for number in range(count):
        place = (day.day + number) % len(DONE)
        kind, title, asker, cause = what_was_asked(clock, day, place, DONE[place])
        at = clock.on(day, 9) + timedelta(minutes=31 * number)
        minutes = RERUN if cause == TERRAFORM_RUNS else TOOK[number % len(TOOK)]
        told.append(
            Remembered(
                kind=kind, title=title, asker=asker, by=helpers[number % len(helpers)],
                opened_at=at,
                taken_at=at + timedelta(minutes=6),
                answered_at=at + timedelta(minutes=18),
                resolved_at=at + timedelta(minutes=minutes + 10),
                answer="Done, and written down in the handbook.",
                minutes=minutes,
                cause=causes[cause] if cause else None,
            )
        )  # fmt: skip
    remember_tickets(workspace=cast.workspace, told=told, at=clock.now)


def _waiting(cast: Cast, clock: Clock) -> Iterator[Happening]:
    for ask in WAITING:
        at = clock.now - timedelta(hours=ask.hours)
        yield at, partial(
            open_ticket, workspace=cast.workspace, kind=ask.kind, title=ask.title,
            asker=ask.asker, by=cast.people["Sho"], at=at,
        )  # fmt: skip
        if ask.helper:
            yield _takes(cast, ask.helper, ask.title, at)
        if ask.answer:
            said = at + timedelta(minutes=21)
            yield said, partial(_says, cast, ask.helper, ask.title, "answer", ask.answer, said)


def _firing(cast: Cast, clock: Clock) -> Iterator[Happening]:
    """What opens a ticket is digested as it comes; its repetitions all at once, at the end."""
    source = make_source(cast, clock)
    make_teams(cast, clock)
    for firing in FIRING:
        (opened, first), *more = webhooks(firing, clock.now)
        yield opened, partial(receive, source, [(opened, first)])
        yield clock.now, partial(receive, source, more)
        if firing.helper:
            yield _takes(cast, firing.helper, firing.alert, opened)
        if firing.helper == "Sho":
            for kind, text, minutes in TALK:
                at = clock.now - timedelta(minutes=minutes)
                yield at, partial(_says, cast, "Sho", firing.alert, kind, text, at)


def _takes(cast: Cast, helper: str, title: str, opened: datetime) -> Happening:
    at = opened + timedelta(minutes=7)
    by = cast.people[helper]
    return at, lambda: take_ticket(ticket=_ticket(cast, title), by=by, at=at)


def _says(cast: Cast, helper: str, title: str, kind: str, text: str, at: datetime) -> None:
    by = cast.people[helper]
    add_note(ticket=_ticket(cast, title), kind=kind, text=text, by=by, at=at)


def _ticket(cast: Cast, title: str) -> Ticket:
    return Ticket.objects.unresolved().get(workspace=cast.workspace, title__startswith=title)
