"""Who led how often, and how often it was due to them: over past cycles and this one."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from planner.models import Member
from support.queries.rotation import Rotation
from support.rules.rotation import Account, accounts_of, added


@dataclass(frozen=True, slots=True)
class TurnCount:
    """``due`` is the fair share of the turns, ``ahead`` what was led above it, with its sign."""

    name: str
    is_you: bool
    turns: int
    days: int
    due: str
    ahead: str


def turn_counts(rotation: Rotation, reader: Member) -> tuple[TurnCount, ...]:
    """Days that are over, of at most 400 days; those who led most above their share first."""
    accounts = accounts_over(rotation)
    people = Member.objects.filter(workspace=rotation.workspace, pk__in=accounts).named()
    rows = [(accounts[one.pk], one) for one in people.order_by("person__name", "pk")]
    rows.sort(key=lambda row: row[0].due - row[0].turns)
    return tuple(_counts(rows, reader))


def accounts_over(rotation: Rotation) -> dict[int, Account]:
    over = [lead for lead in rotation.leads if lead.on < rotation.today]
    led = accounts_of((lead.member, lead.hands) for lead in over if lead.member is not None)
    return added(rotation.before, led)


def _counts(rows: list[tuple[Account, Member]], reader: Member) -> Iterator[TurnCount]:
    for account, member in rows:
        ahead = account.turns - account.due
        yield TurnCount(
            member.name,
            member.pk == reader.pk,
            account.turns,
            account.days,
            f"{float(account.due):.1f}",
            _("even") if abs(ahead) < 0.05 else f"{float(ahead):+.1f}".replace("-", "−"),
        )
