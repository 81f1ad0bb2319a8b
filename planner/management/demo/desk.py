"""What reached the desk in cycle 23, in the order in which it did: fourteen tickets wait."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Any, Final, NamedTuple

from cycles.models import Cycle
from planner.management.demo.alerts import FIRING, make_source, make_teams, receive, webhooks
from planner.management.demo.cast import Cast
from planner.management.demo.clock import Clock
from planner.management.demo.worked import HER_TEAM, work_through_days
from support.actions.answers import save_answer
from support.actions.asking import ask_desk, write_more
from support.actions.snoozes import snooze_ticket
from support.actions.tickets import add_note, open_ticket, take_ticket
from support.actions.time import log_time
from support.models import Ticket

NADIA: Final = "Nadia Haddad"


class Waiting(NamedTuple):
    kind: str
    title: str
    asker: str
    hours: float
    helper: str
    answer: str = ""
    spent: int = 0  # minutes of today


WAITING: Final = (
    Waiting("urgent", "Need 40 more n2 cores for Friday’s campaign", "Team Marketing", 2, ""),
    Waiting(
        "question", "How do I get a preview environment?", "Team Web", 1, "Aiko",
        "Add `preview: true` to your app’s manifest; the environment is up after the next sync.",
        60,
    ),
    Waiting("question", "プレビュー環境に DB を付けられますか？", "検索チーム", 3, ""),
    Waiting(
        "question", "Why is my pod OOMKilled only in staging?", "Team Recsys", 4, "Elena",
        "Staging still has the old limit of 512 MiB. Shall we raise it to that of production?",
    ),
    Waiting(
        "question", "Argo CD out of sync after image bump", "Team Checkout", 26, "Sho", spent=120
    ),
    Waiting("request", "Grant port-forward in checkout-dev", "Team Checkout", 8, "Tomas"),
    Waiting(
        "request", "Namespace quota for recsys", NADIA, 140, "Aiko",
        "How many cores and GiB, and until when?",
    ),
)  # fmt: skip
# What the one writes who asks by herself: with the request, and after the answer.
WORDS: Final = "Training wants 64 cores more at night, and our namespace has none left."
MORE: Final = "We can stagger the job start. 64 cores and 256 GiB, for six weeks."
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
        *work_through_days(cast, clock),
        *_waiting(cast, clock),
        *_firing(cast, clock),
        *_snoozed(cast, clock),
        *_spent(cast, clock),
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


def _spent(cast: Cast, clock: Clock) -> Iterator[Happening]:
    """Where today went so far."""
    at = clock.now - timedelta(minutes=2)
    spent = [(one.helper, one.alert, one.spent) for one in FIRING]
    spent += [(one.helper, one.title, one.spent) for one in WAITING]
    for who, title, minutes in spent:
        if minutes:
            yield at, partial(_spends, cast, clock, who, title, minutes, at)


def _spends(cast: Cast, clock: Clock, who: str, title: str, minutes: int, at: datetime) -> None:
    by = cast.people[who]
    log_time(member=by, on=clock.today, minutes=minutes, ticket=_ticket(cast, title), by=by, at=at)


def _waiting(cast: Cast, clock: Clock) -> Iterator[Happening]:
    for ask in WAITING:
        at = clock.now - timedelta(hours=ask.hours)
        if ask.asker == NADIA:
            yield from _asks_herself(cast, ask, at)
        else:
            yield at, partial(
                open_ticket, workspace=cast.workspace, kind=ask.kind, title=ask.title,
                asker=ask.asker, by=cast.people["Sho"], at=at,
            )  # fmt: skip
        if ask.helper:
            yield _takes(cast, ask.helper, ask.title, at)
        if ask.answer:
            said = at + timedelta(minutes=21)
            yield said, partial(_says, cast, ask.helper, ask.title, "answer", ask.answer, said)


def _asks_herself(cast: Cast, ask: Waiting, at: datetime) -> Iterator[Happening]:
    yield at, partial(
        ask_desk, workspace=cast.workspace, kind=ask.kind, title=ask.title, text=WORDS,
        team=HER_TEAM, by=cast.nadia, at=at,
    )  # fmt: skip
    later = at + timedelta(hours=2)
    yield (
        later,
        lambda: write_more(inquiry=_ticket(cast, ask.title).inquiry, text=MORE, at=later),
    )


def _firing(cast: Cast, clock: Clock) -> Iterator[Happening]:
    """What opens a ticket is digested as it comes; its repetitions all at once, at the end."""
    source = make_source(cast, clock)
    make_teams(cast, clock)
    repeated: list[tuple[datetime, dict[str, Any]]] = []
    for firing in FIRING:
        (opened, first), *more = webhooks(firing, clock.now)
        yield opened, partial(receive, source, [(opened, first)])
        repeated += more
        if firing.helper:
            yield _takes(cast, firing.helper, firing.alert, opened)
        if firing.helper == "Sho":
            for kind, text, minutes in TALK:
                at = clock.now - timedelta(minutes=minutes)
                yield at, partial(_says, cast, "Sho", firing.alert, kind, text, at)
    yield clock.now, partial(receive, source, sorted(repeated, key=itemgetter(0)))


def _takes(cast: Cast, helper: str, title: str, opened: datetime) -> Happening:
    at = opened + timedelta(minutes=7)
    by = cast.people[helper]
    return at, lambda: take_ticket(ticket=_ticket(cast, title), by=by, at=at)


def _says(cast: Cast, helper: str, title: str, kind: str, text: str, at: datetime) -> None:
    by = cast.people[helper]
    add_note(ticket=_ticket(cast, title), kind=kind, text=text, by=by, at=at)


def _ticket(cast: Cast, title: str) -> Ticket:
    return Ticket.objects.unresolved().get(workspace=cast.workspace, title__startswith=title)
