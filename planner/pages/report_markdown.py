"""A report as Markdown, to be put into a wiki or a mail."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from cycles.queries.report_words import EpicWords, ItemWords
from planner.kit.lists import listed
from planner.pages.report import ReportPage
from support.queries.report_interruptions import InterruptionWords


def report_markdown(page: ReportPage) -> str:
    """The same as the page, in one column."""
    return "\n".join(_lines(page)).strip() + "\n"


def _lines(page: ReportPage) -> Iterator[str]:
    words = page.words
    yield f"# {_safe(words.title)}, {words.dates}"
    yield f"\n{page.status}\n\n**{words.conclusion}** {words.capacity}"
    yield f"\n## {_('Epics')}"
    for epic in words.epics:
        yield from _epic(epic)
    yield f"\n## {_('Teams')}\n"
    for team in words.teams:
        people = listed(
            f"{seat.name} ({seat.days})" if seat.days else seat.name for seat in team.people
        )
        days = _("%(days)s person-days") % {"days": team.person_days}
        more = listed(filter(None, [days, team.cards and _cards(team.cards)]))
        yield f"- **{_safe(team.title)}**: {_safe(people) or '–'}. {more}"
    if words.changes:
        yield f"\n## {_('Changes after the start')}\n"
        for change in words.changes:
            said = f"{_safe(change.what)}. {_safe(change.reason)}"
            yield f"- {change.day}, {_safe(change.who)}: {said}"
    if page.desk:
        yield f"\n## {_('Support desk')}\n\n{page.desk.said}\n"
        for name, count in page.desk.kinds + page.desk.metrics:
            yield f"- {name}: {count}"
    if page.desk and page.desk.interruptions:
        yield from _interruptions(page.desk.interruptions)
    if page.desk and page.desk.handoff:
        below = page.desk.handoff.replace("## ", "#### ")
        yield f"\n### {_('Handoff to the next team')}\n\n{below}"


def _interruptions(told: InterruptionWords) -> Iterator[str]:
    yield f"\n### {_('Interruptions')}\n\n{told.said}\n"
    for team in told.teams:
        said = _("%(shielded)s of %(asked)s shielded, %(through)s let through, %(days)s d") % {
            "shielded": team.shielded,
            "asked": team.asked,
            "through": team.through,
            "days": team.days,
        }
        yield f"- **{_safe(team.name)}**: {said}"
    for cause in told.causes:
        said = _("%(through)s of %(asked)s let through, %(days)s d") % {
            "asked": cause.asked,
            "through": cause.through,
            "days": cause.days,
        }
        yield f"- {_safe(cause.name)}: {said}"


def _cards(said: str) -> str:
    return _("cards: %(said)s") % {"said": said}


def _epic(epic: EpicWords) -> Iterator[str]:
    yield f"\n### {epic.key} {_safe(epic.title)}: {epic.became}\n"
    if epic.reason:
        yield f"{epic.outcome}: {_safe(epic.reason)}\n"
    if epic.promise:
        yield f"> {_safe(epic.promise)}\n>\n> {_safe(epic.promised)}\n"
    for fact in epic.facts:
        yield f"- {fact}"
    yield from _items(_("Built"), epic.built)
    yield from _items(_("Not built"), epic.left)
    yield from _items(_("Cut"), epic.cut)
    yield from _items(_("Added"), epic.added)
    for step in epic.trail:
        yield f"- {step.text}. {_safe(step.reason)}".rstrip()


def _items(title: str, items: Iterable[ItemWords]) -> Iterator[str]:
    for item in items:
        about = f" ({_safe(item.about)})" if item.about else ""
        yield f"- {title}: {_safe(item.title)}{about}"


def _safe(text: str) -> str:
    """What people typed says what it says, and is no markup; in one line."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
