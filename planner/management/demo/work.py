"""What the release teams did in cycle 23, in the order in which they did it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, Final

from cycles.actions.commitments import check_commitment, propose_commitment, sign_commitment
from cycles.actions.hill import move_on_hill
from cycles.actions.links import add_link
from cycles.actions.scope import add_scope_item, build_scope_item, judge_scope_item
from cycles.actions.shipping import begin_epic, ship_epic
from cycles.actions.unknowns import (
    edit_unknown,
    investigate_unknown,
    raise_unknown,
    resolve_unknown,
)
from cycles.models import Epic, ScopeItem, Unknown
from planner.management.demo.cast import Cast
from planner.management.demo.clock import Clock
from planner.management.demo.questions import (
    AHEAD,
    ARGO,
    CA,
    COST,
    DOCS,
    INGRESS,
    NODES,
    TERRAFORM,
    TOLD,
    Day,
    Told,
)

type Happening = tuple[datetime, Callable[[], Any]]

# (epic, who, month, day, place, note)
HILLS: Final = (
    (INGRESS, "Ren", 5, 1, 8, ""),
    (INGRESS, "Sofia", 5, 8, 20, "the way is clear but for the certificates"),
    (INGRESS, "Ren", 5, 15, 42, "all unknowns answered"),
    (INGRESS, "Daniel", 5, 18, 55, ""),
    (INGRESS, "Ren", 5, 20, 64, "routing passes conformance"),
    (ARGO, "Priya", 4, 30, 12, ""),
    (ARGO, "Lukas", 5, 8, 26, "sharding looks possible"),
    (ARGO, "Priya", 5, 11, 36, "the first ten services sync"),
    (NODES, "Kenji", 4, 30, 10, ""),
    (NODES, "Mei", 5, 8, 30, ""),
    (NODES, "Kenji", 5, 13, 50, "nothing left to find out"),
    (NODES, "Mei", 5, 15, 62, "drains one pool in staging"),
    (NODES, "Kenji", 5, 20, 84, "runs in tokyo, without a page"),
)
# (epic, month, day, must, could)
DRAFTED: Final = (
    (
        INGRESS, 5, 14,
        ("Gateway in both clusters", "Shared certificates", "Header routing, 38 services",
         "Drain, no dropped request", "Runbook and one drill"),
        ("Weighted split per host", "Route status page", "Canary by header", "Per-team rate limit",
         "Cross-region failover", "Old ingress removal", "UDP"),
    ),
    (
        NODES, 5, 12,
        ("Detect a broken node in 5 min", "Drain within the budgets", "Replace in the same zone",
         "Stop after three in ten minutes", "Ticket for each replacement",
         "Osaka pools as well"),
        ("Node history on a page", "Weekly summary", "Repair before replace"),
    ),
    (
        ARGO, 5, 20,
        ("310 services sync from Git", "Rollback by one button", "Approvals in pull requests"),
        ("Canary analysis", "Deploy notes in chat"),
    ),
)  # fmt: skip
# (epic, item, why, the epic that it goes to)
CUT: Final = (
    ("Cross-region failover", "Needs an epic of its own.", "Ingress failover across regions"),
    ("Old ingress removal", "Three services still need it.", ""),
    ("UDP", "Nobody has asked for it since March.", ""),
)
# (epic, month, day, promise, who signs, who proposes first)
PROMISED: Final = (
    (
        NODES, 5, 13,
        "A node that fails its checks is drained and replaced within ten minutes, and nobody is "
        "woken for it.",
        ("Kenji", "Mei"),
    ),
    (
        INGRESS, 5, 15,
        "Every Tokyo service can run behind one ingress in two clusters, and we can drain either "
        "one without dropping a request.",
        ("Ren", "Sofia", "Daniel"),
    ),
)  # fmt: skip
# (item, who, month, day)
BUILT: Final = (
    ("Detect a broken node in 5 min", "Kenji", 5, 14),
    ("Drain within the budgets", "Mei", 5, 18),
    ("Replace in the same zone", "Kenji", 5, 19),
    ("Shared certificates", "Daniel", 5, 19),
    ("Stop after three in ten minutes", "Mei", 5, 20),
    ("Gateway in both clusters", "Sofia", 5, 20),
    ("Node history on a page", "Mei", 5, 21),
)
# (Small Epic, who, begun, shipped)
LANE: Final[tuple[tuple[str, str, Day, Day | None], ...]] = (
    (TERRAFORM, "Naoki", (4, 27), (5, 7)),
    (CA, "Yui", (5, 1), (5, 14)),
    (DOCS, "Naoki", (5, 11), None),
    (COST, "Yui", (5, 13), None),
)
# (epic, kind, title, address)
LINKS: Final = (
    (INGRESS, "git", "platform/ingress", "https://git.example.org/platform/ingress"),
    (INGRESS, "jira", "PLT-812 Two clusters", "https://jira.example.org/browse/PLT-812"),
    (INGRESS, "document", "Design: header routing", "https://docs.example.org/header-routing"),
    (ARGO, "git", "platform/argo-apps", "https://git.example.org/platform/argo-apps"),
)


class Work:
    """The happenings of the release teams; who calls them says what comes between."""

    def __init__(self, cast: Cast, clock: Clock) -> None:
        self.cast, self.clock = cast, clock
        epics = Epic.objects.filter(workspace=cast.workspace).select_related("workspace")
        self.epics = {epic.title: epic for epic in epics}

    def happenings(self) -> Iterator[Happening]:
        # What the story has later in its week than today happens now, in this order: the hill
        # was passed before the late unknown was found.
        yield from self._hills()
        for told in TOLD:
            yield from self._question(told)
        yield from self._ahead()
        yield from self._scope()
        yield from self._promises()
        yield from self._lane()

    def _at(self, day: Day, hour: int) -> datetime:
        return self.clock.at(*day, hour)

    def _question(self, told: Told) -> Iterator[Happening]:
        owner, epic = self.cast.people[told.owner], self.epics[told.epic]

        def now() -> Unknown:
            return Unknown.objects.select_related("epic__workspace").get(
                epic=epic, question=told.question
            )

        raised = self._at(told.raised, 10)
        due = self.clock.day(*told.due) if told.due else None
        yield raised, partial(
            raise_unknown, epic=epic, question=told.question, owner=owner, due_on=due, by=owner,
            at=raised,
        )  # fmt: skip
        if told.looked:
            at = self._at(told.looked, 11)
            yield at, lambda: investigate_unknown(unknown=now(), by=owner, at=at)
        if told.known:
            known_at = self._at(told.looked or told.raised, 18)
            yield known_at, lambda: edit_unknown(
                unknown=now(), version=now().version, wanted={"answer": told.known}, by=owner,
                at=known_at,
            )  # fmt: skip
        if told.answered:
            done = self._at(told.answered, 14)
            yield (
                done,
                lambda: resolve_unknown(unknown=now(), answer=told.answer, by=owner, at=done),
            )

    def _ahead(self) -> Iterator[Happening]:
        at = self._at((5, 18), 13)
        for title, questions in AHEAD.items():
            for question in questions:
                yield at, partial(
                    raise_unknown, epic=self.epics[title], question=question,
                    by=self.cast.haruka, at=at,
                )  # fmt: skip

    def _hills(self) -> Iterator[Happening]:
        for epic, who, month, day, place, note in HILLS:
            at = self._at((month, day), 17)
            yield at, partial(
                move_on_hill, epic=self.epics[epic], place=place, note=note,
                by=self.cast.people[who], at=at,
            )  # fmt: skip

    def _scope(self) -> Iterator[Happening]:
        for epic, month, day, must, could in DRAFTED:
            at = self._at((month, day), 15)
            for kind, titles in (("must", must), ("could", could)):
                for title in titles:
                    yield at, partial(
                        add_scope_item, epic=self.epics[epic], title=title, kind=kind,
                        by=self.cast.haruka, at=at,
                    )  # fmt: skip
        for title, reason, goes_to in CUT:
            yield self._cuts(title, reason, goes_to)
        for title, who, month, day in BUILT:
            yield self._builds(title, who, self._at((month, day), 15))

    def _cuts(self, title: str, reason: str, goes_to: str) -> Happening:
        at = self._at((5, 15), 15)
        return at, lambda: judge_scope_item(
            item=self._item(title), kind="cut", reason=reason, went_to=self.epics.get(goes_to),
            by=self.cast.people["Ren"], at=at,
        )  # fmt: skip

    def _builds(self, title: str, who: str, at: datetime) -> Happening:
        by = self.cast.people[who]
        return at, lambda: build_scope_item(item=self._item(title), by=by, at=at)

    def _item(self, title: str) -> ScopeItem:
        items = ScopeItem.objects.select_related("epic__workspace")
        return items.get(epic__workspace=self.cast.workspace, title=title)

    def _promises(self) -> Iterator[Happening]:
        for epic, month, day, promise, names in PROMISED:
            at, team = self._at((month, day), 16), self.cast.named(*names)
            yield (
                at,
                partial(
                    propose_commitment, epic=self.epics[epic], promise=promise, by=team[0], at=at
                ),
            )
            for member in team[1:]:
                yield (
                    at,
                    partial(
                        sign_commitment, epic=self.epics[epic], member=member, by=member, at=at
                    ),
                )
        checked = self._at((5, 19), 16)
        yield checked, partial(
            check_commitment, epic=self.epics[INGRESS], still_holds=True,
            note="check again when staging has had its night", by=self.cast.people["Sofia"],
            at=checked,
        )  # fmt: skip

    def _lane(self) -> Iterator[Happening]:
        for title, who, begun, shipped in LANE:
            epic, by = self.epics[title], self.cast.people[who]
            at = self._at(begun, 12)
            yield at, partial(begin_epic, epic=epic, by=by, at=at)
            if shipped:
                done = self._at(shipped, 16)
                yield done, partial(ship_epic, epic=epic, by=by, at=done)
        for title, kind, name, url in LINKS:
            at = self._at((4, 28), 12)
            yield at, partial(
                add_link, epic=self.epics[title], kind=kind, title=name, url=url,
                by=self.cast.haruka, at=at,
            )  # fmt: skip


def work_through(cast: Cast, clock: Clock) -> list[Happening]:
    """All of it, to be told in the order of time together with what else happened."""
    return list(Work(cast, clock).happenings())
